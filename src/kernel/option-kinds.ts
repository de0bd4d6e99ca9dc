// What the values of options may be, and the words for those that they may not be. Knows no option, and throws nothing.
import { onOneLine } from './aggregate-label.js';

/** Judges a value: what it must be, and what it is instead; `null` = it may be used. */
export type OptionKind = (value: unknown) => string | null;

/** The kind of each option: a field for each, so that none is left out. */
export type OptionKinds<Options> = Readonly<Record<keyof Options & string, OptionKind>>;

/** An option with a value that it may not have. */
export interface WrongOption {
  readonly name: string;
  /** `must be a whole number of at least 1, not NaN`. */
  readonly message: string;
}

/** Letters that are shown of a text. */
const LONGEST_TEXT = 20;

/** True or false, and nothing that only stands for them. */
export const FLAG = kindOf('true or false', (value) => typeof value === 'boolean');

export const FUNCTION = kindOf('a function', isFunction);

export const OBJECT = kindOf('an object', isObject);

export const TEXT = kindOf('a text', (value) => typeof value === 'string');

export const WHOLE_NUMBER = kindOf('a whole number', Number.isSafeInteger);

/** How long something may take, for ever included. */
export const MILLISECONDS = kindOf('milliseconds: 0 or more', (value) => typeof value === 'number' && value >= 0);

/** Numbers that count something. */
export function wholeNumber(least: number): OptionKind {
  return kindOf(
    `a whole number of at least ${least}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least,
  );
}

/** A kind by its words, `a whole number`, and what tells it. */
export function kindOf(words: string, isOne: (value: unknown) => boolean): OptionKind {
  return (value) => (isOne(value) ? null : `must be ${words}, not ${shownValue(value)}`);
}

/** Lists of what `isOne` tells, with so many at least; where one of them is something else, its number is told. */
export function listOf(words: string, isOne: (value: unknown) => boolean, least = 0): OptionKind {
  return (value) => {
    if (!Array.isArray(value) || value.length < least) return `must be ${words}, not ${shownValue(value)}`;
    const wrong = value.findIndex((one) => !isOne(one));
    return wrong === -1 ? null : `must be ${words}: number ${wrong + 1} is ${shownValue(value[wrong])}`;
  };
}

/** Options of a wrong kind. What is undefined is as good as absent, unless it is `required`. */
export function wrongOptions<Options>(
  given: Partial<Readonly<Record<keyof Options & string, unknown>>>,
  kinds: OptionKinds<Options>,
  required: readonly (keyof Options & string)[] = [],
): readonly WrongOption[] {
  return (Object.keys(kinds) as (keyof Options & string)[]).flatMap((name) => {
    const value = given[name];
    const message = value === undefined && !required.includes(name) ? null : kinds[name](value);
    return message === null ? [] : [{ name, message }];
  });
}

/** A value as errors show it: short, on one line, and of what holds others only what it is. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > LONGEST_TEXT ? `'${onOneLine(value.slice(0, LONGEST_TEXT))}…'` : `'${onOneLine(value)}'`;
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** Whether a value can be called. */
export function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** Whether a value can hold fields by name: a list does not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
