// By telephone. A voter who cannot come is checked before the voting: an office lists the number, a code comes as a text, and
// the browser's own script makes a token that the server signs without seeing it. When voting begins the voter is told, and
// casts with the token: from the browser that kept it, or from the saved file in another one. Without a script the page says
// plainly that it cannot be done here and who gives out slips. The gateway is ours.

import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { XLSX, activate, founding, workbook } from '../founded.mjs';
import { gateway } from '../gateway.mjs';
import { today } from '../parts.mjs';
import { Person } from '../person.mjs';
import { start } from '../program.mjs';

/** The keystroke-level model, as in the other journeys. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5, character: 0.6 };
const estimate = (person, typed) => person.loads * SECONDS.page + person.acts * (SECONDS.decision + SECONDS.tap) + typed * SECONDS.character;

const PATIENCE = 60_000;
const [VOTER, OTHER] = ['13900000031', '13900000032'];
const KINDS = ['voter-review-code', 'voter-review-begins'];

const settings = (address) => `
[notices]
urgent = ${JSON.stringify(KINDS)}
quiet = "00:00-00:00"

[sms]
gateway = "http"
endpoint = "${address}"
sign = "虚构市人大"
[sms.templates]
${KINDS.map((kind) => `${kind} = {}`).join('\n')}
`;

const OFFICE = '虚构市人大常委会代表工作委员会';
const registers = () => workbook({
  区域: [['名称', '类别', '上级'], ['虚构镇', '镇', ''], ['虚构村', '村', '虚构镇']],
  选区: [['届次', '镇街', '编号', '名称', '应选名额', '组成'], ['第一届', '虚构镇', '1', '虚构第1选区', '1', '虚构村']],
  代表: [['届次', '姓名', '性别', '代表证号', '选区'], ['第一届', '虚代表', '女', 'X001', '虚构第1选区']],
  账号: [['登录名', '姓名', '人员', '角色', '机构'],
    ['gongwei1', '虚工委', '', '代工委工作人员', OFFICE],
    ['gongwei2', '虚复核', '', '代工委工作人员', OFFICE]],
});

/** The registers by a roster; the two clerks, signed in. */
async function clerks(run) {
  const [one, other] = run.site.slips.match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){4}\b/g);
  const system = await activate(run, one);
  const security = await activate(run, other);
  await system.open('/rosters');
  await system.field(system.t('roster-file')).setInputFiles({ name: '虚构名册.xlsx', mimeType: XLSX, buffer: await registers() });
  await system.press(system.t('roster-upload'));
  await system.awaits(system.page.getByRole('button', { name: system.t('roster-import'), exact: true }), PATIENCE);
  await system.press(system.t('roster-import'));
  await system.awaits(system.page.getByRole('link', { name: system.t('roster-slips'), exact: true }), PATIENCE);
  await security.open('/inbox');
  await security.leads(() => security.page.locator('main a[href^="/rosters/"]').first().click());
  await security.leads(() => security.page.locator('main form[action$="/roles"] button').click());
  await system.open('/accounts');
  await system.press(system.t('access-slips-print'));
  const slips = await system.page.locator('.slips > li').evaluateAll((all) => all.map((one) => [one.innerText, one.querySelector('.code').innerText.trim()]));
  const slip = (name) => slips.find(([text]) => text.includes(name))[1];
  return [await activate(run, slip('虚工委')), await activate(run, slip('虚复核'))];
}

