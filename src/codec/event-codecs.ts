// The codecs of an application: found by an event's name for writing, by number and version for reading.
import type { EventCodec } from './event-codec.js';
import { unknownToday } from './unreadable.js';

const NUMBERS = 0x10000;

/** All codecs of an application, or of a log's registry. */
export class EventCodecs {
  readonly all: readonly EventCodec[];
  readonly #reading = new Map<number, EventCodec>();
  readonly #writing = new Map<string, EventCodec>();

  /** Throws a `TypeError` where two codecs have the same number and version. */
  constructor(codecs: readonly EventCodec[]) {
    this.all = codecs;
    for (const codec of codecs) {
      const { number, version, event } = codec.descriptor;
      const key = version * NUMBERS + number;
      const other = this.#reading.get(key)?.descriptor.event;
      if (other !== undefined) {
        const both = other === event ? event : `${event} and ${other}`;
        throw new TypeError(`There are two codecs for version ${version} of ${both}. Generate the code again.`);
      }
      this.#reading.set(key, codec);
      // Older versions, and events that were retired, are upcasted and never written.
      if (codec.upcast !== undefined) continue;
      const newest = this.#writing.get(event);
      if (newest === undefined || newest.descriptor.version < version) this.#writing.set(event, codec);
    }
  }

  /** The codec that writes an event of today. Throws a `TypeError` for one that the application does not emit. */
  writing(event: string): EventCodec {
    const codec = this.#writing.get(event);
    if (codec !== undefined) return codec;
    throw new TypeError(`No codec writes ${event}. Declare the event, and generate the code again.`);
  }

  /** The codec that reads a stored event. Throws `INCOMPATIBLE` where there is none. */
  reading(number: number, version: number): EventCodec {
    const codec = number > 0 && number < NUMBERS ? this.#reading.get(version * NUMBERS + number) : undefined;
    return codec ?? this.#unknown(number, version);
  }

  #unknown(number: number, version: number): never {
    const known = this.all.find(({ descriptor }) => descriptor.number === number)?.descriptor.event;
    throw unknownToday(`${known ?? `event number ${number}`} version ${version}, which this release does not know`);
  }
}
