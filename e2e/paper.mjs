// What comes out of the printer: a page as the PDF that Chromium prints, its sheets, and what telephones read in it.

import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Sizes in millimetres, standing. */
export const A4 = [210, 297];
export const A3 = [297, 420];
/** A code that is printed so small must still be read, from a copy with so few dots an inch. A telephone looks more than
 * once, from nearer and farther: what one picture misses, the next one may show. */
const SMALLEST = 25;
const COARSE = [150, 130, 110];

function run(command, args, good = [0]) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    if (good.includes(cause.status)) return cause.stdout;
    throw new Error(`${command}: ${cause.stderr || cause.message}`);
  }
}

/** The page as it is printed, in a folder of its own for as long as `use` looks at it. */
export async function printed(page, use) {
  const folder = mkdtempSync(join(tmpdir(), 'shuanglian-paper-'));
  try {
    const path = join(folder, 'sheets.pdf');
    await page.pdf({ path, preferCSSPageSize: true, printBackground: false });
    return await use(path, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sheets of a PDF, each as its width and height in millimetres. */
export function sheets(pdf) {
  const told = run('pdfinfo', ['-f', '1', '-l', '9999', pdf]);
  return [...told.matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+) pts/g)].map((found) => [found[1], found[2]].map((points) => Math.round(points * 25.4 / 72)));
}

/** One look at each sheet: what is read when a code that is `wide` millimetres were printed at 2.5 cm and copied. */
function look(pdf, wide, folder, coarse) {
  const dots = Math.min(coarse, Math.floor(coarse * SMALLEST / wide));
  const name = `look-${coarse}-`;
  run('pdftoppm', ['-r', String(dots), '-gray', pdf, join(folder, name)]);
  const pictures = readdirSync(folder).filter((file) => file.startsWith(name)).sort();
  // It ends with 4 when a sheet has no code.
  const read = (picture) => run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, picture)], [0, 4]);
  return pictures.map((picture) => read(picture).split('\n').filter(Boolean));
}

/** The codes of each sheet, each once; it is looked at again until there are as many on all sheets together. */
export function codes(pdf, wide, folder, many) {
  let found = [];
  for (const [nth, coarse] of COARSE.entries()) {
    const seen = look(pdf, wide, folder, coarse);
    found = seen.map((sheet, at) => [...new Set([...(found[at] ?? []), ...sheet])]);
    if (found.flat().length >= many) return { found, looks: nth + 1 };
  }
  return { found, looks: COARSE.length };
}

/** How wide a code of the page is on paper, its quiet border included, in millimetres. */
export async function width(page, code = 'main .code svg') {
  await page.emulateMedia({ media: 'print' });
  const { width: dots } = await page.locator(code).first().boundingBox();
  await page.emulateMedia({ media: null });
  return dots * 25.4 / 96;
}

/** Prints a page and holds it against what it should be: so many sheets of a size, `code` on each of them, or `many` codes
 * on all of them together. */
export async function prints(page, { size = A4, count, code, wide, many }) {
  return printed(page, async (pdf, folder) => {
    const all = sheets(pdf);
    const at = page.url();
    if (count !== undefined) assert.equal(all.length, count, `${at}: so many sheets`);
    for (const sheet of all) assert.deepEqual(sheet, size, `${at}: the size of a sheet`);
    if (wide === undefined) return { codes: [], looks: 0 };
    const { found, looks } = codes(pdf, wide, folder, many ?? all.length);
    if (code !== undefined) assert.deepEqual(found, all.map(() => [code]), `${at}: the code on each sheet`);
    return { codes: found.flat(), looks };
  });
}
