// The page on Redis says what is true: its programs run here, on a server that is set as it says, and its tables name what there is.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Partition } from '../../src/kernel/place.js';
import { Keys } from '../../src/store/redis/keys.js';
import { compilerLines } from '../support/compiler.js';
import { describeRedis, redisBench } from './bench.js';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, '.page');
const page = await readFile(join(root, 'docs/redis.md'), 'utf8');
const blocks = [...page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => ({
  name,
  code,
}));

/** A program as it stands in a package, beside generated/; the one meant here is this repository's. */
const programOf = (code: string, url = 'redis://localhost:6379'): string =>
  code.replaceAll(" from './generated/", " from '../../../generated/").replaceAll('redis://localhost:6379', url);

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
    await writeFile(path, programOf(code, url));
    await import(path);
    const client = bench.client(url);
    expect(await client.exists(`{${name === 'options.ts' ? 'shop' : 'statefold'}:0}head`)).toBe(1);
  });
});

it('shows programs whose types fit', { timeout: 120_000 }, async () => {
  for (const { name, code } of blocks) await writeFile(join(folder, name), programOf(code));
  const config = { extends: join(root, 'tsconfig.json'), include: ['*.ts'], exclude: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  expect(compilerLines(folder)).toEqual([]);
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
