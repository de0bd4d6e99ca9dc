// Of the event-log contract: whether a place from outside still means the same commit.
import { beforeEach, expect, it } from 'vitest';
import {
  type Epoch,
  FIRST_MARK,
  type Mark,
  type Partition,
  type Place,
  type Position,
} from '../../../src/kernel/place.js';
import type { EventLog, LogHead } from '../../../src/log/event-log.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { chain, commit, NOWHERE, order, PARTITION, START, store } from '../drafts.js';
import { benchOf } from '../open-stores.js';

export function placesContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);
  let log: EventLog;
  let head: LogHead;

  /** Positions 1 to 3 in one block, 4 in another. */
  beforeEach(async () => {
    ({ log } = await bench.connect());
    await store(log, chain(order('a'), NOWHERE, ['a1', 'a2', 'a3']));
    await store(log, [commit(order('b'), NOWHERE, 'b1')]);
    head = await log.head(PARTITION);
  });

  function place(position: number, mark: Mark, epoch: Epoch = head.epoch): Place {
    return { partition: PARTITION, epoch, position: position as Position, mark };
  }

  it('tells the epoch that it is in: the one of what is appended next', async () => {
    const epoch = await log.epoch(PARTITION);
    expect((await store(log, [commit(order('c'), NOWHERE, 'c1')])).epoch).toBe(epoch);
  });

  it('holds every place that the log itself has told', async () => {
    const commits = [
      ...(await log.history(order('a'), NOWHERE.version, 9)),
      ...(await log.history(order('b'), NOWHERE.version, 9)),
    ];
    expect(commits).toHaveLength(4);
    for (const { place: told } of commits) expect(await log.holds(told)).toBe(true);
    expect(await log.holds({ partition: PARTITION, ...head })).toBe(true);
  });

  it('still holds a place when the log has grown', async () => {
    await store(log, chain(order('z'), NOWHERE, ['z1', 'z2']));
    expect(await log.holds({ partition: PARTITION, ...head })).toBe(true);
  });

  it('does not hold a place of another mark', async () => {
    expect(await log.holds(place(4, 'ffffffffffffffff' as Mark))).toBe(false);
  });

  it('does not hold a position under the mark of a neighbour', async () => {
    const [first] = await log.read(PARTITION, START, 1);
    expect(await log.holds(place(4, first?.mark as Mark))).toBe(false);
    expect(await log.holds(place(3, head.mark))).toBe(false);
    expect(await log.holds(place(3, first?.mark as Mark))).toBe(true);
  });

  it('does not hold a place of another epoch', async () => {
    expect(await log.holds(place(4, head.mark, '7' as Epoch))).toBe(false);
    expect(await log.holds(place(4, head.mark, `${head.epoch}0` as Epoch))).toBe(false);
  });

  it.each([5, 6, 1000])('does not hold position %i beyond the head', async (position) => {
    expect(await log.holds(place(position, head.mark))).toBe(false);
  });

  it.each([-1, 1.5, Number.NaN])('does not hold %d, which is no position', async (position) => {
    expect(await log.holds(place(position, head.mark))).toBe(false);
  });

  it('holds the place before the first commit, with the first mark only', async () => {
    expect(await log.holds(place(0, FIRST_MARK))).toBe(true);
    expect(await log.holds(place(0, head.mark))).toBe(false);
    expect(await log.holds(place(1, FIRST_MARK))).toBe(false);
  });

  it.each([1, 64, -1])('does not hold a place in partition %i, which is not there', async (partition) => {
    expect(await log.holds({ ...place(4, head.mark), partition: partition as Partition })).toBe(false);
  });

  it('does not hold a place of another log', async () => {
    const other = (await bench.connect()).log;
    await store(other, chain(order('a'), NOWHERE, ['a1', 'a2', 'other']));
    await store(other, [commit(order('b'), NOWHERE, 'b1')]);
    expect(await other.holds({ partition: PARTITION, ...head })).toBe(false);
  });
}
