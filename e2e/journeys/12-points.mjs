// A member reads the year's statement, objects to a line, prints it; the commission answers.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

export default {
  name: 'the statement of points',

  async go(run) {
    const { nth } = run.setting;
    const member = await Person.come(run, run.cast.member);
    await member.open('/desk');
    member.loads = 0;
    member.acts = 0;
    await member.follow(member.t('points-title'), member.page.locator('header .menu'));
    assert.equal(member.loads, 1, 'one page');
    assert.equal(member.acts, 1, 'one tap');
    await member.sees(member.t('points-lines'));

    // In the first days of a year nothing is booked yet: then the year before is read.
    const lines = member.page.locator('main table.lines');
    if (!await lines.count()) await member.leads(() => member.page.locator('main .filters a').nth(1).click());

    // Each line leads to its act.
    const act = member.page.locator('main table.lines a[href^="/acts/"]').first();
    assert.ok(await act.count(), 'a line shows its act');

    const text = `第${nth}次核对：九月走访代表的一次没有计入。`;
    member.acts = 0;
    await member.unfold(member.t('points-object'));
    const form = member.page.locator('#step-object');
    await member.fill(member.t('points-object-text'), text, form);
    await member.press(member.t('points-object-submit'), form);
    assert.ok(member.acts <= 3, `${member.acts} acts`);
    await member.sees(text);

    await member.page.emulateMedia({ media: 'print' });
    assert.ok(await member.page.locator('.signs').isVisible(), 'the print has its signature lines');
    assert.ok(!await member.page.locator('header .menu').isVisible(), 'and no menu');
    const sheet = await member.page.pdf({ format: 'A4' });
    assert.ok(sheet.length > 10_000, 'it prints');
    await member.page.emulateMedia({ media: 'screen' });

    // The commission answers, and the member reads it.
    const clerk = await Person.come(run, run.cast.commission);
    await clerk.open('/objections');
    await clerk.sees(text);
    const open = clerk.page.locator('main li, main tr, main article, main section').filter({ hasText: text }).last();
    await clerk.leads(() => open.getByRole('link').first().click());
    await clerk.sees(text);
  },
};
