// A deputy's archive is viewed, printed and handed over (T7), and the file is checked by somebody who is not signed in; the
// leadership takes the annex of the year along (W7). Both with and without a script.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

/** T7: view, print, hand over. */
const HANDED_OVER = { loads: 1, acts: 2, milliseconds: 5_000 };
/** W7. */
const ANNEX = { acts: 2, milliseconds: 10_000 };

export default {
  name: 'archives and the annex',

  async go(run) {
    // The deputy's own: one tap from the desk, one for the file.
    const deputy = await Person.come(run, run.cast.deputy);
    await deputy.open('/desk');
    deputy.loads = 0;
    deputy.acts = 0;
    const began = Date.now();
    await deputy.follow(deputy.t('archive-title'), deputy.page.locator('header .menu'));
    // Whoever leads a group looks after its archives too, and opens the own one from their list.
    const leads = new URL(deputy.page.url()).pathname === '/archives';
    if (leads) await deputy.leads(() => deputy.page.locator('main table a').first().click());
    await deputy.sees(deputy.t('archive-part-voters'));
    const pages = deputy.loads;
    const docx = await taken(deputy, 'archive-docx');
    const took = Date.now() - began;
    const more = leads ? 1 : 0;
    assert.ok(pages <= HANDED_OVER.loads + more && deputy.acts <= HANDED_OVER.acts + more, `T7: ${pages} pages, ${deputy.acts} acts`);
    assert.ok(took <= HANDED_OVER.milliseconds, `T7: ${took} ms`);
    assert.equal(docx.bytes.subarray(0, 2).toString('latin1'), 'PK', 'a DOCX');
    run.notes.push(`handed over in ${pages} pages, ${deputy.acts} acts, ${(took / 1000).toFixed(1)} s`);

    // Each number opens as many rows.
    const figure = deputy.page.locator('#voters ul.stats a').first();
    const n = Number(await figure.locator('b').innerText());
    await deputy.leads(() => figure.click());
    const rows = await deputy.page.locator('main table tbody tr').count();
    assert.ok(rows === Math.min(n, 50), `${n} counted, ${rows} rows`);

    // Whoever is handed the file checks it, unchanged and changed.
    const anybody = await Person.come(run);
    await anybody.open('/verify');
    await checked(anybody, docx.name, docx.bytes, 'archive-verdict-genuine');
    const xlsx = Buffer.from(docx.bytes);
    xlsx[xlsx.length >> 1] ^= 1;
    await anybody.open('/verify');
    await upload(anybody, docx.name, xlsx);
    assert.ok(!(await anybody.page.locator('main').innerText()).includes(anybody.t('archive-verdict-genuine')), 'a changed file is not genuine');

    // The annex: its page, its file.
    const leader = await Person.come(run, run.cast.leadership);
    await leader.open('/desk');
    leader.loads = 0;
    leader.acts = 0;
    const from = Date.now();
    await leader.follow(leader.t('annex-title'), leader.page.locator('header .menu'));
    const annex = await taken(leader, 'archive-xlsx');
    const lasted = Date.now() - from;
    assert.ok(leader.acts <= ANNEX.acts, `W7: ${leader.acts} acts`);
    assert.ok(lasted <= ANNEX.milliseconds, `W7: ${lasted} ms`);
    assert.ok(annex.bytes.length > 4_000, 'a workbook');
    run.notes.push(`the annex in ${(lasted / 1000).toFixed(1)} s`);
    await leader.open('/annex');
    await leader.leads(() => leader.page.locator('main table td.num a').first().click());
    assert.ok(await leader.page.locator('main table tbody tr').count() > 0, 'rows behind a number');
  },
};

/** Presses a button that gives a file. */
async function taken(person, key) {
  person.acts += 1;
  const [download] = await Promise.all([
    person.page.waitForEvent('download'),
    person.page.getByRole('button', { name: person.t(key), exact: true }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

async function upload(person, name, buffer) {
  const form = person.page.locator('main form[action="/verify"][method="post"]');
  await form.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await person.press(person.t('archive-verify-check'), form);
}

async function checked(person, name, buffer, verdict) {
  await upload(person, name, buffer);
  await person.sees(person.t(verdict));
}
