// A page's cursor as text: the end of its last entry, bound to the query that it came from. Opaque to callers.

/** The cursor after the row whose entry ends so. */
export function pageCursor(end: string, digest: string): string {
  return Buffer.from(digest + end).toString('base64url');
}

/** Where a cursor stands; `null` unless it came from the query and parameters with this digest. */
export function cursorEnd(cursor: string, digest: string): string | null {
  const bytes = Buffer.from(cursor, 'base64url');
  const text = bytes.toString();
  // Decoding is lenient: what does not encode back the same was not made here.
  if (!text.startsWith(digest) || Buffer.from(text).toString('base64url') !== cursor) return null;
  return text.slice(digest.length);
}
