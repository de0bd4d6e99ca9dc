import { beforeEach, describe, expect, it } from 'vitest';
import { exportLog } from '../../../src/engine/log-export.js';
import { type LoggedCommit, type LogRange, readLog } from '../../../src/engine/log-reader.js';
import type { Partition, Position } from '../../../src/kernel/place.js';
import { fingerprintOf } from '../../../src/log/descriptor-text.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store, StoreConnection } from '../../../src/store/store.js';
import { startNotes, written, writtenWithMood } from '../../support/notes.js';
import { overriding } from '../../support/overriding.js';

const partition = 0 as Partition;
let store: Store;
let connection: StoreConnection;

/** Three commits: two of a note by two releases, one of a letter. */
beforeEach(async () => {
  store = memoryStore();
  connection = await store.connect();
  const old = await startNotes({}, { store });
  await old.commands.write('a', { text: 'one' }, { commandId: 'c1', metadata: { userId: 'u' } });
  await old.commands.send('l');
  await old.close();
  const fresh = await startNotes({ written: writtenWithMood }, { store });
  await fresh.commands.write('a', { text: 'two', mood: 'bright' });
  await fresh.close();
});

async function read(range: Omit<LogRange, 'partition'> = {}, from = connection): Promise<readonly LoggedCommit[]> {
  const commits: LoggedCommit[] = [];
  for await (const commit of readLog(from, { partition, ...range })) commits.push(commit);
  return commits;
}

const positions = (commits: readonly LoggedCommit[]) => commits.map(({ place }) => place.position);

describe('readLog', () => {
  it('decodes commits with nothing but the log', async () => {
    const commits = await read();
    expect(commits[0]).toMatchObject({
      place: { partition: 0, position: 1 },
      aggregate: { type: 'Note', id: 'a' },
      version: 1,
      commandId: 'c1',
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      metadata: { userId: 'u' },
      events: [{ descriptor: { event: 'Written', version: 1 }, data: { text: 'one' } }],
    });
    expect(commits.map(({ events }) => events.map(({ data }) => data))).toEqual([
      [{ text: 'one' }],
      [{}],
      [{ text: 'two', mood: 'bright' }],
    ]);
  });

  it.each<[string, Omit<LogRange, 'partition'>, readonly number[]]>([
    ['all', {}, [1, 2, 3]],
    ['from a position', { after: 1 as Position }, [2, 3]],
    ['to a position', { to: 2 as Position }, [1, 2]],
    ['between positions', { after: 1 as Position, to: 2 as Position }, [2]],
    ['nothing behind the end', { after: 9 as Position }, []],
    ['some aggregates', { where: ({ type }) => type === 'Letter' }, [2]],
  ])('reads %s', async (_name, range, expected) => {
    expect(positions(await read(range))).toEqual(expected);
  });

  it('follows what is stored later, with forms that were not there before, until it is told to stop', async () => {
    const [ending, seen] = [new AbortController(), [] as unknown[]];
    const range = { partition, after: 2 as Position, follow: true, signal: ending.signal };
    const following = (async () => {
      for await (const { events } of readLog(connection, range)) seen.push(events[0]?.data);
    })();
    await expect.poll(() => seen).toHaveLength(1);
    const engine = await startNotes({ written: writtenWithMood, filed: true }, { store });
    await engine.commands.file('a');
    await engine.commands.sort('a', { kind: 'work' });
    await engine.close();
    await expect.poll(() => seen).toEqual([{ text: 'two', mood: 'bright' }, {}, { kind: 'work' }]);
    ending.abort();
    await following;
  });

  it('is INCOMPATIBLE with its place where the registry lacks the descriptor', async () => {
    const { log } = connection;
    const registry = overriding(connection.registry, { read: async () => new Map() });
    await expect(read({}, { ...connection, log, registry })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      message: expect.stringContaining('Note-a@1 (partition 0, position 1)'),
    });
  });

  it('refuses a log whose blocks do not follow each other', async () => {
    const log = overriding(connection.log, {
      read: async (...asked) => (await connection.log.read(...asked)).filter(({ first }) => first !== 2),
    });
    await expect(read({}, { ...connection, log })).rejects.toMatchObject({
      code: 'LOG_TRUNCATED',
      details: { known: 1, actual: 3 },
    });
  });
});

describe('exportLog', () => {
  async function lines(options = {}): Promise<readonly Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    for await (const line of exportLog(connection, options)) {
      expect(line).not.toContain('\n');
      found.push(JSON.parse(line) as Record<string, unknown>);
    }
    return found;
  }

  it('begins with the log, goes on with every form of its events, and then gives every commit whole', async () => {
    const [log, ...rest] = await lines();
    expect(log).toEqual({ kind: 'log', format: 1, partitions: 1 });
    const descriptors = rest.filter(({ kind }) => kind === 'descriptor');
    expect(descriptors).toHaveLength(3);
    expect(descriptors).toContainEqual({
      kind: 'descriptor',
      fingerprint: fingerprintOf(written),
      descriptor: written,
    });
    expect(rest.at(-1)).toEqual({ kind: 'end', commits: 3 });
    const commits = rest.slice(3, -1);
    expect(commits.map(({ kind, position }) => [kind, position])).toEqual([
      ['commit', 1],
      ['commit', 2],
      ['commit', 3],
    ]);
    const [first] = await read();
    expect(commits[0]).toEqual({
      kind: 'commit',
      partition: 0,
      epoch: first?.place.epoch,
      position: 1,
      mark: first?.place.mark,
      storedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      aggregate: 'Note',
      aggregateId: 'a',
      version: 1,
      tag: first?.tag,
      commandId: 'c1',
      digest: first?.digest,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      metadata: { userId: 'u' },
      events: [{ type: 'Written', number: written.number, schemaVersion: 1, data: { text: 'one' } }],
    });
  });

  it('ends where the log ended when it began', async () => {
    const engine = await startNotes({ written: writtenWithMood }, { store });
    const found: string[] = [];
    for await (const line of exportLog(connection)) {
      found.push(line);
      if (found.length < 10) await engine.commands.send('l');
    }
    await engine.close();
    expect(found.filter((line) => line.includes('"commit"'))).toHaveLength(3);
  });

  it('exports a part', async () => {
    const part = await lines({ after: 1 as Position, to: 2 as Position });
    expect(part.filter(({ kind }) => kind === 'commit').map(({ position }) => position)).toEqual([2]);
  });
});
