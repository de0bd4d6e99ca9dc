// The events of a stored commit as they are today: decoded, upcasted, in their envelopes. Knows nothing of blocks or stores.
import { type DecodedCommit, decodeCommit } from '../codec/commit.js';
import type { EventCodecs } from '../codec/event-codecs.js';
import type { Message } from '../kernel/message.js';
import type { Partition, Position } from '../kernel/place.js';
import type { AggregateKey } from './event-log.js';
import { commitName, placed } from './placed-error.js';
import { type CheckEvent, Upcasting } from './upcasting.js';

/** A commit as a log gives it back. */
export interface RecordedCommit {
  readonly aggregate: AggregateKey;
  /** The aggregate's version after the commit. */
  readonly version: number;
  readonly place: { readonly partition: Partition; readonly position: Position };
  readonly payload: Uint8Array;
}

/** Opens the commits of a log with the codecs of one application. */
export class RecordedEvents {
  readonly #codecs: EventCodecs;
  readonly #upcasting: Upcasting;

  /** `violations` says what is wrong with the data of an event of today. */
  constructor(codecs: EventCodecs, violations: CheckEvent) {
    this.#codecs = codecs;
    this.#upcasting = new Upcasting(codecs, violations);
  }

  /**
   * The events of a commit, in order, as folds and machines see them; freshly decoded, so that the reader owns them. A version
   * counts stored events: what one stored event stands for shares its version. Its id is the command's id, `#`, and the stored
   * event's number in the commit, from 1; where it stands for several, each has its own number behind that: `#2.1`, `#2.2`.
   * Throws `INCOMPATIBLE` for an event that this code cannot read, `CORRUPT` for what is no commit, `DEFECT` where an upcaster fails;
   * each with the place.
   */
  of(recorded: RecordedCommit): Message[] {
    const { commandId, events, metadata, time } = this.#decoded(recorded);
    const { aggregate, version } = recorded;
    const before = version - events.length;
    const messages: Message[] = [];
    for (let index = 0; index < events.length; index++) {
      const stored = events[index];
      if (stored === undefined) break;
      const { codec, data } = stored;
      const message: Message = {
        type: codec.descriptor.event,
        data,
        id: `${commandId}#${index + 1}`,
        time: new Date(time),
        aggregateId: aggregate.id,
        version: before + index + 1,
        metadata,
      };
      if (codec.upcast === undefined) messages.push(message);
      else
        messages.push(
          ...this.#upcasting.today(codec, message, () => commitName(aggregate, before + index + 1, recorded.place)),
        );
    }
    return messages;
  }

  #decoded(recorded: RecordedCommit): DecodedCommit {
    try {
      return decodeCommit(recorded.payload, this.#codecs);
    } catch (error) {
      const { aggregate, version, place } = recorded;
      throw placed(error, commitName(aggregate, version, place));
    }
  }
}
