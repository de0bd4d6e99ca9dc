// What generated code says of an aggregate.
import type { AnyStateMachine } from 'xstate';

/** One aggregate of the domain, as generated code hands it to the engine. */
export interface AggregateDefinition {
  readonly type: string;
  readonly machine: AnyStateMachine;
  /** Over the printed source of the machine and all that it imports: a snapshot under another one is not looked at. */
  readonly fingerprint: string;
  /** Names of its commands, in the order of their declaration. */
  readonly commands: readonly string[];
  /** Names of its events, in the order of their declaration. */
  readonly events: readonly string[];
  /** Name of its id type in the schema table, or `null` where the id is a plain string. */
  readonly id: string | null;
}
