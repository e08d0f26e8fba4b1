// Two people have the same case open. The second is told what happened meanwhile, and keeps what was written.

import { strict as assert } from 'node:assert';

import { find, handedIn } from '../parts.mjs';
import { Person } from '../person.mjs';

const NOTE = '请农业农村委先核对地块，再转交承办单位。';

export default {
  name: 'two people on one case',
  when: ({ js, lang, width }) => (js === (lang === 'en')) === (width === 320),

  async go(run) {
    const words = `同办${run.setting.nth}：灌溉渠的闸门关不上，上游放水时下游的秧苗都淹了。`;
    await handedIn(run, words);
    const first = await Person.come(run, run.cast['local-office']);
    await first.open('/cases?show=new');
    const id = await find(first, words);
    const second = await Person.come(run, run.cast['commission-2']);
    await second.open(`/cases/${id}`);

    await first.step('send_on', (form) => first.pick(first.t('case-field-body'), 0, form));
    const label = second.t('case-step-answer_on_spot');
    const form = second.page.locator('details.step').filter({ has: second.page.locator('summary', { hasText: label }) });
    await second.unfold(label);
    await second.fill(second.t('case-say-answer_on_spot'), NOTE, form);
    await second.press(label, form);

    assert.equal(second.status, 409);
    await second.sees(second.t('cases-meanwhile'));
    assert.ok((await second.page.locator('main').innerText()).includes(NOTE) || await kept(second), 'what was written is still there');
  },
};

async function kept(person) {
  const typed = await person.page.locator('textarea').evaluateAll((areas) => areas.map((area) => area.value));
  return typed.includes(NOTE);
}
