// A deputy's own opinion, with co-signers who answer first.

import { strict as assert } from 'node:assert';

import { open } from '../parts.mjs';
import { Person } from '../person.mjs';

export default {
  name: 'a deputy raises an opinion with a co-signer',
  when: ({ js, lang, width }) => (js ? width === 320 : width === 1280) || lang === 'en',

  async go(run) {
    const { cast } = run;
    const deputy = await Person.come(run, cast.deputy);
    await deputy.open('/desk');
    await deputy.follow(deputy.t('cases-raise'), deputy.page.locator('main'));
    await deputy.fill(deputy.t('cases-raise-body'), `${run.setting.nth}：建议在东湖边装护栏，孩子放学从那里走，水深没有遮挡。`);
    await deputy.fill(deputy.t('cases-raise-names'), '没有这个人');
    await deputy.press(deputy.t('cases-raise-submit'));
    assert.equal(deputy.status, 422, 'nobody has this name');
    await deputy.sees('没有这个人');
    await deputy.fill(deputy.t('cases-raise-names'), cast['deputy-2'].name);
    await deputy.press(deputy.t('cases-raise-submit'));
    const id = new URL(deputy.page.url()).pathname.split('/')[2];
    await deputy.sees(deputy.t('case-state-cosigning'));
    assert.ok(!await deputy.offers('submit'), 'it cannot be handed in before the co-signer has answered');

    const second = await open(run, cast['deputy-2'], id);
    await second.step('confirm');
    await deputy.open(`/cases/${id}`);
    await deputy.sees(cast['deputy-2'].name);
    await deputy.step('submit');
    await deputy.sees(deputy.t('case-state-raised'));
  },
};
