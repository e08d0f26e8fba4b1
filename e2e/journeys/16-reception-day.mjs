// A voter finds the deputies and books a place at a reception day; a station keeper runs the desk: what somebody says is
// entered in the order of the paper form, a receipt with the same number is there, and the day is closed.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

/** The keystroke-level model: a decision, a tap, a page; the prose is counted apart. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5 };
const byHand = (loads, acts) => loads * SECONDS.page + acts * (SECONDS.decision + SECONDS.tap);

/** The hour of a setting: in none of them is there anything of the station's own rhythm. */
const hour = (nth) => 12 + nth;

/** Adds a day at the keeper's station and announces it; the roster of its quarter is next, whichever that is. */
async function announce(keeper, nth, { day, capacity }) {
  await keeper.open('/receptions');
  await keeper.follow(keeper.t('receptions-add'));
  await keeper.page.locator('input[name=day]').fill(day);
  await keeper.page.locator('input[name=starts]').fill(`${hour(nth)}:00`);
  await keeper.page.locator('input[name=ends]').fill(`${hour(nth)}:50`);
  await keeper.page.locator('input[name=capacity]').fill(String(capacity));
  const deputies = keeper.page.locator('input[name=on_duty]');
  const many = await deputies.count();
  // Whoever is on leave that day, or elsewhere, is refused: then the next one.
  for (let tried = 0; tried < many; tried += 1) {
    await deputies.nth((nth + tried) % many).check();
    await keeper.press(keeper.t('receptions-save'));
    if (keeper.status !== 422) break;
    await deputies.nth((nth + tried) % many).uncheck();
  }
  assert.equal(keeper.status, 200, `the day is added: ${await keeper.told()}`);
  const roster = keeper.page.url();
  const publish = keeper.page.locator('#step-publication');
  // Another journey at the same station may announce this day with its own.
  if (await publish.count() === 1) {
    if (await publish.locator('input[name=short_reason]').count()) await keeper.fill(keeper.t('receptions-short-reason'), '临时安排', publish);
    await keeper.press(keeper.t('receptions-publish-now'), publish);
  }
  await keeper.open(roster);
}

export default {
  name: 'a reception day',

  async go(run) {
    const { nth } = run.setting;

    // V4: from the first page by town to a deputy: who it is and when voters are received.
    const seeker = await Person.come(run);
    await seeker.open('/');
    seeker.loads = 0;
    seeker.acts = 0;
    await seeker.follow(new RegExp(`^${seeker.t('home-find')}`));
    seeker.acts += 1;
    await seeker.leads(() => seeker.page.locator('main ul.places a').first().click());
    seeker.acts += 1;
    await seeker.leads(() => seeker.page.locator('main a[href^="/deputies/"]').first().click());
    for (const key of ['finding-sex', 'finding-unit', 'finding-constituency', 'finding-receives', 'finding-contact']) await seeker.sees(seeker.t(key));
    assert.ok(seeker.loads <= 3 && seeker.acts <= 3, `${seeker.loads} pages, ${seeker.acts} acts`);
    assert.ok(byHand(seeker.loads, seeker.acts) <= 15, 'a deputy is found in 15 seconds');

    // T3: a day is added and announced, at short notice with its reason; the one to be booked and today's.
    const keeper = await Person.come(run, run.cast['station-keeper']);
    await announce(keeper, nth, { day: today(3), capacity: 8 });
    await announce(keeper, nth, { day: today(), capacity: 0 });
    // V11: a place at a coming reception day.
    const voter = await Person.come(run);
    await voter.open(`/reception-days?from=${today(3)}`);
    voter.loads = 0;
    voter.acts = 0;
    const places = voter.page.locator('main tbody tr').filter({ hasText: `${hour(nth)}:00` }).filter({ hasText: `${hour(nth)}:50` });
    await voter.follow(voter.t('receptions-book'), places);
    if (await voter.page.locator('input[name=slot]:checked').count() === 0) await voter.pick(voter.t('receptions-slot-when'), 0);
    await voter.fill(voter.t('receptions-name'), '老周');
    await voter.fill(voter.t('receptions-phone-yours'), `1390000${String(1000 + nth)}`);
    await voter.press(voter.t('receptions-book-now'));
    assert.match(voter.page.url(), /\/bookings\//, `booked: ${await voter.told()}`);
    assert.ok(voter.loads <= 3 && voter.acts <= 4, `${voter.loads} pages, ${voter.acts} acts`);
    assert.ok(byHand(voter.loads, voter.acts) <= 60, 'a place is booked within a minute');
    run.notes.push(`booked in ${voter.acts} acts`);

    const row = keeper.page.locator('tbody tr').filter({ has: keeper.page.locator('a[href^="/receptions/0"]') }).filter({ hasText: `${hour(nth)}:00` }).filter({ hasText: `${hour(nth)}:50` });
    await keeper.leads(() => row.first().locator('a[href^="/receptions/0"]').first().click());

    // T1: somebody without a phone of his or her own speaks at the counter.
    keeper.loads = 0;
    keeper.acts = 0;
    const form = keeper.page.locator('#opinion');
    await keeper.fill(keeper.t('receptions-voter-phone'), '13900000009', form);
    await keeper.fill(keeper.t('receptions-voter-body'), `接待记录${nth}：村口的公交站牌倒了。`, form);
    await keeper.press(keeper.t('receptions-enter-submit'), form);
    const receipt = keeper.page.locator('#entered a');
    assert.equal(await receipt.count(), 1, `entered: ${await keeper.told()}`);
    assert.ok(keeper.loads === 1 && keeper.acts <= 4, `${keeper.loads} pages, ${keeper.acts} acts`);
    assert.ok(byHand(1, keeper.acts) <= 90, 'entered within 90 seconds beside the prose');
    run.notes.push(`entered in ${keeper.acts} acts`);

    // T2: the day is closed in a minute; who came is known.
    keeper.acts = 0;
    await keeper.press(keeper.t('receptions-mark-came'));
    await keeper.press(keeper.t('receptions-close-now'));
    assert.ok(keeper.acts <= 3, `${keeper.acts} acts`);
    await keeper.sees(keeper.t('receptions-opinions'));

    // T5: how the station stands, with nothing reported by anybody.
    await keeper.open('/desk');
    const haves = keeper.page.locator('main a[href$="/haves"]').first();
    await keeper.leads(() => haves.click());
  },
};
