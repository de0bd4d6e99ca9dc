// The order of values in pages and extremes, said plainly: by type, then by value, text by code points.

const RANKS = ['null', 'boolean', 'number', 'bigint', 'date', 'string'];

/** Negative where `a` comes first, positive where `b` does, 0 where neither does. Absent values stand as `null` does. */
export function comparePlain(a: unknown, b: unknown): number {
  const byType = RANKS.indexOf(typeOf(a)) - RANKS.indexOf(typeOf(b));
  if (byType !== 0) return byType;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const [x, y] = [ordinal(a), ordinal(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** What kind of value it is. */
export function typeOf(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return value instanceof Date ? 'date' : typeof value;
}

function ordinal(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value;
  if (value === undefined || value === null) return 0;
  return value instanceof Date ? value.getTime() : Number(value);
}

function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [place, char] of left.entries()) {
    const other = right[place];
    if (other === undefined) return 1;
    const difference = (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
