// A clerk lets the system propose who contacts whom for the whole city, moves two deputies, takes it back, moves them
// again, and publishes.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

const MOST = 10;
/** There is one draft at a time, so one clerk after the other. */
let turn = Promise.resolve();
let published = 0;

export default {
  name: 'who contacts whom',

  async go(run) {
    const before = turn;
    let done;
    turn = new Promise((resolve) => { done = resolve; });
    await before;
    try {
      await propose(run);
    } finally {
      done();
    }
  },
};

async function propose(run) {
  const clerk = await Person.come(run, run.cast.commission);
  published += 1;
  await clerk.open('/assignments');
  clerk.acts = 0;
  clerk.loads = 0;
  await clerk.unfold(clerk.t('assignments-propose'));
  const form = clerk.page.locator('#step-propose');
  await clerk.fill(clerk.t('assignments-from'), today(published), form);
  await clerk.pick(clerk.t('assignments-way'), published % 2 ? 2 : 1, form);
  const began = Date.now();
  await clerk.press(clerk.t('assignments-propose'), form);
  run.notes.push(`${Date.now() - began} ms to propose`);
  assert.match(clerk.page.url(), /\/assignments\/plans\/[0-9a-f-]{36}/, `proposed: ${await clerk.told()}`);

  const move = async () => {
    clerk.acts += 1;
    await clerk.page.locator('main input[name=deputies]').first().check();
    const options = clerk.page.locator('select[name=to] option');
    const here = await clerk.page.locator('#deputies').innerText();
    const names = (await options.allInnerTexts()).map((name) => name.trim());
    const other = names.findIndex((name, nth) => nth > 0 && !here.includes(name.split(/[（(]/)[0].trim()));
    await clerk.choose(clerk.t('assignments-move-to'), { index: other });
    await clerk.press(clerk.t('assignments-move'));
  };
  await move();
  assert.equal(await clerk.page.getByRole('button', { name: clerk.t('assignments-undo') }).count(), 1, `it can be undone: ${await clerk.told()}`);
  await clerk.press(clerk.t('assignments-undo'));
  assert.equal(await clerk.page.getByRole('button', { name: clerk.t('assignments-undo') }).count(), 0, 'nothing is left to undo');
  await clerk.unfold(clerk.t('assignments-publish'));
  await clerk.press(clerk.t('assignments-publish-button'), clerk.page.locator('#step-publish'));
  assert.ok(clerk.acts <= MOST, `${clerk.acts} acts`);
  run.notes.push(`${clerk.acts} acts`);

  // The table as it will be prints whole.
  await clerk.open(`/assignments/print?on=${today(published)}`);
  const rows = await clerk.page.locator('main table tbody tr').count();
  assert.ok(rows >= 35, `${rows} rows`);
  const sheet = await clerk.page.pdf({ format: 'A4' });
  assert.ok(sheet.length > 10_000);
}
