// When a telephone shows the largest thing of a page, with the connection and the processor that Lighthouse gives a telephone
// (its settings "mobile", throttled by the browser's own tools): nothing kept from before, the median of several visits.
//
//   node e2e/paint.mjs http://127.0.0.1:PORT / /opinions …     prints {"/": milliseconds, …}

import { openBrowser } from './browser.mjs';

const VISITS = 5;
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true, locale: 'zh-CN' };
/** A slow connection of the fourth generation: three handshakes are in the latency of each request. */
const LINE = { offline: false, latency: 150 * 3.75, downloadThroughput: (1638.4 * 1024 * 0.9) / 8, uploadThroughput: (750 * 1024 * 0.9) / 8 };
const SLOWER = 4;

const [base, ...paths] = process.argv.slice(2);
const browser = await openBrowser();

async function visit(path) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.emulateNetworkConditions', LINE);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(base + path, { waitUntil: 'networkidle' });
  const painted = await page.evaluate(() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
  }));
  await context.close();
  return painted;
}

const found = {};
for (const path of paths) {
  const all = [];
  for (let n = 0; n < VISITS; n++) all.push(await visit(path));
  found[path] = Math.round(all.sort((a, b) => a - b)[Math.floor(VISITS / 2)]);
}
await browser.close();
console.log(JSON.stringify(found));
