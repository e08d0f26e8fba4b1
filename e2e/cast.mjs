// The demo's people, signed in once: everybody a journey needs, with the cookie of their session.

import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';

import { accounts } from './program.mjs';
import { say } from './words.mjs';

const ROLES = ['deputy', 'member', 'commission', 'working-body', 'local-office', 'station-keeper', 'organ', 'leadership', 'system-admin', 'security-admin', 'audit-admin'];
/** Roles of which a journey needs two people. */
const TWICE = ['deputy', 'commission', 'organ'];

/** Signs everybody in: look around once a role, and by password where a second person is needed. */
export async function gather(browser, site) {
  const cast = {};
  for (const role of ROLES) {
    cast[role] = await lookAround(browser, site, role);
  }
  const known = accounts(site);
  for (const role of TWICE) {
    for (const account of known.filter((one) => one.role === role)) {
      const second = await enter(browser, site, (page) => signIn(page, account));
      if (second.name !== cast[role].name) cast[`${role}-2`] = second;
    }
    assert.ok(cast[`${role}-2`], `the demo tells the accounts of two people for ${role}`);
  }
  cast.deputy.code = await codeOf(browser, site, cast.deputy.name);
  return cast;
}

/** Somebody of a role, entered without a password as the demo offers it. */
export async function lookAround(browser, site, role) {
  return enter(browser, site, async (page) => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: say('en', 'access-look-around'), exact: true }).click();
    const label = say('en', 'access-look-around-as', { role: say('en', `role-${role}`) });
    await page.getByRole('button', { name: label, exact: true }).click();
  });
}

async function signIn(page, account) {
  await page.goto('/sign-in');
  await page.getByLabel(say('en', 'access-login')).fill(account.account);
  await page.getByLabel(say('en', 'access-password'), { exact: true }).fill(account.password);
  if (account.second_factor) await page.getByLabel(say('en', 'access-code')).fill(code(account.second_factor, Date.now()));
  await page.getByRole('button', { name: say('en', 'access-sign-in-button'), exact: true }).click();
}

async function enter(browser, site, how) {
  const context = await browser.newContext({ baseURL: site.base, javaScriptEnabled: false, locale: 'en' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await how(page);
  await page.waitForURL(/\/(desk|inbox)/);
  const name = (await page.locator('.who span').innerText()).trim();
  const offices = (await page.locator('main section > h2').allInnerTexts()).map((one) => one.trim());
  const state = await context.storageState();
  // The language is each journey's own.
  state.cookies = state.cookies.filter((cookie) => !/lang|elder/.test(cookie.name));
  await context.close();
  return { name, office: offices[0], state };
}

/** The code of a deputy's page. */
export async function codeOf(browser, site, name) {
  const context = await browser.newContext({ baseURL: site.base, javaScriptEnabled: false, locale: 'en' });
  const page = await context.newPage();
  await page.goto(`/deputies?q=${encodeURIComponent(name)}`);
  await page.getByRole('link', { name, exact: true }).first().click();
  const found = /\/deputies\/([^/?#]+)/.exec(page.url());
  await context.close();
  assert.ok(found, `the page of ${name}`);
  return found[1];
}

/** The code an authenticator shows at a moment (RFC 6238: SHA-1, 30 s, 6 digits). */
export function code(secret, at) {
  const bits = [...secret.replace(/[=\s]/g, '').toUpperCase()].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const sum = createHmac('sha1', key).update(moment).digest();
  const from = sum.at(-1) & 15;
  return String((sum.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
