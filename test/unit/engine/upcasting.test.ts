// A release with upcasters on a log that the one before it wrote: what each way of reading shows, and that versions stay.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventCodec, Upcast } from '../../../src/codec/event-codec.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store } from '../../../src/store/store.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';
import { type NotesEngine, type Release, sorted, startNotes, written } from '../../support/notes.js';

const text = { type: 'string' } as const;
const writtenV2 = descriptorOf('Written', objectOf({ text, 'mood?': text }), { aggregate: 'Note', version: 2 });

/** Written once stands for Written and Filed today. */
const split: Upcast = ({ event }) => [
  { type: 'Written', data: { ...(event.data as object), mood: 'old' } },
  { type: 'Filed', data: {} },
];
const older = (upcast: Upcast): EventCodec => ({ ...schemaCodec(written), upcast });
/** Sorting was given up, and left no trace. */
const dropped: EventCodec = { ...schemaCodec(sorted), upcast: () => [] };
const TODAY: Release = { written: writtenV2, filed: true, retired: ['Sorted'], older: [older(split), dropped] };

const START = Date.UTC(2024, 0, 1);
let time = START;
let store: Store;
const running: NotesEngine[] = [];

async function start(release: Release, fold = false): Promise<NotesEngine> {
  const runtime = { ...systemRuntime, now: () => time };
  const engine = await startNotes(release, { store, runtime, fold });
  running.push(engine);
  return engine;
}

/** Written (1), sorted (2), written (3), sorted (4); a second apart. */
beforeEach(async () => {
  store = memoryStore();
  const before = await start({});
  for (const [index, step] of ['one', 'work', 'two', 'play'].entries()) {
    time = START + index * 1000;
    const options = { commandId: `c${index + 1}` };
    if (index % 2 === 0) await before.commands.write('a', { text: step }, options);
    else await before.commands.sort('a', { kind: step }, options);
  }
  time = START + 10_000;
  await before.close();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.close()));
});

it('shows the events of today, at the versions of those that were stored', async () => {
  const note = (await start(TODAY)).aggregates.note('a');
  const history = await note.history();
  expect(history.map(({ type, id, version }) => [type, id, version])).toEqual([
    ['Written', 'c1#1.1', 1],
    ['Filed', 'c1#1.2', 1],
    ['Written', 'c3#1.1', 3],
    ['Filed', 'c3#1.2', 3],
  ]);
  expect(history[2]?.data).toEqual({ text: 'two', mood: 'old' });
  expect(await note.state()).toMatchObject({ version: 4, state: { text: 'two', kind: 'filed' } });
});

it('decides on the version that counts stored events, and stores in the newest form', async () => {
  const engine = await start(TODAY);
  expect(await engine.commands.write('a', { text: 'three', mood: 'new' }, { expectedVersion: 4 })).toMatchObject({
    version: 5,
  });
  expect((await engine.aggregates.note('a').history()).at(-1)).toMatchObject({
    type: 'Written',
    data: { text: 'three', mood: 'new' },
    version: 5,
  });
});

it.each([
  [{ version: 0 }, 0, ''],
  [{ version: 1 }, 1, 'one'],
  [{ version: 2 }, 2, 'one'],
  [{ version: 3 }, 3, 'two'],
  [{ version: 4 }, 4, 'two'],
  [{ time: new Date(START - 1) }, 0, ''],
  [{ time: new Date(START + 1999) }, 2, 'one'],
  [{ time: new Date(START + 2000) }, 3, 'two'],
  [{ time: new Date(START + 9000) }, 4, 'two'],
])('travels to %j, also where an event was dropped', async (asOf, version, state) => {
  const engine = await start(TODAY);
  expect(await engine.aggregates.note('a').stateAsOf(asOf)).toMatchObject({ version, state: { text: state } });
});

it('does not travel to a version that was not reached', async () => {
  const engine = await start(TODAY);
  await expect(engine.aggregates.note('a').stateAsOf({ version: 5 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('shows subscribers the events of today', async () => {
  const engine = await start(TODAY);
  const seen: string[] = [];
  engine.aggregates.note('a').subscribe(({ id }) => seen.push(id), { after: 1 });
  await engine.commands.write('a', { text: 'three' }, { commandId: 'c5' });
  await expect.poll(() => seen).toEqual(['c3#1.1', 'c3#1.2', 'c5#1']);
});

it('folds the events of today, live and when it verifies', async () => {
  const engine = await start(TODAY, true);
  await expect
    .poll(async () => (await engine.projections.status()).map(({ state, lag }) => `${state} ${lag.commits}`))
    .toEqual(['live 0', 'live 0']);
  expect(await engine.projections.verify('Notes')).toMatchObject({ identical: true, events: 4 });
});

it('gives a command its first receipt again', async () => {
  const engine = await start(TODAY);
  expect(await engine.commands.write('a', { text: 'one' }, { commandId: 'c1' })).toMatchObject({ version: 1 });
});

it('tells who sends a command, and who reads, of an upcaster that fails: with upcaster, event and place', async () => {
  const failing: Upcast = () => {
    throw new RangeError('no mood');
  };
  // Only the machine's fingerprint is known to fit: as where the upcaster fails for the first time after the start.
  const engine = await start({ ...TODAY, older: [older(failing), dropped] });
  const defect = expect.objectContaining({
    code: 'DEFECT',
    message: 'Note-a@1 (partition 0, position 1): upcast.WrittenV1 threw: no mood. Mend the upcaster.',
    details: { where: 'upcast.WrittenV1', aggregateId: 'a' },
  });
  await expect(engine.commands.write('a', { text: 'x' })).rejects.toEqual(defect);
  await expect(engine.aggregates.note('a').history()).rejects.toEqual(defect);
  expect(await engine.commands.write('b', { text: 'x' })).toMatchObject({ version: 1 });
});
