import { describe, expect, it } from 'vitest';
import { type Commit, decodeCommit, decodeCommitHead, encodeCommit } from '../../../src/codec/commit.js';
import { digestOfContent, digestOfText, textOfDigest } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { encodeValue } from '../../../src/codec/packer.js';
import { schemaCodec } from '../../../src/codec/schema-codec.js';
import { descriptorOf, objectOf } from '../../support/descriptors.js';

const placed = schemaCodec(
  descriptorOf(
    'OrderPlaced',
    objectOf({
      total: { type: 'integer' },
      at: { domain: { type: 'date' } },
      lines: { type: 'array', items: objectOf({ 'sku/no': { type: 'string' } }) },
      'note?': { type: 'string' },
    }),
    { number: 7 },
  ),
);
const emptied = schemaCodec(descriptorOf('Emptied', objectOf({}), { number: 300 }));
const codecs = new EventCodecs([placed, emptied]);

const commit: Commit = {
  commandId: 'command-1',
  digest: digestOfContent('PlaceOrder', { total: 5 }),
  time: 1_700_000_000_123,
  metadata: { correlationId: 'c', userId: 'u' },
  events: [
    { type: 'OrderPlaced', data: { total: 5, at: new Date(7), lines: [{ 'sku/no': 's' }], note: 'é' } },
    { type: 'Emptied', data: {} },
  ],
};

const corrupt = expect.objectContaining({ code: 'CORRUPT' });
const head = ['c', new Uint8Array(8), 1, []];

describe('a commit', () => {
  it('comes back from its bytes, each event with its codec', () => {
    const { commandId, time, metadata } = commit;
    expect(decodeCommit(encodeCommit(commit, codecs), codecs)).toStrictEqual({
      commandId,
      time,
      metadata,
      events: [
        { codec: placed, data: commit.events[0]?.data },
        { codec: emptied, data: {} },
      ],
    });
  });

  it('tells where it comes from without its events', () => {
    const bytes = encodeCommit(commit, codecs);
    const { events: _, ...head } = commit;
    const rest = { ...head, digest: textOfDigest(commit.digest) };
    expect(decodeCommitHead(bytes)).toStrictEqual(rest);
    // Not even the last event's bytes need to be there.
    expect(decodeCommitHead(bytes.subarray(0, bytes.length - 1))).toStrictEqual(rest);
  });

  it.each([[{}], [{ userId: 'u' }], [{ correlationId: 'c' }], [{ correlationId: 'c', causationId: 'a', userId: 'u' }]])(
    'keeps its metadata %j',
    (metadata) => {
      const bytes = encodeCommit({ ...commit, metadata }, codecs);
      expect(decodeCommit(bytes, codecs).metadata).toStrictEqual(metadata);
      expect(decodeCommitHead(bytes).metadata).toStrictEqual(metadata);
    },
  );

  it('refuses metadata that would not be stored', () => {
    expect(() => encodeCommit({ ...commit, metadata: { tenant: 't' } as never }, codecs)).toThrow(/tenant/);
  });

  it('refuses data that would not come back, and says where it is', () => {
    const bad = { ...(commit.events[0]?.data as object), lines: [{ 'sku/no': 's' }, { 'sku/no': '\ud800' }] };
    const events = [{ type: 'OrderPlaced', data: bad }];
    expect(() => encodeCommit({ ...commit, events }, codecs)).toThrow(/^OrderPlaced\/lines\/1\/sku~1no: .*surrogate/);
    // The writer is free again.
    expect(encodeCommit(commit, codecs).length).toBeGreaterThan(0);
  });

  it('refuses an event that no codec writes', () => {
    expect(() => encodeCommit({ ...commit, events: [{ type: 'Unheard', data: {} }] }, codecs)).toThrow(/Unheard/);
  });

  it('keeps its bytes for ever', () => {
    const bytes = encodeCommit({ ...commit, commandId: 'c', digest: digestOfText('0123456789abcdef') }, codecs);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '95' + // five
        'a163' + // command id
        'c4080123456789abcdef' + // digest
        'cb4278bcfe5687b000' + // time
        '93a163c0a175' + // metadata
        '92' + // two events
        '96070105d7ff01ab3f000000000091' + // number 7, version 1, total, at, lines
        '91a173' + // one line
        'a2c3a9' + // note
        '92cd012c01', // number 300, version 1
    );
  });

  it('is corrupt when cut short, or with more behind it', () => {
    const bytes = encodeCommit(commit, codecs);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeCommit(bytes.subarray(0, length), codecs)).toThrow(corrupt);
    expect(() => decodeCommit(Uint8Array.of(...bytes, 0xc0), codecs)).toThrow(corrupt);
  });

  it.each([
    ['no array', 5],
    ['too few fields', ['c', new Uint8Array(8), 1, []]],
    ['no command id', [1, new Uint8Array(8), 1, [], []]],
    ['a short digest', ['c', new Uint8Array(7), 1, [], []]],
    ['text for a digest', ['c', 'ninebytes', 1, [], []]],
    ['no time', ['c', new Uint8Array(8), 'now', [], []]],
    ['no metadata', ['c', new Uint8Array(8), 1, {}, []]],
    ['metadata that is no text', ['c', new Uint8Array(8), 1, [1], []]],
    ['too much metadata', ['c', new Uint8Array(8), 1, ['a', 'b', 'c', 'd'], []]],
  ])('is corrupt with %s', (_name, fields) => {
    const bytes = encodeValue(fields);
    expect(() => decodeCommit(bytes, codecs)).toThrow(corrupt);
    if (!Array.isArray(fields) || fields.length !== 5) expect(() => decodeCommitHead(bytes)).toThrow(corrupt);
  });

  it.each([
    ['no events', [...head, {}]],
    ['an event that is none', [...head, [1]]],
    ['an event without a version', [...head, [[7]]]],
    ['an event whose number is text', [...head, [['7', 1]]]],
    ['an event whose version is a fraction', [...head, [[7, 1.5]]]],
  ])('is corrupt with %s', (_name, fields) => {
    expect(() => decodeCommit(encodeValue(fields), codecs)).toThrow(corrupt);
  });

  it.each([
    ['an event of a later version', [7, 2, 1], 'OrderPlaced version 2'],
    ['an event that is not known', [8, 1], 'event number 8 version 1'],
    ['a field of another kind', [7, 1, 5, new Date(0), [['s'], [5]]], '/lines/1/sku~1no'],
    ['a field that is missing', [7, 1, 5, new Date(0)], '2 fields where there are at least 3'],
    ['a fraction for a whole number', [7, 1, 0.5, new Date(0), []], '/total'],
  ])('is incompatible with %s, and says so', (_name, event, place) => {
    const bytes = encodeValue([...head, [event]]);
    const thrown = expect.objectContaining({ code: 'INCOMPATIBLE', message: expect.stringContaining(place) });
    expect(() => decodeCommit(bytes, codecs)).toThrow(thrown);
    expect(() => decodeCommit(bytes, codecs)).toThrow(/Run the release that wrote it, or a later one/);
    expect(decodeCommitHead(bytes).commandId).toBe('c');
  });

  it('skips fields that a later release has added at the end', () => {
    const bytes = encodeValue([...head, [[7, 1, 5, new Date(0), [['s', { new: [1] }]], 'note', 'more', [1, {}]]]]);
    const data = { total: 5, at: new Date(0), lines: [{ 'sku/no': 's' }], note: 'note' };
    expect(decodeCommit(bytes, codecs).events).toStrictEqual([{ codec: placed, data }]);
  });
});
