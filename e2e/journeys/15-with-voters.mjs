// A deputy records an activity with voters on a phone, makes an opinion of what was heard in two taps, and confirms what
// the office recorded.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';
import { today } from '../parts.mjs';

/** The keystroke-level model: a decision, a tap, a page; the prose is counted apart. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5 };

export default {
  name: 'an activity with voters',

  async go(run) {
    const { nth } = run.setting;
    const said = `走访记录${nth}：几户人家都说，村口的路灯坏了两个月没有人修。`;
    const deputy = await Person.come(run, run.cast.deputy);

    // D1: what waits stands first, five things at most; D5: the year's number is there without a tap.
    await deputy.open('/desk');
    const waiting = deputy.page.locator('main section').first().locator('ul.cards > li');
    assert.ok(await waiting.count() <= 10, 'no more than five of each kind wait on the first page');
    await deputy.sees(/\d+\/2/);

    // D2: one short form; day and constituency are there.
    deputy.loads = 0;
    deputy.acts = 0;
    await deputy.follow(deputy.t('desk-outreach'));
    assert.equal(await deputy.page.locator('input[name=on_day]').inputValue(), today(), 'the day is today');
    assert.equal(await deputy.page.locator('[name=constituency]:checked').count(), 1, 'the constituency is chosen');
    await deputy.pick(deputy.t('outreach-method'), 0);
    await deputy.fill(deputy.t('outreach-place'), '村口，三户人家');
    await deputy.fill(deputy.t('outreach-said'), said);
    if (await deputy.page.locator('input[name=purposes]:checked').count() === 0) {
      await deputy.page.locator('input[name=purposes]').first().check();
      run.notes.push('the purposes had to be chosen');
    }
    await deputy.press(deputy.t('outreach-submit'));
    assert.ok(deputy.page.url().includes('done=recorded'), `recorded: ${await deputy.told()}`);
    assert.equal(deputy.loads, 2, 'the form and the record');
    assert.ok(deputy.acts <= 5, `${deputy.acts} acts`);
    const seconds = 2 * SECONDS.page + (deputy.acts + 1) * (SECONDS.decision + SECONDS.tap);
    run.notes.push(`${Math.round(seconds)} s beside the prose`);
    assert.ok(seconds <= 45, `${seconds} s by hand`);
    const record = new URL(deputy.page.url()).pathname;

    // D3: an opinion of it, with nothing typed again.
    deputy.acts = 0;
    const form = deputy.page.locator('#step-opinion');
    assert.equal(await form.locator('textarea').inputValue(), said, 'what was said stands there');
    await deputy.press(deputy.t('outreach-pass-on-send'), form);
    assert.ok(deputy.acts <= 2, `${deputy.acts} acts`);
    await deputy.sees(deputy.t('outreach-opinions'));
    const opinion = deputy.page.locator('main a[href^="/cases/"]').first();
    await deputy.leads(() => opinion.click());
    await deputy.sees('路灯坏了两个月');
    assert.equal(await deputy.page.locator(`a[href="${record}"]`).count(), 1, 'it points back at the activity');

    // Mistakes come back beside their field with everything kept.
    await deputy.open('/outreach/new');
    await deputy.fill(deputy.t('outreach-said'), '只写了说了什么');
    await deputy.press(deputy.t('outreach-submit'));
    assert.equal(deputy.status, 422);
    assert.equal(await deputy.page.locator('textarea[name=said]').inputValue(), '只写了说了什么');

    // The commission verifies it, and it counts.
    const clerk = await Person.come(run, run.cast.commission);
    await clerk.open(record);
    await clerk.sees(clerk.t('act-state-declared'));
  },
};
