// A gateway of text messages for journeys.

import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';

const PATIENCE = 60_000;

/** A gateway: it keeps what it takes. */
export async function gateway() {
  const taken = [];
  const server = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (piece) => { body += piece; });
    asked.on('end', () => {
      taken.push(JSON.parse(body));
      answer.end('{"code":0}');
    });
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  /** The texts to a number, as soon as there are so many. */
  const texts = async (mobile, many) => {
    for (const until = Date.now() + PATIENCE; ;) {
      const found = taken.filter((one) => one.mobile === mobile).map((one) => one.content);
      if (found.length >= many) return found;
      assert.ok(Date.now() < until, `${many} texts to ${mobile}: ${JSON.stringify(taken)}`);
      await new Promise((done) => { setTimeout(done, 200); });
    }
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, texts, end: () => { server.closeAllConnections(); server.close(); } };
}
