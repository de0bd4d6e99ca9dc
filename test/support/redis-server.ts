// A Redis server for tests: its own process in a temporary folder, or the one that STATEFOLD_REDIS_URL names. Ends only what it started.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort, isFree } from './free-port.js';

/** How to get a server, one sentence per way. */
export const NO_SERVER =
  'There is no Redis server to test against. ' +
  'Install redis-server 7.0 or later so that it is on the PATH (Debian: apt-get install redis-server; macOS: brew install redis). ' +
  'Or start one with "npm run redis:up". ' +
  'Or name one that tests may write to, in STATEFOLD_REDIS_URL.';

/** Whether `redis-server` is on the PATH: only then a test can kill, stop and start servers of its own. */
export const canStartServers = spawnSync('redis-server', ['--version']).status === 0;

/** A server of a test's own. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Of the server's process; changes with each start. */
  readonly pid: number;
  /** Ends it as a power cut would (SIGKILL), and resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and files. */
  start(): Promise<void>;
  /** Sends a signal: SIGSTOP pauses it, SIGCONT lets it go on. */
  signal(name: NodeJS.Signals): void;
  /** Ends it, and removes its files. */
  dispose(): Promise<void>;
}

/** Starts a server in memory, or with the settings given, such as `['--appendonly', 'yes']`. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  if (!canStartServers) throw new Error(NO_SERVER);
  const folder = mkdtempSync(join(tmpdir(), 'statefold-redis-'));
  const port = await freePort();
  let child: ChildProcess;
  let ended: Promise<unknown>;
  let pid = 0;

  async function start(): Promise<void> {
    // A process that was killed may take its time to die.
    while (!(await isFree(port))) await new Promise((resolve) => setTimeout(resolve, 10));
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
    // The shell ends the server when this process is gone, however it went: its end of the pipe closes.
    const script = 'redis-server "$@" >/dev/null & echo $!; cat >/dev/null; kill -9 $!';
    child = spawn('sh', ['-c', script, 'sh', ...args, ...settings], { stdio: ['pipe', 'pipe', 'ignore'] });
    ended = new Promise((resolve) => child.once('exit', resolve));
    pid = await new Promise<number>((resolve) => child.stdout?.once('data', (data) => resolve(Number(data))));
    await answers(port);
  }

  async function kill(): Promise<void> {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
    child.stdin?.end();
    await ended;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return pid;
    },
    kill,
    start,
    signal: (name) => process.kill(pid, name),
    dispose: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let shared: Promise<string> | undefined;

/** The URL of a server that all tests of this process may write to, each in a namespace of its own. It keeps nothing. */
export function sharedRedis(): Promise<string> {
  // An empty one names none: see `wayToServer` of `redis-setup.ts`.
  const named = process.env.STATEFOLD_REDIS_URL || undefined;
  shared ??= named === undefined ? startRedis().then(({ url }) => url) : Promise.resolve(named);
  return shared;
}

let sharedClusterUrl: Promise<string> | undefined;

/** The same for a cluster that is one server: it holds all slots, and refuses what goes over the border of one. */
export function sharedCluster(): Promise<string> {
  sharedClusterUrl ??= startRedis(['--cluster-enabled', 'yes']).then(async ({ url }) => {
    await holdAllSlots(url);
    return url;
  });
  return sharedClusterUrl;
}

/** Makes a server the only one of its cluster. Resolves once it answers for all slots. */
export async function holdAllSlots(url: string): Promise<void> {
  const client = plainClient(url);
  await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  client.disconnect();
}

let namespaces = 0;

/** A namespace that nobody else uses. */
export function freshNamespace(): string {
  namespaces += 1;
  return `test-${process.pid}-${Date.now().toString(36)}-${namespaces}`;
}

/** A plain client, for a test that looks behind the store or does something to it. */
export function plainClient(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => 50 });
}

/** Deletes every key of a namespace. */
export async function clearNamespace(url: string, namespace: string): Promise<void> {
  const client = plainClient(url);
  for (let cursor = '0'; ; ) {
    const [next, keys] = await client.scan(cursor, 'MATCH', `{${namespace}:*`, 'COUNT', 1000);
    // One by one: those of several partitions lie in several slots of a cluster.
    await Promise.all(keys.map((key) => client.unlink(key)));
    if (next === '0') break;
    cursor = next;
  }
  client.disconnect();
}

/** Waits until a server answers, if only that it wants a password. */
async function answers(port: number): Promise<void> {
  const end = Date.now() + 10_000;
  for (let reply = ''; !/^(\+PONG|-NOAUTH)/.test(reply); ) {
    if (Date.now() > end) throw new Error(`The server on port ${port} does not answer: ${reply || 'nobody is there'}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    reply = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once('error', () => resolve(''));
    });
  }
}
