// A command in one object, as senders give it. Checks nothing.
import type { CommandOptions } from './command-options.js';

/** A command in one object, as `engine.dispatch` takes it. */
export interface CommandInput<Type extends string = string, Data = unknown, Id extends string = string>
  extends CommandOptions {
  readonly type: Type;
  readonly aggregateId: Id;
  readonly data: Data;
}

/**
 * A command of its parts. Options that are no object are left for the bus to refuse, as a field that no command has; those whose reading
 * throws make a command that throws the same.
 */
export function commandInput(
  parts: Pick<CommandInput, 'type' | 'aggregateId' | 'data'>,
  options: CommandOptions | undefined,
): CommandInput {
  if (options === undefined) return parts;
  const { type, aggregateId, data } = parts;
  try {
    const isObject = typeof options === 'object' && options !== null && !Array.isArray(options);
    return isObject ? { ...options, type, aggregateId, data } : ({ type, aggregateId, data, options } as CommandInput);
  } catch (thrown) {
    return {
      type,
      aggregateId,
      data,
      get timeout(): never {
        throw thrown;
      },
    };
  }
}
