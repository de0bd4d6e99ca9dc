import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Partition } from '../../../src/kernel/place.js';
import { fairShare, type Share } from '../../../src/projection/fair-share.js';
import type { Attendant } from '../../../src/table/leases.js';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `worker-${index}`);
const crew = (names: readonly string[], folds: readonly string[]): Attendant[] => names.map((id) => ({ id, folds }));
const foldsOf = (share: Share) =>
  [...share].flatMap(([partition, names]) => names.map((name) => `${partition} ${name}`));

/** Who folds what, by fold. */
function spread(workers: readonly Attendant[], partitions: number): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { id } of workers) {
    for (const fold of foldsOf(fairShare(id, workers, partitions))) {
      expect(owners.has(fold)).toBe(false);
      owners.set(fold, id);
    }
  }
  return owners;
}

const sizes = fc.record({
  workers: fc.integer({ min: 1, max: 9 }),
  folds: fc.integer({ min: 1, max: 6 }),
  partitions: fc.integer({ min: 1, max: 16 }),
});

describe('a fair share', () => {
  it('is everything for one alone', () => {
    const share = fairShare('a', crew(['a'], ['X', 'Y']), 2);
    expect(share).toEqual(
      new Map([
        [0 as Partition, ['X', 'Y']],
        [1 as Partition, ['X', 'Y']],
      ]),
    );
  });

  it('is nothing for one that is not there', () => {
    expect(fairShare('b', crew(['a'], ['X']), 4).size).toBe(0);
  });

  it('gives each fold to one worker, and no two workers numbers that differ by more than one', () => {
    fc.assert(
      fc.property(sizes, ({ workers, folds, partitions }) => {
        const names = ids(workers);
        const owners = [...spread(crew(names, ids(folds)), partitions).values()];
        expect(owners).toHaveLength(folds * partitions);
        const loads = names.map((name) => owners.filter((owner) => owner === name).length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives a fold only to those that can do it', () => {
    const able = fc.array(fc.subarray(['X', 'Y', 'Z']), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(able, fc.integer({ min: 1, max: 8 }), (all, partitions) => {
        const workers = all.map((folds, index) => ({ id: `worker-${index}`, folds }));
        const owners = spread(workers, partitions);
        expect(owners.size).toBe(new Set(all.flat()).size * partitions);
        for (const [fold, owner] of owners) {
          expect(workers.find(({ id }) => id === owner)?.folds).toContain(fold.split(' ')[1]);
        }
      }),
    );
  });

  it('leaves most folds where they are when a worker comes', () => {
    const before = spread(crew(ids(4), ['X', 'Y']), 16);
    const after = spread(crew(ids(5), ['X', 'Y']), 16);
    const moved = [...before].filter(([fold, owner]) => after.get(fold) !== owner).length;
    // A fifth has to move; to deal them out anew would move four fifths.
    expect(moved).toBeGreaterThanOrEqual(6);
    expect(moved).toBeLessThanOrEqual(16);
  });
});
