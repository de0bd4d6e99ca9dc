import { describe, expect, it } from 'vitest';
import { Writer } from '../../../src/codec/writer.js';

/** Lengths around every border: of text heads, of what shares memory, and of that memory itself. */
const LENGTHS = [0, 1, 31, 47, 48, 49, 300, 4_090, 4_096, 4_097, 16_380, 16_384, 20_000, 70_000, 2_000_000, 5];

function textOf(length: number, place: number): string {
  return String.fromCharCode(0x41 + (place % 26)).repeat(length);
}

describe('a writer', () => {
  it('never writes again over what was taken', () => {
    const to = new Writer();
    const taken = Array.from({ length: 20 * LENGTHS.length }, (_, place) => {
      const length = LENGTHS[place % LENGTHS.length] as number;
      to.reset();
      to.text(textOf(length, place));
      return { bytes: to.take(), length, place };
    });
    for (const { bytes, length, place } of taken) {
      const text = Buffer.from(bytes)
        .subarray(bytes.length - length)
        .toString();
      expect(text === textOf(length, place), `text ${place}, of ${length}`).toBe(true);
    }
  });

  it('gives what grows while it is written as a whole', () => {
    const to = new Writer();
    to.text('before');
    to.take();
    to.reset();
    to.text('head');
    to.bytes(new Uint8Array(100_000).fill(7));
    const bytes = Buffer.from(to.take());
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('\u00a4head');
    expect(bytes.length).toBe(5 + 5 + 100_000);
    expect(bytes.subarray(10).every((byte) => byte === 7)).toBe(true);
  });

  it('writes over what was only lent', () => {
    const to = new Writer();
    to.text('lent');
    const lent = to.written();
    to.reset();
    to.text('next');
    expect(Buffer.from(lent).toString('latin1')).toBe('\u00a4next');
  });
});
