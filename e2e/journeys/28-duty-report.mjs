// A deputy prepares the duty report (D6): drafted from the records, edited, submitted, in three pages and four acts, within ten
// minutes; it is given, a voter asks about it without an account and reads the answer by the receipt.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

/** The keystroke-level model, as in the other journeys; prose at sixty characters a minute. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, character: 1 };
const MOST_SECONDS = 600;
/** A deputy reports once a term: settings of this journey wait for each other, and each withdraws its own. */
let turn = Promise.resolve();

export default {
  name: 'a duty report',

  async go(run) {
    const walked = turn.then(() => walk(run));
    turn = walked.catch(() => {});
    await walked;
  },
};

async function walk(run) {
  const { nth } = run.setting;
  const deputy = await Person.come(run, run.cast.deputy);
  await deputy.open('/duties');
  deputy.loads = 0;
  deputy.acts = 0;
  deputy.acts += 1;
  await deputy.leads(() => deputy.page.locator('main a[href="/reporting"]').first().click());
  await deputy.press(deputy.t('reports-begin'));
  const numbers = deputy.page.locator('main .hint a[href^="/archives/"]');
  assert.ok(await numbers.count() > 0, 'numbers lead to their rows');
  const plans = `去得少的小组，明年每季度去一次 ${nth}。`;
  await deputy.fill(deputy.t('reports-part-plans'), plans);
  await deputy.press(deputy.t('reports-submit'));
  await deputy.sees(deputy.t('reports-done-submitted'));
  const seconds = deputy.loads * SECONDS.page + deputy.acts * (SECONDS.decision + SECONDS.tap) + plans.length * SECONDS.character;
  assert.ok(deputy.loads <= 3 && deputy.acts <= 4 && seconds <= MOST_SECONDS, `D6: ${deputy.loads} pages, ${deputy.acts} acts, ${seconds} s`);
  run.notes.push(`D6 ${deputy.loads} pages, ${deputy.acts} acts`);
  const address = new URL(deputy.page.url()).pathname;
  const file = await deputy.page.request.get(`${run.site.base}${address}/report.docx`);
  assert.equal((await file.body()).subarray(0, 2).toString(), 'PK', 'the report is a document');

  // It was given today, at a meeting.
  await deputy.follow(deputy.t('reports-give'));
  await deputy.page.locator('input[name=on_day]').fill(today());
  await deputy.fill(deputy.t('reports-starts'), '9:00');
  await deputy.fill(deputy.t('reports-place'), '村委会会议室');
  await deputy.fill(deputy.t('reports-present'), '52');
  await deputy.press(deputy.t('reports-give-now'));
  await deputy.sees(deputy.t('reports-done-given'));
  const open = await deputy.page.getByRole('link', { name: deputy.t('reports-public-page'), exact: true }).getAttribute('href');

  // A voter reads the summary, not the whole, and asks: one field, one button.
  const voter = await Person.come(run);
  await voter.open(open);
  await voter.seesNot(plans);
  voter.loads = 0;
  voter.acts = 0;
  await voter.follow(voter.t('reports-ask'));
  const question = `村口的路什么时候修 ${nth}？请回电13900007777`;
  await voter.fill(voter.t('reports-ask-body'), question);
  await voter.press(voter.t('reports-ask-send'));
  await voter.sees(voter.t('reports-receipt-new'));
  assert.ok(voter.loads <= 2 && voter.acts <= 3, `a question: ${voter.loads} pages, ${voter.acts} acts`);
  const receipt = (await voter.page.locator('.receipt b').innerText()).trim();

  await deputy.open('/reporting/questions');
  await deputy.follow(question);
  await deputy.fill(deputy.t('reports-answer-write'), `九月修 ${nth}。`);
  await deputy.tick(deputy.t('reports-looked'));
  await deputy.press(deputy.t('reports-answer-send'));
  await deputy.sees(deputy.t('reports-done-answered'));

  await voter.open('/questions');
  await voter.fill(voter.t('reports-find-code'), receipt.toLowerCase());
  await voter.press(voter.t('reports-find-go'));
  await voter.sees(`九月修 ${nth}。`);
  await voter.open(open);
  await voter.sees(`九月修 ${nth}。`);
  await voter.seesNot('13900007777');

  // The next setting begins anew.
  const clerk = await Person.come(run, run.cast.commission);
  await clerk.open(address);
  await clerk.unfold(clerk.t('reports-step-withdraw'));
  const form = clerk.page.locator('#step-withdraw');
  await clerk.fill(clerk.t('reports-reason'), '演练结束', form);
  await clerk.press(clerk.t('reports-step-withdraw'), form);
  await clerk.sees(clerk.t('reports-done-withdrawn'));
  await voter.open(open);
  await voter.sees('演练结束');
}
