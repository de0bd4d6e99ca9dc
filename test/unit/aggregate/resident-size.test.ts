// What a resident aggregate costs in memory beside its own data. In a process of its own: what others left in the heap must not count.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The goal: 1 KB. Measured on Node 20: about 640 bytes. */
const MOST_BYTES = 1024;

// A second engine reads what the first has stored, so that the store's own memory is there before and after.
const program = `
  import { deserialize, serialize } from 'node:v8';
  import { memoryStore } from 'statefold';
  import { startEngine } from './generated/index.js';
  import { placing } from './test/support/shop.js';
  const COUNT = 4_000;
  const heap = () => {
    for (let pass = 0; pass < 3; pass++) globalThis.gc();
    return process.memoryUsage().heapUsed;
  };
  async function main() {
    const store = memoryStore();
    const writer = await startEngine({ store, fold: false });
    for (let n = 0; n < COUNT; n++) await writer.commands.placeOrder('order-' + n, placing());
    // Whatever a store makes on the first look is there before as well.
    for (let n = 0; n < COUNT; n++) await writer.aggregates.order('order-' + n).version();
    await writer.close();
    const engine = await startEngine({ store, fold: false });
    const load = async (n) => (await engine.aggregates.order('order-' + n).state()).state;
    await load(0);
    const before = heap();
    for (let n = 1; n < COUNT; n++) await load(n);
    const withAggregates = heap();
    const data = new Array(COUNT);
    for (let n = 1; n < COUNT; n++) data[n] = deserialize(serialize(await load(n)));
    const withData = heap();
    const { resident } = engine.health();
    const bytes = (to, from) => Math.round((to - from) / (COUNT - 1));
    console.log(JSON.stringify({ resident, all: bytes(withAggregates, before), data: bytes(withData, withAggregates), kept: data.length }));
    await engine.close();
  }
  void main();
`;

it('costs less than 1 KB for each aggregate that is kept warm, beside its own data', () => {
  const args = ['--import', 'tsx', '-C', '@statefold/source', '--expose-gc', '--input-type=module', '--eval', program];
  const ended = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(ended.stderr).toBe('');
  const { resident, all, data } = JSON.parse(ended.stdout) as { resident: number; all: number; data: number };
  expect(resident).toBe(4_000);
  expect(data).toBeGreaterThan(100);
  expect(all - data).toBeLessThan(MOST_BYTES);
}, 60_000);
