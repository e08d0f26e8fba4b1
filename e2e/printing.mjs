// Every paper of an office, printed from the command line: letters, gazettes, briefs, forms, invitations and lists of the
// demo, as PDF and as DOCX; and what cannot be printed is refused in one line.
//
//   node e2e/printing.mjs

import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openBrowser } from './browser.mjs';
import { lookAround } from './cast.mjs';
import { today } from './parts.mjs';
import { binary, start } from './program.mjs';
import { say } from './words.mjs';

const BEGINS = { pdf: '%PDF', docx: 'PK' };
const LANG = 'zh-CN';
const t = (key, args) => say(LANG, key, args);

const began = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'shuanglian-printing-'));
const browser = await openBrowser();
const site = await start('sqlite');

async function come(role) {
  const { state } = await lookAround(browser, site, role);
  const context = await browser.newContext({ baseURL: site.base, storageState: state, javaScriptEnabled: false, locale: LANG });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

const hrefs = (page, where) => page.locator(where).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
const press = (page, label) => page.getByRole('button', { name: label, exact: true }).first().click();

/** A letter of a kind about the first opinion of their list about which it can be written. */
async function letter(page, kind) {
  await page.goto('/cases?show=all');
  for (const path of await hrefs(page, 'main table a[data-open]')) {
    await page.goto(`${path}/letters`);
    const button = page.getByRole('button', { name: t(`letters-issue-${kind}`), exact: true });
    if (await button.count() === 0) continue;
    await button.click();
    await page.waitForURL(/\/letters\/[0-9a-f-]{36}/);
    return { letter: page.url().split('/').pop(), opinion: path.split('/').pop() };
  }
  throw new Error(`no opinion about which a letter of the kind ${kind} can be written`);
}

async function urging(page) {
  await page.goto('/urgings');
  await page.locator('main input[name=cases]').first().check();
  await press(page, t('letters-urge-submit'));
  await page.waitForURL(/\/letters\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').pop();
}

/** An event today, to which those are invited whom the program proposes. */
async function event(page) {
  await page.goto('/events/new');
  await page.locator('input[name=kind]').first().check();
  for (const [name, text] of [['title', '虚构座谈'], ['place', '机关三楼'], ['on_day', today()], ['answer_by', today()]]) {
    await page.locator(`input[name=${name}]`).fill(text);
  }
  await page.getByLabel(t('event-field-topic'), { exact: true }).first().fill('公路养护资金');
  await press(page, t('event-next-invite'));
  await press(page, t('event-choose'));
  await press(page, t('event-announce-now'));
  return new URL(page.url()).pathname.split('/').pop();
}

/** The number of the newest issue of a kind that everybody reads. */
async function issue(page, kind) {
  await page.goto('/publishing/issues');
  for (const path of await hrefs(page, 'main a[href^="/publishing/issues/"]')) {
    await page.goto(path);
    const found = (await hrefs(page, 'main a')).map((href) => new RegExp(`/${kind}s/(\\d+-\\d+)`).exec(href)).find(Boolean);
    if (found) return found[1];
  }
  throw new Error(`the demo has no ${kind}`);
}

function print(kind, id, to) {
  const told = spawnSync(binary, ['print', kind, id, '--to', to, '--data', site.data], { env: site.env, encoding: 'utf8' });
  return { code: told.status, lines: told.stderr.trim().split('\n') };
}

function prints(kind, id) {
  for (const [ending, begins] of Object.entries(BEGINS)) {
    const to = join(folder, `${kind}.${ending}`);
    const { code, lines } = print(kind, id, to);
    assert.equal(code, 0, `${kind} ${id}: ${lines.join('\n')}`);
    assert.equal(readFileSync(to).subarray(0, begins.length).toString('latin1'), begins, `${kind} is ${ending}`);
  }
}

function refuses(kind, id, to, why) {
  const path = join(folder, to);
  const { code, lines } = print(kind, id, path);
  assert.notEqual(code, 0, `${kind} ${id} to ${to} is refused`);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0], why);
  assert.ok(!existsSync(path), `${to} is not there`);
}

try {
  const clerk = await come('commission');
  const transfer = await letter(clerk, 'transfer');
  const reply = await letter(await come('organ'), 'reply');
  const talk = await event(clerk);
  const all = {
    transfer: transfer.letter,
    urging: await urging(clerk),
    reply: reply.letter,
    feedback: reply.opinion,
    gazette: await issue(clerk, 'gazette'),
    brief: await issue(clerk, 'brief'),
    invitation: talk,
    attendance: talk,
  };
  for (const [kind, id] of Object.entries(all)) prints(kind, id);
  refuses('urging', '虚构常函〔2026〕999号', 'none.pdf', /there is no such paper: 虚构常函/);
  refuses('urging', transfer.letter, 'other.pdf', /there is no such paper/);
  refuses('gazette', '1999-1', 'none.docx', /there is no such paper: 1999-1/);
  refuses('feedback', reply.opinion, 'form.txt', /must end in \.pdf or \.docx/);
  refuses('feedback', reply.opinion, 'no-such-folder/form.pdf', /cannot write/);
  console.log(`ok    printing: ${Object.keys(all).length} kinds, each as PDF and DOCX; ${Math.round((Date.now() - began) / 1000)} s`);
} finally {
  await site.stop();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
