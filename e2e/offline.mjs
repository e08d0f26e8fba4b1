// A deputy in a village without a network: fifty records are entered, the session ends, and they are sent later while the
// program is killed in the middle. Fifty records come of it, none twice; what was recorded meanwhile is shown beside. A
// station's desk receives voters on the same day without a network.
//
//   node e2e/offline.mjs

import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';

import { openBrowser } from './browser.mjs';
import { today } from './parts.mjs';
import { code } from './cast.mjs';
import { accounts, binary, start } from './program.mjs';
import { say } from './words.mjs';

const MANY = 50;
/** What people say at the desk. */
const HEARD = 10;
const SAID = '排水沟堵了三年';
const t = (key, args) => say('zh-CN', key, args);

/** What a page finds in its own database. */
const stored = (page) => page.evaluate(async () => {
  const ask = indexedDB.open('offline');
  const db = await new Promise((done, fail) => { ask.onsuccess = () => done(ask.result); ask.onerror = () => fail(ask.error); });
  if (!db.objectStoreNames.contains('items')) return { items: [], log: [], plain: '' };
  const all = (name) => new Promise((done, fail) => { const it = db.transaction(name).objectStore(name).getAll(); it.onsuccess = () => done(it.result); it.onerror = () => fail(it.error); });
  const [items, log, devices] = [await all('items'), await all('log'), await all('devices')];
  db.close();
  const text = (item) => JSON.stringify({ ...item, sealed: '', note: '' }) + [item.sealed, item.note].filter(Boolean).map((one) => new TextDecoder().decode(one.data)).join('');
  const key = devices[0]?.key;
  const taken = key && await crypto.subtle.exportKey('raw', key).then(() => true, () => false);
  return { items: items.map(({ state }) => state), log: log.length, plain: items.map(text).join(''), taken };
});

/** Whether nothing lies on the device any more: no kept page, no worker, no device, no item. An empty database may stand. */
const nothing = (page) => page.evaluate(async () => {
  const kept = await caches.keys();
  const workers = await navigator.serviceWorker.getRegistrations();
  let left = kept.length + workers.length;
  for (const { name } of await indexedDB.databases()) {
    const ask = indexedDB.open(name);
    const db = await new Promise((done, fail) => { ask.onsuccess = () => done(ask.result); ask.onerror = () => fail(ask.error); });
    for (const store of db.objectStoreNames) {
      const count = db.transaction(store).objectStore(store).count();
      left += await new Promise((done, fail) => { count.onsuccess = () => done(count.result); count.onerror = () => fail(count.error); });
    }
    db.close();
  }
  return left === 0;
});

async function signIn(page, account) {
  await page.goto('/sign-in');
  await page.getByLabel(t('access-login')).fill(account.account);
  await page.getByLabel(t('access-password'), { exact: true }).fill(account.password);
  if (account.second_factor) await page.getByLabel(t('access-code')).fill(code(account.second_factor, Date.now()));
  await page.getByRole('button', { name: t('access-sign-in-button'), exact: true }).click();
  await page.waitForURL(/\/(desk|inbox)/);
}

/** A day at the keeper's station that is today, announced; its desk's address. */
async function receives(page) {
  await page.goto('/receptions');
  await page.getByRole('link', { name: t('receptions-add') }).click();
  await page.locator('input[name=day]').fill(today());
  await page.locator('input[name=starts]').fill('7:00');
  await page.locator('input[name=ends]').fill('7:50');
  await page.locator('input[name=on_duty]').first().check();
  await page.getByRole('button', { name: t('receptions-save') }).click();
  const publish = page.locator('#step-publication');
  if (await publish.locator('input[name=short_reason]').count()) await publish.locator('input[name=short_reason]').fill('临时安排');
  await publish.getByRole('button', { name: t('receptions-publish-now') }).click();
  await page.locator('tbody tr').filter({ hasText: '7:50' }).locator('a[href^="/receptions/0"]').first().click();
  await page.locator('#opinion').waitFor();
  return new URL(page.url()).pathname;
}

