// The voter's side of tokens: against the vectors of RFC 9474, and against our own issuer (`cargo run --example issuer`).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import vm from 'node:vm';

const here = (name) => new URL(name, import.meta.url);
const source = readFileSync(here('blind.js'), 'utf8');
vm.runInThisContext(source);
const { blind, unblind } = globalThis.tokens;
const rfc = JSON.parse(readFileSync(here('../vectors/rfc9474.json'), 'utf8'));
const rfcKey = { n: rfc.n, e: '010001' };

// The vectors give the inverse of the blinding factor; the factor is its inverse.
const inverse = (value, modulus) => {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
};
const given = () => ({
  message: rfc.msg,
  randomizer: rfc.msg_prefix,
  salt: rfc.salt,
  factor: inverse(BigInt(`0x${rfc.inv}`), BigInt(`0x${rfc.n}`)).toString(16),
});

test('the script is small, and asks nobody for anything', () => {
  assert.ok(Buffer.byteLength(source) <= 6 * 1024);
  assert.doesNotMatch(source, /fetch|XMLHttp|import|localStorage|document/);
});

test('the vectors of the standard are met', async () => {
  const { state, blinded } = await blind(rfcKey, given());
  assert.equal(blinded, rfc.blinded_msg);
  assert.equal(await unblind(rfcKey, state, rfc.blind_sig), rfc.msg + rfc.msg_prefix + rfc.sig);
});

test('a false signature makes no token', async () => {
  const { state } = await blind(rfcKey, given());
  const altered = rfc.blind_sig.replace(/.$/, (sign) => (sign === '0' ? '1' : '0'));
  for (const wrong of [altered, rfc.sig, rfc.blind_sig.slice(2), '', 'zz', `${rfc.blind_sig.slice(0, -1)}G`]) {
    await assert.rejects(unblind(rfcKey, state, wrong));
  }
  await assert.rejects(blind({ n: 'abcdef', e: '010001' }));
  await assert.rejects(blind({ n: rfc.n, e: '03' }));
});

test('our own issuer signs what was blinded, takes the token, and has seen nothing of it', async () => {
  const issuer = spawn('cargo', ['run', '--quiet', '--package', 'ballot', '--example', 'issuer'], {
    cwd: here('..').pathname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: issuer.stdout })[Symbol.asyncIterator]();
  const said = async () => (await lines.next()).value;
  const ask = (line) => { issuer.stdin.write(`${line}\n`); return said(); };
  const key = JSON.parse(await said());
  const seen = new Set();
  for (let round = 0; round < 20; round += 1) {
    const { state, blinded } = await blind(key);
    const signed = await ask(blinded);
    const token = await unblind(key, state, signed);
    assert.equal(token.length, 2 * (32 + 32 + 256));
    assert.equal(await ask(`?${token}`), 'true');
    const last = token.at(-1) === '0' ? '1' : '0';
    assert.equal(await ask(`?${token.slice(0, -1)}${last}`), 'false');
    for (const part of [token.slice(0, 64), token.slice(64, 128), token.slice(128)]) {
      assert.ok(!blinded.includes(part) && !signed.includes(part));
      assert.ok(!seen.has(part), 'every token is another');
      seen.add(part);
    }
  }
  issuer.stdin.end();
  assert.equal(await new Promise((done) => { issuer.on('close', done); }), 0);
});
