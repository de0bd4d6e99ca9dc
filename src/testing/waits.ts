// How long a sender waits before a command: mostly not at all, now and then past any period that a guard may speak of.
import type fc from 'fast-check';

const DAY = 24 * 60 * 60 * 1000;
const WAITS: readonly number[] = [1, 1000, 60_000, DAY, 40 * DAY, 400 * DAY];

/** A wait to spread into a command; none in most. */
export function waitBefore(random: fc.Random): { readonly wait?: number } {
  if (random.nextInt(1, 4) > 1) return {};
  return { wait: WAITS[random.nextInt(0, WAITS.length - 1)] ?? 1 };
}
