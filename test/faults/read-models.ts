// Judges read models by the log that they stand on: nothing skipped, nothing folded twice, the same bytes as a rebuild from the first event.

import { decodeValue } from '../../src/codec/unpacker.js';
import { readLog } from '../../src/engine/log-reader.js';
import type { Partition } from '../../src/kernel/place.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import type { Store, StoreConnection } from '../../src/store/store.js';
import { type CommitSeen, commitsSeen } from '../../src/testing/history-checker/commit-seen.js';
import { type DiaryEngine, type DiaryRow, diaryApp, startDiaries, TABLES } from './diary.js';

/** What was found wrong, in words, and how much was compared: nothing wrong with nothing proves nothing. */
export interface Judgement {
  readonly violations: readonly string[];
  readonly rows: number;
  readonly events: number;
}

/** The ids of all events in a log, by aggregate, in their order. */
export async function eventIdsOf({ log, registry }: StoreConnection): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, string[]>();
  for (let partition = 0; partition < log.partitions; partition++) {
    for await (const commit of readLog({ log, registry }, { partition: partition as Partition })) {
      const known = ids.get(commit.aggregate.id) ?? [];
      ids.set(commit.aggregate.id, known);
      for (let number = 1; number <= commit.events.length; number++) known.push(`${commit.commandId}#${number}`);
    }
  }
  return ids;
}

/** Waits until an engine has folded all that the log holds; fails after so many ms. */
export async function caughtUp(engine: DiaryEngine, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const [status] = await engine.projections.status();
    if (status?.state === 'live' && status.lag.commits === 0) return;
    if (performance.now() > end) throw new Error(`Not folded within ${withinMs} ms: ${JSON.stringify(status)}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The bytes of all rows of the generation that serves, by table and key. */
async function bytesOf(engine: DiaryEngine, { log, tables }: StoreConnection): Promise<ReadonlyMap<string, Buffer>> {
  const [status] = await engine.projections.status();
  const found = new Map<string, Buffer>();
  for (const table of TABLES) {
    for (let partition = 0; partition < log.partitions; partition++) {
      const id = { table, generation: status?.generation ?? '' };
      const rows = await tables.scan(id, partition as Partition, '', 1_000_000);
      for (const [key, row] of rows) found.set(`${table} ${partition} ${key}`, Buffer.from(row));
    }
  }
  return found;
}

/** A store of diaries for those who judge: patient, since what they judge has left its server busy. */
function judgedStore(url: string): Store {
  return redisStore({ url, durability: 'memory', timeout: 30_000, onWarning: () => {} });
}

/** All commits of the diaries on a server. */
export async function commitsOn(url: string): Promise<readonly CommitSeen[]> {
  const connection = await judgedStore(url).connect();
  try {
    return await commitsSeen(diaryApp, connection);
  } finally {
    await connection.close();
  }
}

/** Judges what a server holds now. Nobody else may write to it meanwhile. */
export async function judgeReadModels(url: string): Promise<Judgement> {
  const store = judgedStore(url);
  const engine = await startDiaries({ store });
  const connection = await store.connect();
  const violations: string[] = [];
  try {
    // Leases of those who were killed last have to end, and a busy machine takes its time over what they left.
    await caughtUp(engine, 60_000);
    const live = await bytesOf(engine, connection);
    const verified = await engine.projections.verify('DiaryRows');
    for (const difference of verified.differences) violations.push(`verify: ${JSON.stringify(difference)}`);

    const stored = await eventIdsOf(connection);
    const rows = [...live].flatMap(([name, bytes]) =>
      name.startsWith('DiaryRows ') ? [decodeValue(bytes) as DiaryRow] : [],
    );
    const seen = new Map(rows.map((row) => [row.diaryId, row.seen]));
    for (const id of new Set([...stored.keys(), ...seen.keys()])) {
      const [inLog, inRow] = [stored.get(id)?.join(' '), seen.get(id)?.join(' ')];
      if (inLog !== inRow) violations.push(`${id}: the log holds ${inLog}, and its row has seen ${inRow}`);
    }
    for (const { diaryId, misplaced } of rows) {
      if (misplaced > 0)
        violations.push(`${diaryId}: ${misplaced} events stand on another history than they were decided on`);
    }

    await engine.projections.rebuild('DiaryRows');
    const rebuilt = await bytesOf(engine, connection);
    for (const name of new Set([...live.keys(), ...rebuilt.keys()])) {
      const [before, after] = [live.get(name), rebuilt.get(name)];
      if (before === undefined || after === undefined || !before.equals(after))
        violations.push(`${name}: a rebuild makes another row of it`);
    }
    const events = [...stored.values()].reduce((sum, ids) => sum + ids.length, 0);
    return { violations, rows: live.size, events };
  } finally {
    await connection.close();
    await engine.close();
  }
}
