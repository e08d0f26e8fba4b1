// Walks every journey in every setting, and says in one line each how it went.
//
//   node e2e/run.mjs                     everything: SQLite, and PostgreSQL when TEST_DATABASE_URL is set
//   node e2e/run.mjs paper               only journeys whose name has the word
//   node e2e/run.mjs --only en,320,off   only settings with all of these
//   node e2e/run.mjs --at URL --data DIR against a program that runs already, with the demo in DIR

import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openBrowser } from './browser.mjs';
import { gather } from './cast.mjs';
import { Looks } from './looks.mjs';
import { binary, start } from './program.mjs';

const AT_ONCE = 2;
const LONGEST_JOURNEY = 240_000;

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, at: { type: 'string' }, data: { type: 'string' }, database: { type: 'string' } },
});
const wanted = asked.only.split(',').filter(Boolean);

const journeys = [];
for (const file of readdirSync(new URL('journeys/', import.meta.url)).filter((name) => name.endsWith('.mjs')).sort()) {
  const journey = (await import(new URL(`journeys/${file}`, import.meta.url))).default;
  if (!positionals.length || positionals.some((word) => file.includes(word) || journey.name.includes(word))) journeys.push(journey);
}

function settings(kind, journey) {
  const all = [];
  for (const js of [true, false]) {
    for (const lang of ['zh-CN', 'en']) {
      for (const width of [320, 1280]) all.push({ js, lang, width, nth: all.length });
    }
  }
  const meant = all.filter((one) => journey.when?.(one) ?? true);
  if (wanted.length) return meant.filter((one) => wanted.every((word) => words(one).split(' ').includes(word)));
  if (journey.main && kind !== 'postgresql') return meant;
  // Two that share neither script, language nor width, and by turns the other two; with the other database one of those that are left.
  const first = contraries(meant, journeys.indexOf(journey) % 2 === 0);
  if (kind !== 'postgresql') return first;
  const left = meant.filter((one) => !first.includes(one));
  const third = left.find((one) => one.js) ?? left[0] ?? first[0];
  return journey.main ? [third, meant.find((one) => !one.js && one.lang === third.lang)] : [third];
}

/** With script in one language and width, and without script in the others; as near to that as a journey allows. */
function contraries(meant, turn) {
  const [lang, other] = turn ? ['zh-CN', 'en'] : ['en', 'zh-CN'];
  const [width, wide] = turn ? [320, 1280] : [1280, 320];
  const nearest = (want) => (one) => (one.js === want.js) * 4 + (one.lang === want.lang) * 2 + (one.width === want.width);
  const best = (want) => meant.toSorted((a, b) => nearest(want)(b) - nearest(want)(a))[0];
  return [...new Set([best({ js: true, lang, width }), best({ js: false, lang: other, width: wide })])];
}

const words = (one) => `js-${one.js ? 'on' : 'off'} ${one.js ? 'on' : 'off'} ${one.lang} ${one.width}`;
const shots = join(mkdtempSync(join(tmpdir(), 'shuanglian-failures-')));

const counted = { passed: 0, failed: 0 };

/** One journey in one setting. */
async function walk(journey, setting, { browser, site, cast, looks }) {
  const run = { setting, site, browser, cast, looks, looking: journey.looking ?? true, people: [], wrong: [], notes: [], photos: [] };
  const shot = `${site.kind}-${journey.name}-${words(setting)}`.replace(/[^\w-]+/g, '-');
  run.photograph = (person) => photograph(run, shot, person);
  const began = Date.now();
  let failure;
  let late;
  try {
    const tooLong = new Promise((_, fail) => { late = setTimeout(() => fail(new Error('it took too long')), LONGEST_JOURNEY); });
    await Promise.race([journey.go(run), tooLong]);
  } catch (cause) {
    failure = cause;
  } finally {
    clearTimeout(late);
  }
  const problems = [...new Set(run.wrong)];
  if (failure) problems.unshift(failure.stack?.split('\n').filter((line) => !line.includes('node_modules')).slice(0, 8).join('\n      ') ?? String(failure));
  const sum = (what) => run.people.reduce((all, person) => all + person[what], 0);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const name = `${site.kind.padEnd(10)} js ${setting.js ? 'on ' : 'off'} ${setting.lang.padEnd(5)} ${String(setting.width).padStart(4)} px`;
  const line = `${name}  ${journey.name}: ${sum('loads')} pages, ${sum('acts')} acts, ${seconds} s${run.notes.length ? ` (${run.notes.join(', ')})` : ''}`;
  if (problems.length === 0) {
    counted.passed += 1;
    console.log(`ok    ${line}`);
  } else {
    counted.failed += 1;
    console.log(`FAIL  ${line}`);
    for (const problem of problems.slice(0, 25)) console.log(`      ${problem}`);
    if (failure && run.last) await run.photograph(run.last);
    for (const photo of run.photos) console.log(`      ${photo}`);
  }
  for (const person of run.people) await person.context.close().catch(() => {});
}

async function photograph(run, name, person) {
  mkdirSync(shots, { recursive: true });
  const path = join(shots, `${name}-${run.photos.length + 1}.png`);
  const taken = await person.page.screenshot({ path, fullPage: true, timeout: 5_000 }).then(() => true, () => false);
  if (taken) run.photos.push(`${person.page.url()}: ${path}`);
}

async function walkAll(site, browser) {
  const { kind } = site;
  const cast = await gather(browser, site);
  const looks = new Looks({ axe: kind !== 'postgresql' || Boolean(asked.database) });
  const walks = journeys.flatMap((journey) => settings(kind, journey).map((setting) => [journey, setting]));
  const ahead = walks.values();
  const worker = async () => { for (const [journey, setting] of ahead) await walk(journey, setting, { browser, site, cast, looks }); };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(`${kind}: loaded in ${site.seconds.toFixed(1)} s; ${looks.pages} pages looked at, ${looks.axeRuns} times with axe in ${Math.round(looks.axeSeconds)} s`);
}

/** The program with each of the databases. Loading a demo keeps one core busy: they load side by side. */
function startAll() {
  const stop = async () => {};
  if (asked.at) return [Promise.resolve({ kind: 'sqlite', base: asked.at, data: asked.data, env: process.env, seconds: 0, stop })];
  if (asked.database) return [start(asked.database)];
  // PostgreSQL's first: the embedded demo is made before anything else goes on here.
  const second = process.env.TEST_DATABASE_URL ? [start('postgresql')] : [];
  return [start('sqlite'), ...second];
}

const began = Date.now();
console.log(`${binary}`);
const browser = await openBrowser();
try {
  const started = startAll();
  const ended = Promise.allSettled(started);
  try {
    for (const site of started) await walkAll(await site, browser);
  } finally {
    for (const one of await ended) await one.value?.stop();
  }
} catch (cause) {
  counted.failed += 1;
  console.log(`FAIL  ${cause.stack}`);
} finally {
  await browser.close();
}
console.log(`${Math.round((Date.now() - began) / 1000)} s in all`);
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exitCode = counted.failed === 0 && counted.passed > 0 ? 0 : 1;
