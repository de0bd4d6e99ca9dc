import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../../src/store/code-point-order.js';

describe('compareCodePoints', () => {
  it('orders texts as their UTF-8 bytes', () => {
    const unit = fc.oneof(
      fc.constantFrom('\0', 'a', '\ud7ff', '\ue000', '\uffff', '𐀀', '😀'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    const text = fc.string({ unit, maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
  });
});
