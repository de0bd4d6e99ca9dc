// Every hash that ends up in a log. None of them may ever change: stored data depends on them.
import { hash } from 'node:crypto';
import { isHex } from './hex.js';
import { type Epoch, FIRST_MARK, type Mark, type Partition } from './place.js';
import { unitAt } from './unit-at.js';

/** 16 hex digits of a commit, by its command id: tells two histories of the same length apart. '' = no commit yet. */
export type Tag = string & { readonly brand: 'Tag' };

/** 16 hex digits of the hash of some content. */
export type Digest = string & { readonly brand: 'Digest' };

/** The tag of an aggregate that has no commits. */
export const NO_TAG = '' as Tag;

const HEX_DIGITS = 16;
/** What `FreshIds` makes; a runtime of an application's own may make others. */
const FRESH_DIGITS = 32;

/** The tag of a command id that its sender chose: first 8 bytes of its SHA-1, as hex. */
export function tagOf(commandId: string): Tag {
  return hash('sha1', commandId, 'hex').slice(0, HEX_DIGITS) as Tag;
}

/**
 * The tag of a command id that the bus has just made: its first 8 bytes, which are random, so that a hash would not tell more apart.
 * Never for an id that a sender gave: whoever chose its letters would choose the tag, and could make two histories look the same.
 */
export function tagOfFresh(commandId: string): Tag {
  const isFresh = commandId.length === FRESH_DIGITS && isHex(commandId);
  return isFresh ? (commandId.slice(0, HEX_DIGITS) as Tag) : tagOf(commandId);
}

/** The digest of bytes: first 8 bytes of their SHA-1, as hex. */
export function digestOf(bytes: Uint8Array): Digest {
  return hash('sha1', bytes, 'hex').slice(0, HEX_DIGITS) as Digest;
}

/**
 * The mark after a block: SHA-1 over the mark before it, the digest of its payload, and where and when it was stored: so it proves all that
 * a log tells of a block. SHA-1 because a Redis script has it too.
 */
export function nextMark(
  before: Mark,
  payload: Digest,
  { epoch, storedAt }: { readonly epoch: Epoch; readonly storedAt: number },
): Mark {
  return hash('sha1', `${before || FIRST_MARK}${payload}${epoch}-${storedAt}`, 'hex').slice(0, HEX_DIGITS) as Mark;
}

/** FNV-1a over the UTF-16 units of a text, on top of the hash of what stands before it. 32 bits, with a sign. */
export function fnv1a(text: string, before = 0x811c9dc5): number {
  let h = before;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ unitAt(text, i), 0x01000193);
  return h;
}

/** A hash in which every bit depends on every bit of the one given: murmur's last step. 32 bits, without a sign. */
export function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The partition of an aggregate: FNV-1a over the UTF-16 units of type and id, mixed, modulo the number of partitions. */
export function partitionOf(type: string, id: string, partitions: number): Partition {
  if (partitions === 1) return 0 as Partition;
  return (mixed(fnv1a(id, Math.imul(fnv1a(type) ^ 0x1f, 0x01000193))) % partitions) as Partition;
}
