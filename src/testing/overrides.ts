// What a user says of the values that commands are made of. Types and the reading of them only.
import type fc from 'fast-check';

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
