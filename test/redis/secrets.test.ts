// What an error may say: where, what, and what next; never a payload, a password, or another line for a log.
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { settingsOf } from '../../src/store/redis/options.js';
import { cleaned, wireErrorOf } from '../../src/store/redis/wire-error.js';
import { block, commit, NOWHERE, order, PARTITION } from '../contract/drafts.js';
import { checkpoint, step } from '../contract/steps.js';
import { describeRedis, redisBench } from './bench.js';

const CANARY = 'canary-4711';

/** All that anybody could print of an error. */
function everything(error: unknown): string {
  const told = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : String(error);
  return `${told} ${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)}`;
}

async function failureOf(failing: Promise<unknown>): Promise<unknown> {
  return failing.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error,
  );
}

describeRedis('an error', () => {
  const bench = redisBench();

  it('never holds the password of a login that failed', async () => {
    const server = await bench.server(['--requirepass', 'right']);
    const url = `redis://:${CANARY}@127.0.0.1:${server.port}`;
    const error = await failureOf(bench.connect({ url, timeout: 1000 }));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('WRONGPASS') });
    expect(everything(error)).not.toContain(CANARY);
  });

  it('tells a missing password, and that there is a way to name one', async () => {
    const server = await bench.server(['--requirepass', 'right']);
    const error = await failureOf(bench.connect({ url: server.url, timeout: 1000 }));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('NOAUTH') });
  });

  it.each(['wrong type', 'no memory', 'renamed command', 'no right', 'lost reply', 'paused'])(
    'never holds what was to be stored (%s)',
    async (fault) => {
      const server = await bench.server(fault === 'renamed command' ? ['--rename-command', 'EVALSHA', 'X'] : []);
      const client = bench.client(server.url);
      const proxy = await bench.proxy(server.port);
      if (fault === 'renamed command') {
        const error = await failureOf(bench.connect({ url: proxy.url, timeout: 300 }));
        expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('unknown command') });
        expect(everything(error)).not.toContain('meta');
        return;
      }
      const { log, tables } = await bench.connect({ url: proxy.url, namespace: 'n', timeout: 400 });
      const draft = commit(order(`id-${CANARY}`), NOWHERE, 'c', { payload: Buffer.from(CANARY) });
      if (fault === 'wrong type') await client.set('{n:0}head', CANARY);
      if (fault === 'no memory') await client.config('SET', 'maxmemory', '1');
      if (fault === 'no right') await client.call('ACL', 'SETUSER', 'default', '-evalsha');
      if (fault === 'lost reply') proxy.mode = 'drop-replies';
      if (fault === 'paused') server.signal('SIGSTOP');
      const append = failureOf(log.append(PARTITION, block([draft])));
      const apply = failureOf(tables.apply(step(null, checkpoint(1), { rows: { [CANARY]: CANARY } })));
      for (const error of [await append, await apply]) {
        expect(error).toMatchObject({ name: 'StatefoldError' });
        // The aggregate's own name is a field of its own, for the one who sent it.
        const told = everything(error).replaceAll(`id-${CANARY}`, '');
        expect(told).not.toContain(CANARY);
        expect(told).not.toContain(Buffer.from(CANARY).toString('hex'));
      }
      if (fault === 'paused') server.signal('SIGCONT');
    },
  );
});

it('keeps a message on one line, and short', () => {
  expect(cleaned('ERR one\r\nFATAL two\u0000')).toBe('ERR one\\r\\nFATAL two\\u0000');
  expect(cleaned('x'.repeat(1000)).length).toBeLessThan(250);
});

it('cuts off what a server quotes of a command', () => {
  expect(cleaned(`ERR unknown command 'EVALSHA', with args beginning with: '${CANARY}'`)).not.toContain(CANARY);
});

it.each([`redis://:${CANARY}@host:99999999`, `http://${CANARY}`, CANARY, `redis://:${CANARY}@host/path`])(
  'refuses a URL without repeating it',
  (url) => {
    expect(() => settingsOf({ url })).toThrow(RangeError);
    try {
      settingsOf({ url });
    } catch (error) {
      expect(everything(error)).not.toContain(CANARY);
    }
  },
);

it.each([
  ['LOADING Redis is loading the dataset in memory', 'again'],
  ['BUSY Redis is busy running a script', 'again'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'again'],
  ['CLUSTERDOWN The cluster is down', 'again'],
  ['MASTERDOWN Link with MASTER is down', 'again'],
  ['NOREPLICAS Not enough good replicas to write.', 'again'],
  ['READONLY You can not write against a read only replica.', 'elsewhere'],
  ['MOVED 1 127.0.0.1:1', 'elsewhere'],
  ['ASK 1 127.0.0.1:1', 'elsewhere'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'refused'],
  ['MISCONF Errors writing to the AOF file: No space left on device', 'refused'],
  ["NOPERM this user has no permissions to run the 'evalsha' command", 'refused'],
  ['NOAUTH Authentication required.', 'refused'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'refused'],
  ['ERR The ID specified in XADD is equal or smaller than the target stream top item', 'refused'],
  ['ERR user_script:12: attempt to index a nil value', 'unclear'],
  ['SOMETHING that a later server may say', 'unclear'],
])('decides what %j means for a command', (message, kind) => {
  const reply = Object.assign(new Error(message), { name: 'ReplyError', command: { name: 'evalsha', args: [CANARY] } });
  const error = wireErrorOf(reply);
  expect(error.kind).toBe(kind);
  expect(everything(error)).not.toContain(CANARY);
});

it.each([new Error('Connection is closed.'), new Error('read ECONNRESET'), 'anything'])(
  'calls a command lost whose connection ended',
  (error) => {
    expect(wireErrorOf(error).kind).toBe('lost');
  },
);
