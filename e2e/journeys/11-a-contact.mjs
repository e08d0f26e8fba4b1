// A committee member sees the deputies to be contacted, records a contact, and passes on what was heard; the
// commission verifies it.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

/** The keystroke-level model: a decision, a tap, a page; the prose is counted apart. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5 };

export default {
  name: 'a contact with a deputy',

  async go(run) {
    const { nth } = run.setting;
    const said = `联系记录${nth}：代表说，集镇的路边停车占了盲道，希望有人管一管。`;
    const member = await Person.come(run, run.cast.member);

    // C1: the deputies with n of how many and the last contact, on one page.
    await member.open('/contacts');
    assert.equal(member.loads, 1);
    const cards = member.page.locator('main ul.cards').first().locator('> li');
    const many = await cards.count();
    assert.ok(many > 0, 'the member has deputies to contact');
    assert.match(await cards.first().innerText(), /\d/, 'each says how many of how many');

    // C3: what is called from here opens the form with the way filled in.
    const called = member.page.getByRole('link', { name: member.t('contacts-called') }).first();
    const call = member.page.locator('a[href^="tel:"]').first();
    assert.equal(await call.getAttribute('data-then'), await called.getAttribute('href'));
    await member.leads(() => called.click());
    assert.ok(await member.page.locator('input[name=way][value=telephone]').isChecked(), 'the way is filled in');

    // C2: one short form; the deputy, the day and the way are there.
    await member.open('/contacts');
    member.loads = 0;
    member.acts = 0;
    await member.leads(() => cards.nth(nth % many).getByRole('link', { name: new RegExp(`^${member.t('contacts-record')}`) }).click());
    assert.equal(await member.page.locator('input[name=on_day]').inputValue(), today(), 'the day is today');
    assert.equal(await member.page.locator('input[name=deputies]:checked').count(), 1, 'the deputy is chosen');
    await member.pick(member.t('contacts-way'), 0);
    await member.pick(member.t('contacts-topics'), 3);
    await member.fill(member.t('contacts-said'), said);
    await member.press(member.t('contacts-declare'));
    assert.ok(member.page.url().includes('/contacts/') && member.page.url().includes('done='), `declared: ${await member.told()}`);
    assert.equal(member.loads, 2, 'the form and the contact');
    assert.ok(member.acts <= 5, `${member.acts} acts`);
    const { decision, tap, page } = SECONDS;
    const seconds = 2 * page + (member.acts + 1) * (decision + tap);
    run.notes.push(`${Math.round(seconds)} s beside the prose`);
    assert.ok(seconds <= 40, `${seconds} s by hand`);
    const contact = new URL(member.page.url()).pathname;

    // What was heard becomes an opinion in one step, with nothing typed again.
    member.acts = 0;
    await member.unfold(member.t('contacts-pass-on'));
    const form = member.page.locator('#step-opinion');
    assert.equal(await member.field(member.t('contacts-pass-on-body'), form).inputValue(), said, 'what was said stands there');
    await member.press(member.t('contacts-pass-on-send'), form);
    assert.ok(member.acts <= 2, `${member.acts} acts`);
    await member.sees(member.t('contacts-opinions'));

    // Mistakes come back beside their field with everything kept.
    await member.open('/contacts/new');
    await member.fill(member.t('contacts-said'), '只写了说了什么');
    await member.press(member.t('contacts-declare'));
    assert.equal(member.status, 422);
    assert.equal(await member.page.locator('textarea[name=said]').inputValue(), '只写了说了什么');

    // The commission verifies it from its page, and it counts.
    const clerk = await Person.come(run, run.cast.commission);
    await clerk.open(contact);
    await clerk.press(clerk.t('contacts-verify'));
    await clerk.open(contact);
    await clerk.sees(clerk.t('contacts-state-verified'));
  },
};
