// Wires an application's codecs to a store: how events go to the log and come back from it. Starts nothing.
import { type Commit, encodeCommit } from '../codec/commit.js';
import type { EventCodec } from '../codec/event-codec.js';
import { EventCodecs } from '../codec/event-codecs.js';
import type { EventLog } from '../log/event-log.js';
import { RecordedEvents } from '../log/recorded-events.js';
import { Registrar } from '../log/registrar.js';
import type { CheckEvent } from '../log/upcasting.js';
import type { StoreConnection } from '../store/store.js';
import { assertReadable } from './registry-check.js';

/** The two ways of events between an engine and its log. */
export interface WiredCodecs {
  /** What to append to: descriptors go ahead of the events that `encode` has made bytes of. */
  readonly appends: Pick<EventLog, 'append'>;
  /** The bytes of a commit. Throws a `TypeError` for data that cannot be stored. */
  readonly encode: (commit: Commit) => Uint8Array;
  readonly recorded: RecordedEvents;
}

/** Wires codecs to a connection. Throws `INCOMPATIBLE` where the log's registry holds what they cannot read. */
export async function wireCodecs(
  connection: StoreConnection,
  all: readonly EventCodec[],
  violations: CheckEvent,
): Promise<WiredCodecs> {
  const codecs = new EventCodecs(all);
  const held = await connection.registry.read();
  assertReadable(held, all);
  const registrar = new Registrar(connection.registry, held.keys());
  const writing = (event: string): EventCodec => {
    const codec = codecs.writing(event);
    registrar.need(codec.descriptor);
    return codec;
  };
  const registering = { writing };
  return {
    appends: {
      // An append that fails because the registry cannot be written has stored nothing.
      append: (partition, block) => {
        const append = () => connection.log.append(partition, block);
        return registrar.isComplete ? append() : registrar.complete().then(append);
      },
    },
    encode: (commit) => encodeCommit(commit, registering),
    recorded: new RecordedEvents(codecs, violations),
  };
}
