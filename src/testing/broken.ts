// What a law throws when it does not hold, with what it expected and what it found.
import { isDeepStrictEqual } from 'node:util';
import { isNested } from './nested.js';

/** A law that does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly expected: unknown;
  readonly actual: unknown;
  /** Whether `expected` and `actual` say something. */
  readonly isCompared: boolean;

  constructor(message: string, compared?: { readonly expected: unknown; readonly actual: unknown }) {
    super(message);
    this.expected = compared?.expected;
    this.actual = compared?.actual;
    this.isCompared = compared !== undefined;
  }
}

/** Throws where two values differ. */
export function mustEqual(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(plain(actual), plain(expected))) throw new Broken(what, { expected, actual });
}

/** Throws where something does not hold. */
export function must(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Broken(what());
}

// What one wrote as bytes and the other as a Buffer is the same value.
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (!isNested(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
