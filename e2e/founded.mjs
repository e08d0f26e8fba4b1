// A congress of a journey's own, founded and not loaded: its first people, and workbooks for its registers.

import { strict as assert } from 'node:assert';

import writeExcelFile from 'write-excel-file/node';

import { code } from './cast.mjs';
import { Person } from './person.mjs';

/** What a workbook is called among files. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A workbook of sheets by their names, each with its heads and its rows. */
export const workbook = (sheets) => writeExcelFile(Object.entries(sheets).map(([sheet, data]) => ({ sheet, data }))).toBuffer();

/** The founding's arguments: a term that today lies in. */
export function founding() {
  const year = new Date().getFullYear();
  return ['--code', 'xugou', '--name', '虚构市人民代表大会', '--short-name', '虚构市人大', '--area', '虚构市', '--term-number', '1', '--term-name', '第一届',
    '--term-from', `${year - 1}-01-01`, '--term-to', `${year + 3}-12-31`, '--system-admin', '虚系统', '--security-admin', '拟安全'];
}

/** Somebody with a slip opens the account, with a second factor where it is asked for. */
export async function activate(run, slip) {
  const person = await Person.come(run);
  await person.open('/activate');
  await person.fill(person.t('access-slip'), slip);
  await person.press(person.t('access-next'));
  const password = `${slip.slice(0, 9)} 号船过江`;
  await person.page.locator('input[name=password]').fill(password);
  await person.page.locator('input[name=again]').fill(password);
  const secret = person.page.locator('main code');
  if (await secret.count()) await person.page.locator('input[name=code]').fill(code(await secret.innerText(), Date.now()));
  await person.press(person.t('access-activate-button'));
  assert.match(person.page.url(), /\/desk/, `the account is open: ${await person.told()}`);
  return person;
}
