// `statefold tail` and `statefold export`: what they print, from a store that a module exports.
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { history } from '../../../src/cli/aggregate-commands.js';
import { exportToLines, type TailOptions, tail } from '../../../src/cli/log-commands.js';
import { storeOf } from '../../../src/cli/store-module.js';
import { verify } from '../../../src/cli/verify.js';
import { memoryStore, type Store } from '../../../src/index.js';
import { startNotes } from '../../support/notes.js';
import { temporaryFile } from '../../support/temporary-folder.js';

let printed: string[] = [];
let complained: string[] = [];
let store: Store;

beforeEach(async () => {
  printed = [];
  complained = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text).trimEnd()) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => complained.push(String(text).trimEnd()) > 0);
  store = memoryStore();
  const engine = await startNotes({}, { store });
  await engine.commands.write('a', { text: 'one' });
  await engine.commands.sort('a', { kind: 'work' });
  await engine.commands.send('l\n0/9 forged');
  await engine.close();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const never = new AbortController().signal;
const shown = (options: TailOptions = {}) => tail(async () => store, options, never);
const isoTime = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const withoutTime = () => printed.map((line) => line.replaceAll(isoTime, 'TIME'));

describe('tail', () => {
  it('shows a line per event', async () => {
    expect(await shown()).toBe(0);
    expect(withoutTime()).toEqual([
      '0/1 TIME Note-a@1 Written {"text":"one"}',
      '0/2 TIME Note-a@2 Sorted {"kind":"work"}',
      '0/3 TIME "Letter-l\\n0/9 forged@1" Sent {}',
    ]);
  });

  it.each<[string, TailOptions, readonly string[]]>([
    ['from a position', { from: '2' }, ['0/2', '0/3']],
    ['to a position', { to: '1' }, ['0/1']],
    ['one partition', { partition: '0', from: '3' }, ['0/3']],
    ['a type of aggregates', { aggregate: 'Note' }, ['0/1', '0/2']],
    ['one aggregate', { aggregate: 'Note-a' }, ['0/1', '0/2']],
    ['no other aggregate', { aggregate: 'Note-b' }, []],
    ['events of a name', { event: ['Sorted', 'Sent'] }, ['0/2', '0/3']],
  ])('shows %s', async (_name, options, places) => {
    expect(await shown(options)).toBe(0);
    expect(printed.map((line) => line.split(' ')[0])).toEqual(places);
  });

  it('shows the last ten commits where it is not told from where', async () => {
    const engine = await startNotes({}, { store });
    for (let sent = 0; sent < 9; sent++) await engine.commands.send('m');
    await engine.close();
    await shown();
    expect(printed.map((line) => line.split(' ')[0])).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((at) => `0/${at}`));
  });

  it('looks for what it is asked for in the whole log', async () => {
    const engine = await startNotes({}, { store });
    for (let sent = 0; sent < 12; sent++) await engine.commands.send('m');
    await engine.close();
    await shown({ event: ['Sorted'] });
    await shown({ aggregate: 'Note-a' });
    await shown({ event: ['Sent'] });
    const places = printed.map((line) => line.split(' ')[0]);
    expect(places).toEqual(['0/2', '0/1', '0/2', ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => `0/${at}`)]);
  });

  it('shows commits as JSON, with the events that are asked for', async () => {
    await shown({ json: true, event: ['Sorted'] });
    expect(printed.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        position: 2,
        aggregate: 'Note',
        events: [expect.objectContaining({ type: 'Sorted' })],
      }),
    ]);
  });

  it('follows until it is interrupted', async () => {
    const ending = new AbortController();
    const following = tail(async () => store, { follow: true, from: '3' }, ending.signal);
    await expect.poll(() => printed).toHaveLength(1);
    const engine = await startNotes({}, { store });
    await engine.commands.write('b', { text: 'later' });
    await engine.close();
    await expect.poll(withoutTime).toContain('0/4 TIME Note-b@1 Written {"text":"later"}');
    ending.abort();
    expect(await following).toBe(0);
  });

  it('shows what the partitions hold in the order of storing, and goes on with each of them', async () => {
    store = memoryStore({ partitions: 4 });
    const engine = await startNotes({}, { store });
    const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
    for (const id of ids) {
      await engine.commands.send(id);
      // Time is stored in milliseconds.
      await setTimeout(2);
    }
    const ending = new AbortController();
    const following = tail(async () => store, { follow: true }, ending.signal);
    await expect.poll(() => printed).toHaveLength(12);
    expect(new Set(printed.map((line) => line[0])).size).toBeGreaterThan(1);
    expect(printed.map((line) => / Letter-(\w+)@/.exec(line)?.[1])).toEqual(ids);
    await Promise.all(ids.map((id) => engine.commands.send(id)));
    await engine.close();
    await expect.poll(() => printed).toHaveLength(24);
    ending.abort();
    expect(await following).toBe(0);
  });

  it('prints the events of a commit in one piece', async () => {
    const engine = await startNotes({}, { store });
    await engine.commands.send('m', { copies: 2 });
    await engine.close();
    printed = [];
    await shown({ from: '4' });
    expect(withoutTime()).toEqual(['0/4 TIME Letter-m@1 Sent {}\n0/4 TIME Letter-m@2 Sent {}']);
  });

  it.each<[string, TailOptions, string]>([
    ['event', { event: ['Sent', 'Nope'] }, 'This log knows no event Nope: it knows Sent, Sorted, Written.'],
    ['aggregate', { aggregate: 'Foo' }, 'This log knows no aggregate Foo: it knows Letter, Note.'],
  ])('refuses the name of an %s that the log does not know', async (_what, options, message) => {
    expect(await shown(options)).toBe(1);
    expect([...complained, ...printed]).toEqual([message]);
  });

  it('waits for an event that the log does not know yet, and says so', async () => {
    store = memoryStore();
    const ending = new AbortController();
    const following = tail(async () => store, { follow: true, event: ['Sent'] }, ending.signal);
    await expect
      .poll(() => complained)
      .toEqual(['This log knows no event Sent: no event was ever stored in it. Waiting for it.']);
    const engine = await startNotes({}, { store });
    await engine.commands.send('a');
    await engine.close();
    await expect.poll(() => printed).toHaveLength(1);
    ending.abort();
    expect(await following).toBe(0);
  });

  it.each<[string, TailOptions, string]>([
    [
      'a range that ends before it begins',
      { from: '3', to: '1' },
      '--to 1 lies before --from 3: no position is both. Exchange them.',
    ],
    ['a partition that there is not', { partition: '1' }, 'There is no partition 1: this log has 1, from 0.'],
    ['a position that is none', { from: 'x' }, "--from takes a whole number of at least 1, not 'x'."],
    ['position 0', { to: '0' }, "--to takes a whole number of at least 1, not '0'."],
  ])('refuses %s', async (_name, options, message) => {
    expect(await shown(options)).toBe(1);
    expect(complained).toEqual([message]);
  });
});

