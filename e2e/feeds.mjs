// Starts the program with its demo and has its feeds and calendars read by independent parsers (feeds.py, calendars.py).
// PYTHON names a Python that has feedparser and icalendar.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { calendars } from './calendars.mjs';
import { start } from './program.mjs';

async function read(script, from) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.env.PYTHON || 'python3', [path, from]);
  process.stdout.write(stdout);
}

const site = await start('sqlite');
const folder = mkdtempSync(join(tmpdir(), 'shuanglian-calendars-'));
try {
  await read('feeds.py', site.base);
  await calendars(site, folder);
  await read('calendars.py', folder);
} catch (failed) {
  console.log(failed.stderr || failed.stdout || failed.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
  await site.stop();
}
