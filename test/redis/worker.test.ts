// The example of an engine in a worker, run as a reader of it would: commands and queries cross threads, and all of it ends.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { clearNamespace, plainClient, sharedRedis } from '../support/redis-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('takes commands and queries from the main thread, and closes cleanly', async () => {
  const url = await sharedRedis();
  const args = ['node_modules/tsx/dist/cli.mjs', '-C', '@statefold/source', 'docs/examples/worker/main.ts', url];
  // It ends by itself: what stayed open would keep it until the timeout kills it.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 30_000 });
  expect(stdout.trim().split('\n')).toEqual(['order-1: open, version 1', 'REJECTED', 'closed']);

  const client = plainClient(url);
  const keys = await client.keys('{worker-*');
  client.disconnect();
  const namespaces = new Set(keys.map((key) => key.slice(1, key.indexOf(':'))));
  expect([...namespaces]).toHaveLength(1);
  for (const namespace of namespaces) await clearNamespace(url, namespace);
});
