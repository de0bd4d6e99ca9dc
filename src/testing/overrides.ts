// What a user says of the values that commands are made of. Makes none of them.
import type fc from 'fast-check';
import { isFunction, isObject, type OptionKind, shownValue } from '../kernel/option-kinds.js';

/** What an override by command is given: the aggregate's state that the command is made for. */
export interface OverrideInput {
  /** The machine's context. */
  readonly state: object;
}

/**
 * Arbitraries in place of the generated ones, by name: of a command (`PayOrder`), of a type that holds fields (`OrderLine`), or of a
 * field of either (`OrderLine.quantity`). Those of a command and of its fields may be functions of the aggregate's state.
 */
export type Overrides = Readonly<
  Record<string, fc.Arbitrary<unknown> | ((input: OverrideInput) => fc.Arbitrary<unknown>)>
>;

/** What `arbitraries` must be among options; where one of them is something else, its name is told. */
export const OVERRIDES: OptionKind = (value) => {
  const words = 'must be an object of arbitraries of fast-check, or functions that make one';
  if (!isObject(value)) return `${words}, not ${shownValue(value)}`;
  const wrong = Object.entries(value).find(
    ([, one]) => !isFunction(one) && !(isObject(one) && isFunction(one.generate)),
  );
  return wrong === undefined ? null : `${words}: '${wrong[0]}' is ${shownValue(wrong[1])}`;
};
