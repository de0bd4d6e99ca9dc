// MessagePack's timestamp extension: a date in 6, 10 or 15 bytes. Moves no position.
import { dateRange } from '../schema/domain-range.js';

const EXTENSION = 0xff;
const NANOSECONDS = 1_000_000;
/** The dates that a validator lets through: in milliseconds. */
const { first: FIRST, last: LAST } = dateRange({ type: 'date' });

/** Writes a date in its smallest form. Answers how many bytes it took; 0 for a date that cannot be stored: an invalid one, or before the year 0 or after 9999. */
export function writeTimestamp(view: DataView, at: number, time: number): number {
  if (!(time >= FIRST && time <= LAST)) return 0;
  const seconds = Math.floor(time / 1000);
  const nanoseconds = (time - seconds * 1000) * NANOSECONDS;
  if (seconds < 0 || seconds >= 0x1_0000_0000) {
    view.setUint16(at, 0xc70c);
    view.setUint8(at + 2, EXTENSION);
    view.setUint32(at + 3, nanoseconds);
    view.setBigInt64(at + 7, BigInt(seconds));
    return 15;
  }
  view.setUint16(at, nanoseconds === 0 ? 0xd6ff : 0xd7ff);
  if (nanoseconds === 0) {
    view.setUint32(at + 2, seconds);
    return 6;
  }
  // 30 bits of nanoseconds, then 34 bits of seconds, of which the upper two are 0 here.
  view.setUint32(at + 2, nanoseconds * 4);
  view.setUint32(at + 6, seconds);
  return 10;
}

/** How many bytes a timestamp takes, by its first; 0 where it begins none. */
export function timestampBytes(token: number): number {
  return token === 0xd6 ? 6 : token === 0xd7 ? 10 : token === 0xc7 ? 15 : 0;
}

/** The milliseconds of a timestamp; NaN where the bytes are not what `writeTimestamp` writes. */
export function readTimestamp(view: DataView, at: number, length: number): number {
  const extension = view.getUint8(length === 15 ? at + 2 : at + 1);
  if (extension !== EXTENSION || (length === 15 && view.getUint8(at + 1) !== 12)) return Number.NaN;
  const time =
    length === 6
      ? view.getUint32(at + 2) * 1000
      : length === 10
        ? view.getUint32(at + 6) * 1000 + view.getUint32(at + 2) / 4 / NANOSECONDS
        : Number(view.getBigInt64(at + 7)) * 1000 + view.getUint32(at + 3) / NANOSECONDS;
  return Number.isInteger(time) && time >= FIRST && time <= LAST ? time : Number.NaN;
}
