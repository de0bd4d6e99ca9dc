// A log that is exported and imported is the same log: from memory to a server and back, in one go or broken off and gone on with.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importLog } from '../../src/engine/log-import.js';
import { verifyLog } from '../../src/log/verify-log.js';
import { memoryStore } from '../../src/store/memory/memory-store.js';
import type { Store } from '../../src/store/store.js';
import { linesOf } from '../support/exported-lines.js';
import { startNotes, writtenWithMood } from '../support/notes.js';
import { overriding } from '../support/overriding.js';
import { runsOf } from '../support/seed.js';
import { describeRedis, redisBench } from './bench.js';

/** Without what cannot be equal: in which epoch, under which mark and when a store took a commit. */
const comparable = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll(/"(epoch|mark|storedAt)":"[^"]*",/g, ''));

const id = fc.oneof(
  fc.constantFrom('a', 'b', 'ä:{}\u0000\r\n'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((text) => text.isWellFormed()),
);
const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((one) => one.isWellFormed());
const command = fc.record({
  id,
  what: fc.constantFrom('write', 'sort', 'send'),
  text,
  mood: fc.option(text, { nil: undefined }),
  copies: fc.integer({ min: 1, max: 3 }),
  isNamed: fc.boolean(),
  userId: fc.option(
    text.filter((one) => one !== ''),
    { nil: undefined },
  ),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** Sends commands to engines of two releases on one store. */
async function play(store: Store, commands: readonly Command[]): Promise<void> {
  const engines = [await startNotes({}, { store }), await startNotes({ written: writtenWithMood }, { store })];
  for (const [index, { id, what, text, mood, copies, isNamed, userId }] of commands.entries()) {
    const engine = engines[mood === undefined ? 0 : 1];
    const options = {
      ...(isNamed ? { commandId: `c${index}` } : {}),
      ...(userId === undefined ? {} : { metadata: { userId } }),
    };
    if (what === 'write') await engine?.commands.write(id, mood === undefined ? { text } : { text, mood }, options);
    else if (what === 'sort') await engine?.commands.sort(id, { kind: text === '' ? 'work' : 'play' }, options);
    else await engine?.commands.send(id, { copies }, options);
  }
  for (const engine of engines) await engine.close();
}

describeRedis('an exported log', () => {
  const bench = redisBench();

  it('comes back the same through a server', async () => {
    const { seed, numRuns } = runsOf('export and import', 12, 500);
    const server = await bench.server();
    const client = bench.client(server.url);
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), fc.constantFrom(1, 3), async (commands, partitions) => {
        await client.flushall();
        const first = memoryStore({ partitions });
        await play(first, commands);
        const exported = await linesOf(await first.connect());
        const onServer = await bench.connect({ url: server.url, partitions });
        const counted = await importLog(onServer, () => exported);
        const fromServer = await linesOf(onServer);
        const last = await memoryStore({ partitions }).connect();
        await importLog(last, () => fromServer);
        const back = await linesOf(last);
        expect(comparable(fromServer)).toEqual(comparable(exported));
        expect(comparable(back)).toEqual(comparable(exported));
        expect(counted).toMatchObject({ commits: commands.length, found: 0 });
        expect((await verifyLog(onServer)).findings).toEqual([]);
        await onServer.close();
      }),
      { seed, numRuns },
    );
  });

  it('is gone on with where it was broken off, and never begun on what is there', async () => {
    const store = memoryStore();
    await play(store, fc.sample(command, { numRuns: 600, seed: 1 }));
    const exported = await linesOf(await store.connect());
    const server = await bench.server();
    const target = await bench.connect({ url: server.url });
    let blocks = 0;
    const log = overriding(target.log, {
      append: async (...asked) => {
        blocks += 1;
        if (blocks === 3) throw new Error('the power is gone');
        return target.log.append(...asked);
      },
    });
    await expect(importLog({ ...target, log }, () => exported)).rejects.toThrow('the power is gone');
    expect((await target.log.head(0 as never)).position).toBe(512);
    await expect(importLog(target, () => exported)).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      message: expect.stringContaining('ends at position 512'),
    });
    expect(await importLog(target, () => exported, { resume: true })).toMatchObject({ commits: 600, found: 512 });
    expect(comparable(await linesOf(target))).toEqual(comparable(exported));
    expect(await importLog(target, () => exported, { resume: true })).toMatchObject({ commits: 600, found: 600 });
  });
});
