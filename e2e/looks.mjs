// What must be true of every page, whoever sees it: no violation that axe finds, and what axe does not look for.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Keeps what was looked at already, for one database. */
export class Looks {
  /** Pages as people would tell them apart, and what axe saw of them. */
  seen = new Set();
  titles = new Map();
  /** Windows for looking at pages of browsers without JavaScript. */
  windows = [];
  axeRuns = 0;
  axeSeconds = 0;
  pages = 0;

  /** With `axe` false only what is quick to look at: where another database gives the same pages. */
  constructor({ axe = true } = {}) { this.withAxe = axe; }

  /** Looks at the page as it is now, and says everything that is wrong. */
  async at(page, { lang, js, width }) {
    this.pages += 1;
    const told = await page.evaluate(everyPage, { lang, narrow: width < 400 });
    const wrong = [...told.wrong];
    const path = told.path;
    this.title(wrong, lang, told.title, path);
    // Without JavaScript the same page comes, only the script has not run: once is enough, whatever the language and the width.
    const sign = [path, told.forms, ...(js ? [lang, width] : ['off'])].join(' | ');
    if (this.withAxe && !this.seen.has(sign)) {
      this.seen.add(sign);
      wrong.push(...await this.both(page, { js, lang }));
    }
    return wrong.map((one) => `${path}: ${one}`);
  }

  /** Two different pages with the same title cannot be told apart in a list of tabs. */
  title(wrong, lang, title, path) {
    const before = this.titles.get(`${lang} ${title}`);
    if (before !== undefined && before !== path) wrong.push(`the title “${title}” is that of ${before} too`);
    this.titles.set(`${lang} ${title}`, path);
  }

  /** Normal and elder mode, with everything open that can be opened. */
  async both(page, { js, lang }) {
    const looked = js ? page : await this.still(page);
    try {
      const opened = await looked.evaluate(() => {
        const shut = [...document.querySelectorAll('details:not([open])')];
        for (const part of shut) part.open = true;
        globalThis.shutAgain = shut;
        return { elder: document.documentElement.classList.contains('elder') };
      });
      const wrong = [];
      for (const elder of [opened.elder, !opened.elder]) {
        await looked.evaluate((on) => document.documentElement.classList.toggle('elder', on), elder);
        const mode = elder ? 'elder' : 'normal';
        wrong.push(...(await looked.evaluate(sizes, elder)).map((one) => `${one} (${mode})`));
        // Large letters change colours and sizes, not words: axe looks at them in one language.
        if (elder && lang !== 'zh-CN') continue;
        wrong.push(...(await this.axe(looked)).map((one) => `${one} (${mode})`));
      }
      await looked.evaluate((on) => {
        document.documentElement.classList.toggle('elder', on);
        for (const part of globalThis.shutAgain) part.open = false;
      }, opened.elder);
      return wrong;
    } finally {
      if (looked !== page) this.windows.push(looked);
    }
  }

