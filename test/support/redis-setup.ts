// Sees to it, before the tests that need one, that there is a Redis server: names, finds or installs it, or stops the run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canStartServers, NO_SERVER, plainClient } from './redis-server.js';

/** What can be known of a machine before anything is done to it. */
export interface Machine {
  /** STATEFOLD_REDIS_URL. */
  readonly named: string | undefined;
  /** Whether `redis-server` is on the PATH. */
  readonly hasServer: boolean;
  /** Whether this process may install packages. */
  readonly isRoot: boolean;
  /** Whether it has packages of Debian's kind, and the tool for them. */
  readonly isDebian: boolean;
}

/** How to get at a server: by its URL, from the PATH, or by a package; `none` where the run has to stop. */
export function wayToServer({ named, hasServer, isRoot, isDebian }: Machine): 'named' | 'path' | 'install' | 'none' {
  if (named !== undefined && named !== '') return 'named';
  if (hasServer) return 'path';
  return isRoot && isDebian ? 'install' : 'none';
}

/** Called by Vitest once before the tests of a project. Throws, with one sentence for each way to get one, where there is no server. */
export async function setup(): Promise<void> {
  const named = process.env.STATEFOLD_REDIS_URL;
  const way = wayToServer({
    named,
    hasServer: canStartServers,
    isRoot: process.getuid?.() === 0,
    isDebian: existsSync('/etc/debian_version') && spawnSync('apt-get', ['--version']).status === 0,
  });
  if (way === 'named') return mustAnswer(named ?? '');
  if (way === 'none') throw new Error(NO_SERVER);
  if (way === 'install') install();
}

async function mustAnswer(url: string): Promise<void> {
  const client = plainClient(url);
  client.on('error', () => {});
  try {
    await client.ping();
  } catch {
    // What the client says may hold the URL's password.
    throw new Error(`The server that STATEFOLD_REDIS_URL names does not answer. ${NO_SERVER}`);
  } finally {
    client.disconnect();
  }
}

function install(): void {
  process.stderr.write('There is no redis-server on the PATH: installing the one of the package redis-server.\n');
  const run = (...args: readonly string[]): boolean => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  const isInstalled = run('update', '-qq') && run('install', '-y', '-qq', '--no-install-recommends', 'redis-server');
  if (!isInstalled) throw new Error(`redis-server could not be installed. ${NO_SERVER}`);
}
