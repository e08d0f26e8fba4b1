// Somebody without a smartphone (V7): writes on a numbered paper form, or calls. The keeper enters it, prints the receipt,
// and later tells the result by letter or on the telephone, which is written down where everybody concerned sees it.

import { strict as assert } from 'node:assert';

import { A4, prints, width } from '../paper.mjs';
import { find, open } from '../parts.mjs';
import { Person } from '../person.mjs';

/** The keystroke-level model: a decision, a tap, a page, and a Chinese character typed at a desk. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, sign: 1 };
const byHand = (loads, acts, signs) => loads * SECONDS.page + acts * (SECONDS.decision + SECONDS.tap) + signs * SECONDS.sign;
const PHONE = '13900000007';

/** The keeper's own paper form, with a number that was never used. */
async function numbered(keeper) {
  await keeper.open('/desk');
  await keeper.follow(keeper.t('desk-papers'));
  await keeper.follow(keeper.t('receptions-paper-forms'));
  await keeper.fill(keeper.t('stations-forms-many'), '1');
  await keeper.press(keeper.t('stations-forms-make'));
  return /[0-9A-Z]{4}-[0-9A-Z]{2}-\d{4,}/.exec(await keeper.page.locator('.sheet .serial').innerText())[0];
}

/** Enters what came; the receipt is printed within two minutes of the voter's coming. */
async function entered(run, keeper, words, more) {
  await keeper.open('/desk');
  keeper.loads = 0;
  keeper.acts = 0;
  await keeper.follow(keeper.t('cases-enter'), keeper.page.locator('main'));
  const signs = await more();
  await keeper.fill(keeper.t('cases-enter-body'), words);
  await keeper.press(keeper.t('cases-enter-submit'));
  assert.ok(keeper.page.url().includes('/receipts/'), `the receipt is next: ${await keeper.told()}`);
  assert.equal(keeper.loads, 2, 'the form and the receipt');
  const seconds = byHand(keeper.loads, keeper.acts, words.length + signs);
  run.notes.push(`${keeper.acts} acts, ${Math.round(seconds)} s`);
  assert.ok(seconds <= 90, `${seconds} s by hand`);
  // One more act, and the printer.
  assert.ok(seconds + byHand(1, 1, 0) <= 120, 'the voter leaves with a receipt within two minutes');
  const code = (await keeper.page.locator('.receipt b').innerText()).trim();
  const address = `${run.site.base}/follow/${code.replace(/\W/g, '')}`;
  const wide = await width(keeper.page, '.receipt svg');
  const { codes } = await prints(keeper.page, { size: A4, count: 1, wide });
  assert.deepEqual(codes, [address], 'the printed code leads to where it is followed');
  return code;
}

/** The office answers at once; the keeper tells the voter and writes down how. */
async function told(run, keeper, words, way) {
  await keeper.open('/cases?show=all');
  const id = await find(keeper, words);
  const clerk = await open(run, run.cast.commission, id);
  await clerk.step('answer_on_spot', (form) => clerk.fill(clerk.t('case-say-answer_on_spot'), '已请环卫所今晚起延长开放到十点。', form));
  await keeper.open(`/cases/${id}`);
  await keeper.sees('环卫所');
  await keeper.step('tell_voter', async (form) => {
    await keeper.pick(keeper.t('case-field-way'), keeper.t(`case-answer-by-${way}`), form);
  });
  await keeper.sees(keeper.t('case-did-tell_voter'));
  await keeper.sees(keeper.t(`case-answer-by-${way}`));
}

export default {
  name: 'somebody without a smartphone',
  when: ({ js, width: px }) => js || px === 320,

  async go(run) {
    const { nth } = run.setting;
    const keeper = await Person.come(run, run.cast['station-keeper']);

    // On paper: the number of the form, and the receipt that says it.
    const serial = await numbered(keeper);
    const written = `纸表${nth}：菜场东门的公厕晚上锁门，摆摊的人没有地方去。`;
    const receipt = await entered(run, keeper, written, async () => {
      await keeper.fill(keeper.t('cases-enter-serial'), serial.toLowerCase());
      await keeper.pick(keeper.t('cases-enter-answer-by'), keeper.t('case-answer-by-letter'));
      return serial.length;
    });
    await keeper.sees(serial);
    // The same sheet a second time is refused, and nothing of what was typed is lost.
    await keeper.open('/cases/new');
    await keeper.fill(keeper.t('cases-enter-serial'), serial);
    await keeper.fill(keeper.t('cases-enter-body'), written);
    await keeper.pick(keeper.t('cases-enter-answer-by'), keeper.t('case-answer-by-letter'));
    await keeper.press(keeper.t('cases-enter-submit'));
    assert.equal(keeper.status, 422, 'one sheet is one opinion');
    assert.equal(await keeper.field(keeper.t('cases-enter-body')).inputValue(), written);

    // By telephone.
    const said = `电话${nth}：夜里十点以后菜场公厕还是锁着，早市的人也进不去。`;
    await entered(run, keeper, said, async () => {
      await keeper.fill(keeper.t('cases-enter-phone'), PHONE);
      await keeper.pick(keeper.t('cases-enter-channel'), keeper.t('case-channel-telephone'));
      return PHONE.length;
    });

    // The result: by letter for the one, by a call for the other.
    await told(run, keeper, written, 'letter');
    await told(run, keeper, said, 'telephone');

    // Whoever asks at the counter with the receipt hears the same.
    const neighbour = await Person.come(run);
    await neighbour.open(`/follow/${receipt.replace(/\W/g, '')}`);
    await neighbour.press(neighbour.t('voters-news-open'));
    await neighbour.sees('环卫所');
  },
};
