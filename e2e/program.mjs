// Starts the program itself with its demo, on an embedded database or on PostgreSQL.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LONGEST_START = 1_200_000;

/** The program under test. */
export const binary = process.env.PROGRAM_UNDER_TEST || join(ROOT, 'target/debug/shuanglian');

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function psql(sql) {
  execFileSync('psql', [process.env.TEST_DATABASE_URL, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A PostgreSQL database of our own. */
function ownDatabase() {
  const name = `journeys_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  psql(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const url = new URL(process.env.TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Where an embedded demo is kept for scripts that run one after another: it is loaded once, and each has a copy. */
const DEMO = process.env.DEMO_DATA;

/**
 * Starts it and waits until it listens. `kind` is `sqlite` or `postgresql`. With the arguments of `found` there is a
 * congress of one's own instead of the demo, and `slips` is what founding it printed.
 */
export async function start(kind, args = [], founding) {
  const data = mkdtempSync(join(tmpdir(), 'shuanglian-journeys-'));
  const own = kind === 'postgresql' ? ownDatabase() : undefined;
  // The journeys come from one address and are many.
  const env = { ...process.env, SHUANGLIAN_LIMITS_OPINIONS_PER_HOUR: '100000', SHUANGLIAN_LOG_LEVEL: 'warn' };
  delete env.DATABASE_URL;
  if (own) env.DATABASE_URL = own.url;
  const began = Date.now();
  const slips = founding && execFileSync(binary, ['found', '--data', data, ...founding], { env, cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  if (DEMO && !own && !founding && args.length === 0) {
    if (!existsSync(DEMO)) execFileSync(binary, ['demo', '--data', DEMO], { env, cwd: ROOT, stdio: 'ignore' });
    cpSync(DEMO, data, { recursive: true });
  }
  let running = run(env, data, ['--listen', '127.0.0.1:0', ...(founding ? [] : ['--demo']), ...args]);
  const stop = async () => {
    await running.end();
    own?.drop();
    rmSync(data, { recursive: true, force: true });
  };
  /** Kills it in the middle of whatever it does, and starts it again at the same address. */
  const dies = async () => {
    await running.end('SIGKILL');
    return async () => {
      running = run(env, data, ['--listen', new URL(base).host, ...args]);
      await running.listening;
    };
  };
  let base;
  try {
    base = await running.listening;
    return { kind, base, data, env, slips, stop, dies, seconds: (Date.now() - began) / 1000, told: () => running.told() };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** The program, from its start to its end. */
function run(env, data, args) {
  const program = spawn(binary, ['serve', '--data', data, ...args], { env, cwd: ROOT });
  // Whoever stops us early does not leave it running.
  process.once('exit', () => program.kill('SIGKILL'));
  let told = '';
  program.stderr.on('data', (piece) => { told = (told + piece).slice(-20_000); });
  const ended = new Promise((done) => { program.once('exit', done); });
  const end = async (signal = 'SIGTERM') => {
    program.kill(signal);
    const late = setTimeout(() => program.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
  return { end, told: () => told, listening: listening(program, ended, () => told) };
}

function listening(program, ended, told) {
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`the program did not listen within ${LONGEST_START / 1000} s\n${told()}`)), LONGEST_START);
    let said = '';
    program.stdout.on('data', (piece) => {
      said += piece;
      const found = /^listening on (http:\/\/\S+)$/m.exec(said);
      if (found) { clearTimeout(late); done(found[1]); }
    });
    program.once('error', (cause) => { clearTimeout(late); fail(cause); });
    ended.then((code) => { clearTimeout(late); fail(new Error(`the program ended with ${code}\n${told()}`)); });
  });
}

/** The passwords of the demo's made-up people: role, account, password, second_factor. */
export function accounts(site) {
  const csv = execFileSync(binary, ['demo', '--data', site.data, '--accounts'], { env: site.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [head, ...rows] = csv.trim().split('\n').map((line) => line.trim().split(','));
  return rows.map((row) => Object.fromEntries(head.map((name, nth) => [name, row[nth]])));
}
