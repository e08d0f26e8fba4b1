// What was typed is never lost: a mistake brings the page back with everything in it, and says what to do.

import { strict as assert } from 'node:assert';

import { Person } from '../person.mjs';

export default {
  name: 'a mistake keeps everything typed',

  async go(run) {
    const voter = await Person.come(run);
    await voter.open(`/d/${run.cast.deputy.code}`);
    const place = `沔城回族镇${'七里城村三组桥头'.repeat(7)}`;
    await voter.fill(voter.t('voters-place'), place);
    await voter.pick(voter.t('voters-open'), 1);
    await voter.unfold(voter.t('voters-answer-title'));
    await voter.fill(voter.t('voters-name'), '阿依古丽·买买提');
    await voter.fill(voter.t('voters-phone'), '１３８—１２３４');
    await voter.press(voter.t('voters-send'));

    assert.equal(voter.status, 422);
    assert.ok((await voter.page.title()).startsWith(voter.t('form-wrong')), `the title says so: ${await voter.page.title()}`);
    assert.equal(await voter.field(voter.t('voters-place')).inputValue(), place);
    assert.equal(await voter.field(voter.t('voters-name')).inputValue(), '阿依古丽·买买提');
    assert.equal(await voter.field(voter.t('voters-phone')).inputValue(), '１３８—１２３４', 'the wrong number is kept to be corrected');
    assert.ok(await voter.page.getByRole('group', { name: voter.t('voters-open') }).locator('input').nth(1).isChecked());
    const summary = voter.page.getByRole('alert');
    await voter.sees(voter.t('form-summary'));
    assert.equal(await summary.getByRole('link').count(), 2, 'both mistakes are listed');
    if (run.setting.js) assert.ok(await summary.evaluate((box) => box === document.activeElement), 'the summary has the focus');

    const missing = voter.t('voters-body-missing');
    voter.acts += 1;
    await summary.getByRole('link', { name: missing }).click();
    const field = voter.field(voter.t('voters-body'));
    assert.ok(await field.evaluate((area) => area === document.activeElement || location.hash === `#${area.id}`), 'its link leads to the field');
    const said = await field.evaluate((area) => area.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '));
    assert.ok(said.includes(missing), 'the same words stand beside the field');

    await field.fill('桥头的护栏断了一截，晚上看不见，请修一下。');
    await voter.fill(voter.t('voters-phone'), '138 1234 5678');
    await voter.press(voter.t('voters-send'));
    assert.ok(voter.page.url().includes('/receipts/'), await voter.told());
  },
};
