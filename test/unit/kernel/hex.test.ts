import { expect, it } from 'vitest';
import { writeHex } from '../../../src/kernel/hex.js';

it('writes hex digits as the bytes that they stand for, and no others', () => {
  const text = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('');
  const bytes = new Uint8Array(260).fill(7);
  expect(writeHex(text, bytes, 2)).toBe(true);
  expect([...bytes]).toEqual([7, 7, ...Array.from({ length: 256 }, (_, byte) => byte), 7, 7]);
});

it('refuses what is not lower-case hex, or half a byte', () => {
  for (const text of ['0g', 'AB', '0 ', 'ü0', '€1', '123', '/0', ':0', '`0']) {
    expect(writeHex(text, new Uint8Array(4), 0)).toBe(false);
  }
  expect(writeHex('', new Uint8Array(0), 0)).toBe(true);
});
