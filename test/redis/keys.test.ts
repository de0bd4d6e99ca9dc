// Names of keys, members and records: nothing that a user names can leave its slot, or meet another name.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tag } from '../../src/kernel/hash.js';
import type { Partition } from '../../src/kernel/place.js';
import { version } from '../../src/kernel/version.js';
import { boundOf, entryOfMember, memberOf } from '../../src/store/redis/index-member.js';
import { HEAD_BYTES, readHead, readRecords, writeHead } from '../../src/store/redis/index-record.js';
import { BUCKETS, bucketOf, Keys, rowBucketOf } from '../../src/store/redis/keys.js';
import { AWKWARD_NAMES } from '../contract/drafts.js';
import { describeRedis, redisBench } from './bench.js';

const keys = new Keys('shop');
// Every sign that means something to keys, clusters or protocols, and a few that mean nothing.
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('{', '}', ':', '%', '3', 'A', 'a', '\r', '\n', '\0', '*', '😀') }),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
);
const bucket = fc.nat(BUCKETS - 1);
const partition = keys.of(3 as Partition);

/** A kind of key, with the names that it is made of. */
const kinds: Readonly<Record<string, fc.Arbitrary<readonly [key: string, names: string]>>> = {
  aggregate: fc.tuple(name, name).map(([type, id]) => [partition.aggregate({ type, id }), JSON.stringify([type, id])]),
  snapshots: fc.tuple(name, bucket).map(([type, one]) => [partition.snapshots(type, one), JSON.stringify([type, one])]),
  checkpoint: fc
    .tuple(name, name)
    .map(([projection, generation]) => [
      partition.checkpoint({ projection, generation }),
      JSON.stringify([projection, generation]),
    ]),
  rows: fc
    .tuple(name, name, bucket)
    .map(([table, generation, one]) => [
      partition.rows({ table, generation }, one),
      JSON.stringify([table, generation, one]),
    ]),
  rowKeys: fc
    .tuple(name, name)
    .map(([table, generation]) => [partition.rowKeys({ table, generation }), JSON.stringify([table, generation])]),
  index: fc
    .tuple(name, name, name)
    .map(([table, generation, index]) => [
      partition.index({ table, generation, index }),
      JSON.stringify([table, generation, index]),
    ]),
};
const anyKey = fc.oneof(
  ...Object.entries(kinds).map(([kind, made]) => made.map(([key, names]) => ({ key, names: `${kind} ${names}` }))),
);

describe('a key', () => {
  it('begins with the hash tag of its partition, whatever it is named after', () => {
    fc.assert(fc.property(anyKey, ({ key }) => key.startsWith('{shop:3}')));
  });

  it('is never the key of anything else', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (one, other) => (one.key === other.key) === (one.names === other.names)),
      { numRuns: 20_000 },
    );
  });

  it('is never one of the keys that are not named after anything', () => {
    const fixed = [partition.head, partition.segments, partition.steps, partition.leases, partition.segment(1)];
    fc.assert(fc.property(anyKey, ({ key }) => !fixed.includes(key)));
  });

  it('is refused for a name that UTF-8 cannot hold', () => {
    expect(() => partition.aggregate({ type: 'Order', id: '\ud800' })).toThrow(RangeError);
  });

  it.each(['', 'a b', 'a:b', '{a}', 'x'.repeat(65)])('is refused for the namespace %j', (namespace) => {
    expect(() => new Keys(namespace)).toThrow(RangeError);
  });

  it('finds its bucket by a hash that never changes', () => {
    expect(['', 'a', 'order-1', '😀'].map(bucketOf)).toEqual([25, 32, 18, 9]);
    expect(['', 'a', 'order-1', '😀'].map(rowBucketOf)).toEqual([1, 0, 2, 1]);
  });
});

describeRedis('a cluster', () => {
  const bench = redisBench();

  it('puts all keys and channels of a partition into one slot', async () => {
    const server = await bench.server(['--cluster-enabled', 'yes']);
    const client = bench.client(server.url);
    const table = { table: '}a{', generation: '{b}' };
    const names = AWKWARD_NAMES.flatMap((id) => [
      partition.aggregate({ type: '{x}', id }),
      partition.aggregate({ type: id, id }),
    ]);
    const all = [partition.head, partition.segments, partition.segment(7), partition.steps, partition.appends];
    const tables = [
      partition.applies,
      partition.rows(table, 1),
      partition.rowKeys(table),
      partition.index({ ...table, index: '{c}' }),
    ];
    const slots = await Promise.all([...all, ...tables, ...names].map((key) => client.call('CLUSTER', 'KEYSLOT', key)));
    expect(new Set(slots).size).toBe(1);
    expect(await client.call('CLUSTER', 'KEYSLOT', keys.of(4 as Partition).head)).not.toBe(slots[0]);
  });
});

describe('a member of an index', () => {
  const entry = fc.record({ entry: name, key: name });

  it('gives its entry and key back', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(entryOfMember(memberOf(one))).toEqual(one);
      }),
    );
  });

  it('stands as its entry does in the order of UTF-8 bytes, and bounds stand between', () => {
    const order = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        if (a.entry !== b.entry) expect(order(memberOf(a), memberOf(b))).toBe(order(a.entry, b.entry));
        expect(order(memberOf(a), boundOf(b.entry)) >= 0).toBe(order(a.entry, b.entry) >= 0);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a record of a commit', () => {
  it('keeps version and tag', () => {
    const heads = [
      { version: version(0), tag: '' as Tag },
      { version: version(1), tag: '00000000000000ff' as Tag },
      { version: version(2 ** 32 - 1), tag: 'ffffffffffffffff' as Tag },
    ];
    for (const head of heads) {
      const bytes = Buffer.alloc(HEAD_BYTES);
      writeHead(bytes, 0, head);
      expect(readHead(bytes, 0)).toEqual(head);
      expect(readRecords(Buffer.concat([Buffer.from('000000000007', 'hex'), bytes]))).toEqual([{ position: 7, head }]);
    }
  });
});
