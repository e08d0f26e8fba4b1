// Makes docs/screenshots from the demo: always the same size, the same day, nothing moving.

import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { openBrowser } from './browser.mjs';
import { codeOf, lookAround } from './cast.mjs';
import { start } from './program.mjs';
import { say } from './words.mjs';

const LANG = 'zh-CN';
const DAY = '2026-11-20';
const HEAVIEST = 300 * 1024;
const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const t = (key, args) => say(LANG, key, args);

mkdirSync(folder, { recursive: true });
const site = await start('sqlite', ['--today', DAY]);
const browser = await openBrowser('--hide-scrollbars');

async function window(state, phone) {
  const context = await browser.newContext({
    baseURL: site.base, locale: LANG, storageState: state, reducedMotion: 'reduce', colorScheme: 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 860 }, deviceScaleFactor: phone ? 2 : 1,
  });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

async function keep(page, name) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  if (size > HEAVIEST) throw new Error(`${name}.png has ${size} bytes`);
  console.log(`${name}.png ${Math.round(size / 1024)} KB`);
}

async function firstOf(page, filter) {
  await page.goto(`/cases?show=${filter}`);
  await page.locator('main table a[data-open]').first().click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
}

try {
  const deputy = await lookAround(browser, site, 'deputy');
  const clerk = await lookAround(browser, site, 'working-body');
  const commission = await lookAround(browser, site, 'commission');
  const organ = await lookAround(browser, site, 'organ');
  const code = await codeOf(browser, site, deputy.name);

  const voter = await window();
  await voter.goto('/');
  await keep(voter, 'home');

  const phone = await window(undefined, true);
  await phone.goto(`/d/${code}`);
  await phone.getByLabel(t('voters-body'), { exact: true }).fill('南街口的路灯坏了三盏，晚上老人出门看不见路，请尽快修好。');
  await keep(phone, 'hand-in');
  await phone.getByRole('button', { name: t('voters-send'), exact: true }).click();
  await phone.waitForURL(/\/receipts\//);
  await keep(phone, 'receipt');
  await phone.goto('/');
  await phone.getByRole('link', { name: t('site-elder-on'), exact: true }).click();
  await phone.waitForURL(/\/$/);
  await keep(phone, 'large-print');

  const desk = await window(clerk.state);
  await desk.goto('/desk');
  await keep(desk, 'clerk');
  await firstOf(desk, 'mine');
  await keep(desk, 'case');

  // An answered one that a voter follows; its receipt is what staff print for a voter.
  const front = await window(commission.state);
  await front.goto('/cases?show=ended');
  const cases = await front.locator('main table a[data-open]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const href of cases) {
    await front.goto(href);
    const receipt = front.getByRole('link', { name: t('cases-receipt'), exact: true });
    const replied = await front.getByRole('heading', { name: t('cases-reply'), exact: true }).count();
    if (!replied || !await receipt.count()) continue;
    await voter.goto((await receipt.getAttribute('href')).replace('/receipts/', '/follow/'));
    const news = voter.getByRole('button', { name: t('voters-news-open'), exact: true });
    if (await news.count()) { await news.click(); await voter.waitForLoadState(); }
    await voter.evaluate(() => scrollTo(0, 0));
    await keep(voter, 'follow');
    break;
  }

  const office = await window(organ.state);
  await office.goto('/desk');
  await keep(office, 'organ');
} finally {
  await browser.close();
  await site.stop();
}
