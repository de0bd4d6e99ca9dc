import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitAt, commitBytes, encodeBlock, readDirectory } from '../../../src/codec/block.js';
import { tagOf } from '../../../src/kernel/hash.js';
import { version } from '../../../src/kernel/version.js';

const entry = fc.record({
  expects: fc.record({
    aggregate: fc.record({ type: fc.string({ maxLength: 10 }), id: fc.string({ unit: 'binary', maxLength: 10 }) }),
  }),
  next: fc.record({ version: fc.nat().map(version), tag: fc.string().map(tagOf) }),
  payload: fc.uint8Array({ maxLength: 30 }),
});

describe('commitAt', () => {
  it('finds what the directory finds', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), fc.nat(), (entries, number) => {
        const bytes = encodeBlock(entries);
        const index = number % entries.length;
        expect(commitAt(bytes, index)).toEqual(commitBytes(bytes, readDirectory(bytes), index));
      }),
    );
  });

  it.each([-1, 2, Number.NaN])('fails for index %d of a block of two', (index) => {
    const bytes = encodeBlock(fc.sample(entry, { numRuns: 2, seed: 1 }));
    expect(() => commitAt(bytes, index)).toThrow(RangeError);
  });

  it('calls a block corrupt that ends inside the commit', () => {
    const [one] = fc.sample(entry, { numRuns: 1, seed: 1 });
    const bytes = encodeBlock([{ ...(one as typeof one & object), payload: new Uint8Array(9) }]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => commitAt(bytes.subarray(0, length), 0)).toThrow(/cannot be read/);
    }
  });
});
