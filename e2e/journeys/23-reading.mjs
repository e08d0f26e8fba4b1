// A deputy reads what is new with one press on the desk, on one page (D9); the commission sees who opened it.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

export default {
  name: 'a deputy reads what is new',

  async go(run) {
    const { nth } = run.setting;
    const titles = ['决定', '工作报告'].map((word) => `第${nth}号${word}：农村公路养护`);
    const clerk = await Person.come(run, run.cast.commission);
    const leader = await Person.come(run, run.cast.leadership);
    for (const title of titles) {
      await clerk.open('/publishing/items/new');
      await clerk.pick(clerk.t('bulletins-field-kind'), clerk.t('bulletins-kind-decision'));
      await clerk.fill(clerk.t('bulletins-field-title'), title);
      await clerk.fill(clerk.t('bulletins-field-body'), `${title}，各镇照此办理。`);
      await clerk.press(clerk.t('bulletins-save-submit'));
      const path = new URL(clerk.page.url()).pathname;
      await leader.open(path);
      await leader.press(leader.t('bulletins-pass'));
      await clerk.open(path);
      // Inbox and site are chosen already.
      await clerk.press(clerk.t('bulletins-send'), clerk.page.locator('#step-sending'));
      assert.ok(clerk.page.url().includes('done=sent'), await clerk.told());
    }

    const deputy = await Person.come(run, run.cast.deputy);
    await deputy.open('/desk');
    deputy.loads = 0;
    deputy.acts = 0;
    const button = deputy.page.locator('main form[action="/reading"] button').first();
    if (await button.count()) {
      deputy.acts += 1;
      await deputy.leads(() => button.click());
      assert.equal(deputy.loads, 1, 'one page');
      assert.equal(deputy.acts, 1, 'one press');
    } else {
      // The same deputy in another setting was here in between and opened these too.
      await deputy.open('/reading');
    }
    for (const title of titles) {
      const text = await deputy.page.locator('main').innerText();
      const row = deputy.page.locator('main .cards li').filter({ hasText: title });
      const opened = await row.count() && (await row.first().innerText()).includes(deputy.t('bulletins-mark-opened'));
      assert.ok(text.includes(`${title}，各镇照此办理。`) || opened, `“${title}” was opened`);
    }

    // Whoever sent it sees that it was opened, and nothing of how long.
    await clerk.open('/publishing?show=sent');
    await clerk.follow(titles[1]);
    const opened = clerk.page.locator('main a[href$="/readers"]').first();
    await clerk.leads(() => opened.click());
    await clerk.sees(clerk.t('bulletins-no-time'));
    await clerk.follow(clerk.t('bulletins-read'));
    assert.ok(await clerk.page.locator('main table tbody tr').count() >= 1, 'the deputy is among those who opened it');
  },
};
