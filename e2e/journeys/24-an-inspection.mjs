// An office invites deputies to an inspection (W4): twenty proposed, changed and sent within two minutes, and the answers
// come in on the page. A deputy answers in one act on one page (D7), takes the calendar file, and asks to speak.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

/** The keystroke-level model, as in the other journeys; the prose is counted apart, sixty characters a minute. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, character: 1 };
const MOST_SECONDS = 120;
const PLACES = 20;

export default {
  name: 'an inspection',

  async go(run) {
    const { nth, js } = run.setting;
    const title = `视察农村公路 ${nth}`;
    const clerk = await Person.come(run, run.cast.commission);
    await clerk.open('/events');
    clerk.loads = 0;
    clerk.acts = 0;
    await clerk.follow(clerk.t('event-new'));
    await clerk.pick(clerk.t('event-field-kind'), 1);
    await clerk.fill(clerk.t('event-field-title'), title);
    await clerk.fill(clerk.t('event-field-place'), '市交通局门口集合');
    await clerk.fill(clerk.t('event-field-topic'), '农村公路养护');
    await clerk.fill(clerk.t('event-field-slots'), '2');
    await clerk.press(clerk.t('event-next-invite'));
    assert.equal(clerk.status, 200, await clerk.told());
    await clerk.fill(clerk.t('event-places'), String(PLACES));
    await clerk.press(clerk.t('event-propose'));
    const proposed = clerk.page.locator('fieldset input[name=deputies]:checked');
    assert.equal(await proposed.count(), PLACES, 'twenty are proposed');
    assert.ok((await clerk.page.locator('fieldset .pick small').allInnerTexts()).every((text) => text.trim().length > 1), 'each with reasons');
    // One is left out, and the deputy of this journey is invited.
    const guest = run.cast.deputy;
    const name = guest.name.replace(/（.*$/, '').trim();
    const there = clerk.page.locator('fieldset .pick', { hasText: name });
    if (await there.count() === 0) {
      await proposed.first().uncheck();
      await clerk.unfold(clerk.t('event-others'));
      await clerk.page.locator('.picks .pick', { hasText: name }).first().locator('input').check();
      clerk.acts += 2;
    }
    await clerk.press(clerk.t('event-choose'));
    await clerk.press(clerk.t('event-announce-now'));
    await clerk.sees(clerk.t('event-done-announced'));
    const typed = title.length + 8 + 6 + 3;
    const seconds = clerk.loads * SECONDS.page + clerk.acts * (SECONDS.decision + SECONDS.tap) + typed * SECONDS.character;
    assert.ok(seconds <= MOST_SECONDS, `${clerk.loads} pages, ${clerk.acts} acts, ${seconds} s`);
    run.notes.push(`W4 ${Math.round(seconds)} s`);
    const address = new URL(clerk.page.url()).pathname;

    const deputy = await Person.come(run, guest);
    await deputy.open('/desk');
    await deputy.open(address);
    deputy.loads = 0;
    deputy.acts = 0;
    await deputy.press(deputy.t('event-accept'));
    await deputy.sees(deputy.t('event-you-come'));
    assert.ok(deputy.loads <= 1 && deputy.acts <= 1, `D7: ${deputy.loads} pages, ${deputy.acts} acts`);
    const file = await deputy.page.request.get(`${run.site.base}${address}/calendar.ics`);
    assert.match(await file.text(), /BEGIN:VEVENT[\s\S]*DTSTART;TZID=Asia\/Shanghai/);
    deputy.acts = 0;
    await deputy.press(deputy.t('event-speak'));
    await deputy.sees(deputy.t('event-you-speak'));
    assert.ok(deputy.acts <= 2, 'D7: a speech is registered in two acts');

    // The answers come in where the office looks: by itself with a script, by looking again without.
    if (!js) await clerk.open(address);
    await clerk.awaits(clerk.page.locator('.stats b').first().and(clerk.page.getByText('1', { exact: true })), 15_000);
    // The answer may have come a look before the wish to speak.
    await clerk.awaits(clerk.page.locator('main').getByText(clerk.t('event-speaks'), { exact: true }), 15_000);

    // Its day is today; the desk is at the door. An event of another day is called off with a reason.
    const callingOff = clerk.page.locator('#step-cancellation');
    await clerk.unfold(clerk.t('event-call-off'), callingOff);
    await clerk.fill(clerk.t('event-field-reason'), '道路施工，另行安排', callingOff);
    await clerk.press(clerk.t('event-call-off'), callingOff);
    await clerk.sees(/道路施工/);
    await deputy.open(address);
    await deputy.sees(/道路施工/);

    // What is on today: who is there, a speech, the opinion that comes of it, and the end.
    await clerk.open('/events/new');
    await clerk.pick(clerk.t('event-field-kind'), 0);
    await clerk.fill(clerk.t('event-field-title'), `${title} 座谈`);
    await clerk.fill(clerk.t('event-field-place'), '机关三楼');
    await clerk.page.locator('input[name=on_day]').fill(today());
    await clerk.page.locator('input[name=answer_by]').fill(today());
    await clerk.fill(clerk.t('event-field-topic'), '公路养护资金');
    await clerk.press(clerk.t('event-next-invite'));
    await clerk.press(clerk.t('event-choose'));
    await clerk.press(clerk.t('event-announce-now'));
    const here = new URL(clerk.page.url()).pathname;
    await clerk.follow(clerk.t('event-desk'));
    const open = () => clerk.page.locator('button[name=mark][value$=" present"]');
    for (let left = await open().count(); left > 1; left -= 1) {
      clerk.acts += 1;
      await clerk.leads(() => open().first().click());
    }
    clerk.acts += 1;
    await clerk.leads(() => clerk.page.locator('button[name=mark][value$=" absent"]').first().click());
    await clerk.page.locator('select[name=person]').selectOption({ index: 1 });
    await clerk.fill(clerk.t('event-speech-text'), `建议把养护资金分到村，${nth}。`);
    await clerk.press(clerk.t('event-speech-save'));
    await clerk.page.locator('button').filter({ hasText: clerk.t('event-make-opinion') }).first().click();
    await clerk.sees(clerk.t('event-opinion-of-it'));
    await clerk.look();
    await clerk.press(clerk.t('event-close-now'));
    await clerk.sees(clerk.t('event-done-closed'));
    const list = await clerk.page.request.get(`${run.site.base}${here}/attendance.docx`);
    assert.equal((await list.body()).subarray(0, 2).toString(), 'PK', 'the list to sign is a document');
  },
};
