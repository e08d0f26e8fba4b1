// The commission issues a gazette to all deputies, the site and on paper; the leadership approves it, and how it went out by
// each channel stands on its page (W5). Everybody finds it on the site.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

export default {
  name: 'a gazette goes out',

  async go(run) {
    const { nth } = run.setting;
    const title = `关于第${nth}段堤防加固的决议`;
    const clerk = await Person.come(run, run.cast.commission);

    // One text is written and handed on.
    await clerk.open('/publishing/items/new');
    await clerk.pick(clerk.t('bulletins-field-kind'), clerk.t('bulletins-kind-resolution'));
    await clerk.fill(clerk.t('bulletins-field-title'), title);
    await clerk.fill(clerk.t('bulletins-field-body'), '会议决定：\n一、汛期以前完成加固\n|堤段|长度|\n|东段|3.2公里|\n各单位照此办理。');
    await clerk.press(clerk.t('bulletins-preview'));
    await clerk.sees('3.2公里');
    await clerk.press(clerk.t('bulletins-save-submit'));
    await clerk.sees(clerk.t('bulletins-somebody-else'));
    const path = new URL(clerk.page.url()).pathname;
    assert.equal(await clerk.page.locator(`form[action="${path}/review"]`).count(), 0, 'nobody reviews his or her own words');

    const leader = await Person.come(run, run.cast.leadership);
    await leader.open(path);
    await leader.press(leader.t('bulletins-pass'));

    // The gazette: composed and handed on in at most five acts and two pages.
    await clerk.open('/publishing');
    clerk.loads = 0;
    clerk.acts = 0;
    await clerk.follow(clerk.t('bulletins-new-gazette'));
    await clerk.fill(clerk.t('bulletins-field-line'), `第${nth}次会议公报`);
    // Only this one: other people compose at the same time.
    const others = clerk.page.locator('#f-items input[type=checkbox]');
    for (let at = 0; at < await others.count(); at += 1) {
      const id = await others.nth(at).getAttribute('id');
      const label = await clerk.page.locator(`label[for="${id}"]`).innerText();
      if (!label.includes(title)) await others.nth(at).uncheck();
    }
    await clerk.press(clerk.t('bulletins-save-approval'));
    assert.ok(clerk.loads <= 2 && clerk.acts <= 5, `${clerk.loads} pages, ${clerk.acts} acts`);
    await clerk.sees(clerk.t('bulletins-somebody-else-issue'));
    const issue = new URL(clerk.page.url()).pathname;

    await leader.open(issue);
    await leader.press(leader.t('bulletins-approve'));
    await leader.sees(/\d{4}年第\d+号（总第\d+号）/);
    for (const channel of ['inbox', 'website', 'print']) await leader.sees(leader.t(`bulletins-channel-${channel}`));

    // What people carry is there when somebody says so.
    await clerk.open(issue);
    await clerk.sees(clerk.t('bulletins-delivery-waits'));
    await clerk.fill(clerk.t('bulletins-copies'), '500');
    await clerk.press(clerk.t('bulletins-arrived-print'));
    await clerk.sees(clerk.t('bulletins-delivery-copies', { n: 500 }));

    // Its paper, and the public page.
    const paper = await clerk.page.request.get(`${issue}/gazette.docx`);
    assert.equal(paper.status(), 200);
    assert.ok((await paper.body()).length > 4_000, 'a Word file');
    const anybody = await Person.come(run);
    await anybody.open(`/bulletins?q=${encodeURIComponent(title)}`);
    await anybody.follow(title);
    await anybody.sees('3.2公里');
    const head = await anybody.open('/bulletins');
    assert.equal(head.status(), 200);
    assert.equal(await anybody.page.locator('head link[rel=alternate]').count(), 2, 'the feeds are found');
  },
};
