// The number that stored events name their event by. Given once, and never changed.
import { fnv1a } from '../../src/kernel/hash.js';
import type { Problem } from '../model.js';
import { placeInLock } from './read-lock.js';
import type { SchemaLock } from './schema-lock.js';

const LAST = 0xffff;

/** A number for a new event: a hash of its name, so that two branches seldom give out the same; else the next one that is free. */
export function numberFor(name: string, taken: ReadonlySet<number>): number {
  if (taken.size >= LAST) throw new RangeError(`All ${LAST} numbers of events are taken.`);
  let number = hash16(name);
  while (number === 0 || taken.has(number)) number = (number + 1) & LAST;
  return number;
}

/** The numbers that a lock has given out. */
export function numbersOf({ aggregates }: SchemaLock): Set<number> {
  const events = Object.values(aggregates).flatMap((aggregate) => Object.values(aggregate.events));
  return new Set(events.map(({ number }) => number));
}

/** Refuses events of one number: two branches gave it out, and only people know which of them was released. */
export function checkNumbers({ aggregates }: SchemaLock, text: string): readonly Problem[] {
  const first = new Map<number, string>();
  const events = Object.values(aggregates).flatMap((aggregate) => Object.entries(aggregate.events));
  return events.flatMap(([name, { number }]) => {
    const namesake = first.get(number);
    if (namesake === undefined) {
      first.set(number, name);
      return [];
    }
    const message = `${name} and ${namesake} were locked on two branches, and both have the number ${number}. Give another one to the one that was never released: statefold codegen --forget ${name} (or ${namesake}).`;
    return [{ at: placeInLock(text, name), message }];
  });
}

/** FNV-1a over UTF-16 units, folded to 16 bits. */
function hash16(name: string): number {
  const hash = fnv1a(name);
  return ((hash >>> 16) ^ hash) & LAST;
}
