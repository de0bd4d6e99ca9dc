import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowCache } from '../../../src/projection/row-cache.js';

const rowOf = (number: number) => ({ number });

it('remembers what was set last for a key, and that there is none', () => {
  const cache = new RowCache<{ number: number }>(10);
  expect(cache.get('a')).toBeUndefined();
  cache.set('a', rowOf(1));
  cache.set('a', rowOf(2));
  cache.set('b', null);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([rowOf(2), null, undefined]);
  cache.clear();
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
});

it('answers what a map would, or nothing', () => {
  const use = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.array(use, { maxLength: 300 }), (limit, uses) => {
      const cache = new RowCache<{ number: number }>(limit);
      const all = new Map<number, { number: number }>();
      for (const [number, [isSet, key]] of uses.entries()) {
        if (isSet) {
          cache.set(String(key), rowOf(number));
          all.set(key, rowOf(number));
          continue;
        }
        const found = cache.get(String(key));
        if (found !== undefined) expect(found).toEqual(all.get(key));
      }
    }),
  );
});

it('keeps what is used, whatever else comes', () => {
  const cache = new RowCache<{ number: number }>(10);
  cache.set('used', rowOf(0));
  for (let number = 0; number < 100; number++) {
    cache.set(String(number), rowOf(number));
    expect(cache.get('used')).toEqual(rowOf(0));
    // The half of its bound that was set last is there.
    for (const last of [0, 1, 2, 3]) if (last <= number) expect(cache.get(String(number - last))).toBeDefined();
  }
});

it('forgets all but as many as it may remember', () => {
  const cache = new RowCache<{ number: number }>(10);
  for (let number = 0; number < 1000; number++) cache.set(String(number), rowOf(number));
  const known = Array.from({ length: 1000 }, (_, number) => String(number)).filter(
    (name) => cache.get(name) !== undefined,
  );
  expect(known.length).toBeLessThanOrEqual(10);
  expect(known).toContain('999');
});
