// How one version of an event becomes bytes and comes back, and what makes an older one today's.
import type { Message } from '../kernel/message.js';
import type { EventDescriptor } from './descriptor.js';
import type { Reader } from './reader.js';
import type { Writer } from './writer.js';

/**
 * Writes and reads one version of an event. Generated code holds one for every version in the lock. Its functions are methods, so that the
 * codec of one event may stand in a list of those of all.
 */
export interface EventCodec<Data = unknown> {
  readonly descriptor: EventDescriptor;
  /** Writes the event whole: [number, version, field, field …]. Throws a `TypeError` for data that could not come back the same. */
  write(to: Writer, data: Data): void;
  /** Reads the data after number and version: `fields` values follow. Skips those that it does not know. */
  read(from: Reader, fields: number): Data;
  /** Older versions and retired events only: what the event means today. */
  readonly upcast?: Upcast;
}

/**
 * A pure function from a stored event of an older version to the data of the next version, or to the events of today that
 * stand for it: several, or none.
 */
export type Upcast = (input: {
  readonly event: Message;
}) => object | readonly { readonly type: string; readonly data: unknown }[];
