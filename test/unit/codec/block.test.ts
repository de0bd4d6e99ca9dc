import { describe, expect, it } from 'vitest';
import { type BlockEntry, commitBytes, encodeBlock, readDirectory } from '../../../src/codec/block.js';
import { isStatefoldError } from '../../../src/kernel/error.js';
import { tagOf } from '../../../src/kernel/hash.js';
import { version } from '../../../src/kernel/version.js';

function entryOf(
  aggregate: BlockEntry['expects']['aggregate'],
  next: BlockEntry['next'],
  payload: Uint8Array,
): BlockEntry {
  return { expects: { aggregate }, next, payload };
}

function entry(id: string, at: number, payload: Uint8Array): BlockEntry {
  return entryOf({ type: 'Order', id }, { version: version(at), tag: tagOf(`command ${id} ${at}`) }, payload);
}

const entries = [
  entry('order-1', 1, Uint8Array.of(1, 2, 3)),
  entry('büro😀', 2 ** 40, new Uint8Array(0)),
  entry('', 7, Uint8Array.of(9)),
  entry('é'.repeat(300), 8, Uint8Array.of(10)),
];

describe('a block', () => {
  it('lists its commits in order', () => {
    const directory = readDirectory(encodeBlock(entries));
    expect(directory.map(({ aggregate, version, tag }) => ({ aggregate, version, tag }))).toEqual(
      entries.map(({ expects, next }) => ({ ...expects, ...next })),
    );
  });

  it('gives one commit without its neighbours', () => {
    const bytes = encodeBlock(entries);
    const directory = readDirectory(bytes);
    expect(entries.map((_, index) => [...commitBytes(bytes, directory, index)])).toEqual([[1, 2, 3], [], [9], [10]]);
    expect(() => commitBytes(bytes, directory, 4)).toThrow(RangeError);
  });

  it('is read where it lies inside other memory', () => {
    const bytes = encodeBlock(entries);
    const memory = new Uint8Array(bytes.length + 20).fill(255);
    memory.set(bytes, 7);
    const view = memory.subarray(7, 7 + bytes.length);
    expect([...commitBytes(view, readDirectory(view), 0)]).toEqual([1, 2, 3]);
  });

  it('takes a copy of its payloads', () => {
    const payload = Uint8Array.of(5);
    const bytes = encodeBlock([entry('order-1', 1, payload)]);
    payload[0] = 6;
    expect([...commitBytes(bytes, readDirectory(bytes), 0)]).toEqual([5]);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  });

  it('may be empty', () => {
    expect(readDirectory(encodeBlock([]))).toEqual([]);
  });

  it('keeps its bytes for ever', () => {
    const golden =
      '0100000002' + // format 1, two commits
      '0000003b' + // directory of 59 bytes
      '0123456789abcdef' +
      '000000000003' +
      '00000002' +
      '05' +
      '0007' +
      '4f72646572' +
      '6f726465722d31' +
      'fedcba9876543210' +
      '010000000000' +
      '00000001' +
      '01' +
      '0004' +
      '54' +
      'f09f9880' +
      'cafe' +
      '2a'; // payloads
    const bytes = encodeBlock([
      entryOf(
        { type: 'Order', id: 'order-1' },
        { version: version(3), tag: '0123456789abcdef' as never },
        Uint8Array.of(0xca, 0xfe),
      ),
      entryOf(
        { type: 'T', id: '😀' },
        { version: version(2 ** 40), tag: 'fedcba9876543210' as never },
        Uint8Array.of(42),
      ),
    ]);
    expect(Buffer.from(bytes).toString('hex')).toBe(golden);
  });

  it('refuses what it could not give back', () => {
    const { next } = entries[0] as BlockEntry;
    const payload = new Uint8Array(0);
    const refused = (type: string, id: string) =>
      expect(() => encodeBlock([entryOf({ type, id }, next, payload)])).toThrow(RangeError);
    refused('T'.repeat(256), '1');
    refused('T', 'é'.repeat(32_768));
    refused('T', '\ud800');
    expect(() => encodeBlock([entryOf({ type: 'T', id: '1' }, { ...next, tag: '' as never }, payload)])).toThrow(
      RangeError,
    );
  });

  it('is corrupt at any other length', () => {
    const bytes = encodeBlock(entries);
    for (let length = 0; length < bytes.length; length++) expect(isCorrupt(bytes.subarray(0, length))).toBe(true);
    expect(isCorrupt(Uint8Array.of(...bytes, 0))).toBe(true);
  });

  it('is corrupt, and costs no memory, where it announces more than it holds', () => {
    const bytes = Buffer.from(encodeBlock(entries));
    const forged = (at: number) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32BE(0xffffffff, at);
      return copy;
    };
    for (const at of [1, 5, 9 + 14]) expect(isCorrupt(forged(at))).toBe(true);
    const longDirectory = Buffer.concat([
      bytes.subarray(0, 9),
      bytes.subarray(9, -4),
      Buffer.alloc(30),
      bytes.subarray(-4),
    ]);
    longDirectory.writeUInt32BE(bytes.readUInt32BE(5) + 30, 5);
    expect(isCorrupt(longDirectory)).toBe(true);
    const otherFormat = Buffer.from(bytes);
    otherFormat[0] = 2;
    expect(isCorrupt(otherFormat)).toBe(true);
  });
});

function isCorrupt(bytes: Uint8Array): boolean {
  try {
    readDirectory(bytes);
    return false;
  } catch (error) {
    return isStatefoldError(error, 'CORRUPT');
  }
}
