// What a caller may say beside a command's data.
import type { Metadata } from '../kernel/message.js';

/** Options of every method of the command bus. */
export interface CommandOptions {
  /** Makes a retry safe: the same id never acts twice and gets the first receipt again. A fresh one when absent. */
  readonly commandId?: string;
  /** Refuse with `CONFLICT` unless the aggregate is at this version. When absent, a lost race is decided again. */
  readonly expectedVersion?: number;
  readonly metadata?: Metadata;
  /** When the command was given, where that is not now: for importing what happened elsewhere. The machine sees no other clock. */
  readonly time?: Date;
  /** Milliseconds until the command fails with `TIMEOUT`, or `OUTCOME_UNKNOWN` where that cannot be promised. */
  readonly timeout?: number;
}
