import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedEntries } from '../../../../src/store/memory/sorted-entries.js';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('SortedEntries', () => {
  it('agrees with a sorted list, whatever is put, removed and asked', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\ud7ff', '\ue000', '\uffff', '😀'), maxLength: 3 });
    const change = fc.record({ key, put: fc.boolean(), value: fc.nat() });
    const stretch = fc.record({
      from: key,
      to: key,
      direction: fc.constantFrom('asc', 'desc'),
      offset: fc.nat(4),
      limit: fc.nat(10),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), fc.array(stretch), (changes, stretches) => {
        const entries = new SortedEntries<number>();
        const model = new Map<string, number>();
        for (const one of changes) {
          if (one.put) entries.put(one.key, one.value);
          else entries.remove(one.key);
          if (one.put) model.set(one.key, one.value);
          else model.delete(one.key);
        }
        expect(entries.size).toBe(model.size);
        for (const one of changes) expect(entries.get(one.key)).toBe(model.get(one.key));
        for (const asked of stretches) {
          const inside = [...model]
            .filter(([one]) => byBytes(asked.from, one) <= 0 && byBytes(one, asked.to) < 0)
            .sort(([a], [b]) => byBytes(a, b));
          expect(entries.count(asked.from, asked.to)).toBe(inside.length);
          if (asked.direction === 'desc') inside.reverse();
          expect(entries.slice(asked)).toEqual(inside.slice(asked.offset, asked.offset + asked.limit));
        }
      }),
    );
  });

  it('keeps its order over many chunks, while it grows and while it shrinks', () => {
    const entries = new SortedEntries<number>();
    const key = (number: number): string => String(number).padStart(6, '0');
    const everything = { from: '', direction: 'asc', offset: 0, limit: Number.MAX_SAFE_INTEGER } as const;
    for (let index = 0; index < 20_000; index++) entries.put(key((index * 7919) % 20_000), index);
    expect(entries.slice(everything).map(([one]) => one)).toEqual(
      Array.from({ length: 20_000 }, (_, index) => key(index)),
    );
    expect(entries.slice({ ...everything, offset: 12_345, limit: 2 }).map(([one]) => one)).toEqual([
      key(12_345),
      key(12_346),
    ]);
    expect(entries.count(key(100), key(19_100))).toBe(19_000);
    for (let index = 0; index < 20_000; index++) if (index % 1000 !== 7) entries.remove(key(index));
    expect(entries.slice(everything).map(([one]) => one)).toEqual(
      Array.from({ length: 20 }, (_, index) => key(index * 1000 + 7)),
    );
    for (let index = 7; index < 20_000; index += 1000) entries.remove(key(index));
    expect(entries.size).toBe(0);
    expect(entries.slice(everything)).toEqual([]);
    entries.put('again', 1);
    expect(entries.get('again')).toBe(1);
  });

  it('moves no more than a chunk for a change: 100,000 scattered keys take a moment', () => {
    const entries = new SortedEntries<number>();
    const start = performance.now();
    for (let index = 0; index < 100_000; index++) entries.put(`key ${(index * 7919) % 100_000}`, index);
    // A list moved as a whole takes many times this; the bound is for a machine that is busy with other things.
    expect(performance.now() - start).toBeLessThan(3000);
    expect(entries.size).toBe(100_000);
  });
});
