// Starts the program with its demo and has its feeds read by an independent parser (feeds.py). PYTHON names a Python that
// has feedparser.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { start } from './program.mjs';

const site = await start('sqlite');
try {
  const python = process.env.PYTHON || 'python3';
  const { stdout } = await promisify(execFile)(python, [fileURLToPath(new URL('feeds.py', import.meta.url)), site.base]);
  process.stdout.write(stdout);
} catch (failed) {
  console.log(failed.stderr || failed.stdout || failed.message);
  process.exitCode = 1;
} finally {
  await site.stop();
}
