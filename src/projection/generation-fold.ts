// Folds one generation in all partitions. Knows nothing of which generation serves.
import type { StatefoldError } from '../kernel/error.js';
import type { Partition, Place, Position } from '../kernel/place.js';
import type { Checkpoint } from '../table/tables.js';
import type { HeldLeases } from './lease-keeper.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RunnerContext } from './runner-context.js';
import type { TailReader } from './tail-reader.js';
import { WakeUp } from './wake-up.js';

/** The runners of one generation. */
export class GenerationFold {
  readonly generation: string;
  readonly #runners: readonly ProjectionRunner[];
  #leases: HeldLeases = new Map();
  /** Rung after each step, and when a runner halts. */
  readonly changes = new WakeUp();
  readonly #sendListeners = new Set<() => void>();

  /** `isNew`: whether the generation may have no checkpoints yet. */
  constructor(readers: readonly TailReader[], context: Omit<RunnerContext, 'onChange' | 'onSend'>, isNew: boolean) {
    this.generation = context.generation;
    const onSend = () => {
      for (const listener of this.#sendListeners) listener();
    };
    const runnerContext = { ...context, onChange: this.changes.wake, onSend };
    this.#runners = readers.map((reader) => new ProjectionRunner(reader, runnerContext, isNew));
  }

  /** Folds the partitions whose leases are held from now on; resolves when others have stopped. What has halted stays so. */
  async hold(leases: HeldLeases): Promise<void> {
    const before = this.#leases;
    this.#leases = leases;
    const stopped: Promise<void>[] = [];
    for (const runner of this.#runners) {
      const lease = leases.get(runner.partition);
      if (lease === undefined) stopped.push(runner.stop());
      else if (before.get(runner.partition)?.fence !== lease.fence) runner.start(lease);
    }
    await Promise.all(stopped);
  }

  /** Lets what has halted, and is still held, try again. */
  start(): void {
    for (const runner of this.#runners) {
      const lease = this.#leases.get(runner.partition);
      if (lease !== undefined) runner.start(lease);
    }
  }

  /** Stops after the steps that are under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.stop()));
  }

  /** Events folded by these runners. */
  get events(): number {
    return this.#runners.reduce((sum, { events }) => sum + events, 0);
  }

  get updatesWithoutRow(): number {
    return this.#runners.reduce((sum, runner) => sum + runner.updatesWithoutRow, 0);
  }

  /** Positions folded, over all partitions. */
  get position(): number {
    return this.#runners.reduce((sum, { checkpoint }) => sum + (checkpoint?.position ?? 0), 0);
  }

  /** Why a partition that is held does not go on; `null` while all do. */
  get error(): StatefoldError | null {
    return this.#held.find(({ error }) => error !== null)?.error ?? null;
  }

  /** Whether the generation has been dropped under its runners. */
  get isDropped(): boolean {
    return this.#runners.some(({ dropped }) => dropped);
  }

  get #held(): readonly ProjectionRunner[] {
    return this.#runners.filter(({ partition }) => this.#leases.has(partition));
  }

  /** Whether a place was folded here, as far as its runner knows. One of another epoch has to be looked for. */
  hasFolded(place: Place): boolean {
    return isPast(this.#runners[place.partition]?.checkpoint, place);
  }

  /** Whether a step is on its way here that folds a place. */
  isSending(place: Place): boolean {
    return isPast(this.#runners[place.partition]?.sending, place);
  }

  /** Calls `listener` for each step that is on its way. Returns how to stop. */
  onSend(listener: () => void): () => void {
    this.#sendListeners.add(listener);
    return () => this.#sendListeners.delete(listener);
  }

  /** Whether a partition is folded here, and goes on. */
  isFolding(partition: Partition): boolean {
    return this.#held.some((runner) => runner.partition === partition && runner.error === null);
  }

  /** Whether every partition that is held has a checkpoint, at one of these positions or further. */
  hasReached(positions: readonly Position[]): boolean {
    return this.#held.every(
      ({ checkpoint, partition }) => checkpoint !== null && checkpoint.position >= (positions[partition] ?? 0),
    );
  }
}

/** Whether a checkpoint is at a place or further, in the same epoch. */
export function isPast(checkpoint: Checkpoint | null | undefined, { epoch, position }: Place): boolean {
  return checkpoint?.epoch === epoch && checkpoint.position >= position;
}
