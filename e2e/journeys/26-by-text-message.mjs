// By text message. A voter without a smartphone writes 意见 … to a station's number (V7): the keeper enters it, the voter gets
// the receipt and later the answer on the telephone; what an organ replied is rated by the link in the text. A deputy who
// chose text messages hears of reception days (T3), and of one that is called off. The gateway is ours: any gateway that is spoken to by the settings. It is set to let everything go at any hour and on any day.

import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { XLSX, activate, founding, workbook } from '../founded.mjs';
import { gateway } from '../gateway.mjs';
import { answer, find, today, transferred } from '../parts.mjs';
import { Person } from '../person.mjs';
import { start } from '../program.mjs';

/** The keystroke-level model, as in the other journeys; here nothing is typed. */
const SECONDS = { decision: 1.35, tap: 1.3, page: 1.5 };
const byHand = (loads, acts) => loads * SECONDS.page + acts * (SECONDS.decision + SECONDS.tap);

const PATIENCE = 60_000;
const VOTER = '13900000007';
const DEPUTY = '13900000021';
const NUMBER = '1069012301';
const SECRET = 'what-the-gateway-says';
const STATION = '虚构联络站';
const SAID = '村口小桥的栏杆断了，孩子上学不安全。';
const ANSWER = '已请村里今天装好临时护栏。';
const ROAD = '虚构镇卫生院门口的路面塌了一块。';
const REPLY = '塌陷的路面已经填好压实。';
const BODY = '虚构城建委';
const ORGAN = '虚构交通局';
const KINDS = ['text-came', 'reception-published', 'reception-cancelled', 'voter-receipt', 'voter-sent', 'voter-replied', 'voter-ended'];

/** What the deployment is set to; the station's code is known once the station is registered. */
const settings = (address, code) => `
[notices]
urgent = ${JSON.stringify(KINDS)}
quiet = "00:00-00:00"

[sms]
gateway = "http"
endpoint = "${address}"
sign = "虚构市人大"
incoming = "${SECRET}"
${code ? `stations = { "01" = "${code}" }` : ''}
[sms.templates]
${KINDS.map((kind) => `${kind} = {}`).join('\n')}
`;

const registers = () => workbook({
  区域: [['名称', '类别', '上级'], ['虚构镇', '镇', ''], ['虚构村', '村', '虚构镇']],
  选区: [['届次', '镇街', '编号', '名称', '应选名额', '组成'], ['第一届', '虚构镇', '1', '虚构第1选区', '1', '虚构村']],
  机构: [['类别', '名称'], ['专工委', BODY], ['承办单位', ORGAN]],
  站点: [['类别', '名称', '区域'], ['联络站', STATION, '虚构镇']],
  代表: [['届次', '姓名', '性别', '代表证号', '选区', '手机', '站点'], ['第一届', '虚代表', '女', 'X001', '虚构第1选区', DEPUTY, STATION]],
  账号: [['登录名', '姓名', '人员', '角色', '机构'],
    ['zhan', '虚站长', '', '联络站管理员', STATION],
    ['daibiao', '虚代表', 'X001', '人大代表', ''],
    ['chengjian', '虚专工', '', '专工委工作人员', BODY],
    ['jiaotong', '虚经办', '', '承办单位工作人员', ORGAN],
    ['gongwei', '虚工委', '', '代工委工作人员', '虚构市人大常委会代表工作委员会']],
});

/** The registers by a roster; the slips of those in it, by their names. */
async function registered(run) {
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
  return (name) => slips.find(([text]) => text.includes(name))[1];
}

