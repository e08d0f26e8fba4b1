// Section 5: from a scanned code to the closed case, and what everybody sees of it in the end.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { answer, examined, handedIn, judged, open, sorted, today, transferred } from '../parts.mjs';

const PHONE = '13812345678';

export default {
  name: 'an opinion goes in and its answer comes back',
  main: true,

  async go(run) {
    const promised = run.setting.nth % 2 === 0;
    const { cast } = run;
    const words = `${run.site.kind} ${run.setting.nth}：南街口的路灯坏了三盏，晚上老人出门看不见路，请尽快修好。我的电话是 ${PHONE}。`;
    const { voter, receipt } = await handedIn(run, words, { counted: true });

    const office = await sorted(run, words);
    const id = office.id;
    const body = await examined(run, id);
    await transferred(body, { lead: cast.organ.office, co: cast['organ-2'].office });

    const organ = await open(run, cast.organ, id);
    await organ.step('sign_for');
    const co = await open(run, cast['organ-2'], id);
    await co.step('co_sign_for');
    await co.step('give_co_opinion', (form) => co.fill(co.t('case-say-give_co_opinion'), '电源已经查过，可以施工。', form));
    await organ.open(`/cases/${id}`);
    await organ.step('record_contact', async (form) => {
      await organ.pick(organ.t('case-field-way'), 0, form);
      await organ.fill(organ.t('case-say-record_contact'), '已同代表到现场看过。', form);
    });
    await answer(organ, promised ? { category: 'B', until: today(20) } : { category: 'A' });

    const deputy = await open(run, cast.deputy, id);
    await deputy.step('receive');
    await judged(deputy, 0, 0);
    await body.open(`/cases/${id}`);
    await body.step('receive');

    await follows(voter, receipt);

    await body.open(`/cases/${id}`);
    if (promised) {
      await body.step('track_promise');
      await organ.open(`/cases/${id}`);
      await organ.step('keep_promise', (form) => organ.fill(organ.t('case-say-keep_promise'), '三盏路灯都已换好，附照片。', form));
      await body.open(`/cases/${id}`);
      await body.step('confirm_kept', (form) => body.fill(body.t('case-say-confirm_kept'), '现场看过，灯都亮了。', form));
    } else {
      await body.step('close');
    }
    await body.sees(body.t('case-state-closed'));

    await voter.open(`/follow/${receipt}`);
    await voter.sees('南街口');
    await published(run, id, words);
  },
};

/** The voter opens the answer by the receipt, and evaluates. */
async function follows(voter, receipt) {
  await voter.open('/follow');
  await voter.fill(voter.t('voters-follow-code'), receipt);
  await voter.press(voter.t('voters-follow-go'));
  await voter.press(voter.t('voters-news-open'));
  await voter.sees('路灯');
  await voter.pick(voter.t('voters-rating-attitude'), 0);
  await voter.pick(voter.t('voters-rating-result'), 1);
  await voter.press(voter.t('voters-rating-send'));
  await voter.page.locator('#rating .notice.good').waitFor();
}

/** The clerk publishes it; everybody sees it without the telephone number, and says “me too”. */
async function published(run, id, words) {
  const clerk = await open(run, run.cast.commission, id);
  const number = (await clerk.page.title()).split(' ')[0];
  await clerk.step('publish', async (form) => {
    const shown = await clerk.field(clerk.t('case-field-public-text'), form).inputValue();
    assert.ok(shown.includes('路灯') && !shown.includes(PHONE), `the number is taken out of “${shown}”`);
  });
  const neighbour = await Person.come(run);
  await neighbour.open(`/opinions/${number}`);
  await neighbour.sees('路灯');
  await neighbour.seesNot(PHONE);
  await neighbour.seesNot(words);
  if (await neighbour.page.getByRole('button', { name: neighbour.t('voters-support'), exact: true }).count()) {
    await neighbour.press(neighbour.t('voters-support'));
    await neighbour.sees(neighbour.t('voters-support-thanks'));
  }
}
