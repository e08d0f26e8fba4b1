// The commission urges what is late (W3): from the list of what is overdue one or many organs are urged on one page, with
// their letters; each letter is there within five seconds, as PDF and as DOCX, and the form sent twice makes nothing twice.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

const MOST_MILLISECONDS = 5_000;
/** The fewest of which one can say many. */
const SEVERAL = 2;
/** What is late in the demo is little, and letters are counted: settings of this journey wait for each other. */
let turn = Promise.resolve();

export default {
  name: 'what is late is urged',

  async go(run) {
    const walked = turn.then(() => walk(run));
    turn = walked.catch(() => {});
    await walked;
  },
};

async function walk(run) {
  const clerk = await Person.come(run, run.cast.commission);
  await clerk.open('/cases');
  await clerk.follow(clerk.t('cases-urge-late'));
  const boxes = clerk.page.locator('main input[name=cases]');
  const late = await boxes.count();
  assert.ok(late >= SEVERAL, `${late} are late`);

  // One: ticked and urged, on one page.
  const one = await boxes.first().inputValue();
  const before = await letters(clerk, one);
  await clerk.open('/urgings');
  clerk.loads = 0;
  clerk.acts = 0;
  await tick(clerk, one);
  await clerk.press(clerk.t('letters-urge-submit'));
  assert.ok(clerk.loads <= 1 && clerk.acts <= 2, `W3: ${clerk.loads} pages, ${clerk.acts} acts`);
  assert.match(clerk.page.url(), /\/letters\/[0-9a-f-]{36}/, await clerk.told());
  await clerk.sees(/〔\d{4}〕\d+号/);
  const slowest = await papers(clerk, new URL(clerk.page.url()).pathname);
  assert.ok((await letters(clerk, one)).length > before.length, 'its letter is among the papers of the opinion');

  // Several: as many taps as there are opinions, and one press.
  await clerk.open('/urgings');
  const several = await boxes.evaluateAll((all) => all.map((box) => box.value));
  clerk.loads = 0;
  clerk.acts = 0;
  for (const id of several) await tick(clerk, id);
  // What is sent, to be sent once more below.
  const sent = await clerk.page.locator('main form[action="/urgings"]').evaluate((form) => new URLSearchParams(new FormData(form)).toString());
  await clerk.press(clerk.t('letters-urge-submit'));
  assert.ok(clerk.loads <= 1 && clerk.acts <= several.length + 1, `W3: ${clerk.loads} pages, ${clerk.acts} acts`);
  const came = new URL(clerk.page.url());
  await clerk.sees(clerk.t('letters-urged'));

  const made = new Map();
  for (const id of several) {
    made.set(id, await letters(clerk, id));
    assert.ok(made.get(id).length > 0, 'each has its letter');
  }
  const newest = new Set([...made.values()].map((all) => all[0]));
  let most = slowest;
  for (const letter of newest) most = Math.max(most, await papers(clerk, letter));
  run.notes.push(`${newest.size + 1} letters, the slowest file in ${(most / 1000).toFixed(1)} s`);

  // The same form once more: the same answer, no letter and no step more.
  const steps = await urged(clerk, several[0]);
  assert.ok(steps > 0, 'the step stands in the history');
  const again = await clerk.page.request.post(`${run.site.base}/urgings`, {
    data: sent,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(run.site.base).origin },
    maxRedirects: 0,
  });
  assert.equal(again.status(), 303);
  assert.equal(new URL(again.headers().location, run.site.base).pathname, came.pathname);
  for (const id of several) assert.deepEqual(await letters(clerk, id), made.get(id), 'no letter twice');
  assert.equal(await urged(clerk, several[0]), steps, 'no step twice');

  // Nothing ticked: the page says what to do, and nothing is lost.
  await clerk.open('/urgings');
  await clerk.press(clerk.t('letters-urge-submit'));
  assert.equal(clerk.status, 422);
  await clerk.sees(clerk.t('letters-choose'));
}

async function tick(clerk, id) {
  clerk.acts += 1;
  await clerk.page.locator(`main input[name=cases][value="${id}"]`).check();
}

/** The letters about an opinion, the newest first. */
async function letters(clerk, id) {
  await clerk.open(`/cases/${id}/letters`);
  return clerk.page.locator('main table a[href^="/letters/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
}

/** How often the history of an opinion tells of urging. */
async function urged(clerk, id) {
  await clerk.open(`/cases/${id}`);
  return clerk.page.locator('main').getByText(clerk.t('case-did-urge'), { exact: true }).count();
}

/** Takes both files of a letter; the milliseconds of the slower one. */
async function papers(clerk, letter) {
  let slowest = 0;
  for (const [ending, begins] of [['pdf', '%PDF'], ['docx', 'PK']]) {
    const began = Date.now();
    const answer = await clerk.page.request.get(`${clerk.site.base}${letter}/letter.${ending}`);
    const body = await answer.body();
    const took = Date.now() - began;
    assert.equal(answer.status(), 200, `${letter}, ${ending}`);
    assert.equal(body.subarray(0, begins.length).toString('latin1'), begins, `${letter} is ${ending}`);
    assert.ok(took <= MOST_MILLISECONDS, `${letter}: ${ending} after ${took} ms`);
    slowest = Math.max(slowest, took);
  }
  return slowest;
}
