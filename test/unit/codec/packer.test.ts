import { describe, expect, it } from 'vitest';
import { encodeCanonical, encodeValue } from '../../../src/codec/packer.js';
import { decodeValue } from '../../../src/codec/unpacker.js';
import { StatefoldError } from '../../../src/kernel/error.js';

const roundTrip = (value: unknown): unknown => decodeValue(encodeValue(value));

describe('a stored value', () => {
  it.each([
    ['small bigints', [0n, 1n, -1n, 127n]],
    ['the edges of bigints', [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n]],
    [
      'safe and larger numbers',
      [2 ** 53, -(2 ** 53), 2 ** 53 - 1, 2 ** 31, 2 ** 32, -(2 ** 31) - 1, 1.5, 5e-324, 1.7976931348623157e308],
    ],
    ['the edges of every size of integer', [-32, -33, -128, -129, -32768, -32769, 127, 128, 255, 256, 65535, 65536]],
    [
      'dates to the millisecond, also before 1970',
      [
        new Date(-1),
        new Date(1),
        new Date(0),
        new Date('0000-01-01T00:00:00.001Z'),
        new Date('9999-12-31T23:59:59.999Z'),
        new Date(4294967296000),
        new Date(-999),
      ],
    ],
    [
      'text of every size of header, with a mark in front',
      [
        ...[0, 1, 15, 16, 31, 32, 48, 49, 64, 65, 255, 256, 65535, 65536].map((length) => 'a'.repeat(length)),
        `\ufeff${'x'.repeat(100)}`,
        '\ufeff',
      ],
    ],
    ['text whose UTF-8 needs a longer header', ['é'.repeat(20), 'é'.repeat(200), '€'.repeat(30_000), '😀'.repeat(17)]],
    ['keys of every kind', { '': 1, constructor: 2, toString: 3, ü: 4, [`${'k'.repeat(40)}`]: 5, 1: 6 }],
    [
      'large objects and arrays',
      [Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i])), new Array(70_000).fill(null)],
    ],
    ['nested things', { a: [{ b: [[], {}, null, true, false] }] }],
  ])('comes back: %s', (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it.each([
    ['undefined', undefined],
    ['undefined inside', { a: undefined }],
    ['a hole', new Array(2)],
    ['NaN', Number.NaN],
    ['Infinity', [Number.NEGATIVE_INFINITY]],
    ['−0', { a: -0 }],
    ['an invalid date', new Date(Number.NaN)],
    ['a Map', new Map([[1, 2]])],
    ['a class instance', new (class Money {})()],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['short text with half a surrogate pair', '\ud800'],
    ['long text with half a surrogate pair', `${'x'.repeat(200)}\udc00`],
    ['a key with half a surrogate pair', { '\ud800': 1 }],
    ['a bigint below 64 bits', -(2n ** 63n) - 1n],
    ['a bigint above 64 bits', 2n ** 64n],
    ['a key __proto__', JSON.parse('{"__proto__": 1}')],
  ])('cannot be %s', (_name, value) => {
    expect(() => encodeValue(value)).toThrow(TypeError);
    expect(roundTrip('still working')).toBe('still working');
  });

  it('cannot be a cycle, and finding out is quick', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => encodeValue(cycle)).toThrow(/100 levels/);
  });

  it('cannot be encoded while another is', () => {
    const meddling = {
      get inner() {
        return encodeValue(1);
      },
    };
    expect(() => encodeValue(meddling)).toThrow(/getter/);
    expect(roundTrip(1)).toBe(1);
  });

  it('has bytes of its own, of exact size', () => {
    const first = encodeValue('first');
    const copy = Uint8Array.from(first);
    encodeValue('second');
    expect(first).toEqual(copy);
    expect(first.buffer.byteLength).toBe(first.length);
    expect(Object.getPrototypeOf(first)).toBe(Uint8Array.prototype);
  });

  it('shares no memory with its bytes', () => {
    for (const encoded of [
      encodeValue({ a: Uint8Array.of(1, 2) }),
      Buffer.from(encodeValue({ a: Uint8Array.of(1, 2) })),
    ]) {
      const { a } = decodeValue(encoded) as { a: Uint8Array };
      encoded.fill(0);
      expect(a).toStrictEqual(Uint8Array.of(1, 2));
      expect(Object.getPrototypeOf(a)).toBe(Uint8Array.prototype);
    }
  });

  it.each([2, 16, 17, 60])('sorts %i keys by their UTF-16 units in canonical bytes', (count) => {
    const keys = Array.from(
      { length: count },
      (_, index) => `${'za\uffff\u{1f600}'.charAt(index % 3)}${(index * 7) % count}`,
    );
    const sorted = Object.fromEntries([...keys].sort().map((key) => [key, 1]));
    const reversed = Object.fromEntries(
      [...keys]
        .sort()
        .reverse()
        .map((key) => [key, 1]),
    );
    expect(encodeCanonical(Object.fromEntries(keys.map((key) => [key, 1])))).toEqual(encodeValue(sorted));
    expect(encodeCanonical(reversed)).toEqual(encodeValue(sorted));
  });

  it('has the same canonical bytes, whatever order its keys are in', () => {
    expect(encodeCanonical({ b: [{ d: 1, c: 2 }], a: 1 })).toEqual(encodeCanonical({ a: 1, b: [{ c: 2, d: 1 }] }));
    expect(encodeValue({ b: 1, a: 1 })).not.toEqual(encodeValue({ a: 1, b: 1 }));
  });

  it('keeps its bytes for ever', () => {
    const value = {
      n: [5, -5, 300, 1.5, 5n],
      t: 'é',
      d: new Date(1_700_000_000_123),
      b: Uint8Array.of(7),
      x: null,
      y: true,
    };
    const golden =
      '86a16e9505fbcd012ccb3ff8000000000000d3000000000000000' +
      '5a174a2c3a9a164d7ff1d5353006553f100a162c40107a178c0a179c3';
    expect(Buffer.from(encodeValue(value)).toString('hex')).toBe(golden);
  });
});

describe('bytes that nobody wrote', () => {
  const good = encodeValue({ a: [1, 'text', 5n, new Date(5), Uint8Array.of(1)], long: 'x'.repeat(300) });

  it('are corrupt when cut short or prolonged', () => {
    for (let length = 0; length < good.length; length++)
      expect(() => decodeValue(good.subarray(0, length))).toThrow(StatefoldError);
    expect(() => decodeValue(Uint8Array.of(...good, 0))).toThrow(StatefoldError);
  });

  it.each([
    ['an array of 2^32 − 1', 'ddffffffff'],
    ['an object of 2^32 − 1', 'dfffffffff'],
    ['text of 2^32 − 1', 'dbffffffff61'],
    ['bytes of 2^32 − 1', 'c6ffffffff61'],
    ['a token that is never written', 'c1'],
    ['a single float', 'ca00000000'],
    ['an unknown extension', 'd40001'],
    ['an invalid timestamp', 'c70cff000000007fffffffffffffff'],
    ['a timestamp of 3 bytes', 'c703ff000000'],
    ['a key that is a number', '810101'],
    ['a key __proto__', `81a9${Buffer.from('__proto__').toString('hex')}80`],
  ])('are corrupt: %s', (_name, hex) => {
    expect(() => decodeValue(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  it('are corrupt at a depth of a million, at once', () => {
    const started = performance.now();
    for (const token of [0x91, 0x81]) {
      const deep = new Uint8Array(1_000_000).fill(token);
      expect(() => decodeValue(deep)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
