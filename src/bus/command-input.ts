// A command in one object.
import type { CommandOptions } from './command-options.js';

/** A command in one object, as `engine.dispatch` takes it. */
export interface CommandInput<Type extends string = string, Data = unknown, Id extends string = string>
  extends CommandOptions {
  readonly type: Type;
  readonly aggregateId: Id;
  readonly data: Data;
}
