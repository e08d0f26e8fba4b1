// A deputy sees how far duty is done without doing anything; a town's office sees who is behind and reminds them; the
// leadership sees six numbers on one page.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

export default {
  name: 'who is behind',

  async go(run) {
    // D5: on the first page, with no act.
    const deputy = await Person.come(run, run.cast.deputy);
    await deputy.open('/desk');
    assert.equal(deputy.loads, 1);
    assert.match(await deputy.page.locator('main ul.stats').first().innerText(), /\d\/2/, 'so many of two this year');

    // T6: one page, one tap; two to remind.
    const office = await Person.come(run, run.cast['local-office']);
    await office.open('/desk');
    office.loads = 0;
    office.acts = 0;
    await office.follow(office.t('duties-title'), office.page.locator('header .menu'));
    assert.equal(office.loads, 1);
    assert.equal(office.acts, 1);
    await office.sees(office.t('duties-others'));
    const remind = office.page.getByRole('button', { name: office.t('duties-remind-all') });
    if (await remind.count()) {
      await office.leads(() => remind.click());
      office.acts += 1;
      assert.ok(await office.page.locator('.notice').count(), 'it says how many were told');
      assert.ok(office.acts <= 2);
    }

    // Every number of the leadership's page leads to the list behind it.
    const leader = await Person.come(run, run.cast.leadership);
    await leader.open('/overview');
    const numbers = await leader.page.locator('.stats.six a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.equal(numbers.length, 6);
    for (const href of numbers) {
      const answer = await leader.open(href);
      assert.equal(answer.status(), 200, href);
    }
    await leader.open('/overview');
    const sheet = await leader.page.pdf({ format: 'A4' });
    const pages = sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
    assert.equal(pages, 1, `on one sheet, not ${pages}`);
  },
};
