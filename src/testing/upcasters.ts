// Which codecs have an upcaster that does something, and how it is named. Runs none.
import type { EventCodec } from '../codec/event-codec.js';
import { sameData } from '../codec/renamed.js';

/** Whether a codec's events are made others by an upcaster: of a version that only renamed fields, nothing is left to do. */
export function hasUpcaster(codec: EventCodec): codec is EventCodec & Required<Pick<EventCodec, 'upcast'>> {
  return codec.upcast !== undefined && codec.upcast !== sameData;
}

/** The name of a codec's upcaster: `upcast.OrderPlacedV1`. */
export function upcasterName({ descriptor: { event, version } }: EventCodec): string {
  return `upcast.${event}V${version}`;
}