export default {
  name: 'by telephone',
  // Each has a program of its own.
  when: ({ js, lang, width }) => (js ? (lang === 'zh-CN') === (width === 320) : lang === 'zh-CN' && width === 1280),

  async go(run) {
    const folder = mkdtempSync(join(tmpdir(), 'shuanglian-settings-'));
    const file = join(folder, 'shuanglian.toml');
    const outside = await gateway();
    try {
      writeFileSync(file, settings(outside.address));
      run.site = await start(run.site.kind, ['--config', file], founding());
      try {
        await walk(run, outside, folder);
      } finally {
        await run.site.stop();
      }
    } finally {
      outside.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function walk(run, outside, folder) {
  const [office, second] = await clerks(run);
  const confirm = async (step) => {
    await second.open('/desk');
    await second.leads(() => second.page.locator('main a[href^="/rounds/"]').first().click());
    await second.press(second.t('reviews-confirm', { step: second.t(`reviews-step-${step}`) }));
    await second.sees(second.t('reviews-done-confirmed'));
  };
  await office.open('/rounds/new');
  await office.page.locator('select[name=whom]').selectOption({ index: 1 });
  await office.fill(office.t('reviews-roll'), '40');
  await office.fill(office.t('reviews-slips'), '4');
  await office.fill(office.t('reviews-last-day'), today(9));
  await office.fill(office.t('reviews-check-day'), today(3));
  await office.press(office.t('reviews-next'));
  const path = new URL(office.page.url()).pathname;
  await office.unfold(office.t('reviews-numbers-add'));
  await office.fill(office.t('reviews-numbers-list'), `${VOTER}\n${OTHER}`);
  await office.press(office.t('reviews-numbers-save'));
  await office.sees(office.t('reviews-done-listed'));
  await office.seesNot(VOTER);
  await office.press(office.t('reviews-print', { n: 4 }));
  const slips = (await office.page.locator('.slips .code').allInnerTexts()).map((text) => text.trim());
  await office.press(office.t('reviews-printed-next', { step: office.t('reviews-step-check') }));
  await confirm('check');
  await second.follow(second.t('reviews-public-page'));
  const address = new URL(second.page.url()).pathname;
  const title = (await second.page.locator('h1').innerText()).trim();

  const voter = await Person.come(run);
  await voter.open(address);
  const begins = async () => {
    await office.open(path);
    await office.press(office.t('reviews-propose', { step: office.t('reviews-step-open') }));
    await confirm('open');
  };
  if (!run.setting.js) {
    await voter.sees(voter.t('reviews-check-no-script', { office: OFFICE }));
    assert.ok(!await voter.page.locator('form[data-token-ask]').isVisible(), 'nothing is offered that cannot be done');
    await voter.sees(voter.t('reviews-check-else-hint', { office: OFFICE }));
    await begins();
    await voter.open(address);
    await voter.fill(voter.t('reviews-slip-code'), slips[0]);
    await voter.page.locator('form > fieldset.field').first().locator('label').first().click();
    await voter.press(voter.t('reviews-cast'));
    await voter.sees(voter.t('reviews-thanks'), voter.page.locator('h1'));
    return;
  }
  const token = await checked(voter, outside, folder);
  await begins();
  const told = (await outside.texts(VOTER, 2))[1];
  assert.ok(told.includes(`${run.site.base}${address}`), told);

  // The browser that kept it fills it in.
  voter.loads = 0;
  voter.acts = 0;
  await voter.open(address);
  await voter.sees(voter.t('reviews-token-found'));
  const cast = async (person) => {
    const wholes = person.page.locator('form > fieldset.field');
    for (let at = 0; at < await wholes.count(); at += 1) {
      await wholes.nth(at).locator('label').first().click();
      person.acts += 1;
    }
    await person.press(person.t('reviews-cast'));
  };
  await cast(voter);
  await voter.sees(voter.t('reviews-thanks'), voter.page.locator('h1'));
  const seconds = estimate(voter, 0);
  assert.ok(voter.loads <= 2 && seconds <= 60, `${voter.loads} pages, ${voter.acts} acts, ${seconds} s`);
  run.notes.push(`cast with a token ${Math.round(seconds)} s`);

  // The saved file in another browser: cast anew, in place of the ballot before.
  const elsewhere = await Person.come(run);
  await elsewhere.open(address);
  await elsewhere.unfold(elsewhere.t('reviews-with-token'));
  await elsewhere.field(elsewhere.t('reviews-token-file')).setInputFiles(join(folder, 'token.txt'));
  await elsewhere.page.waitForFunction(() => document.querySelector('textarea[name=token]').value.length > 640);
  await cast(elsewhere);
  await elsewhere.sees(elsewhere.t('reviews-thanks'), elsewhere.page.locator('h1'));
  // What is none is refused with a sentence.
  await elsewhere.open(address);
  await elsewhere.unfold(elsewhere.t('reviews-with-token'));
  const last = token.at(-1) === '0' ? '1' : '0';
  await elsewhere.fill(elsewhere.t('reviews-token'), token.slice(0, -1) + last);
  await cast(elsewhere);
  assert.equal(elsewhere.status, 422);
  await elsewhere.sees(elsewhere.t('reviews-token-unknown'));
  assert.ok(title.length > 0);
}

/** A number is checked: the code from the text, the token in the browser and in a file. The token. */
async function checked(voter, outside, folder) {
  voter.loads = 0;
  voter.acts = 0;
  await voter.fill(voter.t('reviews-phone'), VOTER);
  await voter.press(voter.t('reviews-send-code'));
  await voter.sees(voter.t('reviews-code-hint'));
  const [text] = await outside.texts(VOTER, 1);
  const code = /\d{6}/.exec(text)[0];
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await voter.fill(voter.t('reviews-code'), wrong);
  await voter.press(voter.t('reviews-take-token'));
  assert.equal(voter.status, 422);
  await voter.sees(voter.t('reviews-code-wrong'));
  await voter.fill(voter.t('reviews-code'), code);
  const sent = voter.page.waitForRequest((request) => request.url().endsWith('/tokens'));
  await voter.press(voter.t('reviews-take-token'));
  const body = (await sent).postData();
  const shown = voter.page.locator('[data-token-text]');
  await shown.waitFor();
  const token = (await shown.innerText()).replace(/\s/g, '');
  assert.match(token, /^[0-9a-f]{640}$/);
  for (const part of [token.slice(0, 64), token.slice(64, 128), token.slice(128)]) assert.ok(!body.includes(part), 'the server saw nothing of it');
  const seconds = estimate(voter, VOTER.length + code.length);
  assert.ok(voter.loads <= 3 && seconds <= 60, `${voter.loads} pages, ${voter.acts} acts, ${seconds} s`);
  voter.run.notes.push(`a token in ${Math.round(seconds)} s`);
  await voter.look();
  const saved = voter.page.waitForEvent('download');
  await voter.page.getByRole('button', { name: voter.t('reviews-token-save'), exact: true }).click();
  await (await saved).saveAs(join(folder, 'token.txt'));
  assert.ok(readFileSync(join(folder, 'token.txt'), 'utf8').replace(/\s/g, '').includes(token));
  // Come back later, it is still there.
  const address = voter.page.url().replace(/\/tokens$/, '');
  await voter.open(address);
  await voter.sees(voter.t('reviews-token-kept'));
  return token;
}
