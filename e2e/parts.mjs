// Errands that several journeys begin or end with.

import { strict as assert } from 'node:assert';

import { Person } from './person.mjs';

/** A day from now on China's calendar, as date fields want it. */
export function today(later = 0) {
  const moment = new Date(Date.now() + (8 + 24 * later) * 3_600_000);
  return moment.toISOString().slice(0, 10);
}

/** Somebody of the cast, with a case open as a link in a notice opens it. */
export async function open(run, who, id) {
  const person = await Person.come(run, who);
  await person.open(`/cases/${id}`);
  return person;
}

/** A voter scans a deputy's code and hands in an opinion; the receipt's code. */
export async function handedIn(run, words, { counted = false, name, phone } = {}) {
  const voter = await Person.come(run);
  const weight = counted ? await weigh(voter) : undefined;
  await voter.open(`/d/${run.cast.deputy.code}`);
  if (weight) {
    const bytes = weight();
    run.notes.push(`${(bytes / 1024).toFixed(1)} KB first load`);
    assert.ok(bytes <= 20 * 1024, `a first load of ${bytes} bytes`);
  }
  await voter.fill(voter.t('voters-body'), words);
  if (name || phone) {
    await voter.unfold(voter.t('voters-answer-title'));
    if (name) await voter.fill(voter.t('voters-name'), name);
    if (phone) await voter.fill(voter.t('voters-phone'), phone);
  }
  await voter.press(voter.t('voters-send'));
  assert.ok(voter.page.url().includes('/receipts/'), `the receipt is next, not ${voter.page.url()}: ${await voter.told()}`);
  if (counted) {
    assert.equal(voter.loads, 2, 'two pages from the code to the receipt');
    assert.equal(voter.acts, 2, 'one field and one button');
  }
  const receipt = (await voter.page.locator('.receipt b').innerText()).trim();
  await voter.sees(voter.t('voters-receipt-next'));
  return { voter, receipt };
}

/** Counts what travels, compressed as it travels, with an empty cache. */
export async function weigh(person) {
  const line = await person.context.newCDPSession(person.page);
  await line.send('Network.enable');
  await line.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  line.on('Network.loadingFinished', (done) => { bytes += done.encodedDataLength; });
  return () => bytes;
}

/** Finds a case in the list of those who have it, page by page. */
export async function find(person, words) {
  const line = words.slice(0, 12);
  for (let page = 0; page < 40; page += 1) {
    const link = person.page.locator('main table a').filter({ hasText: line });
    if (await link.count()) {
      person.acts += 1;
      await person.leads(() => link.first().click());
      return new URL(person.page.url()).pathname.split('/')[2];
    }
    await person.follow(person.t('site-next'));
  }
  throw new Error(`“${line}” is in the list`);
}

/** The office of the town finds it among the new ones and sends it on, for the deputy it was written to. */
export async function sorted(run, words) {
  const office = await Person.come(run, run.cast['local-office']);
  await office.open('/desk');
  await office.open('/cases?show=new');
  office.id = await find(office, words);
  await office.step('send_on', (form) => office.pick(office.t('case-field-body'), run.cast['working-body'].office, form));
  return office;
}

/** The working body comes to it from its desk. */
export async function examined(run, id) {
  const body = await Person.come(run, run.cast['working-body']);
  await body.open('/desk');
  await body.open(`/cases/${id}`);
  return body;
}

/** The working body transfers it to a lead organ, and to a co-organ. */
export async function transferred(body, { lead, co }) {
  await body.step('transfer', async (form) => {
    await body.choose(body.t('case-field-organ'), { label: lead }, form);
    if (co) {
      await body.unfold(body.t('case-field-co'), form.locator('details'));
      await body.pick(body.t('case-field-co'), co, form);
    }
  });
}

/** The organ replies. */
export async function answer(organ, { category, until, text = '已派人到现场查看，路灯线路老化，正在更换。', plain = '路灯已在修，修好后会告诉您。' }) {
  await organ.step('reply', async (form) => {
    await organ.pick(organ.t('case-field-category'), new RegExp(`^\\s*${category}\\b`), form);
    if (until) await organ.fill(organ.t('case-field-until-promise'), until, form);
    await organ.fill(organ.t('case-say-reply'), text, form);
    await organ.fill(organ.t('case-field-plain'), plain, form);
  });
}

/** Attitude and result, by their place in the list of grades. */
export async function judged(person, attitude, result, why) {
  await person.step('evaluate', async (form) => {
    await person.pick(person.t('case-field-attitude'), attitude, form);
    await person.pick(person.t('case-field-result'), result, form);
    if (why) await person.fill(person.t('case-say-evaluate'), why, form);
  });
}
