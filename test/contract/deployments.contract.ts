// What releases that run side by side on one store promise each other: old code reads what it can, and stops where it cannot.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStatefoldError, StatefoldError } from '../../src/kernel/error.js';
import { descriptorText, fingerprintOf } from '../../src/log/descriptor-text.js';
import type { Store } from '../../src/store/store.js';
import {
  filed,
  type NotesEngine,
  type Release,
  sorted,
  sortedWider,
  startNotes,
  written,
  writtenWithAuthor,
  writtenWithMood,
} from '../support/notes.js';
import { overriding } from '../support/overriding.js';
import type { StoreUnderTest } from '../support/stores.js';
import { until } from './open-stores.js';

const OLD: Release = {};
const NEW: Release = { written: writtenWithMood, sorted: sortedWider, filed: true };

export function deploymentsContract(underTest: StoreUnderTest): void {
  let store: Store;
  let dispose: () => Promise<void>;
  const running: NotesEngine[] = [];
  const errors: StatefoldError[] = [];

  beforeEach(async () => {
    errors.length = 0;
    ({ store, dispose } = await underTest.open({ partitions: 1 }));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((engine) => engine.close()));
    await dispose();
  });

  async function start(
    release: Release,
    options: Partial<Parameters<typeof startNotes>[1]> = {},
  ): Promise<NotesEngine> {
    const onError = (error: StatefoldError) => errors.push(error);
    const engine = await startNotes(release, { store, onError, ...options });
    running.push(engine);
    return engine;
  }

  async function registered(): Promise<ReadonlyMap<string, string>> {
    const connection = await store.connect();
    const held = await connection.registry.read();
    await connection.close();
    return held;
  }

  async function statusOf(engine: NotesEngine, name: string) {
    return (await engine.projections.status()).find((status) => status.name === name);
  }

  it('write a descriptor before the first event that uses it, and none before that', async () => {
    const calls: string[] = [];
    const watched: Store = {
      name: 'watched',
      connect: async () => {
        const connection = await store.connect();
        const { log, registry } = connection;
        return overriding(connection, {
          log: overriding(log, {
            append: async (partition, block) => {
              calls.push(`append ${block.commits.length}`);
              return log.append(partition, block);
            },
          }),
          registry: overriding(registry, {
            add: async (entries) => {
              await registry.add(entries);
              calls.push(...entries.keys());
            },
          }),
        });
      },
    };
    const engine = await start(OLD, { store: watched });
    expect(await registered()).toEqual(new Map());
    await engine.commands.write('a', { text: 'one' });
    await engine.commands.write('a', { text: 'two' });
    expect(await registered()).toEqual(new Map([[fingerprintOf(written), descriptorText(written)]]));
    await engine.commands.sort('a', { kind: 'work' });
    expect(calls).toEqual([fingerprintOf(written), 'append 1', 'append 1', fingerprintOf(sorted), 'append 1']);
  });

  it('store nothing while the registry cannot be written, and go on once it can', async () => {
    let isAway = true;
    const away: Store = {
      name: 'away',
      connect: async () => {
        const connection = await store.connect();
        const { registry } = connection;
        return overriding(connection, {
          registry: overriding(registry, {
            add: async (entries) => {
              if (isAway) throw new StatefoldError('UNAVAILABLE', 'The store is away.', { what: 'test store' });
              return registry.add(entries);
            },
          }),
        });
      },
    };
    const engine = await start(OLD, { store: away });
    await expect(engine.commands.write('a', { text: 'one' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await engine.aggregates.note('a').version()).toBe(0);
    isAway = false;
    expect(await engine.commands.write('a', { text: 'one' })).toMatchObject({ version: 1 });
    expect((await registered()).size).toBe(1);
  });

  it('read in old code what new code writes with another trailing optional field', async () => {
    const [old, fresh] = [await start(OLD, { fold: true }), await start(NEW)];
    await fresh.commands.write('a', { text: 'one', mood: 'bright' });
    expect((await old.aggregates.note('a').history()).map(({ data }) => data)).toEqual([{ text: 'one' }]);
    expect((await fresh.aggregates.note('a').history()).map(({ data }) => data)).toEqual([
      { text: 'one', mood: 'bright' },
    ]);
    await old.commands.write('a', { text: 'two' });
    expect(await fresh.aggregates.note('a').state()).toMatchObject({ version: 2, state: { text: 'two' } });
    await until('the old projection to fold both', async () => (await statusOf(old, 'Notes'))?.lag.commits === 0);
    expect(await statusOf(old, 'Notes')).toMatchObject({ state: 'live', error: null });
    // And it starts again: what is there can be read.
    await start(OLD);
  });

  it('stop in old code at what it cannot read: that aggregate, and projections exactly before it', async () => {
    const [old, fresh] = [await start(OLD, { fold: true }), await start(NEW)];
    await fresh.commands.write('a', { text: 'one' });
    await fresh.commands.write('b', { text: 'one' });
    await fresh.commands.sort('a', { kind: 'rest' });
    await fresh.commands.write('b', { text: 'two' });
    const unreadable = expect.objectContaining({
      code: 'INCOMPATIBLE',
      message: expect.stringMatching(/^Note-a@2 \(partition 0, position 3\): .*Run the release that wrote it/),
    });
    const note = old.aggregates.note('a');
    await expect(old.commands.write('a', { text: 'x' })).rejects.toEqual(unreadable);
    await expect(note.state()).rejects.toEqual(unreadable);
    await expect(note.history()).rejects.toEqual(unreadable);
    await expect(note.stateAsOf({ version: 2 })).rejects.toEqual(unreadable);
    expect(await note.stateAsOf({ version: 1 })).toMatchObject({ state: { text: 'one' } });

    await until('the projection to halt', async () => (await statusOf(old, 'Notes'))?.state === 'failed');
    expect(await statusOf(old, 'Notes')).toMatchObject({ partitions: [{ position: 2 }], error: unreadable });
    expect(errors).toEqual([unreadable]);

    // Everybody else goes on.
    expect(await old.commands.write('b', { text: 'three' })).toMatchObject({ version: 3 });
    await old.commands.send('l');
    await until('the other projection to fold on', async () => (await statusOf(old, 'Letters'))?.lag.commits === 0);
    expect(await fresh.aggregates.note('a').state()).toMatchObject({ state: { kind: 'rest' } });
    expect(await fresh.aggregates.note('b').state()).toMatchObject({ state: { text: 'three' } });
  });

  it('end a subscription in old code with the error, after all that came before', async () => {
    const [old, fresh] = [await start(OLD), await start(NEW)];
    await fresh.commands.write('a', { text: 'one' });
    await fresh.commands.sort('a', { kind: 'rest' });
    const seen: unknown[] = [];
    const ended = new Promise((resolve) => {
      old.aggregates.note('a').subscribe(({ data }) => seen.push(data), { after: 0, onError: resolve });
    });
    expect(isStatefoldError(await ended, 'INCOMPATIBLE')).toBe(true);
    expect(seen).toEqual([{ text: 'one' }]);
  });

  it('give in old code the first receipt of a command whose events it cannot read', async () => {
    const [old, fresh] = [await start(OLD), await start(NEW)];
    await fresh.commands.write('a', { text: 'one' });
    const once = { commandId: 'once' };
    const receipt = await fresh.commands.sort('a', { kind: 'rest' }, once);
    expect(await old.commands.sort('a', { kind: 'rest' }, once)).toEqual(receipt);
    await expect(old.commands.sort('a', { kind: 'play' }, once)).rejects.toMatchObject({ code: 'DUPLICATE' });
    await expect(old.commands.sort('a', { kind: 'play' }, { commandId: 'other' })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
    });
  });

  it('refuse to start old code on what it cannot read, with the list', async () => {
    const fresh = await start(NEW);
    await fresh.commands.write('a', { text: 'one', mood: 'bright' });
    await start(OLD);
    await fresh.commands.sort('a', { kind: 'work' });
    await fresh.commands.file('a');
    await expect(start(OLD)).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      details: {
        unreadable: [
          { event: 'Filed', version: 1, reason: 'unknown' },
          { event: 'Sorted', version: 1, reason: 'newer' },
        ],
      },
    });
    await start(NEW);
  });

  it('refuse to start code whose lock has diverged', async () => {
    await (await start({ written: writtenWithMood })).commands.write('a', { text: 'one' });
    await expect(start({ written: writtenWithAuthor })).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      details: { unreadable: [{ event: 'Written', version: 1, reason: 'diverged' }] },
    });
  });

  it('store nothing in a form that has diverged since they started', async () => {
    const [one, other] = [await start({ written: writtenWithMood }), await start({ written: writtenWithAuthor })];
    await one.commands.write('a', { text: 'one' });
    await expect(other.commands.write('b', { text: 'two' })).rejects.toMatchObject({ code: 'INCOMPATIBLE' });
    expect(await one.aggregates.note('b').version()).toBe(0);
    expect((await registered()).size).toBe(1);
  });

  it('refuse to start code that lacks an event of the log', async () => {
    await (await start({ filed: true })).commands.file('a');
    expect(await registered()).toEqual(new Map([[fingerprintOf(filed), descriptorText(filed)]]));
    await expect(start(OLD)).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      details: { unreadable: [{ event: 'Filed', version: 1, reason: 'unknown' }] },
    });
  });
}
