// The term changes (W8): the commission plans it, has the roster of the next term rehearsed, changes it, and what was open
// with a deputy who left goes on with whoever follows. The congress is the journey's own: everybody would be in others' way.

import { strict as assert } from 'node:assert';

import { XLSX, activate, founding, workbook } from '../founded.mjs';
import { Person } from '../person.mjs';
import { start } from '../program.mjs';

const PATIENCE = 60_000;
const PLACES = 20;
const SEATS = 2;
const DEPUTIES = PLACES * SEATS;
/** Whoever is not elected again, and who is new there. */
const LEAVES = 7;
const SAID = '村口的路灯坏了三盏，晚上老人出门看不见路。';

const name = (nth) => ['虚', '拟', '假', '设', '例'][nth % 5] + '甲乙丙丁戊己庚辛壬癸'[Math.floor(nth / 5)];
const number = (nth) => `X${String(nth + 1).padStart(3, '0')}`;
const place = (nth) => `虚构第${nth % PLACES + 1}选区`;
const count = (many, make) => Array.from({ length: many }, (_, nth) => make(nth));

const villages = () => [['名称', '类别', '上级'], ['虚构镇', '镇', ''], ...count(PLACES, (nth) => [`虚构${nth + 1}村`, '村', '虚构镇'])];
const places = (term) => [['届次', '镇街', '编号', '名称', '应选名额', '组成'], ...count(PLACES, (nth) => [term, '虚构镇', String(nth + 1), place(nth), String(SEATS), `虚构${nth + 1}村`])];
const HEADS = ['届次', '姓名', '性别', '代表证号', '选区'];
const people = (term) => count(DEPUTIES, (nth) => [term, name(nth), '女', number(nth), place(nth)]);

const first = () => workbook({
  区域: villages(),
  选区: places('第一届'),
  代表: [HEADS, ...people('第一届')],
  账号: [['登录名', '姓名', '角色', '机构'], ['gongwei', '虚工委', '代工委工作人员', '虚构市人大常委会代表工作委员会']],
});

const second = () => workbook({
  选区: places('第二届'),
  代表: [HEADS, ...people('第二届').map((row, nth) => nth === LEAVES ? ['第二届', '拟新人', '男', 'X900', place(nth)] : row)],
});

export default {
  name: 'one term follows another',
  // A term changes once a day: each of the two has a program of its own.
  when: ({ js, lang, width }) => js ? lang === 'zh-CN' && width === 1280 : lang === 'en' && width === 320,

  async go(run) {
    run.site = await start(run.site.kind, [], founding());
    try {
      await walk(run);
    } finally {
      await run.site.stop();
    }
  },
};

async function walk(run) {
  const [one, other] = run.site.slips.match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){4}\b/g);
  const system = await activate(run, one);
  const security = await activate(run, other);
  const file = async (person, label, buffer) => {
    person.acts += 1;
    await person.field(label).setInputFiles({ name: '虚构名册.xlsx', mimeType: XLSX, buffer });
  };

  // The first term: the registers by a roster, the commission's account by two administrators.
  await system.open('/rosters');
  await file(system, system.t('roster-file'), await first());
  await system.press(system.t('roster-upload'));
  await system.awaits(system.page.getByRole('button', { name: system.t('roster-import'), exact: true }), PATIENCE);
  await system.press(system.t('roster-import'));
  await system.awaits(system.page.getByRole('link', { name: system.t('roster-slips'), exact: true }), PATIENCE);
  await security.open('/inbox');
  await security.leads(() => security.page.locator('main a[href^="/rosters/"]').first().click());
  await security.leads(() => security.page.locator('main form[action$="/roles"] button').click());
  await system.open('/accounts');
  await system.press(system.t('access-slips-print'));
  const clerk = await activate(run, (await system.page.locator('.slips .code').first().innerText()).trim());

  // A voter says something to a deputy who will not be elected again.
  const voter = await Person.come(run);
  await voter.open(`/deputies?q=${encodeURIComponent(name(LEAVES))}`);
  const code = (await voter.page.locator('main a[href^="/deputies/"]').first().getAttribute('href')).split('/').pop().split('?')[0];
  await voter.open(`/d/${code}`);
  await voter.fill(voter.t('voters-body'), SAID);
  await voter.press(voter.t('voters-send'));
  assert.match(voter.page.url(), /\/receipts\//);

  // W8: planned, rehearsed, changed.
  const began = Date.now();
  await clerk.open('/registers');
  clerk.acts = 0;
  await clerk.leads(() => clerk.page.locator('main a[href="/terms"]').click());
  clerk.acts += 1;
  const today = await clerk.page.evaluate(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  await clerk.fill(clerk.t('changeover-first-day'), today);
  await clerk.press(clerk.t('changeover-plan-submit'));
  const draft = clerk.page.waitForEvent('download');
  await clerk.page.getByRole('button', { name: clerk.t('changeover-draft'), exact: true }).click();
  clerk.acts += 1;
  assert.match((await draft).suggestedFilename(), /^roster-term-2\.xlsx$/);
  await file(clerk, clerk.t('changeover-file'), await second());
  await clerk.press(clerk.t('changeover-rehearse'));
  const change = clerk.page.getByRole('button', { name: clerk.t('changeover-open-submit'), exact: true });
  await clerk.awaits(change, PATIENCE);
  await clerk.look();
  const rows = clerk.page.locator('main tr');
  const comes = async (key) => {
    const label = (text) => text.split('\n')[0].trim() === clerk.t(`changeover-${key}`);
    const all = await rows.evaluateAll((found) => found.map((row) => [row.querySelector('th').innerText, row.querySelector('td').innerText]));
    return Number(all.find(([head]) => label(head))[1]);
  };
  const told = async () => Object.fromEntries(await Promise.all(['deputies-before', 'deputies-after', 'deputies-again', 'deputies-new', 'deputies-left', 'constituencies', 'handed', 'without'].map(async (key) => [key, await comes(key)])));
  const expected = { 'deputies-before': DEPUTIES, 'deputies-after': DEPUTIES, 'deputies-again': DEPUTIES - 1, 'deputies-new': 1, 'deputies-left': 1, constituencies: PLACES, handed: 1, without: 0 };
  assert.deepEqual(await told(), expected, 'the rehearsal');
  // Nothing was written: the deputy is still there.
  assert.equal((await voter.open(`/deputies/${code}`)).status(), 200);
  await clerk.press(clerk.t('changeover-open-submit'));
  await clerk.awaits(clerk.page.locator('main .notice.good'), PATIENCE);
  await clerk.look();
  assert.deepEqual(await told(), expected, 'what was rehearsed is what it came to');
  const seconds = Math.round((Date.now() - began) / 1000);
  assert.ok(seconds <= 600, `${seconds} s`);
  assert.ok(clerk.acts <= 10, `${clerk.acts} acts`);
  run.notes.push(`a term changed in ${clerk.acts} acts, ${seconds} s`);

  // What was open goes on, and the card in the voter's hand still leads somewhere.
  await clerk.open('/leavers');
  await clerk.sees(clerk.t('changeover-none-left'));
  await clerk.open('/cases');
  await clerk.leads(() => clerk.page.locator('main table a[data-open]').first().click());
  await clerk.sees('拟新人');
  assert.equal((await voter.open(`/d/${code}`)).status(), 200);
  await voter.sees(voter.t('voters-read-by-successors', { name: place(LEAVES) }));
  await voter.open(`/deputies?q=${encodeURIComponent('拟新人')}`);
  await voter.sees('拟新人');
}
