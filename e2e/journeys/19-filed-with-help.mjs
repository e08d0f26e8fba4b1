// Somebody who does not write (T8): the keeper writes at the voter's side, reads it aloud, and the voter agrees on paper.
// That is one act more than a voter needs alone, and it is written down.

import { strict as assert } from 'node:assert';

import { A4, prints, width } from '../paper.mjs';
import { find, open } from '../parts.mjs';
import { Person } from '../person.mjs';

/** A voter alone: the code, the words, the button, and one more. */
const ALONE = 4;

export default {
  name: 'filed with help',
  when: ({ js, width: px }) => js || px === 320,

  async go(run) {
    const words = `代填${run.setting.nth}：老人家反映，村卫生室的台阶太高，坐轮椅上不去。`;
    const keeper = await Person.come(run, run.cast['station-keeper']);
    await keeper.open('/desk');
    keeper.loads = 0;
    keeper.acts = 0;
    await keeper.follow(keeper.t('cases-enter'), keeper.page.locator('main'));
    await keeper.fill(keeper.t('cases-enter-body'), words);
    await keeper.pick(keeper.t('cases-enter-answer-by'), keeper.t('case-answer-by-person'));
    await keeper.tick(keeper.t('cases-enter-consented'));
    await keeper.press(keeper.t('cases-enter-submit'));
    assert.ok(keeper.page.url().includes('/receipts/'), `the receipt is next: ${await keeper.told()}`);
    assert.equal(keeper.loads, 2, 'the form and the receipt');
    assert.ok(keeper.acts <= ALONE + 1, `${keeper.acts} acts`);
    await keeper.sees(keeper.t('voters-receipt-consented'));
    await prints(keeper.page, { size: A4, count: 1, wide: await width(keeper.page, '.receipt svg') });

    // Whoever handles it knows that these are not the voter's own letters.
    await keeper.open('/cases?show=all');
    const id = await find(keeper, words);
    const clerk = await open(run, run.cast.commission, id);
    await clerk.sees(clerk.t('cases-consented'));

    // Without the tick nothing of the kind is said.
    await keeper.open('/cases/new');
    await keeper.fill(keeper.t('cases-enter-body'), words);
    await keeper.pick(keeper.t('cases-enter-answer-by'), keeper.t('case-answer-by-person'));
    await keeper.press(keeper.t('cases-enter-submit'));
    await keeper.seesNot(keeper.t('voters-receipt-consented'));
  },
};
