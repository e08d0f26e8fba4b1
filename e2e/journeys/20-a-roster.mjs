// A new congress: the system administrator brings a workbook with 500 people and their accounts, sees the one mistake in it,
// brings it again and has it written; the security administrator gives the roles it wished for; the slips of all 500 are
// printed, and one of them opens its owner's account. The congress is the journey's own: 500 people would be in others' way.

import { strict as assert } from 'node:assert';

import { XLSX, activate, founding, workbook as book } from '../founded.mjs';
import { start } from '../program.mjs';

const MANY = 500;
const PATIENCE = 100_000;
const WRONG = 123;

/** Names that nobody has: made of words for what is made up, a stem and a branch. */
const name = (nth) => ['虚', '拟', '假', '设', '例'][nth % 5] + '甲乙丙丁戊己庚辛壬癸'[Math.floor(nth / 5) % 10] + '子丑寅卯辰巳午未申酉戌亥'[Math.floor(nth / 50)];
const number = (nth) => String(nth + 1).padStart(4, '0');
const TOWNS = 10;
const SEATS = 2;
const places = MANY / SEATS;
const town = (place) => `虚构第${'一二三四五六七八九十'[place % TOWNS]}镇`;

/** The workbook; with a mistake, one deputy sits for a constituency that is not there. */
function workbook(mistake) {
  const count = (many, make) => Array.from({ length: many }, (_, nth) => make(nth));
  const sheets = {
    区域: [['名称', '类别'], ...count(TOWNS, (nth) => [town(nth), '镇'])],
    选区: [['镇街', '编号', '名称', '应选名额'], ...count(places, (nth) => [town(nth), String(nth + 1), `虚构第${nth + 1}选区`, String(SEATS)])],
    代表: [['姓名', '性别', '代表证号', '选区', '手机'], ...count(MANY, (nth) => [name(nth), '女', `X${number(nth)}`, mistake && nth === WRONG ? '999' : String(nth % places + 1), `1990000${number(nth)}`])],
    账号: [['登录名', '姓名', '人员', '角色'], ...count(MANY, (nth) => [`nobody${number(nth)}`, name(nth), `X${number(nth)}`, '人大代表'])],
  };
  return book(sheets);
}

/** Chooses the file and sends it; the page of the roster loads itself anew until it was checked. */
async function bring(person, file, mistake) {
  person.acts += 1;
  const buffer = await workbook(mistake);
  await person.field(person.t('roster-file')).setInputFiles({ name: file, mimeType: XLSX, buffer });
  await person.press(person.t('roster-upload'));
}

export default {
  name: 'a roster, and everybody’s slips',
  // Each has a program of its own; these four have every language, width and script.
  when: ({ js, lang, width }) => js === ((lang === 'zh-CN') === (width === 1280)),

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
  const [first, second] = run.site.slips.match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){4}\b/g);
  const system = await activate(run, first);
  const security = await activate(run, second);
  /** The seconds that the work itself takes, without looking whether the pages are as they should be. */
  let seconds = 0;
  const timed = async (what) => {
    const began = Date.now();
    run.looking = false;
    await what();
    run.looking = true;
    seconds += (Date.now() - began) / 1000;
    await system.look();
  };
  const sees = (locator) => system.awaits(locator, PATIENCE);

  // W6: the mistake is shown with its cell, and nothing can be written.
  await system.open('/rosters');
  const wrong = `代表!D${WRONG + 2}`;
  await timed(async () => {
    await bring(system, '虚构名册一稿.xlsx', true);
    await sees(system.page.locator('main').getByText(wrong));
  });
  assert.equal(await system.page.getByRole('button', { name: system.t('roster-import'), exact: true }).count(), 0, 'nothing can be written');
  await system.sees('999');

  // The corrected one: what it would do, then it is written.
  await system.open('/rosters');
  system.acts = 0;
  const write = system.page.getByRole('button', { name: system.t('roster-import'), exact: true });
  await timed(async () => {
    await bring(system, '虚构名册二稿.xlsx', false);
    await sees(write);
  });
  for (const sheet of ['代表', '账号']) await system.sees(new RegExp(`${sheet}\\D*${MANY}\\b`));
  const slips = system.page.getByRole('link', { name: system.t('roster-slips'), exact: true });
  await timed(async () => {
    await system.press(system.t('roster-import'));
    await sees(slips);
  });
  assert.ok(system.acts <= 4, `${system.acts} acts`);
  run.notes.push(`${MANY} people in ${system.acts} acts`);

  // The roles are the other administrator's to give: told by the inbox, one press.
  await security.open('/inbox');
  await security.leads(() => security.page.locator('main a[href^="/rosters/"]').first().click());
  const give = security.page.locator('main form[action$="/roles"] button');
  const began = Date.now();
  run.looking = false;
  await security.leads(() => give.click());
  run.looking = true;
  seconds += (Date.now() - began) / 1000;
  await security.look();
  await security.sees(security.t('roster-wishes-done'));

  // A2: all slips on paper.
  await timed(() => system.leads(() => slips.click()));
  const before = system.acts;
  let paper;
  await timed(async () => {
    await system.press(system.t('access-slips-print'));
    paper = await system.page.pdf({ preferCSSPageSize: true });
  });
  await system.page.emulateMedia({ media: 'print' });
  const cut = await system.page.locator('.slips').first().locator('li').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1 || one.offsetHeight > 210).map((one) => one.innerText));
  assert.deepEqual(cut, [], 'every slip has room for all that stands on it');
  await system.page.emulateMedia({ media: 'screen' });
  assert.equal(system.acts - before, 1);
  const sheets = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
  assert.equal(sheets, MANY / 10, 'ten slips on a sheet, and no sheet for nothing');
  assert.match(paper.toString('latin1'), /\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]/, 'A4');
  assert.equal(await system.page.locator('.slips > li').count(), MANY);
  assert.ok(seconds <= 120, `${seconds} s`);
  run.notes.push(`${MANY} accounts and ${sheets} sheets of slips in ${Math.round(seconds)} s`);

  // One of them is handed over and used.
  const slip = system.page.locator('.slips > li').nth(321);
  const owner = await activate(run, (await slip.locator('.code').innerText()).trim());
  const who = await slip.locator('div b').innerText();
  assert.equal((await owner.page.locator('.who span').innerText()).trim(), who.trim(), 'it opens the account of the name on it');
  await system.open('/accounts');
  assert.ok(!(await system.page.content()).includes('class="code"'), 'no page shows a code again');
}
