// Somebody at a browser: what they open, press and fill in is counted, and every page they come to is looked at.

import { strict as assert } from 'node:assert';

import { say } from './words.mjs';

const PATIENCE = 15_000;

/** One person with a browser of their own. */
export class Person {
  loads = 0;
  acts = 0;
  bytes = [];

  static async come(run, who, more = {}) {
    const { setting, site, browser } = run;
    const context = await browser.newContext({
      baseURL: site.base,
      javaScriptEnabled: setting.js,
      locale: setting.lang,
      viewport: { width: setting.width, height: 800 },
      storageState: who?.state,
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(PATIENCE);
    const person = new Person();
    Object.assign(person, { run, who, context, setting, site, page: await context.newPage(), looks: run.looks });
    person.listen();
    run.people.push(person);
    return person;
  }

  listen() {
    const { page, site } = this;
    const home = new URL(site.base).origin;
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== home && !['data:', 'blob:', 'about:'].includes(protocol)) this.run.wrong.push(`${page.url()}: asks ${request.url()}`);
    });
    page.on('response', (response) => {
      const request = response.request();
      const status = response.status();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame() && (status < 300 || status > 399)) {
        this.loads += 1;
        this.status = status;
      }
      if (status >= 500) this.run.wrong.push(`${request.method()} ${response.url()} answers ${status}`);
    });
    page.on('pageerror', (cause) => this.run.wrong.push(`${page.url()}: ${cause.message}`));
    page.on('console', (line) => {
      // The browser itself notes every answer that is not 200.
      if (line.type() === 'error' && !/status of (4\d\d)/.test(line.text())) this.run.wrong.push(`${page.url()}: console: ${line.text()}`);
    });
  }

  t(key, args) { return say(this.setting.lang, key, args); }

  async look() {
    if (!this.run.looking) return;
    const wrong = await this.looks.at(this.page, this.setting);
    if (wrong.length && this.run.wrong.length === 0) await this.run.photograph(this);
    this.run.wrong.push(...wrong);
  }

  /** What is done leads to another page. */
  async leads(what) {
    this.run.last = this;
    const before = this.loads;
    const arrived = this.page.waitForEvent('load', { timeout: PATIENCE });
    await Promise.all([arrived, what()]);
    assert.ok(this.loads > before, 'no page came');
    await this.look();
  }

  /** Comes to an address: by a link in a message, a QR code, or typing it. */
  async open(path) {
    this.run.last = this;
    const answer = await this.page.goto(path, { waitUntil: 'load', timeout: PATIENCE });
    await this.look();
    return answer;
  }

  async follow(label, within = this.page) {
    this.acts += 1;
    const link = within.getByRole('link', { name: label, exact: typeof label === 'string' });
    await this.leads(() => link.first().click());
  }

  async press(label, within = this.page) {
    this.acts += 1;
    await this.leads(() => within.getByRole('button', { name: label, exact: true }).first().click());
  }

  /** Waits for what takes a while; where no script asks again, the person does. */
  async awaits(locator, patience) {
    if (this.setting.js) {
      await locator.first().waitFor({ timeout: patience });
      return;
    }
    const again = this.page.getByRole('link', { name: this.t('site-look-again'), exact: true });
    for (const until = Date.now() + patience; await locator.count() === 0;) {
      assert.ok(Date.now() < until, 'it takes too long');
      const arrived = this.page.waitForEvent('load', { timeout: PATIENCE });
      await Promise.all([arrived, again.click()]);
    }
  }

  field(label, within = this.page) {
    // A field that may be left out says so after its name.
    const plain = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return within.getByLabel(new RegExp(`^\\s*${plain}(\\s*[（(].*)?\\s*$`)).first();
  }

  async fill(label, text, within) {
    this.acts += 1;
    await this.field(label, within).fill(text);
  }

  async choose(label, option, within) {
    this.acts += 1;
    await this.field(label, within).selectOption(option);
  }

  /** One of a group of answers, by its place or its words. */
  async pick(legend, which, within = this.page) {
    this.acts += 1;
    const group = within.getByRole('group', { name: new RegExp(`^${legend.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) });
    const picks = group.locator('.pick');
    const one = typeof which === 'number' ? picks.nth(which) : picks.filter({ hasText: which }).first();
    await one.locator('label').click();
    assert.ok(await one.locator('input').isChecked(), `“${which}” of “${legend}” is picked`);
  }

  /** One box. */
  async tick(label, within) {
    this.acts += 1;
    await this.field(label, within).check();
  }

  /** Opens what is folded. */
  async unfold(label, within = this.page) {
    this.acts += 1;
    await within.locator('summary').filter({ hasText: label }).first().click();
  }

  /** Takes a step of a case: opens its form, fills it in, sends it. */
  async step(kind, fill) {
    const label = this.t(`case-step-${kind}`);
    const plain = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const summary = this.page.locator('details.step > summary').filter({ hasText: new RegExp(`^\\s*${plain}\\s*\\w?\\s*$`) });
    if (await summary.count() === 0) {
      await this.press(label);
    } else {
      this.acts += 1;
      const form = summary.first().locator('xpath=..');
      if (!await form.evaluate((part) => part.open)) await summary.first().click();
      await fill?.(form);
      await this.press(label, form);
    }
    assert.ok(this.page.url().includes(`done=${kind}`), `“${label}” is done; at ${this.page.url()} (${this.status}): ${await this.told()}`);
  }

  /** Whether a step is offered. */
  async offers(kind) {
    const label = this.t(`case-step-${kind}`);
    const said = this.page.locator('details.step > summary, main form.actions button').filter({ hasText: label });
    return await said.count() > 0;
  }

  /** What the page warns of, for a failure's report. */
  async told() {
    const said = await this.page.locator('main .wrong, main .why, main .notice, main h1').allInnerTexts();
    return said.join(' / ').slice(0, 400);
  }

  async sees(text, within = this.page.locator('main')) {
    const all = await within.innerText();
    assert.ok(text instanceof RegExp ? text.test(all) : all.includes(text), `“${text}” is on ${this.page.url()}: ${all.slice(0, 300)}`);
  }

  async seesNot(text) {
    const all = await this.page.content();
    assert.ok(!all.includes(text), `“${text}” is not on ${this.page.url()}`);
  }
}