/** Said on the page once more is kept than before. */
const keeps = (page, n) => page.waitForFunction((many) => document.querySelector('[data-offline-note]')?.textContent.includes(` ${many} `), n);

/** A day at the desk without a network: what was said, who came, and the closing. */
async function desk(page, path) {
  await page.goto(path);
  for (let nth = 1; nth <= HEARD; nth += 1) {
    const form = page.locator('#opinion');
    await form.locator('input[name=phone]').fill(`139000010${String(nth).padStart(2, '0')}`);
    await form.locator('textarea[name=body]').fill(`${SAID}，接待台第${nth}位。`);
    await form.getByRole('button', { name: t('receptions-enter-submit') }).click();
    await keeps(page, nth);
  }
  await page.getByRole('button', { name: t('receptions-mark-came') }).first().click();
  await keeps(page, HEARD + 1);
  const closing = page.locator('form[action$="/closing"]');
  await closing.locator('textarea[name=summary]').fill('十位群众反映排水沟的问题。');
  await closing.getByRole('button', { name: t('receptions-close-now') }).click();
  await keeps(page, HEARD + 2);
}

/** Acts of a person in the ledger, as anybody may recount them. */
function counted(site, name) {
  const csv = execFileSync(binary, ['export', 'ledger', '--format', 'csv', '--data', site.data], { env: site.env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return csv.split('\n').filter((line) => line.includes(name) && line.includes('outreach')).length;
}

async function until(what, why) {
  const late = Date.now() + 60_000;
  while (!await what()) {
    if (Date.now() > late) throw new Error(`it did not happen: ${why}`);
    await new Promise((done) => { setTimeout(done, 50); });
  }
}

async function enter(page, nth) {
  await page.goto('/outreach/new');
  assert.equal(await page.locator('h1').innerText(), t('outreach-new'), 'the form opens without a network');
  await page.locator('input[name=method]').first().check();
  await page.getByLabel(t('outreach-place'), { exact: true }).fill(`第${nth}组，走访三户`);
  await page.getByLabel(t('outreach-said'), { exact: true }).fill(`${SAID}，这是第${nth}次听到。`);
  await page.locator('input[name=on_day]').fill(today(-nth));
  await page.locator('input[name=purposes]').first().check();
  await page.getByRole('button', { name: t('outreach-submit'), exact: true }).click();
  await page.waitForFunction((n) => document.querySelector('[data-offline-note]')?.textContent.includes(` ${n} `), nth);
}

const browser = await openBrowser();
const site = await start('sqlite');
try {
  const account = accounts(site).find((one) => one.role === 'deputy');
  const context = await browser.newContext({ baseURL: site.base, locale: 'zh-CN', viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await signIn(page, account);
  const name = (await page.locator('.who span').innerText()).trim();
  const before = counted(site, name);

  await page.goto('/offline');
  await page.getByRole('button', { name: t('offline-turn-on') }).click();
  await page.getByText(t('offline-on')).waitFor();

  const station = await browser.newContext({ baseURL: site.base, locale: 'zh-CN', viewport: { width: 1000, height: 900 } });
  const counter = await station.newPage();
  await signIn(counter, accounts(site).find((one) => one.role === 'station-keeper'));
  await counter.goto('/offline');
  await counter.getByRole('button', { name: t('offline-turn-on') }).click();
  await counter.getByText(t('offline-on')).waitFor();
  const reception = await receives(counter);
  await until(() => counter.evaluate(async (path) => Boolean(await (await caches.open('pages')).match(path)), reception), 'the desk is kept');

  // Neither the page nor its worker reaches anything.
  await context.setOffline(true);
  const connect = await site.dies();
  for (let nth = 1; nth <= MANY; nth += 1) await enter(page, nth);
  const kept = await stored(page);
  assert.deepEqual(kept.items, Array(MANY).fill('waiting'));
  assert.ok(!kept.plain.includes(SAID) && kept.plain.length > 1000, 'nothing of it can be read in the database');
  assert.equal(kept.taken, false, 'the key cannot be taken out');
  await station.setOffline(true);
  await desk(counter, reception);
  assert.ok(!(await stored(counter)).plain.includes(SAID), 'nor of what voters said at the desk');
  await page.goto('/duties').catch(() => {});
  assert.equal(await page.locator('h1').innerText(), t('offline-title'), 'any other page leads to what waits');

  // The session has long ended when there is a network again.
  await context.clearCookies();
  await connect();
  await context.setOffline(false);
  await station.setOffline(false);
  await counter.goto('/offline');
  await until(async () => (await stored(counter)).items.length === 0, 'what the desk kept is sent');
  await counter.goto(reception);
  assert.equal(await counter.locator('#opinions + table tbody tr').count(), HEARD, 'each opinion once');
  await counter.getByText('十位群众反映排水沟的问题。').first().waitFor();
  await page.goto('/');
  assert.equal((await stored(page)).items.length, MANY, 'nothing is sent for nobody');
  assert.equal(counted(site, name), before);
  await signIn(page, account);

  // It is sent by itself, and the program dies in the middle.
  await until(async () => (await stored(page)).log >= 10, 'some are sent');
  const restart = await site.dies();
  const middle = await stored(page);
  assert.ok(middle.items.length > 0, 'it died before the end');
  await restart();
  await page.goto('/offline');
  await until(async () => !(await stored(page)).items.includes('waiting'), 'the rest is sent');

  // What the deputy or the office had recorded on the same day stands beside; the person decides.
  const conflicts = () => page.locator('[data-items] > li').filter({ hasText: t('offline-state-conflict') });
  await page.reload();
  await page.locator('[data-offline-board][data-ready]').waitFor();
  const beside = await conflicts().count();
  if (beside > 0) {
    assert.equal(await conflicts().first().locator('tr').first().locator('th, td').count(), 3, 'label, here, there');
    assert.match(await conflicts().first().innerText(), new RegExp(SAID));
  }
  for (let left = beside; left > 0; left -= 1) {
    await conflicts().first().getByRole('button', { name: t('offline-anyway') }).click();
    await until(async () => await conflicts().count() === left - 1, 'it is recorded all the same');
  }
  assert.deepEqual((await stored(page)).items, []);
  assert.equal(counted(site, name) - before, MANY, 'fifty records, none twice, none lost');

  // A device that was removed elsewhere wipes itself at its next page.
  const other = await browser.newContext({ baseURL: site.base, locale: 'zh-CN' });
  const elsewhere = await other.newPage();
  await signIn(elsewhere, account);
  await elsewhere.goto('/offline');
  await elsewhere.getByRole('button', { name: t('offline-remove') }).click();
  await context.setOffline(true);
  const again = await site.dies();
  await enter(page, 1);
  await again();
  assert.equal(await nothing(page), false, 'it lies there until the device hears of it');
  await context.setOffline(false);
  await page.goto('/desk');
  await until(() => nothing(page), 'everything is wiped');

  // Where there are no service workers, the page says so and keeps a draft here.
  const chat = await browser.newContext({ baseURL: site.base, locale: 'zh-CN' });
  await chat.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  const inside = await chat.newPage();
  await signIn(inside, account);
  await inside.goto('/outreach/new');
  await inside.getByText(t('form-offline-none')).waitFor();
  await inside.getByLabel(t('outreach-said'), { exact: true }).fill(SAID);
  await inside.reload();
  await inside.waitForFunction((said) => document.querySelector('textarea[name=said]').value === said, SAID);
  await inside.goto('/offline');
  await inside.getByText(t('offline-never')).waitFor();
  console.log(`ok    offline: ${MANY} records entered without a network, sent after the program died with ${middle.items.length} left, ${beside} shown beside another; ${MANY} records; ${HEARD} opinions, a deputy who came and the closing of a desk`);
} finally {
  await site.stop();
  await browser.close();
}
