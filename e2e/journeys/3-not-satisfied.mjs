// Somebody is not satisfied: nothing closes over that; it is handled again and answered anew.

import { strict as assert } from 'node:assert';

import { answer, examined, handedIn, judged, open, sorted, transferred } from '../parts.mjs';

export default {
  name: 'not satisfied: handled again',
  when: ({ js, lang, width }) => js === (lang === 'en') && width === 320,

  async go(run) {
    const { cast } = run;
    const words = `再办${run.setting.nth}：村口的排水沟又堵了，一下雨就淹到门口，去年修过没有用。`;
    const { voter, receipt } = await handedIn(run, words);
    const { id } = await sorted(run, words);
    const body = await examined(run, id);
    await transferred(body, { lead: cast.organ.office });
    const organ = await open(run, cast.organ, id);
    await organ.step('sign_for');
    await contact(organ);
    await answer(organ, { category: 'C', text: '因资金没有到位，今年暂时不能动工，明年再报计划。' });

    const deputy = await open(run, cast.deputy, id);
    await deputy.step('receive');
    await judged(deputy, 0, 0);
    await body.open(`/cases/${id}`);
    await body.step('receive');

    await voter.open(`/follow/${receipt}`);
    await voter.press(voter.t('voters-news-open'));
    await voter.pick(voter.t('voters-rating-attitude'), 1);
    await voter.pick(voter.t('voters-rating-result'), 2);
    await voter.press(voter.t('voters-rating-send'));
    await voter.sees(voter.t('voters-reason-missing'));
    await voter.fill(voter.t('voters-rating-reason'), '水还是进屋，没有人来清沟。');
    await voter.press(voter.t('voters-rating-send'));
    await voter.page.locator('#rating .notice.good').waitFor();

    await body.open(`/cases/${id}`);
    assert.ok(!await body.page.getByRole('button', { name: body.t('case-step-close'), exact: true }).count(), 'nothing closes over a dissatisfied voter');
    await body.step('rehandle', (form) => body.fill(body.t('case-say-rehandle'), '先把沟清通，再说计划。', form));
    await organ.open(`/cases/${id}`);
    await contact(organ);
    await answer(organ, { category: 'A', text: '沟已清通，并装了格栅。', plain: '沟已经清通。' });
    await deputy.open(`/cases/${id}`);
    await deputy.step('receive');
    await judged(deputy, 0, 0);
    await body.open(`/cases/${id}`);
    await body.step('receive');
    await voter.open(`/follow/${receipt}`);
    await voter.press(voter.t('voters-news-open'));
    await voter.sees('沟已经清通');
    await body.open(`/cases/${id}`);
    await body.step('close');
  },
};

async function contact(organ) {
  await organ.step('record_contact', async (form) => {
    await organ.pick(organ.t('case-field-way'), 0, form);
    await organ.fill(organ.t('case-say-record_contact'), '已同代表通过电话。', form);
  });
}
