// The server's clock, as best known here without a round trip: never ahead of it, and behind by at most one round trip.
import type { Wire } from './wire.js';

const SAMPLES = 8;

/** Estimates a server's time from what it told. */
export class ServerClock {
  /** Server's time − ours, of the last tellings. */
  readonly #offsets: number[] = [];
  #offset = Date.now() - performance.now();

  /** Milliseconds since 1970. A deadline that has passed by it has passed on the server: what is late there was refused there. */
  now(): number {
    return Math.floor(performance.now() + this.#offset);
  }

  /** To be called as soon as the server has told its time (ms). */
  heard(serverMs: number): void {
    // The server looked at its clock before its answer came: its time is at least this much ahead of ours.
    this.#offsets.push(serverMs - performance.now());
    if (this.#offsets.length > SAMPLES) this.#offsets.shift();
    this.#offset = Math.max(...this.#offsets);
  }

  /** `until` (for `performance.now()`) of a time on the server's clock. */
  localTimeOf(serverMs: number): number {
    return serverMs - this.#offset;
  }
}

/** Asks a server for its time: ms since 1970. */
export async function timeOf(wire: Wire, until: number): Promise<number> {
  const [seconds, micros] = (await wire.send('time', [], until, 'utf8')) as readonly string[];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
