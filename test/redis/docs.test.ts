// The page on Redis says what is true: its programs run here, on a server that is set as it says, and its tables name what there is.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Partition } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { describeRedis, redisBench } from './bench.js';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, '.page');
const page = await readFile(join(root, 'docs/redis.md'), 'utf8');
const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => ({
  name,
  code,
}));

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('names every TypeScript block', () => {
  expect(blocks.map(({ name }) => name)).toEqual(['app.ts', 'workers.ts', 'options.ts']);
  expect(page.match(/^```ts$/gm)).toHaveLength(blocks.length);
});

describeRedis('a program of the page', () => {
  const bench = redisBench();

  it.each(blocks)('runs as it stands: $name', async ({ name, code }) => {
    const { url } = await bench.server(['--appendonly', 'yes']);
    const path = join(folder, name);
    await writeFile(path, code.replaceAll("'../", "'../../../").replaceAll('redis://localhost:6379', url));
    await import(path);
    const client = bench.client(url);
    expect(await client.exists(`{${name === 'options.ts' ? 'shop' : 'statefold'}:0}head`)).toBe(1);
  });
});

it('has a line for every kind of key', () => {
  const keys = new Keys('n');
  const own = keys.of(0 as Partition);
  const table = { table: 't', generation: 'g' };
  const all = [
    ...[
      own.head,
      own.segments,
      own.segment(1),
      own.leases,
      own.steps,
      own.aggregate({ type: 't', id: 'i' }),
      own.snapshots('t', 1),
    ],
    ...[own.checkpoint({ projection: 'p', generation: 'g' }), own.rows(table, 1), own.rowKeys(table)],
    ...[own.index({ ...table, index: 'i' }), keys.meta, keys.serving, keys.servingSteps, keys.workers, keys.registry],
  ];
  const starts = all.map((key) =>
    key
      .replace('{n:0}', '{…:p}')
      .replace('{n:meta}', '{…:meta}')
      .replace(/(?<=:)[^:{}]*$/s, ''),
  );
  const missing = starts.filter((start) => !page.includes(`\`${start.split(/(?<=\}\w+:)/)[0]}`));
  expect(missing).toEqual([]);
});
