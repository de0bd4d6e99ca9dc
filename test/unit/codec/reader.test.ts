import { describe, expect, it } from 'vitest';
import { Reader } from '../../../src/codec/reader.js';
import { Writer } from '../../../src/codec/writer.js';

const corrupt = expect.objectContaining({ code: 'CORRUPT' });

/** Something of every kind and size: how it is written, and read. */
const VALUES: readonly (readonly [name: string, write: (to: Writer) => void, read: (from: Reader) => unknown])[] = [
  ['null', (to) => to.null(null), (from) => from.null()],
  ['a boolean', (to) => to.boolean(true), (from) => from.boolean()],
  ...[1, -1, 200, -100, 40_000, -30_000, 2 ** 31, -(2 ** 31), 2 ** 40, 0.5].map(
    (number) => [`${number}`, (to: Writer) => to.number(number), (from: Reader) => from.number()] as const,
  ),
  ['a bigint', (to) => to.bigint(-5n), (from) => from.bigint()],
  ['a large bigint', (to) => to.bigint(2n ** 63n), (from) => from.bigint()],
  ...[1, 31, 32, 127, 128, 129, 255, 256, 65_535, 65_536].map(
    (length) =>
      [`text of ${length}`, (to: Writer) => to.text('a'.repeat(length)), (from: Reader) => from.text()] as const,
  ),
  ['text of two bytes each', (to) => to.text('é'.repeat(20)), (from) => from.text()],
  ['a key', (to) => to.key('name'), (from) => from.key()],
  ...[0, 1, 256, 65_536].map(
    (length) =>
      [`${length} bytes`, (to: Writer) => to.bytes(new Uint8Array(length)), (from: Reader) => from.bytes()] as const,
  ),
  ['a date', (to) => to.date(new Date(0)), (from) => from.date()],
  ['a date with milliseconds', (to) => to.date(new Date(1)), (from) => from.date()],
  ['a date before 1970', (to) => to.date(new Date(-1)), (from) => from.date()],
  ['an absent value', (to) => to.absent(), (from) => from.skipAbsent()],
  [
    'a list',
    (to) => to.list([1, 300], (each, item) => each.number(item)),
    (from) => from.list((each) => each.number()),
  ],
  [
    'a record',
    (to) => to.record({ a: 1, b: 2 }, (each, item) => each.number(item)),
    (from) => from.record((each) => each.number()),
  ],
  ['a literal', (to) => to.oneOf(['a', 'b'], 'b'), (from) => from.oneOf(['a', 'b'])],
];

describe.each(VALUES)('a reader of %s', (_name, write, read) => {
  const to = new Writer();
  write(to);
  const bytes = to.written();
  // More of the same behind it: what is read past the end would go unnoticed.
  const memory = Buffer.concat([Buffer.alloc(7, 0x01), bytes, bytes, Buffer.alloc(16, 0x01)]);
  const from = new Reader();
  // All lengths near both ends; those between them say no more.
  const lengths = Array.from({ length: bytes.length }, (_, length) => length).filter(
    (length) => length < 12 || length > bytes.length - 3,
  );

  it('stops where its bytes end', () => {
    for (const length of lengths) {
      for (const attempt of [read, (reader: Reader) => reader.skip()]) {
        from.reset(memory.subarray(7, 7 + length));
        expect(() => attempt(from), `${length} of ${bytes.length}`).toThrow(corrupt);
      }
    }
  });

  it('takes exactly its bytes, and skips as many', () => {
    const view = memory.subarray(7, 7 + bytes.length);
    from.reset(view);
    read(from);
    from.finish();
    from.reset(view);
    from.skip();
    from.finish();
  });
});
