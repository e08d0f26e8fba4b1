// What calendars.py reads: the calendars of a running program as people come to them, before and after an event is called
// off. The address of one's own calendar is made on the page that makes it, and an opinion is raised that waits for a
// co-signer: the demo leaves a deputy without anything due on some days.

import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openBrowser } from './browser.mjs';
import { lookAround } from './cast.mjs';
import { say } from './words.mjs';

/** Raises an opinion with a co-signer, whose answer it waits for; its identifier. */
async function waits(deputy) {
  await deputy.goto('/cases/raise');
  await deputy.getByLabel(say('en', 'cases-raise-body')).fill('建议在村口候车亭加一盏路灯。');
  await deputy.locator('input[name=cosigners]').first().check();
  await deputy.getByRole('button', { name: say('en', 'cases-raise-submit'), exact: true }).click();
  await deputy.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  return new URL(deputy.url()).pathname.split('/')[2];
}

/** Writes them into folders `before` and `after` of a folder, and into `due` the identifier of the opinion that waits. */
export async function calendars(site, folder) {
  const browser = await openBrowser();
  try {
    const open = async (who) => (await browser.newContext({ baseURL: site.base, storageState: who?.state, javaScriptEnabled: false, locale: 'en' })).newPage();
    const anybody = await open();
    const deputy = await open(await lookAround(browser, site, 'deputy'));
    const clerk = await open(await lookAround(browser, site, 'commission'));

    const due = await waits(deputy);
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
    writeFileSync(join(folder, 'due'), due);
  } finally {
    await browser.close();
  }
}
