// Folds one generation in all partitions. Knows nothing of which generation serves.
import type { StatefoldError } from '../kernel/error.js';
import type { Position } from '../kernel/place.js';
import { ProjectionRunner, type RunnerContext } from './projection-runner.js';
import type { TailReader } from './tail-reader.js';
import { WakeUp } from './wake-up.js';

/** The runners of one generation. */
export class GenerationFold {
  readonly generation: string;
  readonly #runners: readonly ProjectionRunner[];
  /** Rung after each step, and when a runner halts. */
  readonly changes = new WakeUp();

  /** `isNew`: whether the generation may have no checkpoints yet. */
  constructor(readers: readonly TailReader[], context: Omit<RunnerContext, 'onChange'>, isNew: boolean) {
    this.generation = context.generation;
    const runnerContext = { ...context, onChange: this.changes.wake };
    this.#runners = readers.map((reader) => new ProjectionRunner(reader, runnerContext, isNew));
  }

  /** Starts the runners that do not run; those that had halted try again. */
  start(): void {
    for (const runner of this.#runners) runner.start();
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
    return this.#runners.reduce((sum, { position }) => sum + position, 0);
  }

  /** Why a runner halted; `null` while all run. */
  get error(): StatefoldError | null {
    return this.#runners.find(({ error }) => error !== null)?.error ?? null;
  }

  /** Whether the generation has been dropped under its runners. */
  get isDropped(): boolean {
    return this.#runners.some(({ dropped }) => dropped);
  }

  /** Whether every partition has a checkpoint, at one of these positions or further. */
  hasReached(positions: readonly Position[]): boolean {
    return this.#runners.every(
      ({ hasCheckpoint, position, partition }) => hasCheckpoint && position >= (positions[partition] ?? 0),
    );
  }
}
