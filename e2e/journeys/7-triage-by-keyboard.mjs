// A clerk sorts without touching the mouse: at most six keys an item.

import { strict as assert } from 'node:assert';

import { find, handedIn } from '../parts.mjs';
import { Person } from '../person.mjs';

const MOST = 6;

export default {
  name: 'sorting by keyboard',
  // Once: two at a time would take each other's first item.
  when: ({ js, lang, width }) => js && lang === 'zh-CN' && width === 1280,

  async go(run) {
    const words = `键盘${run.setting.nth}：公园里的健身器材坏了两件，螺丝都掉了，小孩子容易碰伤。`;
    await handedIn(run, words);
    const clerk = await Person.come(run, run.cast['local-office']);
    const { page } = clerk;
    await clerk.open('/cases?show=new');
    let keys = 0;
    const press = async (key) => { keys += 1; await page.keyboard.press(key); };
    const leads = (key) => clerk.leads(() => press(key));

    await press('j');
    await leads('Enter');
    assert.ok(/\/cases\/[0-9a-f-]{36}/.test(page.url()), 'j and Enter open the first one');
    await press('s');
    const open = await page.locator('details.step[open]').count();
    assert.equal(open, 1, 's opens the form for sending on');
    // The working body proposed stands there already; Enter sends the form from its field.
    await leads('Enter');
    assert.ok(page.url().includes('done=send_on'), `sent on with ${keys} keys; at ${page.url()}: ${await clerk.told()}`);
    await leads('n');
    assert.ok(/\/cases\/[0-9a-f-]{36}$/.test(page.url()), 'n goes to the next one');
    assert.ok(keys <= MOST, `${keys} keys`);
    run.notes.push(`${keys} keys an item`);

    // Letters typed into a field are words, not commands.
    await clerk.open('/cases?show=new');
    await find(clerk, words);
    const note = clerk.page.locator('textarea').first();
    await note.evaluate((area) => { area.closest('details').open = true; });
    await note.focus();
    await page.keyboard.type('sgb');
    assert.equal(await note.inputValue(), 'sgb');
  },
};