describe('export', () => {
  it.each<[TailOptions, string]>([
    [{ aggregate: 'Foo' }, 'This log knows no aggregate Foo: it knows Letter, Note.'],
    [{ from: '3', to: '1' }, '--to 1 lies before --from 3: no position is both. Exchange them.'],
  ])('refuses what no log can answer: %o', async (options, message) => {
    expect(await exportToLines(async () => store, options)).toBe(1);
    expect([...complained, ...printed]).toEqual([message]);
  });

  it('prints the log as lines of JSON', async () => {
    expect(await exportToLines(async () => store, { aggregate: 'Note' })).toBe(0);
    const kinds = printed.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(['log', 'descriptor', 'descriptor', 'descriptor', 'commit', 'commit', 'end']);
  });
});

describe('history and verify', () => {
  const note = { type: 'Note', id: 'a' };

  it('show what happened to one aggregate', async () => {
    expect(await history(async () => store, note, {})).toBe(0);
    expect(withoutTime()).toEqual([
      '0/1 TIME Note-a@1 Written {"text":"one"}',
      '0/2 TIME Note-a@2 Sorted {"kind":"work"}',
    ]);
  });

  it('show events of some names, as JSON', async () => {
    expect(await history(async () => store, note, { json: true, type: ['Sorted'] })).toBe(0);
    expect(printed.map((line) => (JSON.parse(line) as { position: number }).position)).toEqual([2]);
  });

  it('refuse an aggregate that is not there', async () => {
    expect(await history(async () => store, { type: 'Note', id: 'b\u009b2J' }, {})).toBe(1);
    expect(complained).toEqual(['There is no Note "b\\u009b2J". Find its id with: statefold tail --aggregate Note.']);
  });

  it('prove a log of any store', async () => {
    expect(await verify(async () => store, { log: true }, never)).toBe(0);
    expect(printed[0]).toMatch(/^The log is as it was written: 3 commits in \d blocks, of 2 aggregates, in /);
    expect(await verify(async () => store, { log: true, from: '2' }, never)).toBe(0);
    expect(printed[2]).toBe('What lies before position 2 was taken as it is.');
  });
});

describe('the store of a module', () => {
  const module = (text: string) => temporaryFile('store.mjs', text);

  it('is what it exports as store', async () => {
    const path = module("export const store = { name: 'mine', connect: async () => { throw new Error('away'); } };");
    expect(await storeOf(path)).toMatchObject({ name: 'mine' });
    await expect(tail(() => storeOf(path), {}, never)).rejects.toThrow('away');
  });

  it.each([
    ['does not exist', () => '/nowhere/store.mjs', 'Give --store a module'],
    ['exports no store', () => module('export const stores = 1;'), 'exports no store'],
  ])('is refused where the module %s', async (_name, path, message) => {
    const file = path();
    expect(await tail(() => storeOf(file), {}, never)).toBe(1);
    expect(complained.join('\n')).toContain(message);
  });
});
