import { describe, expect, it } from 'vitest';
import { digestOfContent, digestOfText, textOfDigest } from '../../../src/codec/content-digest.js';

const textOf = (type: string, data: unknown) => textOfDigest(digestOfContent(type, data));

const content = {
  text: 'ünï 🚚',
  whole: 5,
  fraction: 0.1,
  big: 5n,
  at: new Date(5),
  bytes: Uint8Array.of(1, 2),
  list: [null, true],
};

describe('a content digest', () => {
  // Stored data depends on these values: a change of one makes a retry of an old command look like other content.
  it('keeps its value for ever', () => {
    expect(textOf('A', {})).toBe('88469d725d9dc1bb');
    expect(textOf('PlaceOrder', content)).toBe('220467b3d008d49b');
  });

  it('is the same after its text', () => {
    for (const text of ['0000000000000000', '0123456789abcdef', 'fedcba9876543210', 'ffffffffffffffff'])
      expect(textOfDigest(digestOfText(text))).toBe(text);
  });

  it('is not made of another text', () => {
    for (const text of ['', '0123456789abcde', '0123456789abcdeg', '0123456789abcdef0'])
      expect(() => digestOfText(text)).toThrow(/16 hex digits/);
  });

  it('is the same for equal content, and differs with type, data and kinds of data', () => {
    expect(textOf('A', { x: 1, y: 2 })).toBe(textOf('A', { y: 2, x: 1 }));
    const others = [textOf('B', { x: 1 }), textOf('A', { x: 1 }), textOf('A', { x: 1n }), textOf('A', { x: '1' })];
    expect(new Set(others).size).toBe(4);
    expect(others[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('differs for all that a look-alike could be', () => {
    const alike = [
      ...[5, 5n, '5', new Date(5), [5], { 5: 5 }, Uint8Array.of(5), 5.5, -5, null, true, false, '', [], {}, '0'],
      ...[
        ['a', 'b'],
        ['ab'],
        ['a', ['b']],
        [['a'], 'b'],
        ['b', 'a'],
        { a: 'b' },
        { b: 'a' },
        { ab: '' },
        { a: { b: 1 } },
      ],
      ...[
        { a: 1, b: 2 },
        { a: 2, b: 1 },
        { a: { a: 1 }, b: 2 },
        { a: 1, b: { a: 2 } },
        [{ a: 1 }, { b: 2 }],
        [{ b: 2 }, { a: 1 }],
      ],
      ...[2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 31), 0, 1, 2 ** 63, 1e-300, 1n, -1n, 2n ** 63n],
    ];
    expect(new Set(alike.map((value) => textOf('T', value))).size).toBe(alike.length);
  });

  it('differs for a hundred thousand contents that differ by little', () => {
    const digests = new Set<string>();
    for (let n = 0; n < 50_000; n++) {
      digests.add(textOf('Move', { amount: n, reference: 'R' }));
      digests.add(textOf('Move', { amount: 1, reference: `R-${n}` }));
    }
    expect(digests.size).toBe(100_000);
    for (const half of [0, 8]) {
      // Each half alone is a hash of 32 bits: about one pair in a hundred thousand may meet.
      expect(new Set([...digests].map((digest) => digest.slice(half, half + 8))).size).toBeGreaterThan(99_990);
    }
  });
});
