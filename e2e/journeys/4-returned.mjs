// An organ says it is not in charge; the working body sends it to another one straight away.

import { examined, handedIn, open, sorted, transferred } from '../parts.mjs';

export default {
  name: 'an organ returns it, another signs for it',
  when: ({ js, lang, width }) => js !== (lang === 'en') && width === 1280,

  async go(run) {
    const { cast } = run;
    const words = `退回${run.setting.nth}：小学门口的红绿灯一直不亮，早上很危险，请派人看看。`;
    await handedIn(run, words);
    const { id } = await sorted(run, words);
    const body = await examined(run, id);
    await transferred(body, { lead: cast.organ.office });
    const first = await open(run, cast.organ, id);
    await first.step('return', (form) => first.fill(first.t('case-say-return'), '红绿灯由另一单位管理。', form));
    await body.open(`/cases/${id}`);
    await body.sees('红绿灯由另一单位管理');
    await body.step('retransfer', (form) => body.choose(body.t('case-field-organ'), { label: cast['organ-2'].office }, form));
    const second = await open(run, cast['organ-2'], id);
    await second.step('sign_for');
    await second.sees(second.t('case-state-handling'));
  },
};
