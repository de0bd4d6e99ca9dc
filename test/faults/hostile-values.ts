// Values that somebody sends who means harm, or has a bug: of every type, shape, size and depth, with keys that pollute.
import type { Random } from '../property/declarations/random.js';

/** Keys that reach a prototype where somebody copies without thinking. */
export const POLLUTING = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'];

const TEXTS = [
  '',
  ' ',
  '\0',
  '\r\nFATAL',
  '\ud800',
  '{}',
  '*',
  '%',
  '😀',
  'xstate.stop',
  'x'.repeat(201),
  ...POLLUTING,
];

const SCALARS: readonly unknown[] = [
  ...[null, undefined, true, 0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1, 1e308],
  ...[0n, 2n ** 80n, Symbol('s'), () => {}, class A {}, /x/, new Date(Number.NaN), new Date(0), new Error('e')],
  ...[new Map([['a', 1]]), new Set([1]), new Uint8Array(3), new Float64Array(2), new ArrayBuffer(2), new WeakMap()],
  ...[Object.create(null), Object.create({ inherited: 1 }), new String('boxed'), Promise.resolve(1)],
];

/** Values that run code of their sender's when they are read: nothing that comes over a network can. */
const TRAPS: readonly (() => unknown)[] = [
  () => new Proxy({}, { get: thrower, ownKeys: thrower, has: thrower, getOwnPropertyDescriptor: thrower }),
  () => Object.defineProperty({}, 'data', { get: thrower, enumerable: true }),
  () => Object.defineProperty({}, 'type', { get: thrower, enumerable: true }),
];

function thrower(): never {
  throw new Error('a trap threw');
}

/** One hostile value, with traps now and then. */
export function hostileValue(random: Random): unknown {
  return random.chance(0.1) ? random.pick(TRAPS)() : hostileData(random);
}

/** One hostile value without traps; `depth` bounds how its parts nest, where it is not one whose point is its depth. */
export function hostileData(random: Random, depth = 3): unknown {
  const kind = random.between(0, depth > 0 ? 13 : 4);
  if (kind <= 2) return random.pick(SCALARS);
  if (kind <= 4) return random.pick(TEXTS);
  if (kind <= 7) return Array.from({ length: random.between(0, 4) }, () => hostileData(random, depth - 1));
  if (kind <= 10) return hostileObject(random, depth);
  if (kind === 11) return random.chance(0.05) ? deep(random, random.pick([100, 10_000, 1_000_000])) : deep(random, 70);
  if (kind === 12) return random.chance(0.05) ? 'y'.repeat(random.pick([100_000, 2_000_000])) : 'y'.repeat(1000);
  return random.pick([circle, sparse, () => wide(random.chance(0.05) ? 20_000 : 100)])();
}

/** An object with keys that pollute, as its own: JSON makes them, a literal would not. */
function hostileObject(random: Random, depth: number): object {
  const made: Record<string, unknown> = {};
  for (let count = random.between(0, 4); count > 0; count--) {
    const key = random.chance(0.5) ? random.pick(POLLUTING) : random.pick(['a', 'id', 'type', 'data', '', '0']);
    const value = random.chance(0.3) ? { polluted: true } : hostileData(random, depth - 1);
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

function deep(random: Random, levels: number): unknown {
  const isArray = random.chance(0.5);
  let made: unknown = 1;
  for (let level = 0; level < levels; level++) made = isArray ? [made] : { a: made };
  return made;
}

function circle(): unknown {
  const made: { self?: unknown; list: unknown[] } = { list: [] };
  made.self = made;
  made.list.push(made.list, made);
  return made;
}

function sparse(): unknown[] {
  const made: unknown[] = [];
  made.length = 2 ** 32 - 1;
  return made;
}

function wide(keys: number): object {
  return Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key${index}`, index]));
}

/** A value with some of its parts replaced: near enough to a valid one to get past the first checks. */
export function spoilt(random: Random, value: unknown, hostile = hostileData): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.2)) return hostile(random);
  if (Array.isArray(value)) return value.map((item) => (random.chance(0.5) ? spoilt(random, item, hostile) : item));
  const made: Record<string, unknown> = { ...value };
  const keys = Object.keys(made);
  if (keys.length === 0 || random.chance(0.2)) {
    const key = random.pick(POLLUTING);
    Object.defineProperty(made, key, {
      value: { polluted: true },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return made;
  }
  const key = random.pick(keys);
  made[key] = spoilt(random, made[key], hostile);
  return made;
}
