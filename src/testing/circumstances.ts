// What goes on around the commands of a history: how many engines and partitions, what is slow, what gets lost, who crashes when.
import fc from 'fast-check';
import type { Faulty, WireFault } from './wire.js';

/** Something that happens to one engine, just before the command with an index; after all commands, where there is none. */
export interface Happening {
  readonly before: number;
  readonly engine: number;
  readonly what:
    | 'folding stops'
    | 'folding starts'
    | 'crash'
    | 'rebuild'
    /** Nothing is sent for some turns of the event loop: what is under way gets on. */
    | 'pause'
    | `${Faulty} ${WireFault}`;
}

/** The circumstances of a history. */
export interface Circumstances {
  /** P: how many partitions the log has. */
  readonly partitions: number;
  readonly engines: number;
  /** Turns of the event loop that requests to the store take, one after the other, over and over. */
  readonly delays: readonly number[];
  /** Commits that go to the store at once at most, and blocks that may be on their way. */
  readonly itemsPerBlock: number;
  readonly blocksInFlight: number;
  /** Whether aggregates are forgotten after each command and kept as snapshots. */
  readonly isForgetful: boolean;
  readonly happenings: readonly Happening[];
}

/** Nothing special: what a history is played in where nothing else is said. */
export const QUIET: Circumstances = {
  partitions: 1,
  engines: 1,
  delays: [0],
  itemsPerBlock: 256,
  blocksInFlight: 3,
  isForgetful: false,
  happenings: [],
};

/** What may happen, by how often. */
export type Weights = Partial<Record<Happening['what'], number>>;

/** What folding has to survive. */
export const FOLDING: Weights = {
  'folding stops': 2,
  'folding starts': 2,
  crash: 2,
  rebuild: 1,
  pause: 3,
  'apply request lost': 1,
  'apply reply lost': 2,
  'apply twice': 1,
  'apply late': 1,
};

/** What sending has to survive. */
export const SENDING: Weights = {
  crash: 2,
  pause: 1,
  'append request lost': 1,
  'append reply lost': 3,
  'append late': 1,
};

/** Circumstances in which some things may happen. They shrink towards `QUIET`. */
export function circumstances(weights: Weights, commands: number): fc.Arbitrary<Circumstances> {
  const what = fc.oneof(
    ...Object.entries(weights).map(([name, weight]) => ({
      weight,
      arbitrary: fc.constant(name as Happening['what']),
    })),
  );
  return fc.record({
    partitions: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 16 })),
    engines: fc.integer({ min: 1, max: 3 }),
    delays: fc.oneof(fc.constant([0]), fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 })),
    itemsPerBlock: fc.constantFrom(256, 1),
    blocksInFlight: fc.constantFrom(3, 1),
    isForgetful: fc.boolean(),
    happenings: fc.array(fc.record({ before: fc.nat({ max: commands }), engine: fc.nat({ max: 2 }), what }), {
      maxLength: 8,
    }),
  });
}
