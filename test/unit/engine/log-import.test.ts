// What an import refuses, and that it has written nothing then.
import { beforeEach, expect, it } from 'vitest';
import { checkExport, importLog } from '../../../src/engine/log-import.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Store, StoreConnection } from '../../../src/store/store.js';
import { exportedLines } from '../../support/exported-lines.js';
import { startNotes } from '../../support/notes.js';

let lines: string[];
let target: StoreConnection;

/** Four commits: of a note three, of a letter one with two events. */
async function written(): Promise<Store> {
  const store = memoryStore();
  const engine = await startNotes({}, { store });
  await engine.commands.write('a', { text: 'one' }, { commandId: 'c1' });
  await engine.commands.sort('a', { kind: 'work' });
  await engine.commands.send('l', { copies: 2 });
  await engine.commands.write('a', { text: 'two' });
  await engine.close();
  return store;
}

beforeEach(async () => {
  lines = [...(await exportedLines(await written()))];
  target = await memoryStore().connect();
});

const commits = () => lines.flatMap((line, index) => (line.includes('"kind":"commit"') ? [index] : []));

/** Changes one commit of the lines. */
function change(number: number, by: (commit: Record<string, unknown>) => object): void {
  const at = commits()[number] ?? 0;
  lines[at] = JSON.stringify(by(JSON.parse(lines[at] ?? '') as Record<string, unknown>));
}

it('writes what was exported', async () => {
  const steps: unknown[] = [];
  const imported = await importLog(target, () => lines, {
    onProgress: ({ step, commits }) => steps.push(`${step} ${commits}`),
  });
  expect(imported).toEqual({ commits: 4, events: 5, aggregates: 2, found: 0 });
  expect(steps).toEqual(['check 1', 'check 2', 'check 3', 'check 4', 'write 1', 'write 2', 'write 3', 'write 4']);
});

it('does not check again what was checked', async () => {
  const checked = await checkExport(() => lines);
  expect(checked).toMatchObject({ partitions: 1, commits: 4, events: 5, aggregates: 2 });
  const steps: unknown[] = [];
  const imported = await importLog(target, () => lines, { checked, onProgress: ({ step }) => steps.push(step) });
  expect(imported).toEqual({ commits: 4, events: 5, aggregates: 2, found: 0 });
  expect(steps).toEqual(['write', 'write', 'write', 'write']);
  const wider = await memoryStore({ partitions: 2 }).connect();
  await expect(importLog(wider, () => lines, { checked })).rejects.toThrow('has 1 partitions, and the store 2');
});

it('finds no log where its first line is missing', async () => {
  lines[0] = '';
  await expect(checkExport(() => lines)).rejects.toThrow('Line 2 of the exported log stands before the beginning.');
  await expect(checkExport(() => [])).rejects.toThrow('The exported log is empty.');
});

it('lets an engine go on with the log, and a retried command find its first act', async () => {
  const store = memoryStore();
  await importLog(await store.connect(), () => lines);
  const engine = await startNotes({}, { store });
  expect(await engine.commands.write('a', { text: 'one' }, { commandId: 'c1' })).toMatchObject({ version: 1 });
  expect(await engine.commands.write('a', { text: 'three' })).toMatchObject({ version: 4 });
  await engine.close();
});

it.each<[string, () => void, string]>([
  ['is no JSON', () => lines.splice(2, 1, '{"secret":'), 'Line 3 of the exported log is no JSON. Export it again'],
  [
    'is another format',
    () => lines.splice(0, 1, '{"kind":"log","format":9}'),
    'Line 1 of the exported log does not begin a log of format 1',
  ],
  ['was broken off', () => lines.splice(-1, 1), 'The exported log has 4 commits, and it was broken off.'],
  [
    'lacks a commit',
    () => lines.splice(commits()[3] ?? 0, 1),
    'The exported log has 3 commits, and its last line says 4.',
  ],
  [
    'lacks the middle of an aggregate',
    () => lines.splice(commits()[1] ?? 0, 1),
    'goes on with Note "a" at version 3, but 2 is next: aggregates must be whole',
  ],
  ['lacks a descriptor', () => lines.splice(1, 1), 'and no descriptor of it'],
  [
    'has an event that is not as its descriptor says',
    () => change(0, (one) => ({ ...one, events: [{ ...(one.events as object[])[0], data: { text: 7 } }] })),
    'has a Written that is not as its descriptor says: /text',
  ],
  ['has a commit without events', () => change(0, (one) => ({ ...one, events: [] })), 'has no events'],
  [
    'has a tag that is none of its command',
    () => change(0, (one) => ({ ...one, tag: '0123456789abcdef' })),
    'has a tag that is none of its command',
  ],
  [
    'has a digest that is none',
    () => change(0, (one) => ({ ...one, digest: 'x' })),
    'cannot be stored: A digest is 16 hex digits',
  ],
  [
    'has an aggregate in another partition',
    () => change(0, (one) => ({ ...one, partition: 1 })),
    'says that its aggregate lives in partition 1, not 0',
  ],
  [
    'goes back in its partition',
    () => change(2, (one) => ({ ...one, position: 1 })),
    'stands behind a later position of its partition',
  ],
  ['goes on behind its end', () => lines.push(lines[1] ?? ''), 'stands behind the end'],
  [
    'is of more partitions',
    () => lines.splice(0, 1, '{"kind":"log","format":1,"partitions":2}'),
    'has 2 partitions, and the store 1',
  ],
])('refuses a log that %s, and writes nothing', async (_what, spoil, message) => {
  spoil();
  await expect(importLog(target, () => lines)).rejects.toThrow(message);
  expect((await target.log.head(0 as never)).position).toBe(0);
  expect((await target.registry.read()).size).toBe(0);
});

it('never repeats a line that it cannot read', async () => {
  lines.splice(2, 1, '{"secret": canary');
  const error = await importLog(target, () => lines).then(
    String,
    (caught: unknown) => `${String(caught)} ${(caught as Error).stack}`,
  );
  expect(error).not.toContain('canary');
});

it('refuses a store that holds something else, also where it goes on', async () => {
  const store = memoryStore();
  const engine = await startNotes({}, { store });
  await engine.commands.write('a', { text: 'another' });
  await engine.close();
  const other = await store.connect();
  await expect(importLog(other, () => lines)).rejects.toThrow(
    'The store holds a log already: partition 0 ends at position 1.',
  );
  await expect(importLog(other, () => lines, { resume: true })).rejects.toThrow(
    'what the store holds at position 1 is not of this import',
  );
  expect((await other.log.head(0 as never)).position).toBe(1);
});

it('refuses to go on with a log in which a command of the same id did something else', async () => {
  await importLog(target, () => lines);
  const other = lines.map((line) => line.replace('{"text":"one"}', '{"text":"two"}'));
  expect(other).not.toEqual(lines);
  await expect(importLog(target, () => other, { resume: true })).rejects.toThrow('at position 1 is not of this import');
});

it('refuses to go on with a log that holds more', async () => {
  const store = memoryStore();
  await importLog(await store.connect(), () => lines);
  const engine = await startNotes({}, { store });
  await engine.commands.send('l');
  await engine.close();
  await expect(importLog(await store.connect(), () => lines, { resume: true })).rejects.toThrow(
    'at position 5 is not of this import',
  );
});

it('stops where it is told to', async () => {
  await expect(importLog(target, () => lines, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  );
});
