// Ways in which stored bytes are damaged.
import type { Random } from '../declarations/random.js';

/** A copy with some bytes flipped, changed, cut off, left out, doubled or put in. */
export function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = random.between(0, copy.length - 1);
  switch (random.between(0, 5)) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 << random.between(0, 7));
      return copy;
    case 1:
      // Heads of every kind, with forged lengths behind some of them.
      copy[at] = random.between(0x80, 0xff);
      for (let next = at + 1; next < at + 5 && next < copy.length && random.chance(0.5); next++) copy[next] = 0xff;
      return copy;
    case 2:
      return copy.subarray(0, at);
    case 3:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + random.between(1, 4))]);
    case 4:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.max(0, at - random.between(1, 9)))]);
    default:
      return Buffer.concat([copy.subarray(0, at), Buffer.from([random.between(0, 0xff)]), copy.subarray(at)]);
  }
}
