import { expect, it } from 'vitest';
import type { Partition } from '../../../src/kernel/place.js';
import type { Row } from '../../../src/projection/definition.js';
import { Flight } from '../../../src/projection/flight.js';
import { foldUnit } from '../../../src/projection/fold-unit.js';
import { PartitionRows } from '../../../src/projection/partition-rows.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { domain, orders } from './orders.js';

const PARTITION = 0 as Partition;
/** More than are remembered in each of so many partitions. */
const [PARTITIONS, MANY] = [64, 1000];

it('reads from a step on its way what it has forgotten, and from the store what no step writes', async () => {
  const connection = await memoryStore({ partitions: PARTITIONS }).connect();
  const unit = foldUnit({ projection: orders, ...domain, partitions: PARTITIONS });
  const rows = new PartitionRows(connection, PARTITION, { unit, generation: 'g', flight: new Flight() });
  const written = new Map<string, Row | null>();
  for (let number = 0; number < MANY; number++) written.set(`o${number}`, number % 2 === 0 ? { number } : null);
  for (const [key, row] of written) rows.rememberRow(key, row);
  const asked = ['o0', 'o1', 'o998', 'o999', 'nobody'];
  expect(await rows.rows(['o0'])).toEqual([null]);
  rows.forget();
  for (const [key, row] of written) rows.rememberRow(key, row);
  rows.send({ row: (key) => written.get(key), part: () => undefined });
  expect(await rows.rows(asked)).toEqual([{ number: 0 }, null, { number: 998 }, null, null]);
  rows.forget();
  expect(await rows.rows(asked)).toEqual([null, null, null, null, null]);
});
