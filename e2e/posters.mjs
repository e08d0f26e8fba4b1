// Every code that the program prints is read by a real decoder, from the sheets as Chromium prints them: the posters of all
// homes and stations in both sizes, their rosters, and the cards of all deputies. More than five hundred different codes,
// each as small as 2.5 cm in a copy of 150 dots an inch, each held against the letters that stand beside it.
//
//   node e2e/posters.mjs
//   node e2e/posters.mjs --at URL     against a program that runs already, with the demo

import { strict as assert } from 'node:assert';
import { parseArgs } from 'node:util';

import { openBrowser } from './browser.mjs';
import { lookAround } from './cast.mjs';
import { A3, A4, prints, width } from './paper.mjs';
import { start } from './program.mjs';

const AT_LEAST = 500;
const AT_ONCE = 2;
const { values: asked } = parseArgs({ options: { at: { type: 'string' } } });

/** What is printed: where it is, its sheets, and the letters from which its codes follow. */
async function errands(page) {
  await page.goto('/coverage');
  const paths = await page.locator('main a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const stations = [...new Set(paths.map((path) => /^\/stations\/([^/]+)\/haves$/.exec(path)?.[1]).filter(Boolean))];
  const walls = [...new Set(paths.filter((path) => path.startsWith('/cards?office=')))];
  return stations.flatMap((code) => [
    { path: `/stations/${code}/poster?size=a4`, size: A4, count: 1, letters: '.poster .big', at: 'z' },
    { path: `/stations/${code}/poster?size=a3`, size: A3, count: 1, letters: '.poster .big', at: 'z' },
  ]).concat(walls.map((path) => ({ path, size: A4, letters: '.name-card span', at: 'd' })));
}

/** How often its sheets had to be looked at until every code was read. */
async function print(site, page, { path, size, count, letters, at }, read) {
  const answer = await page.goto(path);
  assert.equal(answer.status(), 200, path);
  const beside = await page.locator(letters).allInnerTexts();
  const should = beside.map((code) => `${site.base}/${at}/${code.trim()}`);
  if (should.length === 0) return 0;
  const { codes, looks } = await prints(page, { size, count, many: should.length, wide: await width(page) });
  assert.deepEqual(codes.sort(), should.sort(), path);
  for (const code of codes) read.push(code);
  return looks;
}

const began = Date.now();
const browser = await openBrowser();
const site = asked.at ? { base: asked.at, stop: async () => {} } : await start('sqlite');
try {
  const loaded = Date.now();
  const clerk = await lookAround(browser, site, 'commission');
  const context = await browser.newContext({ baseURL: site.base, storageState: clerk.state, javaScriptEnabled: false, locale: 'zh-CN' });
  const first = await context.newPage();
  const all = await errands(first);
  const ahead = all.values();
  const read = [];
  let again = 0;
  const worker = async (page) => {
    for (const errand of ahead) if (await print(site, page, errand, read) > 1) again += 1;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, nth) => worker(nth === 0 ? first : await context.newPage())));
  const different = new Set(read).size;
  assert.ok(different >= AT_LEAST, `${different} different codes`);
  console.log(`ok    posters: ${all.length} papers, ${read.length} codes, ${different} of them different, every one read (${again} papers looked at twice or more); ${Math.round((Date.now() - loaded) / 1000)} s (${Math.round((loaded - began) / 1000)} s to load)`);
} finally {
  await site.stop();
  await browser.close();
}
