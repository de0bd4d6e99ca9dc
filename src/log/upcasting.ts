// What a stored event of an older version is today: the chain of upcasters, and the judgement of what they make. Pure.
import type { EventCodec } from '../codec/event-codec.js';
import type { EventCodecs } from '../codec/event-codecs.js';
import { StatefoldError, type Violation, wordsOf } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';

/** What is wrong with the data of an event of today; nothing, if it is one. */
export type CheckEvent = (event: string, data: unknown) => readonly Violation[];

/** The upcasters of one application. */
export class Upcasting {
  readonly #violations: CheckEvent;
  /** The codec of the next version, by that of an older one. */
  readonly #next: ReadonlyMap<EventCodec, EventCodec>;
  /** By aggregate: the names of the events of today. */
  readonly #today = new Map<string, Set<string>>();

  constructor({ all }: EventCodecs, violations: CheckEvent) {
    this.#violations = violations;
    const keyOf = (number: number, version: number) => `${number}.${version}`;
    const byKey = new Map(all.map((codec) => [keyOf(codec.descriptor.number, codec.descriptor.version), codec]));
    const next = new Map<EventCodec, EventCodec>();
    for (const codec of all) {
      const { aggregate, event, number, version } = codec.descriptor;
      const after = byKey.get(keyOf(number, version + 1));
      if (after !== undefined) next.set(codec, after);
      if (codec.upcast !== undefined) continue;
      this.#today.set(aggregate, (this.#today.get(aggregate) ?? new Set()).add(event));
    }
    this.#next = next;
  }

  /**
   * The events of today that a stored event stands for, which `from` has read. `place` names it in messages. Throws `DEFECT`, naming
   * upcaster, event and place, where an upcaster throws, or makes what is no event of today.
   */
  today(from: EventCodec, stored: Message, place: () => string): readonly Message[] {
    let event = stored;
    for (let codec = from; codec.upcast !== undefined; ) {
      const failed = failing(codec, stored, place);
      const made = attempt(codec.upcast, event, failed);
      if (Array.isArray(made)) return this.#several(codec, event, made, failed);
      const next = this.#next.get(codec);
      if (next === undefined || typeof made !== 'object' || made === null) {
        throw failed(next === undefined ? 'made no list of events, and there is no later version' : 'made nothing');
      }
      event = { ...event, type: next.descriptor.event, data: made };
      if (next.upcast === undefined) this.#assertValid(event, failed);
      codec = next;
    }
    return [event];
  }

  #several(from: EventCodec, event: Message, made: readonly unknown[], failed: Failed): readonly Message[] {
    const { aggregate } = from.descriptor;
    return made.map((one, index) => {
      const { type, data } = Object(one) as { readonly type?: unknown; readonly data?: unknown };
      if (typeof type !== 'string' || this.#today.get(aggregate)?.has(type) !== true) {
        throw failed(`made ${typeof type === 'string' ? type : 'something'}, which is no event of ${aggregate} today`);
      }
      const id = made.length === 1 ? event.id : `${event.id}.${index + 1}`;
      const message: Message = { ...event, id, type, data };
      this.#assertValid(message, failed);
      return message;
    });
  }

  #assertValid({ type, data }: Message, failed: Failed): void {
    const violations = this.#violations(type, data);
    if (violations.length === 0) return;
    const list = violations.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
    throw failed(`made an invalid ${type}: ${list}`, { violations });
  }
}

type Failed = (
  what: string,
  more?: { readonly cause?: unknown; readonly violations?: readonly Violation[] },
) => StatefoldError<'DEFECT'>;

function attempt(upcast: NonNullable<EventCodec['upcast']>, event: Message, failed: Failed): unknown {
  try {
    return upcast({ event });
  } catch (cause) {
    throw failed(`threw: ${wordsOf(cause)}`, { cause });
  }
}

/** Makes the error of an upcaster at an event. */
function failing({ descriptor }: EventCodec, { aggregateId }: Message, place: () => string): Failed {
  const where = `upcast.${descriptor.event}V${descriptor.version}`;
  return (what, { cause, violations } = {}) => {
    const details = { where, aggregateId, ...(violations === undefined ? {} : { violations }) };
    const options = cause === undefined ? {} : { cause };
    return new StatefoldError('DEFECT', `${place()}: ${where} ${what}. Mend the upcaster.`, details, options);
  };
}