export default {
  name: 'by text message',
  // Each has a program of its own; these four have every language, width and script.
  when: ({ js, lang, width }) => js === ((lang === 'zh-CN') === (width === 1280)),

  async go(run) {
    const folder = mkdtempSync(join(tmpdir(), 'shuanglian-settings-'));
    const file = join(folder, 'shuanglian.toml');
    const outside = await gateway();
    try {
      writeFileSync(file, settings(outside.address));
      run.site = await start(run.site.kind, ['--config', file], founding());
      try {
        await walk(run, outside, (code) => writeFileSync(file, settings(outside.address, code)));
      } finally {
        await run.site.stop();
      }
    } finally {
      outside.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function walk(run, outside, set) {
  const slip = await registered(run);
  const voter = await Person.come(run);
  await voter.open('/stations');
  const station = await voter.page.locator('main a[href^="/stations/"]').filter({ hasText: STATION }).first().getAttribute('href');
  const again = await run.site.dies();
  set(station.split('/').pop());
  await again();

  // T3: the deputy chooses text messages, to the number that the register has.
  const deputy = await activate(run, slip('虚代表'));
  await deputy.open('/inbox');
  deputy.acts = 0;
  await deputy.follow(deputy.t('channel-title'));
  await deputy.pick(deputy.t('channel-sms'), deputy.t('channel-way-now'));
  await deputy.press(deputy.t('channel-save'));
  await deputy.sees(deputy.t('channel-done-saved'));
  assert.ok(deputy.acts <= 3, `${deputy.acts} acts`);

  // V7: the gateway brings the voter's message, twice; without its secret it brings nothing.
  const keeper = await activate(run, slip('虚站长'));
  const bring = (key, number, text) => fetch(`${run.site.base}/sms/incoming?key=${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ phone_number: VOTER, content: text, dest_code: NUMBER, sequence_id: number }]),
  });
  assert.equal((await bring('wrong', 1, `意见 ${SAID}`)).status, 403);
  for (let time = 0; time < 2; time += 1) assert.equal((await bring(SECRET, 1, `意见 ${SAID}`)).status, 200);

  await keeper.open('/desk');
  keeper.loads = 0;
  keeper.acts = 0;
  await keeper.follow(keeper.t('texts-title'), keeper.page.locator('main'));
  const waiting = keeper.page.locator('main li').filter({ hasText: SAID });
  assert.equal(await waiting.count(), 1, 'brought twice, there once');
  await keeper.seesNot(VOTER);
  await keeper.follow(keeper.t('texts-enter'), waiting);
  assert.equal(await keeper.field(keeper.t('cases-enter-body')).inputValue(), SAID);
  await keeper.press(keeper.t('cases-enter-submit'));
  assert.ok(keeper.page.url().includes('/receipts/'), `the receipt is next: ${await keeper.told()}`);
  const seconds = byHand(keeper.loads, keeper.acts);
  assert.ok(keeper.loads === 3 && keeper.acts === 3 && seconds <= 90, `${keeper.loads} pages, ${keeper.acts} acts, ${seconds} s`);
  run.notes.push(`V7 entered in ${keeper.acts} acts, ${Math.round(seconds)} s`);
  const receipt = (await keeper.page.locator('.receipt b').innerText()).replace(/\W/g, '');
  await keeper.open('/texts');
  await keeper.sees(keeper.t('texts-empty'));

  // The receipt comes as a text; its link only shows a page, however often it is opened.
  const [received] = await outside.texts(VOTER, 1);
  assert.ok(received.includes(`${run.site.base}/s/${receipt}`) && /TD$/.test(received), received);
  await voter.open(linkIn(received));
  assert.match(voter.page.url(), /\/follow\//);

  // The commission answers on the spot: the next text, and a button that opens the answer.
  const clerk = await activate(run, slip('虚工委'));
  await clerk.open('/cases?show=all');
  const id = await find(clerk, SAID);
  await clerk.step('answer_on_spot', (form) => clerk.fill(clerk.t('case-say-answer_on_spot'), ANSWER, form));
  const answered = (await outside.texts(VOTER, 2))[1];
  for (let time = 0; time < 2; time += 1) {
    await voter.open(linkIn(answered));
    await voter.seesNot(ANSWER);
  }
  voter.acts = 0;
  await voter.press(voter.t('voters-news-open'));
  await voter.sees(ANSWER);
  assert.equal(voter.acts, 1);
  await clerk.open(`/cases/${id}`);
  await clerk.sees(ANSWER);

  // T3: a reception day is announced; the deputy hears of it at once.
  await keeper.open('/receptions');
  await keeper.follow(keeper.t('receptions-add'));
  await keeper.page.locator('input[name=day]').fill(today(3));
  await keeper.page.locator('input[name=starts]').fill('09:00');
  await keeper.page.locator('input[name=ends]').fill('10:00');
  await keeper.page.locator('input[name=capacity]').fill('0');
  await keeper.page.locator('input[name=on_duty]').first().check();
  await keeper.press(keeper.t('receptions-save'));
  const publish = keeper.page.locator('#step-publication');
  if (await publish.locator('input[name=short_reason]').count()) await keeper.fill(keeper.t('receptions-short-reason'), '临时安排', publish);
  await keeper.press(keeper.t('receptions-publish-now'), publish);
  const [published] = await outside.texts(DEPUTY, 1);
  assert.ok(published.includes(STATION) && published.endsWith(`${run.site.base}/inbox`), published);
  assert.ok(published.length + '【虚构市人大】'.length <= 70, 'one text is one text');
  await deputy.open('/inbox');
  await deputy.sees(STATION);

  // And when it is called off: the reason is for everybody, the deputy gets a text.
  await keeper.open('/receptions');
  await keeper.leads(() => keeper.page.locator('main a[href^="/receptions/"][href$="/edit"]').first().click());
  const off = keeper.page.locator('#step-off');
  await off.locator('summary').click();
  await keeper.fill(keeper.t('receptions-reason'), '代表出差，改到下周三', off);
  await keeper.press(keeper.t('receptions-call-off'), off);
  const cancelled = (await outside.texts(DEPUTY, 2))[1];
  assert.ok(cancelled.includes(STATION) && cancelled.length + '【虚构市人大】'.length <= 70, cancelled);

  await rates(run, { outside, bring, keeper, clerk, voter, slip });

  // TD is taken, brought twice as well; that no text goes out after it stands in the tests of the adapters.
  for (let time = 0; time < 2; time += 1) assert.equal((await bring(SECRET, 2, 'TD')).status, 200);
  const voters = await outside.texts(VOTER, 5);
  assert.equal(voters.length, 5, `each once: ${voters}`);
}

/** Another opinion, which an organ handles: each text as it goes on, and the answer rated by the link in one. */
async function rates(run, { outside, bring, keeper, clerk, voter, slip }) {
  assert.equal((await bring(SECRET, 3, `意见 ${ROAD}`)).status, 200);
  await keeper.open('/texts');
  await keeper.follow(keeper.t('texts-enter'), keeper.page.locator('main li').filter({ hasText: ROAD }));
  await keeper.press(keeper.t('cases-enter-submit'));
  await outside.texts(VOTER, 3);
  await clerk.open('/cases?show=all');
  const id = await find(clerk, ROAD);
  await clerk.step('send_on', (form) => clerk.pick(clerk.t('case-field-body'), BODY, form));
  const body = await activate(run, slip('虚专工'));
  await body.open(`/cases/${id}`);
  await body.step('name_deputy', (form) => body.choose(body.t('case-field-deputy'), { index: 1 }, form));
  await transferred(body, { lead: ORGAN });
  const sent = (await outside.texts(VOTER, 4))[3];
  assert.ok(sent.includes(ORGAN), sent);
  const organ = await activate(run, slip('虚经办'));
  await organ.open(`/cases/${id}`);
  await organ.step('sign_for');
  await organ.step('record_contact', async (form) => {
    await organ.pick(organ.t('case-field-way'), 0, form);
    await organ.fill(organ.t('case-say-record_contact'), '已同选民通过电话。', form);
  });
  await answer(organ, { category: 'A', plain: REPLY });
  const replied = (await outside.texts(VOTER, 5))[4];
  assert.ok(replied.length + '【虚构市人大】'.length <= 70, replied);
  await voter.open(linkIn(replied));
  await voter.seesNot(REPLY);
  voter.loads = 0;
  voter.acts = 0;
  await voter.press(voter.t('voters-news-open'));
  await voter.sees(REPLY);
  await voter.pick(voter.t('voters-rating-attitude'), 0);
  await voter.pick(voter.t('voters-rating-result'), 0);
  await voter.press(voter.t('voters-rating-send'));
  await voter.page.locator('#rating .notice.good').waitFor();
  const seconds = byHand(voter.loads, voter.acts);
  assert.ok(voter.acts === 4 && seconds <= 60, `${voter.acts} acts, ${seconds} s`);
  run.notes.push(`rated by the text's link in ${voter.acts} acts, ${Math.round(seconds)} s`);
}

/** The link in a text, as a telephone finds it. */
const linkIn = (text) => /https?:\/\/[\w.:/-]+/.exec(text)[0];
