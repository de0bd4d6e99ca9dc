import { describe, expect, it } from 'vitest';
import { type Commit, decodeCommit, encodeCommit } from '../../../src/codec/commit.js';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { encodeValue } from '../../../src/codec/packer.js';

const commit: Commit = {
  commandId: 'command-1',
  digest: digestOfContent('PlaceOrder', { total: 5 }),
  time: 1_700_000_000_123,
  metadata: { correlationId: 'c', userId: 'u' },
  events: [
    { type: 'OrderPlaced', data: { total: 5, at: new Date(7), big: 5n, raw: Uint8Array.of(1) } },
    { type: 'Empty', data: {} },
  ],
};

const corrupt = expect.objectContaining({ code: 'CORRUPT' });

describe('a commit', () => {
  it('comes back from its bytes', () => {
    expect(decodeCommit(encodeCommit(commit))).toStrictEqual(commit);
  });

  it.each([[{}], [{ userId: 'u' }], [{ correlationId: 'c' }], [{ correlationId: 'c', causationId: 'a', userId: 'u' }]])(
    'keeps its metadata %j',
    (metadata) => {
      expect(decodeCommit(encodeCommit({ ...commit, metadata })).metadata).toStrictEqual(metadata);
    },
  );

  it('refuses metadata that would not be stored', () => {
    expect(() => encodeCommit({ ...commit, metadata: { tenant: 't' } as never })).toThrow(/tenant/);
  });

  it('refuses data that would not come back', () => {
    expect(() => encodeCommit({ ...commit, events: [{ type: 'E', data: { a: undefined } }] })).toThrow(TypeError);
  });

  it('keeps its bytes for ever', () => {
    const bytes = encodeCommit({
      ...commit,
      commandId: 'c',
      digest: '0123456789abcdef' as never,
      events: [{ type: 'E', data: { n: 1 } }],
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '95a163c4080123456789abcdefcb4278bcfe5687b00093a163c0a175' + '9193a1450181a16e01',
    );
  });

  it('is corrupt when cut short', () => {
    const bytes = encodeCommit(commit);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeCommit(bytes.subarray(0, length))).toThrow(corrupt);
  });

  it.each([
    ['no array', 5],
    ['too few fields', ['c', new Uint8Array(8), 1, []]],
    ['no command id', [1, new Uint8Array(8), 1, [], []]],
    ['a short digest', ['c', new Uint8Array(7), 1, [], []]],
    ['no time', ['c', new Uint8Array(8), 'now', [], []]],
    ['no metadata', ['c', new Uint8Array(8), 1, {}, []]],
    ['metadata that is no text', ['c', new Uint8Array(8), 1, [1], []]],
    ['too much metadata', ['c', new Uint8Array(8), 1, ['a', 'b', 'c', 'd'], []]],
    ['no events', ['c', new Uint8Array(8), 1, [], {}]],
    ['an event that is none', ['c', new Uint8Array(8), 1, [], [['E', 1]]]],
    ['an event without a type', ['c', new Uint8Array(8), 1, [], [[1, 1, {}]]]],
  ])('is corrupt with %s', (_name, fields) => {
    expect(() => decodeCommit(encodeValue(fields))).toThrow(corrupt);
  });

  it('is incompatible where an event has a schema version from later', () => {
    const bytes = encodeValue(['c', new Uint8Array(8), 1, [], [['E', 2, {}]]]);
    expect(() => decodeCommit(bytes)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE' }));
  });
});

describe('a content digest', () => {
  it('is the same for equal content, and differs with type, data and kinds of data', () => {
    expect(digestOfContent('A', { x: 1, y: 2 })).toBe(digestOfContent('A', { y: 2, x: 1 }));
    const others = [
      digestOfContent('B', { x: 1 }),
      digestOfContent('A', { x: 1 }),
      digestOfContent('A', { x: 1n }),
      digestOfContent('A', { x: '1' }),
    ];
    expect(new Set(others).size).toBe(4);
    expect(others[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
