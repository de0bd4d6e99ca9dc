// Of the tables' contract: entries of an index, their order, ranges and counts.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type OrderValue, orderKey, prefixRange } from '../../../src/table/order-key.js';
import type { EntryRange, IndexEntry, Tables } from '../../../src/table/tables.js';
import type { StoreUnderTest } from '../../support/stores.js';
import { AWKWARD_NAMES } from '../drafts.js';
import { benchOf } from '../open-stores.js';
import { entry, INDEX, PARTITION, WHOLE, write } from '../steps.js';

const TEXTS = ['a', 'ab', 'b', 'c', 'd', 'e'];

export function indexesContract(underTest: StoreUnderTest): void {
  const bench = benchOf(underTest);

  async function sixEntries(): Promise<Tables> {
    const { tables } = await bench.connect();
    await write(tables, { put: ['d', 'a', 'e', 'ab', 'c', 'b'].map(entry) });
    return tables;
  }

  async function found(tables: Tables, range: Partial<EntryRange>): Promise<readonly string[]> {
    const entries = await tables.entries(INDEX, PARTITION, { ...WHOLE, ...range });
    for (const { entry: text, key } of entries) expect(key).toBe(`key of ${text}`);
    return entries.map((one) => one.entry);
  }

  it('finds nothing in an index that was never written', async () => {
    const { tables } = await bench.connect();
    expect(await found(tables, {})).toEqual([]);
    expect(await tables.count(INDEX, PARTITION, WHOLE)).toBe(0);
  });

  it.each<readonly [Partial<EntryRange>, readonly string[]]>([
    [{}, ['a', 'ab', 'b', 'c', 'd', 'e']],
    [{ direction: 'desc' }, ['e', 'd', 'c', 'b', 'ab', 'a']],
    [{ from: 'ab' }, ['ab', 'b', 'c', 'd', 'e']],
    [{ from: 'aa', to: 'cc' }, ['ab', 'b', 'c']],
    [{ from: 'b', to: 'd' }, ['b', 'c']],
    [{ from: 'b', to: 'd', direction: 'desc' }, ['c', 'b']],
    [{ to: 'a' }, []],
    [{ from: 'f' }, []],
    [{ from: 'c', to: 'c' }, []],
    [{ from: 'd', to: 'b' }, []],
    [{ from: 'd', to: 'b', direction: 'desc' }, []],
    [{ limit: 2 }, ['a', 'ab']],
    [{ limit: 2, direction: 'desc' }, ['e', 'd']],
    [{ offset: 4 }, ['d', 'e']],
    [{ offset: 4, direction: 'desc' }, ['ab', 'a']],
    [{ offset: 1, limit: 2 }, ['ab', 'b']],
    [{ offset: 1, limit: 2, direction: 'desc' }, ['d', 'c']],
    [{ from: 'b', to: 'e', offset: 1, limit: 1 }, ['c']],
    [{ from: 'b', to: 'e', offset: 1, limit: 1, direction: 'desc' }, ['c']],
    [{ from: 'b', to: 'e', offset: 2, limit: 9 }, ['d']],
    [{ from: 'b', to: 'e', offset: 2, limit: 9, direction: 'desc' }, ['b']],
    [{ offset: 6 }, []],
    [{ offset: 99 }, []],
    [{ offset: 99, direction: 'desc' }, []],
    [{ limit: 0 }, []],
    [{ limit: 0, direction: 'desc' }, []],
  ])('finds the entries of %j', async (range, expected) => {
    expect(await found(await sixEntries(), range)).toEqual(expected);
  });

  it.each([
    ['', '\u{10ffff}', 6],
    ['a', 'b', 2],
    ['ab', 'ab', 0],
    ['ab', 'ab\0', 1],
    ['d', 'b', 0],
    ['x', 'z', 0],
  ])('counts the entries from %j to %j', async (from, to, expected) => {
    expect(await (await sixEntries()).count(INDEX, PARTITION, { from, to })).toBe(expected);
  });

  it('removes an entry, and leaves one that is not there', async () => {
    const tables = await sixEntries();
    await write(tables, { remove: [entry('b'), entry('nobody')] });
    expect(await found(tables, {})).toEqual(TEXTS.filter((text) => text !== 'b'));
    expect(await tables.count(INDEX, PARTITION, WHOLE)).toBe(5);
  });

  it('keeps one entry that is put twice', async () => {
    const tables = await sixEntries();
    await write(tables, { put: [entry('b'), entry('b')] });
    expect(await found(tables, {})).toEqual(TEXTS);
  });

  it('keeps an entry that one step removes and puts', async () => {
    const tables = await sixEntries();
    await write(tables, { remove: [entry('b')], put: [entry('b')] });
    expect(await found(tables, {})).toEqual(TEXTS);
  });

  it('holds several entries of one row', async () => {
    const { tables } = await bench.connect();
    await write(tables, {
      put: [
        { entry: 'x', key: 'a' },
        { entry: 'y', key: 'a' },
      ],
    });
    expect((await tables.entries(INDEX, PARTITION, WHOLE)).map(({ key }) => key)).toEqual(['a', 'a']);
  });

  it('tells indexes of one table apart', async () => {
    const tables = await sixEntries();
    const other = { ...INDEX, index: 'total' };
    await write(tables, { put: [entry('other')], index: other });
    expect(await found(tables, {})).toEqual(TEXTS);
    expect(await tables.entries(other, PARTITION, WHOLE)).toEqual([entry('other')]);
  });

  it('keeps keys as they are, whatever they hold', async () => {
    const { tables } = await bench.connect();
    const entries = AWKWARD_NAMES.map((name): IndexEntry => ({ entry: orderKey(['open', name]), key: name }));
    await write(tables, { put: entries });
    const stored = await tables.entries(INDEX, PARTITION, { ...WHOLE, ...prefixRange(['open']) });
    const byBytes = [...AWKWARD_NAMES].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(stored.map(({ key }) => key)).toEqual(byBytes);
    expect([...stored].sort(byEntry)).toEqual([...entries].sort(byEntry));
  });

  it('agrees with a sorted list, whatever is put, removed and asked', async () => {
    const value: fc.Arbitrary<OrderValue> = fc.oneof(
      fc.constantFrom('', 'a', 'b', '\0', '😀'),
      fc.integer({ min: -3, max: 3 }),
      fc.boolean(),
      fc.constant(null),
    );
    const text = fc.array(value, { minLength: 1, maxLength: 3 }).map(orderKey);
    const change = fc.record({ put: fc.array(text, { maxLength: 20 }), remove: fc.array(text, { maxLength: 10 }) });
    const range: fc.Arbitrary<EntryRange> = fc.record({
      from: text,
      to: fc.oneof(text, fc.constant('\u{10ffff}')),
      direction: fc.constantFrom('asc', 'desc'),
      offset: fc.nat(5),
      limit: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.array(range, { maxLength: 6 }),
        async (changes, ranges) => {
          const { tables } = await bench.connect();
          const model = new Set<string>();
          for (const { put, remove } of changes) {
            await write(tables, { put: put.map(entry), remove: remove.map(entry) });
            for (const one of remove) model.delete(one);
            for (const one of put) model.add(one);
          }
          for (const asked of ranges) {
            const inside = [...model].sort().filter((one) => asked.from <= one && one < asked.to);
            const directed = asked.direction === 'asc' ? inside : inside.reverse();
            expect(await found(tables, asked)).toEqual(directed.slice(asked.offset, asked.offset + asked.limit));
            expect(await tables.count(INDEX, PARTITION, asked)).toBe(inside.length);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('pages through 5,000 entries in both directions without missing one', async () => {
    const { tables } = await bench.connect();
    const texts = Array.from({ length: 5000 }, (_, index) => orderKey([(index * 7919) % 5000]));
    for (let at = 0; at < 5000; at += 1000) await write(tables, { put: texts.slice(at, at + 1000).map(entry) });
    for (const direction of ['asc', 'desc'] as const) {
      const met: string[] = [];
      for (let offset = 0; offset < 5000; offset += 700)
        met.push(...(await found(tables, { direction, offset, limit: 700 })));
      expect(met).toEqual(direction === 'asc' ? [...texts].sort() : [...texts].sort().reverse());
    }
  });
}

function byEntry(a: IndexEntry, b: IndexEntry): number {
  return a.entry < b.entry ? -1 : 1;
}
