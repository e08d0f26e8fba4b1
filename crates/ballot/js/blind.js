// Tokens that cannot be tied to whom they were given: RFC 9474, RSABSSA-SHA384-PSS-Randomized, the voter's side.
// In: hex; out: hex. The server sees `blinded` and signs it; it never sees the token before it is used, without a name.
'use strict';
globalThis.tokens = (() => {
  const HASH = 48;
  const SALT = 48;
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const number = (text) => BigInt(`0x${text || '0'}`);
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const sha384 = async (data) => new Uint8Array(await crypto.subtle.digest('SHA-384', data));

  const power = (base, exponent, modulus) => {
    let result = 1n;
    for (let left = base % modulus; exponent > 0n; exponent >>= 1n) {
      if (exponent & 1n) result = (result * left) % modulus;
      left = (left * left) % modulus;
    }
    return result;
  };
  // Nothing if there is no inverse.
  const inverse = (value, modulus) => {
    let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
    while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    return a === 1n ? ((x % modulus) + modulus) % modulus : undefined;
  };

  const mask = async (seed, length) => {
    let all = new Uint8Array();
    for (let counter = 0; all.length < length; counter += 1) {
      all = join(all, await sha384(join(seed, [0, 0, counter >> 8, counter & 255])));
    }
    return all.slice(0, length);
  };
  // EMSA-PSS-ENCODE of RFC 8017.
  const encode = async (message, bits, salt) => {
    const length = Math.ceil(bits / 8);
    const hashed = await sha384(join(new Uint8Array(8), await sha384(message), salt));
    const data = join(new Uint8Array(length - SALT - HASH - 2), [1], salt);
    const masked = (await mask(hashed, data.length)).map((byte, at) => byte ^ data[at]);
    masked[0] &= 255 >> (8 * length - bits);
    return join(masked, hashed, [0xbc]);
  };

  const parts = (key) => {
    const n = number(key.n);
    const bits = n.toString(2).length;
    if (bits < 2048 || number(key.e) !== 65537n) throw new Error('not a key for tokens');
    const fixed = (value) => value.toString(16).padStart(Math.ceil(bits / 8) * 2, '0');
    return { n, e: 65537n, bits, fixed };
  };

  // What the server is to sign, and what stays here until it has. `given` is for the tests of the standard.
  const blind = async (key, given = {}) => {
    const { n, e, bits, fixed } = parts(key);
    const message = given.message ?? hex(random(32));
    const randomizer = given.randomizer ?? hex(random(32));
    const salt = given.salt ? bytes(given.salt) : random(SALT);
    const encoded = number(hex(await encode(bytes(randomizer + message), bits - 1, salt)));
    let factor = given.factor ? number(given.factor) : 0n;
    // Drawn evenly from what has an inverse.
    while (factor === 0n || factor >= n || inverse(factor, n) === undefined) {
      factor = number(hex(random(bits / 8 + 1 | 0))) & ((1n << BigInt(bits)) - 1n);
    }
    if (inverse(encoded, n) === undefined) throw new Error('not a key for tokens');
    const blinded = fixed((encoded * power(factor, e, n)) % n);
    const state = JSON.stringify({ message, randomizer, encoded: fixed(encoded), back: fixed(inverse(factor, n)) });
    return { state, blinded };
  };

  // The token, from what the server signed: message, randomizer and signature. Throws if the signature is false.
  const unblind = async (key, state, signed) => {
    const { n, e, fixed } = parts(key);
    const { message, randomizer, encoded, back } = JSON.parse(state);
    if (!/^[0-9a-f]+$/.test(signed) || signed.length !== fixed(0n).length) throw new Error('not a signature');
    const signature = (number(signed) * number(back)) % n;
    if (power(signature, e, n) !== number(encoded)) throw new Error('not signed with the key of this round');
    return message + randomizer + fixed(signature);
  };

  return { blind, unblind };
})();
