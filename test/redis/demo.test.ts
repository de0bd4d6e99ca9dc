// The demo on a server: it plays its day there, and says how to take away what it leaves.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { runDemo } from '../demo/demo-process.js';
import { describeRedis, redisBench } from './bench.js';

describeRedis('the demo', () => {
  const bench = redisBench();

  it('leaves a log behind, and tells the command that deletes it, without the password', async () => {
    const { url } = await bench.server(['--requirepass', 'canary']);
    const client = bench.client(url.replace('//', '//:canary@'));
    const { code, stderr } = await runDemo('--orders', '4', '--redis', url.replace('//', '//:canary@'));
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('canary');
    expect(stderr).toMatch(
      /Look at it: npm run statefold -- doctor --store redis:\S+ --namespace demo-\w+ --durability memory\n/,
    );
    expect(await client.dbsize()).toBeGreaterThan(0);
    const command = /Delete it: +(.*)\n/.exec(stderr)?.[1] ?? '';
    spawnSync('sh', ['-c', command], { env: { ...process.env, REDISCLI_AUTH: 'canary' } });
    expect(await client.dbsize()).toBe(0);
  });
});
