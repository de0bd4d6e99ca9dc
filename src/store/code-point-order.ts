// The order of keys and entries in every store: by code points, which is the order of their UTF-8 bytes.
import { unitAt } from '../kernel/unit-at.js';

/** Negative where `a` comes first, positive where `b` does, 0 where they are the same text. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = unitAt(a, at);
    const right = unitAt(b, at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts the halves of a pair below U+E000 to U+FFFF, though the pair's code point lies above them. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
