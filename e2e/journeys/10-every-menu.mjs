// Everybody looks at everything their menu offers, and nothing of it is heavy.

import { strict as assert } from 'node:assert';

import { weigh } from '../parts.mjs';
import { Person } from '../person.mjs';

const KB = 1024;
const PUBLIC = 20 * KB;
const DESK = 60 * KB;
const STAFF = ['deputy', 'member', 'commission', 'working-body', 'local-office', 'station-keeper', 'organ', 'leadership', 'system-admin', 'security-admin', 'audit-admin'];

export default {
  name: 'every page of everybody’s menu',
  when: ({ js, lang, width }) => (js ? width === 320 && lang === 'zh-CN' : width === 1280 && lang === 'en'),

  async go(run) {
    const everybody = await Person.come(run);
    const ways = [`/d/${run.cast.deputy.code}`, `/deputies/${run.cast.deputy.code}`, '/follow', '/opinions', '/opinions/new'];
    run.notes.push(`${await walkAll(everybody, '/', ways, PUBLIC)} public`);
    for (const role of STAFF) {
      const person = await Person.come(run, run.cast[role]);
      const heaviest = await walkAll(person, '/desk', role === 'commission' ? ['/cases?show=all'] : [], DESK);
      if (role === 'commission') run.notes.push(`${heaviest} at a desk`);
      await person.context.close();
    }
  },
};

/** Opens the first page, then every page that it and the menu link to, each once and each with an empty cache. */
async function walkAll(person, first, more, most) {
  const weight = await weigh(person);
  const todo = [first, ...more];
  const known = new Set();
  let heaviest = 0;
  let before = 0;
  for (const path of todo) {
    const kind = path.replace(/[?#].*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{}').replace(/^\/(opinions|deputies|areas|stations)\/(?!new)[^/]+/, '/$1/{}');
    const sign = path.startsWith('/cases?') ? path : kind;
    if (known.has(sign)) continue;
    known.add(sign);
    const answer = await person.open(path);
    assert.equal(answer.status(), 200, path);
    const bytes = weight() - before;
    before = weight();
    heaviest = Math.max(heaviest, bytes);
    if (bytes > most) person.run.wrong.push(`${path} weighs ${(bytes / KB).toFixed(1)} KB, more than ${most / KB}`);
    const links = await person.page.locator('header .menu a, main a, footer a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const pages = links.filter((href) => href?.startsWith('/') && !/^\/(display|files)|\.(csv|svg|pdf)/.test(href));
    if (known.size === 1 || todo.length < 40) todo.push(...pages);
  }
  return `${(heaviest / KB).toFixed(1)} KB the heaviest of ${known.size}`;
}
