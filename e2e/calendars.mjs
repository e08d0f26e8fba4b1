// What calendars.py reads: the calendars of a running program as people come to them, before and after an event is called
// off. The address of one's own calendar is made on the page that makes it.

import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openBrowser } from './browser.mjs';
import { lookAround } from './cast.mjs';
import { say } from './words.mjs';

/** Writes them into folders `before` and `after` of a folder. */
export async function calendars(site, folder) {
  const browser = await openBrowser();
  try {
    const open = async (who) => (await browser.newContext({ baseURL: site.base, storageState: who?.state, javaScriptEnabled: false, locale: 'en' })).newPage();
    const anybody = await open();
    const deputy = await open(await lookAround(browser, site, 'deputy'));
    const clerk = await open(await lookAround(browser, site, 'commission'));

    await deputy.goto('/account/calendar');
    await deputy.getByRole('button', { name: say('en', 'calendars-make'), exact: true }).click();
    const own = new URL(await deputy.locator('.check code').innerText()).pathname;
    assert.match(own, /^\/calendars\/\w+\.ics$/);
    // The next event ahead: the deputy as whom one looks around is invited to it.
    await clerk.goto('/events');
    await clerk.locator('main table a').first().click();
    const event = new URL(clerk.url()).pathname;

    const all = async (when) => {
      mkdirSync(join(folder, when), { recursive: true });
      const read = async (name, page, path) => {
        const answer = await page.request.get(path);
        assert.equal(answer.status(), 200, path);
        assert.match(answer.headers()['content-type'], /^text\/calendar/, path);
        writeFileSync(join(folder, when, `${name}.ics`), await answer.body());
      };
      await read('reception-days', anybody, '/reception-days.ics');
      await read('event', deputy, `${event}/calendar.ics`);
      // Whoever knows the address reads it.
      await read('own', anybody, own);
    };
    await all('before');
    const off = clerk.locator('#step-cancellation');
    await off.locator('summary').click();
    await off.getByLabel(say('en', 'event-field-reason')).fill('场地临时维修，另行安排');
    await off.getByRole('button', { name: say('en', 'event-call-off'), exact: true }).click();
    await clerk.getByText(say('en', 'event-done-cancelled')).waitFor();
    await all('after');
  } finally {
    await browser.close();
  }
}
