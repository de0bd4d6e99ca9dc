// Says which transitions are looked at for a message, and which guards refuse. Takes none.
import type { Plan } from './configuration.js';
import type { Consideration } from './stepper.js';
import type { Turn } from './turn.js';

/**
 * Every transition that a plan looks at, in order, up to those that are taken. Left out are those of regions that the message is
 * not meant for: that refuse by a guard that passes, with other parameters, in a region beside them.
 */
export function considerations(plan: Plan, turn: Turn): readonly Consideration[] {
  return lookAt(plan, turn).looks.map(({ consideration }) => consideration);
}

/** One transition that was looked at. */
interface Look {
  readonly consideration: Consideration;
  /** Names of the guards that passed. */
  readonly passed: readonly string[];
}

interface Looked {
  readonly looks: readonly Look[];
  /** One of them is taken. */
  readonly taken: boolean;
}

function lookAt({ regions, own }: Plan, turn: Turn): Looked {
  const inner = regions.map((region) => lookAt(region, turn));
  const looks = meant(inner.map((region) => region.looks));
  if (inner.some(({ taken }) => taken)) return { looks, taken: true };
  for (const { source, on, guard } of own) {
    const passed: string[] = [];
    const refusedBy = guard === null ? [] : guard.refusals(turn, passed);
    const isTaken = refusedBy.length === 0;
    looks.push({ consideration: { state: source.id, on, passed: isTaken, refusedBy }, passed });
    if (isTaken) return { looks, taken: true };
  }
  return { looks, taken: false };
}

// One guard gives one answer to one message, unless its parameters differ: by them, regions tell whom a message is meant for.
function meant(regions: readonly (readonly Look[])[]): Look[] {
  return regions.flatMap((looks, place) => {
    const beside = new Set(
      regions.flatMap((others, at) => (at === place ? [] : others.flatMap(({ passed }) => passed))),
    );
    return looks.filter(
      ({ consideration: { passed, refusedBy } }) => passed || !refusedBy.every((name) => beside.has(name)),
    );
  });
}
