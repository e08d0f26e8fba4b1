// Large print: one tap, remembered on every page, and everything still fits a narrow telephone.

import { strict as assert } from 'node:assert';

import { weigh } from '../parts.mjs';
import { Person } from '../person.mjs';

const PAGES = ['/', '/deputies', '/opinions', '/opinions/new', '/follow', '/help', '/privacy', '/accessibility', '/complaint', '/sign-in', '/activate', '/no-such-page'];

export default {
  name: 'large print is remembered',

  async go(run) {
    const person = await Person.come(run);
    await person.open('/help');
    await person.follow(person.t('site-elder-on'));
    assert.equal(person.acts, 1);
    assert.ok(person.page.url().endsWith('/help'), 'back on the same page');
    for (const path of [...PAGES, `/deputies/${run.cast.deputy.code}`, `/d/${run.cast.deputy.code}`]) {
      await person.open(path);
      assert.ok(await person.page.evaluate(() => document.documentElement.classList.contains('elder')), `large on ${path}`);
      const size = await person.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize));
      assert.ok(size >= 18, `${size} px on ${path}`);
    }
    await person.follow(person.t('site-elder-off'));
    assert.ok(!await person.page.evaluate(() => document.documentElement.classList.contains('elder')));
  },
};
