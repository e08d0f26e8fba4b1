// Somebody without a telephone speaks at the station; the keeper writes it down and prints the receipt.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

/** The keystroke-level model: a decision, a tap, a page, and a Chinese character typed at a desk. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, sign: 1 };
const SAID = '菜场东门的公厕晚上锁门，摆摊的人没有地方去。';

export default {
  name: 'the station keeper enters what was said',
  when: ({ js, lang, width }) => js ? lang === 'zh-CN' : width === 320,

  async go(run) {
    const keeper = await Person.come(run, run.cast['station-keeper']);
    await keeper.open('/desk');
    keeper.loads = 0;
    keeper.acts = 0;
    await keeper.follow(keeper.t('cases-enter'), keeper.page.locator('main'));
    await keeper.fill(keeper.t('cases-enter-body'), SAID);
    await keeper.fill(keeper.t('cases-enter-phone'), '139 8765 4321');
    await keeper.press(keeper.t('cases-enter-submit'));
    assert.ok(keeper.page.url().includes('/receipts/'), `the receipt is next: ${await keeper.told()}`);
    assert.equal(keeper.loads, 2);
    const { decision, tap, page, sign } = SECONDS;
    const seconds = keeper.loads * page + keeper.acts * (decision + tap) + (SAID.length + 11) * sign;
    run.notes.push(`${Math.round(seconds)} s for a practised hand`);
    assert.ok(seconds <= 90, `${seconds} s by hand`);

    const receipt = await keeper.page.locator('.receipt b').innerText();
    await keeper.page.emulateMedia({ media: 'print' });
    const printed = await keeper.page.locator('body').innerText();
    assert.ok(printed.includes(receipt.trim()), 'the printed receipt has the code');
    assert.ok(await keeper.page.locator('.receipt svg').isVisible(), 'and its picture');
    const sheet = await keeper.page.pdf({ format: 'A4' });
    assert.equal(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'on one sheet');
    await keeper.page.emulateMedia({ media: 'screen' });
  },
};