  /** The same page standing still in a window where axe may run: as it came, without the site's script. */
  async still(page) {
    const html = (await page.content()).replace(/<script\b[^>]*><\/script>/g, '');
    const url = page.url().split('#')[0];
    const copy = this.windows.pop() ?? await page.context().browser().newPage({ reducedMotion: 'reduce' });
    await copy.setViewportSize(page.viewportSize());
    await copy.unrouteAll();
    await copy.route((asked) => asked.href.split('#')[0] === url, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
    await copy.goto(url);
    return copy;
  }

  async axe(page) {
    this.axeRuns += 1;
    const began = Date.now();
    if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe);
    const found = await page.evaluate((tags) => globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], elementRef: false,
    }).then((result) => result.violations.map((one) => ({
      id: one.id, help: one.help, nodes: one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any.concat(node.all, node.none).map((check) => check.message).slice(0, 1)}`),
    }))), TAGS);
    this.axeSeconds += (Date.now() - began) / 1000;
    return found.map((one) => `axe ${one.id}: ${one.help}: ${one.nodes.join('; ')}`);
  }
}

/** Runs in the page. */
function everyPage({ lang, narrow }) {
  const wrong = [];
  const path = location.pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/^\/reviews\/[0-9A-Z]{6}\b/, '/reviews/{code}')
    .replace(/^\/reports\/[0-9A-Z]{4}-[0-9A-Z]{2}\b/, '/reports/{code}')
    .replace(/^\/questions\/[0-9A-Z]{12}\b/, '/questions/{code}')
    .replace(/^\/cases\/\{id\}\/.+/, '/cases/{id}')
    .replace(/^\/(d|z|c|follow|receipts|deputies|stations|opinions)\/(?!new\b)[^/]+/, '/$1/{code}');
  const failing = document.querySelector('main .wrong') ? '!' : '';
  const forms = failing + [...new Set([...document.forms].map((form) => (form.getAttribute('action') || '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/(follow|deputies|opinions)\/)[^/]+/g, '{}')))].sort().join(' ');
  if (document.documentElement.lang !== lang) wrong.push(`html lang is “${document.documentElement.lang}”, not ${lang}`);
  const heads = document.querySelectorAll('h1').length;
  if (heads !== 1) wrong.push(`${heads} h1`);
  const title = document.title.trim();
  if (!title || title.startsWith('·')) wrong.push('no title');
  const text = document.documentElement.outerHTML;
  const missing = /⟦[^⟧]*⟧?/.exec(text);
  if (missing) wrong.push(`words are missing: ${missing[0]}`);
  if (/\bstyle="|<script(?![^>]*\bsrc=)|\bon(click|submit|load)=/.test(text)) wrong.push('an inline style or script');
  if (document.querySelector('input[required], textarea[required], select[required]')) wrong.push('the browser’s own bubbles would speak');
  const field = [...document.querySelectorAll('input:not([type=hidden]), textarea, select')].find((one) => !one.labels?.length);
  if (field) wrong.push(`${field.name} has no label`);
  if (narrow) {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) {
      const edge = document.documentElement.clientWidth + 1;
      const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > edge).pop();
      wrong.push(`${wide} px too wide: <${out?.tagName.toLowerCase()} class="${out?.className}"> ${out?.textContent.trim().slice(0, 30)}`);
    }
  }
  return { wrong, path, forms, title };
}

/** Runs in the page: what people press and fill in is large enough for a finger. */
function sizes(elder) {
  const least = elder ? 60 : 44;
  const wrong = [];
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !one.closest('.hidden, .skip');
  const high = (one, want) => {
    const box = one.getBoundingClientRect();
    if (box.height + 0.5 < want || box.width + 0.5 < Math.min(want, 44)) {
      wrong.push(`<${one.tagName.toLowerCase()} class="${one.className}"> “${(one.textContent || one.name || '').trim().slice(0, 20)}” is ${Math.round(box.width)}×${Math.round(box.height)}, less than ${want}`);
    }
  };
  const main = '.button, main input:not([type=hidden], [type=radio], [type=checkbox]), main textarea, main select, .pick, .step > summary, .doors a, .filters a, .pager a';
  for (const one of document.querySelectorAll(main)) if (shown(one)) high(one, least);
  for (const one of document.querySelectorAll('button, summary, nav a, .switches a, .foot a, .back a')) if (shown(one)) high(one, 24);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (innerWidth < 400 && wide > 0) {
    const edge = document.documentElement.clientWidth + 1;
    const out = [...document.querySelectorAll('body *')].filter((one) => !one.closest('.reflow thead, .hidden') && one.getBoundingClientRect().right > edge);
    const first = out.find((one) => ![...one.children].some((child) => out.includes(child)));
    wrong.push(`${wide} px too wide with everything open: <${first?.tagName.toLowerCase()} class="${first?.className}" name="${first?.getAttribute('name') ?? ''}"> ${first?.textContent.trim().slice(0, 30)}`);
  }
  return wrong.slice(0, 5);
}
