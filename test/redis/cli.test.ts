// The commands that work on a log, on a server: by its URL, with secrets from anywhere, and with none of them ever said.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { history, state } from '../../src/cli/aggregate-commands.js';
import { doctor } from '../../src/cli/doctor.js';
import { importFile } from '../../src/cli/import-log.js';
import { exportToLines, tail } from '../../src/cli/log-commands.js';
import { findStore, type StoreOptions, serverOf } from '../../src/cli/store-options.js';
import { verify } from '../../src/cli/verify.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { RedisServer } from '../support/redis-server.js';
import { orderId, placing, startShop } from '../support/shop.js';
import { describeRedis, redisBench } from './bench.js';

const CANARY = 'canary-4711';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const never = new AbortController().signal;

describeRedis('a command on a log on a server', () => {
  const bench = redisBench();
  let printed: string[] = [];
  let complained: string[] = [];
  let folder: string;

  beforeEach(() => {
    [printed, complained] = [[], []];
    folder = mkdtempSync(join(tmpdir(), 'statefold-cli-'));
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text).trimEnd()) > 0);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => complained.push(String(text).trimEnd()) > 0);
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  function file(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  const everything = () => [...printed, ...complained].join('\n');

  /** An order that was placed and paid. */
  async function shop(settings?: readonly string[], password?: string): Promise<RedisServer> {
    const server = await bench.server(settings);
    const store = redisStore({
      url: server.url,
      durability: 'memory',
      ...(password === undefined ? {} : { password }),
    });
    const engine = await startShop({ store });
    await engine.commands.placeOrder(orderId('o1'), placing());
    const after = await engine.commands.payOrder(orderId('o1'), { amount: 200, method: 'card' });
    await engine.queries.getOrder({ orderId: orderId('o1') }, { after });
    await engine.close();
    return server;
  }

  const found = (options: StoreOptions) => () => findStore(options);

  it('is told the server by its URL', async () => {
    const { url: store } = await shop();
    expect(await tail(found({ store }), { event: ['OrderPaid'] }, never)).toBe(0);
    expect(printed).toEqual([
      expect.stringMatching(/^0\/2 \S+ Order-o1@2 OrderPaid \{"amount":200,"method":"card"\}$/),
    ]);
  });

  it.each(['URL', 'file', 'environment'])('takes the password from the %s', async (from) => {
    const server = await shop(['--requirepass', CANARY], CANARY);
    if (from === 'environment') vi.stubEnv('STATEFOLD_REDIS_PASSWORD', CANARY);
    const store = from === 'URL' ? server.url.replace('//', `//:${CANARY}@`) : server.url;
    const options = from === 'file' ? { store, passwordFile: file('password', `${CANARY}\n`) } : { store };
    expect(await tail(found(options), {}, never)).toBe(0);
    expect(await verify(found(options), { log: true }, never)).toBe(0);
    expect(await doctor(() => serverOf(options), { root: folder, durability: 'memory' })).toBe(0);
    expect(printed.length).toBeGreaterThan(3);
    const mistyped = { ...options, namespace: 'shpo' };
    expect(await tail(found(mistyped), {}, never)).toBe(1);
    expect(await doctor(() => serverOf(mistyped), { root: folder, durability: 'memory' })).toBe(1);
    expect(complained).toHaveLength(1);
    expect(everything()).not.toContain(CANARY);
  });

  it('prefers the file to the URL, and the URL to the environment', async () => {
    const server = await shop(['--requirepass', 'right'], 'right');
    vi.stubEnv('STATEFOLD_REDIS_PASSWORD', 'wrong');
    const store = server.url.replace('//', '//:right@');
    expect(await tail(found({ store }), {}, never)).toBe(0);
    const wrong = { store: server.url.replace('//', '//:wrong@'), passwordFile: file('password', 'right') };
    expect(await tail(found(wrong), {}, never)).toBe(0);
  });

  it('never says a password, whatever goes wrong', async () => {
    const server = await shop(['--requirepass', 'right'], 'right');
    const secret = server.url.replace('//', `//:${CANARY}@`);
    const stores = [
      secret,
      `redis://:${CANARY}@127.0.0.1:1`,
      `redis://:${CANARY}@127.0.0.1:99999`,
      `redis://:${CANARY}%zz@127.0.0.1`,
      `redis://:${CANARY}@127.0.0.1/x`,
    ];
    for (const store of stores) {
      const options = { store };
      expect(await tail(found(options), {}, never)).toBe(1);
      expect(await exportToLines(found(options), {})).toBe(1);
      expect(await verify(found(options), { log: true }, never)).toBe(1);
      expect(await history(found(options), { type: 'Order', id: 'o1' }, {})).toBe(1);
      expect(await doctor(() => serverOf(options), { root: folder })).toBe(1);
    }
    expect(complained).toHaveLength(5 * stores.length);
    expect(complained.every((line) => !line.includes('\n'))).toBe(true);
    expect(everything()).not.toContain(CANARY);
    expect(complained[0]).toContain('WRONGPASS');
  });

  it('makes no log where there is none, and says which there are', async () => {
    const server = await shop();
    const client = bench.client(server.url);
    const before = await client.dbsize();
    expect(await tail(found({ store: server.url, namespace: 'shpo' }), {}, never)).toBe(1);
    expect(complained[0]).toMatch(/has no log in namespace shpo\. It has statefold, or name one with --namespace\./);
    expect(await client.dbsize()).toBe(before);
  });

  it.each<[string, StoreOptions, string]>([
    ['a namespace that is none', { store: 'redis://localhost', namespace: 'a b' }, 'A namespace is 1 to 64 letters'],
    [
      'a namespace of a module',
      { store: 'store.ts', namespace: 'a' },
      '--namespace is of a server, and --store names a module.',
    ],
    [
      'a file that is not there',
      { store: 'redis://localhost', passwordFile: '/nowhere' },
      '--password-file /nowhere cannot be read (ENOENT).',
    ],
  ])('refuses %s', async (_what, options, message) => {
    expect(await tail(found(options), {}, never)).toBe(1);
    expect(complained).toEqual([expect.stringContaining(message)]);
  });

  it('shows what happened to an aggregate, and where it stood and stands', async () => {
    const { url: store } = await shop();
    const one = { type: 'Order', id: 'o1' };
    expect(await history(found({ store }), one, {})).toBe(0);
    expect(printed.map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'Order-o1@1 OrderPlaced',
      'Order-o1@2 OrderPaid',
    ]);
    printed = [];
    expect(await history(found({ store }), one, { json: true, type: ['OrderPaid'] })).toBe(0);
    expect(printed.map((line) => (JSON.parse(line) as { version: number }).version)).toEqual([2]);
    printed = [];
    expect(await state(found({ store }), one, { root: ROOT })).toBe(0);
    expect(printed[0]).toMatch(/^Order-o1@2 open\.paid\n\{/);
    expect(await state(found({ store }), one, { root: ROOT, at: '1', json: true })).toBe(0);
    expect(JSON.parse(printed[1] ?? '')).toMatchObject({
      aggregateId: 'o1',
      version: 1,
      name: 'open.unpaid',
      state: { total: 200 },
    });
    expect(await state(found({ store }), one, { root: ROOT, at: new Date().toISOString(), json: true })).toBe(0);
    expect(JSON.parse(printed[2] ?? '')).toMatchObject({ version: 2 });
  });

  it.each<[string, (store: string) => Promise<number>, string]>([
    [
      'an aggregate that is not there',
      (store) => history(found({ store }), { type: 'Order', id: 'o9' }, {}),
      'There is no Order "o9". Find its id with: statefold tail --aggregate',
    ],
    [
      'a type that is not there',
      (store) => history(found({ store }), { type: 'Odrer', id: 'o1' }, {}),
      'There is no Odrer "o1". Its log knows events of Order.',
    ],
    [
      'a type that the project lacks',
      (store) => state(found({ store }), { type: 'Note', id: 'o1' }, { root: ROOT }),
      'The project has no aggregate Note: it has Order.',
    ],
    [
      'a folder that is no project',
      (store) => state(found({ store }), { type: 'Order', id: 'o1' }, { root: '/nowhere' }),
      'Give --root the folder of package.json',
    ],
    [
      'a version that was not reached',
      (store) => state(found({ store }), { type: 'Order', id: 'o1' }, { root: ROOT, at: '7' }),
      'NOT_FOUND: Order-o1 is at version 2; it has not reached 7.',
    ],
    [
      'a time that is none',
      (store) => state(found({ store }), { type: 'Order', id: 'o1' }, { root: ROOT, at: 'noon' }),
      '--at takes a version, such as 7, or a time',
    ],
    ['what is not said', (store) => verify(found({ store }), {}, never), 'Say what to verify: --log.'],
    [
      'a position that is none',
      (store) => verify(found({ store }), { log: true, from: '0' }, never),
      '--from takes a whole number of at least 1',
    ],
    [
      'a partition that there is not',
      (store) => verify(found({ store }), { log: true, partition: '1' }, never),
      'There is no partition 1: this log has 1, from 0.',
    ],
    [
      'a durability that is none',
      (store) => doctor(() => serverOf({ store }), { root: ROOT, durability: 'always' }),
      '--durability takes memory, everysec, fsync or a number of replicas',
    ],
    [
      'a file that is not there',
      (store) => importFile(() => findStore({ store }), '/nowhere', {}, never),
      '/nowhere does not exist. Write it: statefold export',
    ],
  ])('refuses %s in one line', async (_what, run, message) => {
    const { url } = await shop();
    expect(await run(url)).toBe(1);
    expect(complained).toEqual([expect.stringContaining(message)]);
    expect(complained[0]).not.toContain('\n');
  });

  it('says where a log is not as it was written, and ends with 1', async () => {
    const { url: store } = await shop();
    expect(await verify(found({ store }), { log: true }, never)).toBe(0);
    expect(printed[0]).toMatch(/^The log is as it was written: 2 commits in \d blocks, of 1 aggregates, in /);
    const client = bench.client(store);
    await client.append('{statefold:0}agg:Order:o1', 'x'.repeat(20));
    expect(await verify(found({ store }), { log: true }, never)).toBe(1);
    expect(complained).toEqual([
      expect.stringMatching(
        /^Partition 0: the index of "Order-o1" lists position \d+, and the log does not reach it\. Restore /,
      ),
    ]);
    printed = [];
    expect(await verify(found({ store }), { log: true, json: true }, never)).toBe(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ commits: 2, findings: [{ partition: 0 }] });
  });

  it('looks at a log from all sides, in tables or as JSON, and against the code of the project', async () => {
    const { url: store } = await shop();
    expect(await doctor(() => serverOf({ store }), { root: ROOT, durability: 'memory' })).toBe(0);
    for (const word of ['partition', 'OrderSummary', 'index of aggregates', 'Nothing is wrong.'])
      expect(printed[0]).toContain(word);
    printed = [];
    expect(await doctor(() => serverOf({ store }), { root: folder, durability: 'fsync', json: true })).toBe(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      namespace: 'statefold',
      findings: [{ level: 'error' }, { level: 'error' }],
    });
    const client = bench.client(store);
    const [[fingerprint, text] = ['', '']] = Object.entries(await client.hgetall('{statefold:meta}registry'));
    const later = { ...(JSON.parse(text) as { revisions: string[] }), version: 99, revisions: ['later'] };
    await client.hset('{statefold:meta}registry', 'later', JSON.stringify(later));
    expect(fingerprint).not.toBe('');
    printed = [];
    expect(await doctor(() => serverOf({ store }), { root: ROOT, durability: 'memory' })).toBe(1);
    expect(printed[0]).toContain('error: The log holds events that this code cannot read');
    expect(await doctor(() => serverOf({ store }), { root: folder, durability: 'memory' })).toBe(0);
  });

  it('imports what it has exported into a log with as many partitions, and not into one that is there', async () => {
    const { url: store } = await shop();
    await exportToLines(found({ store }), {});
    const path = file('log.ndjson', `${printed.join('\n')}\n`);
    printed = [];
    const into = (partitions: number) => findStore({ store, namespace: 'copy' }, { creates: true, partitions });
    expect(await importFile(into, path, {}, never)).toBe(0);
    expect(printed).toEqual(['Imported 2 commits with 2 events of 1 aggregates.']);
    expect(await importFile(into, path, {}, never)).toBe(1);
    expect(complained).toEqual([expect.stringContaining('INCOMPATIBLE: The store holds a log already')]);
    expect(await importFile(into, path, { resume: true }, never)).toBe(0);
    expect(printed.at(-1)).toBe('Imported 2 commits with 2 events of 1 aggregates. 2 of them were there already.');
  });

  it('is one process that says what went wrong in a line, without a stack', { timeout: 60_000 }, async () => {
    vi.restoreAllMocks();
    const server = await bench.server(['--requirepass', 'right']);
    const run = async (...args: readonly string[]) => {
      const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
      const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), cli, ...args]);
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text) => {
          said += String(text);
        });
      const [code] = (await once(child, 'close')) as [number];
      return { code, said };
    };
    const secret = server.url.replace('//', `//:${CANARY}@`);
    const [tailed, looked, modular] = await Promise.all([
      run('tail', '--store', secret),
      run('doctor', '--store', secret),
      run('doctor', '--store', 'store.ts'),
    ]);
    expect(tailed).toEqual({
      code: 1,
      said: expect.stringMatching(/^UNAVAILABLE: Redis at 127\.0\.0\.1:\d+ is not available: WRONGPASS.*\n$/),
    });
    expect(looked).toEqual(tailed);
    expect(modular).toEqual({
      code: 1,
      said: 'doctor works on a server: give --store its URL, such as redis://localhost:6379.\n',
    });
  });

  it.runIf(spawnSync('openssl', ['version']).status === 0)(
    'speaks TLS to a server whose certificate it is given',
    async () => {
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
      spawnSync('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        ...names,
        '-keyout',
        key,
        '-out',
        cert,
      ]);
      const server = await shop([
        '--tls-auth-clients',
        'no',
        '--tls-cert-file',
        cert,
        '--tls-key-file',
        key,
        '--tls-ca-cert-file',
        cert,
      ]);
      await bench.client(server.url).config('SET', 'tls-port', String(server.port + 1));
      const store = `rediss://localhost:${server.port + 1}`;
      expect(readFileSync(cert, 'utf8')).toContain('CERTIFICATE');
      expect(await tail(found({ store, caFile: cert }), {}, never)).toBe(0);
      expect(await tail(found({ store }), {}, never)).toBe(1);
      expect(complained[0]).toMatch(/self.signed/);
    },
  );
});
