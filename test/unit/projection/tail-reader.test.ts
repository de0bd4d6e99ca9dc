import { describe, expect, it } from 'vitest';
import type { Epoch, Mark, Partition, Position } from '../../../src/kernel/place.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { LOG_START } from '../../../src/log/log-cursor.js';
import { TailReader } from '../../../src/projection/tail-reader.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { recordedOrders as recorded, TestWriter } from './orders.js';

const partition = 0 as Partition;
const touched = (id: string) => ({ id, time: 1000, events: [{ type: 'Touched', data: {} }] });

/** A log of three blocks, of two commits each, that counts how often it is read. */
async function threeBlocks() {
  const { log } = await memoryStore().connect();
  const writer = new TestWriter(log);
  for (const block of ['a', 'b', 'c']) await writer.append([touched(`${block}1`), touched(`${block}2`)]);
  let reads = 0;
  const counted = Object.create(log) as EventLog;
  counted.read = (...asked) => {
    reads += 1;
    return log.read(...asked);
  };
  return { log: counted, writer, reads: () => reads };
}

describe('TailReader', () => {
  it('reads and decodes the tail once for all readers', async () => {
    const { log, reads } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1 << 20);
    const [one, two] = await Promise.all([reader.read(LOG_START), reader.read(LOG_START)]);
    const third = await reader.read(LOG_START);
    expect(reads()).toBe(1);
    expect(two[0]).toBe(one[0]);
    expect(third[2]?.commits[0]?.events()).toBe(one[2]?.commits[0]?.events());
  });

  it('gives the block that holds a place inside it', async () => {
    const { log } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1 << 20);
    const [, second] = await reader.read(LOG_START);
    const blocks = await reader.read({ position: 3 as Position, mark: second?.mark ?? ('' as Mark) });
    expect(blocks.map(({ first, last }) => [first, last])).toEqual([
      [3, 4],
      [5, 6],
    ]);
  });

  it('forgets old blocks past its bound, and reads them again for who is behind', async () => {
    const { log, reads } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1);
    await reader.read(LOG_START);
    expect((await reader.read(LOG_START)).map(({ first }) => first)).toEqual([1, 3, 5]);
    expect(reads()).toBe(2);
  });

  it('answers with nothing at the end, and with what is appended next', async () => {
    const { log, writer } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1 << 20);
    const last = (await reader.read(LOG_START)).at(-1);
    if (last === undefined) throw new Error('The log is empty.');
    const end = { position: last.last, mark: last.mark };
    expect(await reader.read(end)).toEqual([]);
    await writer.append([touched('d1')]);
    expect((await reader.read(end)).map(({ first }) => first)).toEqual([7]);
  });

  it('asks again for who comes while a page is under way that brings nothing', async () => {
    const { log, writer } = await threeBlocks();
    const slow = Object.create(log) as EventLog;
    let arrive = (): void => {};
    slow.read = async (...asked) => {
      const page = await log.read(...asked);
      if (page.length === 0) await new Promise<void>((resolve) => (arrive = resolve));
      return page;
    };
    const reader = new TailReader({ log: slow, recorded }, partition, 1 << 20);
    const last = (await reader.read(LOG_START)).at(-1);
    const end = { position: last?.last ?? LOG_START.position, mark: last?.mark ?? LOG_START.mark };
    const before = reader.read(end);
    await new Promise((resolve) => setImmediate(resolve));
    await writer.append([touched('d1')]);
    // Woken by what was appended after the page was read in the store.
    const woken = reader.read(end);
    arrive();
    expect(await before).toEqual([]);
    expect((await woken).map(({ first }) => first)).toEqual([7]);
  });

  it('forgets what it has kept when the log enters another epoch', async () => {
    const { log, reads } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1 << 20);
    for (const [epoch, count] of [
      ['1', 1],
      ['1', 1],
      ['2', 2],
    ] as const) {
      reader.enter(epoch as Epoch);
      expect((await reader.read(LOG_START)).map(({ first }) => first)).toEqual([1, 3, 5]);
      expect(reads()).toBe(count);
    }
  });

  it('refuses to go on from a place that the log does not continue', async () => {
    const { log } = await threeBlocks();
    const reader = new TailReader({ log, recorded }, partition, 1 << 20);
    const mark = 'ffffffffffffffff' as Mark;
    await expect(reader.read({ position: 2 as Position, mark })).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
    await expect(reader.read({ position: 3 as Position, mark })).rejects.toMatchObject({ code: 'LOG_TRUNCATED' });
  });

  it('refuses a page whose blocks do not follow each other', async () => {
    const { log } = await threeBlocks();
    const gapped = Object.create(log) as EventLog;
    gapped.read = async (...asked) => (await log.read(...asked)).filter(({ first }) => first !== 3);
    await expect(new TailReader({ log: gapped, recorded }, partition, 1 << 20).read(LOG_START)).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      details: { known: 2, actual: 5 },
    });
  });
});
