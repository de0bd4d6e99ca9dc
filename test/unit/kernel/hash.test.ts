import { describe, expect, it } from 'vitest';
import { digestOf, nextMark, partitionOf, tagOf, tagOfFresh } from '../../../src/kernel/hash.js';
import { type Epoch, FIRST_MARK } from '../../../src/kernel/place.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';

// Stored data depends on every one of these values: a change of one makes existing logs unreadable.
describe('hashes that end up in a log', () => {
  it('tags a command id with the first 8 bytes of its SHA-1', () => {
    expect(tagOf('abc')).toBe('a9993e364706816a');
    expect(tagOf('')).toBe('da39a3ee5e6b4b0d');
    expect(tagOf('ünïcode 🚚')).toBe('87e76b3b65d816c7');
  });

  it('tags an id that the bus made with its own first 8 bytes, and others with a hash', () => {
    expect(tagOfFresh('00112233445566778899aabbccddeeff')).toBe('0011223344556677');
    for (const id of ['abc', '00112233445566778899AABBCCDDEEFF', '00112233445566778899aabbccddeeff0']) {
      expect(tagOfFresh(id)).toBe(tagOf(id));
    }
    expect(tagOfFresh(systemRuntime.freshId())).toMatch(/^[0-9a-f]{16}$/);
  });

  it('digests bytes with the first 8 bytes of their SHA-1', () => {
    expect(digestOf(new TextEncoder().encode('abc'))).toBe('a9993e364706816a');
  });

  it('chains marks over the mark before, the digest of the payload, the epoch and the time', () => {
    const payload = digestOf(new Uint8Array([1]));
    const stored = { epoch: '7' as Epoch, storedAt: 1 };
    const first = nextMark(FIRST_MARK, payload, stored);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(nextMark(first, payload, stored)).not.toBe(first);
    expect(nextMark(FIRST_MARK, digestOf(new Uint8Array([2])), stored)).not.toBe(first);
    expect(nextMark(FIRST_MARK, payload, { ...stored, epoch: '8' as Epoch })).not.toBe(first);
    expect(nextMark(FIRST_MARK, payload, { ...stored, storedAt: 2 })).not.toBe(first);
    expect(first).toBe('2cd1fef774bdbbb1');
  });

  it('puts an aggregate into the same partition for ever', () => {
    const places = ['order-1', 'order-2', 'ünï', '🚚', ''].map((id) => partitionOf('Order', id, 64));
    expect(places).toEqual([36, 61, 30, 59, 6]);
  });
});

describe('partitions', () => {
  it('are one by default', () => {
    expect(partitionOf('Order', 'anything', 1)).toBe(0);
  });

  it('tell types and ids apart', () => {
    const [a, b] = [partitionOf('Ab', 'c', 2 ** 20), partitionOf('A', 'bc', 2 ** 20)];
    expect(a).not.toBe(b);
  });

  it('are filled evenly', () => {
    const counts = new Array<number>(16).fill(0);
    for (let id = 0; id < 16_000; id++) {
      const partition = partitionOf('Order', `order-${id}`, 16);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});
