// An entry of an index as a member of a sorted set: its text, a NUL, the bucket of its row, the row's key. Keeps the order of texts.
import type { IndexEntry } from '../../table/tables.js';
import { rowBucketOf } from './keys.js';

// Only U+0000 and U+0001 are escaped, so that NUL stands below everything that a text can go on with.
const ESCAPE = '\u0001';
const ESCAPED_NUL = '\u0001\u0001';
const ESCAPED_ESCAPE = '\u0001\u0002';

// A script that finds entries finds their rows by it. '0' is the first: buckets are few.
const FIRST_BUCKET = 0x30;

/** The member of an entry. */
export function memberOf({ entry, key }: IndexEntry): string {
  return `${escapeText(entry)}\0${String.fromCharCode(FIRST_BUCKET + rowBucketOf(key))}${key}`;
}

/** A bound that stands where an entry of a text would, before all keys. */
export function boundOf(text: string): string {
  return `${escapeText(text)}\0`;
}

/** The entry of a member. */
export function entryOfMember(member: string): IndexEntry {
  const end = member.indexOf('\0');
  return { entry: unescapeText(member.slice(0, end)), key: member.slice(end + 2) };
}

function escapeText(text: string): string {
  const safe = text.includes(ESCAPE) ? text.replaceAll(ESCAPE, ESCAPED_ESCAPE) : text;
  return safe.includes('\0') ? safe.replaceAll('\0', ESCAPED_NUL) : safe;
}

function unescapeText(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replaceAll(ESCAPED_NUL, '\0').replaceAll(ESCAPED_ESCAPE, ESCAPE);
}
