// Voters review a deputy (V6, W9). An office prepares a round and prints slips and keys, two persons take each step, a voter
// casts with the code of a slip within three pages and a minute and finds the tracker within half a minute, two count the paper,
// two trustees open the box, and everybody sees the result. With and without scripts.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

/** The keystroke-level model, as in the other journeys. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, character: 0.6 };
const estimate = (person, typed) => person.loads * SECONDS.page + person.acts * (SECONDS.decision + SECONDS.tap) + typed * SECONDS.character;

export default {
  name: 'a review',

  async go(run) {
    const { nth, js } = run.setting;
    const office = await Person.come(run, run.cast['local-office']);
    const second = await Person.come(run, run.cast.commission);
    const title = `履职评议 ${nth}`;
    const word = (step) => office.t(`reviews-step-${step}`);

    // W9: who is reviewed, the roll, the slips; then they are printed.
    await office.open('/rounds');
    office.loads = 0;
    office.acts = 0;
    await office.follow(office.t('reviews-new'));
    await office.page.locator('select[name=whom]').selectOption({ index: 1 });
    office.acts += 1;
    await office.fill(office.t('reviews-roll'), '40');
    await office.fill(office.t('reviews-slips'), '4');
    await office.fill(office.t('reviews-field-title'), title);
    await office.press(office.t('reviews-next'));
    const path = new URL(office.page.url()).pathname;
    await office.press(office.t('reviews-print', { n: 4 }));
    const codes = (await office.page.locator('p.code').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.equal(codes.length, 7, 'three keys and four slips');
    const [keys, slips] = [codes.slice(0, 3), codes.slice(3)];
    await office.press(office.t('reviews-printed-next', { step: office.t('reviews-step-open') }));
    await office.sees(office.t('reviews-somebody-else'));
    assert.ok(office.loads <= 5 && office.acts <= 12, `W9: ${office.loads} pages, ${office.acts} acts until it is proposed to begin`);
    const opening = `${office.loads} pages, ${office.acts} acts to begin`;
    let later = 0;

    // The second person finds on the desk what waits.
    const confirm = async (person, step) => {
      person.loads = 0;
      person.acts = 0;
      await person.open('/desk');
      const label = person.t('reviews-desk-confirm', { title, step: person.t(`reviews-step-${step}`) });
      await person.follow(label);
      assert.equal(new URL(person.page.url()).pathname, path);
      await person.press(person.t('reviews-confirm', { step: person.t(`reviews-step-${step}`) }));
      await person.sees(person.t('reviews-done-confirmed'));
      assert.ok(person.loads <= 3 && person.acts <= 2, `W9, the second: ${person.loads} pages, ${person.acts} acts`);
    };
    const propose = async (person, step) => {
      person.loads = 0;
      person.acts = 0;
      // Whoever stands on the page already need not come to it again.
      if (new URL(person.page.url()).pathname !== path || !await person.page.getByRole('button', { name: person.t('reviews-propose', { step: person.t(`reviews-step-${step}`) }), exact: true }).count()) await person.open(path);
      await person.press(person.t('reviews-propose', { step: person.t(`reviews-step-${step}`) }));
      await person.sees(person.t('reviews-done-proposed'));
      assert.ok(person.loads <= 2 && person.acts === 1, `W9: ${person.loads} pages, ${person.acts} acts to ${step}`);
      later += person.loads;
    };
    await confirm(second, 'open');
    await second.follow(second.t('reviews-public-page'));
    const address = new URL(second.page.url()).pathname;

    // V6: from the slip to the tracker.
    const voter = await Person.come(run);
    await voter.open(js ? `${address}#slip=${slips[0].replace(/[ -]/g, '')}` : address);
    let typed = 0;
    if (js) {
      assert.equal(await voter.page.locator('#f-slip').inputValue(), slips[0].replace(/[ -]/g, ''), 'the picture brings the code');
      assert.ok(!voter.page.url().includes('#'), 'and it does not stay in the address');
    } else {
      await voter.fill(voter.t('reviews-slip-code'), slips[0].toLowerCase());
      typed = 17;
    }
    const ratings = voter.page.locator('fieldset[id], fieldset').filter({ has: voter.page.locator('input[required], input') });
    const wholes = await voter.page.locator('form > fieldset.field').count();
    assert.ok(wholes >= 1 && await ratings.count() >= wholes);
    for (let at = 0; at < wholes; at += 1) {
      await voter.page.locator('form > fieldset.field').nth(at).locator('label').first().click();
      voter.acts += 1;
    }
    await voter.press(voter.t('reviews-cast'));
    await voter.sees(voter.t('reviews-thanks'), voter.page.locator('h1'));
    const seconds = estimate(voter, typed);
    assert.ok(voter.loads <= 3 && seconds <= 60, `V6: ${voter.loads} pages, ${voter.acts} acts, ${seconds} s`);
    run.notes.push(`V6 ${Math.round(seconds)} s`);
    const tracker = (await voter.page.locator('.receipt b').innerText()).trim();
    voter.loads = 0;
    voter.acts = 0;
    await voter.follow(voter.t('reviews-look-for-tracker'));
    await voter.fill(voter.t('reviews-tracker'), tracker);
    await voter.press(voter.t('site-search'));
    await voter.sees(voter.t('reviews-tracker-found', { tracker }));
    const looked = estimate(voter, tracker.length);
    assert.ok(looked <= 30, `the tracker: ${looked} s`);

    // A code that is none is refused with a sentence.
    await voter.open(address);
    await voter.fill(voter.t('reviews-slip-code'), '0000-0000-0000-0000-0');
    await voter.press(voter.t('reviews-cast'));
    assert.equal(voter.status, 422);
    await voter.sees(voter.t('reviews-slip-unknown'));

    await propose(office, 'close');
    await confirm(second, 'close');
    await voter.open(address);
    await voter.sees(voter.t('reviews-counting'));
    for (const [person, ballots] of [[office, '1'], [second, '0'], [office, '0']]) {
      await person.open(path);
      if (person === office && ballots === '0') {
        // The other counted differently: both numbers are named; one's own is taken back and entered anew.
        await person.sees(person.t('reviews-differs-ballots', { one: '', other: '', first: '', second: '' }).split(/[。.]/)[0]);
        await person.press(person.t('reviews-paper-take-back'));
        await person.sees(person.t('reviews-done-taken-back'));
      }
      await person.unfold(person.t('reviews-paper-enter'));
      await person.fill(person.t('reviews-paper-ballots'), ballots);
      await person.fill(person.t('reviews-paper-spoiled'), '1');
      await person.fill(person.t('reviews-paper-unreturned'), '2');
      await person.press(person.t('reviews-paper-save'));
      await person.sees(person.t('reviews-done-counted'));
    }
    await propose(office, 'unseal');
    await confirm(second, 'unseal');
    for (const key of keys.slice(0, 2)) {
      const trustee = await Person.come(run);
      await trustee.open(`${address}/keys`);
      await trustee.fill(trustee.t('reviews-key'), key);
      await trustee.press(trustee.t('reviews-key-enter'));
      await trustee.sees(trustee.t('reviews-key-taken'), trustee.page.locator('h1'));
    }
    await propose(office, 'publish');
    await confirm(second, 'publish');
    run.notes.push(`W9 ${opening}, ${later} pages and 3 acts to close, open and publish`);
    await voter.open(address);
    await voter.sees(voter.t('reviews-stat-turnout'));
    await voter.look();
    const box = await voter.page.request.get(`${run.site.base}${address}/box.json`);
    assert.ok((await box.json()).outcome, 'the opened box is there for everybody');
    assert.ok(word('open').length > 0);
  },
};
