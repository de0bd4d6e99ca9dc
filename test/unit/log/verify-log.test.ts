// `verifyLog` through the ports alone, over a store in memory whose answers are changed.
import { beforeEach, expect, it } from 'vitest';
import type { Partition, Position } from '../../../src/kernel/place.js';
import type { EventLog, StoredBlock, StoredCommit } from '../../../src/log/event-log.js';
import { verifyLog } from '../../../src/log/verify-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { chain, NOWHERE, order, PARTITION, store } from '../../contract/drafts.js';
import { overriding } from '../../support/overriding.js';

let log: EventLog;

beforeEach(async () => {
  log = (await memoryStore().connect()).log;
  for (const id of ['a', 'b', 'c', 'd', 'e']) await store(log, chain(order(id), NOWHERE, [`${id}1`, `${id}2`]));
});

/** What is found where the blocks of each page are changed. */
async function found(change: (blocks: StoredBlock[]) => StoredBlock[], other: Partial<EventLog> = {}) {
  const read: EventLog['read'] = async (...asked) => change([...(await log.read(...asked))]);
  return (await verifyLog({ log: overriding(log, { read, ...other }) })).findings.map(({ message }) => message);
}

const changed = (at: number, part: Partial<StoredBlock>) => (blocks: StoredBlock[]) =>
  blocks.map((block, index) => (index === at ? { ...block, ...part } : block));

it('finds nothing in a log as it was written', async () => {
  expect(await verifyLog({ log })).toEqual({ blocks: 5, commits: 10, aggregates: 5, findings: [] });
});

it('finds nothing in an empty log, and nothing behind the end', async () => {
  const empty = (await memoryStore({ partitions: 3 }).connect()).log;
  expect(await verifyLog({ log: empty })).toMatchObject({ blocks: 0, findings: [] });
  expect(await verifyLog({ log }, { after: 10 as Position })).toMatchObject({ blocks: 0, findings: [] });
  expect(await verifyLog({ log }, { after: 99 as Position })).toMatchObject({ blocks: 0, findings: [] });
});

it('looks at the partitions that it is asked for, and tells how far it is', async () => {
  const { log: many } = await memoryStore({ partitions: 2 }).connect();
  const seen: unknown[] = [];
  await verifyLog({ log: many }, { partitions: [1 as Partition], onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([{ partition: 1, position: 0, end: 0 }]);
});

it('finds every byte of a block that is flipped', async () => {
  const [, second] = await log.read(PARTITION, 0 as Position, 1 << 20);
  for (let at = 0; at < (second?.bytes.length ?? 0); at++) {
    const messages = await found((blocks) => {
      const bytes = Buffer.from(blocks[1]?.bytes ?? []);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return changed(1, { bytes })(blocks);
    });
    expect(messages[0]).toBe(
      'Partition 0: the block at positions 3 to 4 is not the one that was written. Restore the log from a replica or a backup.',
    );
  }
});

it.each<[string, (blocks: StoredBlock[]) => StoredBlock[]]>([
  ['another time', changed(2, { storedAt: 1 })],
  ['another epoch', changed(2, { epoch: '1' as never })],
  ['another mark', changed(2, { mark: '0123456789abcdef' as never })],
  ['other positions', changed(2, { first: 6 as Position })],
  ['a block that is missing', (blocks) => blocks.toSpliced(1, 1)],
  ['the first block missing', (blocks) => blocks.slice(1)],
  ['blocks in another order', (blocks) => [...blocks.slice(0, 1), ...blocks.slice(1, 3).reverse(), ...blocks.slice(3)]],
  ['a block twice', (blocks) => blocks.flatMap((block) => [block, block])],
  ['the last block missing', (blocks) => blocks.filter(({ last }) => last < 10)],
])('finds %s', async (_what, change) => {
  expect((await found(change))[0]).toMatch(/^Partition 0: /);
});

it.each([
  ['position', { position: 8 as Position }, 'the head does not prove the last block, at positions 7 to 8'],
  ['mark', { mark: '0123456789abcdef' as never }, 'the head does not prove the last block, at positions 9 to 10'],
  ['epoch', { epoch: '1' as never }, 'the head does not prove the last block, at positions 9 to 10'],
])('finds a head of another %s', async (_what, part, message) => {
  const head: EventLog['head'] = async (partition) => ({ ...(await log.head(partition)), ...part });
  expect(await found((blocks) => blocks, { head })).toEqual([expect.stringContaining(message)]);
});

it('finds blocks behind the head', async () => {
  const fourth = (await log.read(PARTITION, 6 as Position, 1))[0] as StoredBlock;
  const head = async () => ({ position: fourth.last, mark: fourth.mark, epoch: fourth.epoch });
  expect(await found((blocks) => blocks, { head })).toEqual([
    expect.stringContaining('the log ends at position 10, and its head says 8: what lies behind was not appended'),
  ]);
});

it.each<[string, (commits: readonly StoredCommit[]) => readonly StoredCommit[], string]>([
  ['misses a commit', (commits) => commits.slice(1), 'lists 1 of the 2 commits in the log'],
  [
    'names another commit',
    ([one, ...others]) => [{ ...(one as StoredCommit), head: { version: 1 as never, tag: 'ff' as never } }, ...others],
    'lists other commits than the log has',
  ],
])('finds an index that %s', async (_what, change, message) => {
  const history: EventLog['history'] = async (...asked) => {
    const commits = await log.history(...asked);
    return asked[0].id === 'c' ? change(commits) : commits;
  };
  const messages = await found((blocks) => blocks, { history });
  expect(messages).toEqual([expect.stringContaining(`the index of "Order-c" ${message}`)]);
});

it('stops where it is told to', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(verifyLog({ log }, { signal })).rejects.toThrow('enough');
});
