// The upcasters of versions that only renamed fields: their bytes are those of the next version. Called by generated code only.
import type { EventCodec, Upcast } from './event-codec.js';
import { Reader } from './reader.js';
import { Writer } from './writer.js';

/** The upcaster of a version that is read by the codec of the next: there is nothing left to do. */
export const sameData: Upcast = ({ event }) => event.data as object;

/** The upcaster of a version that other upcasters lead to: data with its names is written as bytes and read as the next version's. */
export function renamed(from: EventCodec, to: EventCodec): Upcast {
  const [writer, reader] = [new Writer(), new Reader()];
  return ({ event }) => {
    writer.reset();
    from.write(writer, event.data);
    reader.reset(writer.written());
    const fields = reader.array() - NUMBER_AND_VERSION;
    for (let skipped = 0; skipped < NUMBER_AND_VERSION; skipped++) reader.number();
    return to.read(reader, fields) as object;
  };
}

const NUMBER_AND_VERSION = 2;
