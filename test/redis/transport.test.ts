// How a store reaches its server: user, password, database and TLS, from the URL or beside it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/store/redis/options.js';
import { commit, NOWHERE, order, store } from '../contract/drafts.js';
import { describeRedis, redisBench } from './bench.js';

describe('the options of a store', () => {
  it.each([
    ['redis://localhost:6379', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://host:7000/3', { host: 'host', port: 7000, db: 3 }],
    ['redis://[::1]:7000', { host: '::1', port: 7000, db: 0 }],
    ['redis://ann:p%40ss%2Fw@host', { host: 'host', port: 6379, db: 0, username: 'ann', password: 'p@ss/w' }],
    ['redis://:secret@host', { host: 'host', port: 6379, db: 0, password: 'secret' }],
    ['rediss://host', { host: 'host', port: 6379, db: 0, tls: { servername: 'host' } }],
    ['rediss://10.0.0.1', { host: '10.0.0.1', port: 6379, db: 0, tls: {} }],
  ])('reads %s', (url, expected) => {
    expect(settingsOf({ url }).redis).toEqual({ ...expected, connectionName: 'statefold' });
  });

  it('prefers a user and a password beside the URL', () => {
    const { redis } = settingsOf({ url: 'redis://a:b@host', username: 'c', password: 'd' });
    expect(redis).toMatchObject({ username: 'c', password: 'd' });
  });

  it('names the server without user and password', () => {
    expect(settingsOf({ url: 'redis://ann:secret@host:7000' }).server).toBe('Redis at host:7000');
  });

  it('refuses an option that it does not know, and says which one is meant', () => {
    const misspelt = { url: 'redis://ann:secret@host', nampespace: 'shop' };
    expect(() => settingsOf(misspelt)).toThrow(
      new RangeError("redisStore has no option 'nampespace' (did you mean namespace?). Correct it, or leave it out."),
    );
    const unknown = { url: 'redis://host', prefix: 'shop' };
    expect(() => settingsOf(unknown)).toThrow(/'prefix' \(there are url, .*onWarning\)/);
    expect(() => settingsOf(undefined as never)).toThrow(/redisStore takes an object of options: url/);
  });

  it.each([
    { partitions: 0 },
    { partitions: 1.5 },
    { timeout: 0 },
    { segmentBytes: 0 },
    { durability: { replicas: 0, timeout: 1 } },
    { durability: 'always' as 'fsync' },
  ])('refuses %j', (options) => {
    expect(() => settingsOf({ url: 'redis://localhost', ...options })).toThrow(RangeError);
  });
});

describeRedis('a connection', () => {
  const bench = redisBench();

  it('logs in with the user and password of the URL', async () => {
    const server = await bench.server();
    const client = bench.client(server.url);
    await client.call('ACL', 'SETUSER', 'ann', 'on', '>secret', '~*', '&*', '+@all');
    await client.call('ACL', 'SETUSER', 'default', 'off');
    const url = `redis://ann:secret@127.0.0.1:${server.port}`;
    const { log } = await bench.connect({ url });
    await store(log, [commit(order('a'), NOWHERE, 'a')]);
  });

  it('keeps logs of other databases and namespaces apart', async () => {
    const server = await bench.server();
    const others = [`${server.url}/0`, `${server.url}/1`].flatMap((url) => [
      { url, namespace: 'one' },
      { url, namespace: 'two' },
    ]);
    for (const wanted of others) {
      const { log } = await bench.connect(wanted);
      expect((await store(log, [commit(order('a'), NOWHERE, 'a')])).first).toBe(1);
    }
  });

  it('refuses a log with another number of partitions, and takes the number that it has', async () => {
    const server = await bench.server();
    await bench.connect({ url: server.url, namespace: 'n', partitions: 3 });
    await expect(bench.connect({ url: server.url, namespace: 'n', partitions: 4 })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
    });
    expect((await bench.connect({ url: server.url, namespace: 'n' })).log.partitions).toBe(3);
  });

  it('refuses a log of another format', async () => {
    const server = await bench.server();
    await bench.client(server.url).hset('{n:meta}log', 'format', '2', 'partitions', '1');
    await expect(bench.connect({ url: server.url, namespace: 'n' })).rejects.toMatchObject({ code: 'INCOMPATIBLE' });
  });
});

const canMakeCertificates = spawnSync('openssl', ['version']).status === 0;

describe.runIf(canMakeCertificates)('over TLS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'statefold-tls-'));
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...names, ...files]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describeRedis('a connection', () => {
    const bench = redisBench();

    it('is made to a server that proves who it is, and to no other', async () => {
      const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
      const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
      const plain = await bench.server(['--tls-auth-clients', 'no', ...files]);
      const tlsPort = plain.port + 1;
      await bench.client(plain.url).config('SET', 'tls-port', String(tlsPort));
      const url = `rediss://localhost:${tlsPort}`;
      const { log } = await bench.connect({ url, tls: { ca: readFileSync(cert), servername: 'localhost' } });
      await store(log, [commit(order('a'), NOWHERE, 'a')]);
      await expect(bench.connect({ url, timeout: 500 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    });

    it('says where something else listens', async () => {
      const http = createServer((_, response) => response.end('Hello.')).listen(0);
      bench.atEnd(() => new Promise((resolve) => http.close(() => resolve())));
      const { port } = http.address() as AddressInfo;
      await expect(bench.connect({ url: `redis://localhost:${port}`, timeout: 500 })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: `Redis at localhost:${port} is not available: what answers there does not speak as Redis does. Name the server's own host and port.`,
      });
    });

    it('says where TLS is spoken by one side only, without the password', async () => {
      const files = ['--tls-cert-file', join(folder, 'cert.pem'), '--tls-key-file', join(folder, 'key.pem')];
      const server = await bench.server(['--tls-ca-cert-file', join(folder, 'cert.pem'), ...files]);
      const tlsPort = server.port + 1;
      await bench.client(server.url).config('SET', 'tls-port', String(tlsPort));
      const failing = (url: string) => bench.connect({ url, timeout: 500 }).catch(({ message }: Error) => message);
      const begun = performance.now();
      expect(await failing(`rediss://:canary@localhost:${server.port}`)).toBe(
        `Redis at localhost:${server.port} is not available: no TLS handshake came about. It may not speak TLS there: ` +
          'then name a redis:// URL, or its port for TLS. Else try again when it can be reached.',
      );
      expect(performance.now() - begun).toBeLessThan(1500);
      expect(await failing(`redis://:canary@localhost:${tlsPort}`)).toBe(
        `Redis at localhost:${tlsPort} is not available: it hung up before it said anything. It may speak only TLS there: ` +
          'then name a rediss:// URL. Else try again when it answers.',
      );
    });
  });
});
