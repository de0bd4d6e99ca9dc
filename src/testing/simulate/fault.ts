// What may go wrong in a simulation, and how often it did. A fault counts once its effect is there, not when it is planned.
import type { Chance } from './chance.js';

/** What may happen to one request between an engine and its store. */
export const WIRE_FAULTS = ['request lost', 'reply lost', 'late', 'duplicated', 'delayed'] as const;

/** What may happen to an engine, or to the store. */
const MACHINE_FAULTS = ['engine crash', 'pause', 'store crash', 'failover'] as const;

/** All that may go wrong. */
export const FAULTS = [...WIRE_FAULTS, ...MACHINE_FAULTS] as const;

export type WireFault = (typeof WIRE_FAULTS)[number];

/** A kind of fault. */
export type Fault = (typeof FAULTS)[number];

/** How often a kind of fault strikes where it does: one request of so many. */
const RATES = [60, 25, 10] as const;
/** The one kind that is tried where nothing has gone wrong yet: one request of so many. */
const URGENT_RATE = 3;

/** Requests that are the same twice, or are compared with what is there: only these arrive late or twice. */
const GUARDED: ReadonlySet<string> = new Set(['append', 'apply']);

/** Which faults a simulation has, and which have happened. */
export class Weather {
  readonly counts: Record<Fault, number>;
  readonly #chance: Chance;
  /** One request of so many. */
  readonly #rates = new Map<WireFault, number>();
  #isFair = true;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
    for (const fault of WIRE_FAULTS) if (chance.oneIn(3)) this.#rates.set(fault, chance.pick(RATES));
  }

  /** How many faults there were. */
  get total(): number {
    return FAULTS.reduce((sum, fault) => sum + this.counts[fault], 0);
  }

  /** Requests meet faults from now on. */
  begin(): void {
    this.#isFair = false;
  }

  /** No request meets a fault any more. */
  end(): void {
    this.#isFair = true;
  }

  /** Has requests meet faults soon, whatever was planned. */
  worsen(): void {
    this.#rates.set('reply lost', URGENT_RATE);
  }

  /** What one request meets. */
  strike(method: string): WireFault | null {
    if (this.#isFair) return null;
    for (const [fault, oneIn] of this.#rates) {
      if ((fault === 'late' || fault === 'duplicated') && !GUARDED.has(method)) continue;
      if (this.#chance.oneIn(oneIn)) return fault;
    }
    return null;
  }

  /** A fault has had its effect. */
  happened(fault: Fault): void {
    this.counts[fault]++;
  }
}
