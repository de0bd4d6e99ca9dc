// One projection in one engine: keeps the serving generation folded, builds the first, switches to the next.
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import type { Partition, Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { StoreConnection } from '../store/store.js';
import type { LeaseProof } from '../table/leases.js';
import type { CheckRow } from './fold-commit.js';
import { type FoldUnit, firstGeneration, foldId } from './fold-unit.js';
import { GenerationFold } from './generation-fold.js';
import { checkpointsOf, epochsOf, headsOf, stillThere } from './how-far.js';
import type { HeldLeases, Leaseholder } from './lease-keeper.js';
import { LOOK_AGAIN_MS, rebuildProjection } from './rebuild.js';
import type { RebuildOptions, RebuildResult } from './rebuild-progress.js';
import type { TailReader } from './tail-reader.js';
import { WakeUp } from './wake-up.js';

/** What all projections of an engine share. */
export interface HostContext {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  /** One for each partition. */
  readonly readers: readonly TailReader[];
  readonly checkRow: CheckRow | undefined;
  readonly changesPerStep: number;
  /** How long leases last (ms) after their holder has gone silent. */
  readonly foldTimeout: number;
  /** Told that a step was refused since another engine holds the lease. */
  readonly onFenced: (partition: Partition, lease: LeaseProof) => void;
  /** Told once of each halt; never throws. */
  readonly onError: (error: StatefoldError) => void;
}

const RETRY_MS = 500;

/** Folds a projection's serving generation while it is started, where it holds the leases. */
export class ProjectionHost implements Leaseholder {
  readonly unit: FoldUnit;
  readonly #context: HostContext;
  readonly #stops = new WakeUp();
  #wanted = false;
  #loop: Promise<void> | null = null;
  #halting = false;
  #rebuilding: Promise<RebuildResult> | null = null;
  readonly #closing = new AbortController();
  #fold: GenerationFold | null = null;
  #leases: HeldLeases = new Map();
  #reported: StatefoldError | null = null;
  /** Why the serving generation is not looked for; `null` while it is. */
  #error: StatefoldError | null = null;

  constructor(unit: FoldUnit, context: HostContext) {
    this.unit = unit;
    this.#context = context;
  }

  /** What is folded here now, if anything. */
  get fold(): GenerationFold | null {
    return this.#fold;
  }

  /** Aborted by `close`. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Why it does not go on, here; `null` while it does. */
  get error(): StatefoldError | null {
    return this.#fold?.error ?? this.#error;
  }

  /** The generation that serves this release's queries; `null` before the first is built. */
  serving(): Promise<string | null> {
    return this.#context.connection.tables.serving(this.unit.pointer);
  }

  /** The same, as last heard: what is read of it has to be proved. */
  lastServing(): Promise<string | null> {
    return this.#context.connection.tables.lastServing(this.unit.pointer);
  }

  /** Starts folding; what has halted tries again. */
  start(): void {
    this.#wanted = true;
    this.#reported = null;
    if (this.#loop === null) this.#resume();
    else if (this.#halting) void this.#loop.then(() => this.#wanted && this.#resume());
    else this.#fold?.start();
  }

  /** Folds the partitions whose leases are held, while it is started, and no others. */
  async hold(leases: HeldLeases): Promise<void> {
    this.#leases = leases;
    await this.#fold?.hold(leases);
    this.#fold?.changes.wake();
  }

  /** Lets folding that has halted try again; does nothing where folding was stopped. */
  retry(): void {
    if (this.#wanted) this.start();
  }

  /** Stops folding after the steps that are under way. */
  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#halt();
  }

  /** Stops folding for good. A rebuild is called off: it rejects with `CLOSED`, or with why it could not clean up behind it. */
  async close(): Promise<void> {
    const message = `The engine that works on ${this.unit.name} was closed. Start another.`;
    this.#closing.abort(new StatefoldError('CLOSED', message, { what: `projection ${this.unit.name}` }));
    // Whoever asked for the rebuild hears how it ended.
    await Promise.allSettled([this.#rebuilding]);
    await this.stop();
  }

  /** Runs a task while nothing is folded here; folding goes on afterwards. */
  async whileHalted<T>(task: () => Promise<T>): Promise<T> {
    await this.#halt();
    try {
      return await task();
    } finally {
      if (this.#wanted) this.#resume();
    }
  }

  #resume(): void {
    if (this.#loop !== null) return;
    this.#halting = false;
    this.#loop = this.#run().finally(() => {
      this.#loop = null;
    });
  }

  async #halt(): Promise<void> {
    this.#halting = true;
    this.#stops.wake();
    this.#fold?.changes.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#halting) {
      try {
        this.#error = null;
        await this.#follow();
      } catch (error) {
        // Only looking for the generation can fail here; runners keep their errors to themselves.
        this.#error = asError(error, this.unit.name);
        this.#report(this.#error);
        const seen = this.#stops.count;
        if (this.#halting) return;
        await this.#stops.afterOrIn(seen, RETRY_MS, this.#context.runtime);
      }
    }
  }

  /** Folds the serving generation, or the first that is to serve, until it is dropped or this host halts. */
  async #follow(): Promise<void> {
    const { log, tables } = this.#context.connection;
    const serving = await this.serving();
    let isBuilding = serving === null;
    let heads = isBuilding ? await headsOf(log) : [];
    // Before anything is folded, and looked at: what is seen in these epochs is there as long as the logs are in them. Else all begins anew.
    const readIn = isBuilding ? await epochsOf(log) : [];
    const fold = this.newFold(serving ?? firstGeneration(this.unit), isBuilding, this.#context.onFenced);
    this.#fold = fold;
    // It may have moved before anybody listened.
    let mayHaveMoved = true;
    const stops: (() => void)[] = [];
    try {
      void fold.hold(this.#leases);
      stops.push(
        tables.onApply(this.unit.pointer, () => {
          mayHaveMoved = true;
          fold.changes.wake();
        }),
      );
      // The first generation serves when all of its parts are there, whoever builds them.
      if (isBuilding) stops.push(tables.onApply(this.unit.name, fold.changes.wake));
      while (!this.#halting && !fold.isDropped) {
        const seen = fold.changes.count;
        if (mayHaveMoved) {
          mayHaveMoved = false;
          const now = await this.serving();
          if (now !== fold.generation && !(isBuilding && now === null)) return;
          isBuilding &&= now === null;
        }
        if (isBuilding) {
          heads = await stillThere(log, heads);
          if (await this.#isBuilt(fold, heads)) {
            const isFirst = await tables.serve(this.unit.pointer, null, fold.generation, { readIn });
            if (!isFirst && (await this.serving()) !== fold.generation) return;
            isBuilding = false;
          }
        }
        if (fold.error !== null) this.#report(fold.error);
        // While it builds, the log may lose what is to be reached, and nothing else happens.
        if (isBuilding) await fold.changes.afterOrIn(seen, LOOK_AGAIN_MS, this.#context.runtime);
        else await fold.changes.after(seen);
      }
      if (fold.isDropped && (await this.serving()) === fold.generation)
        throw lostTables(this.unit.name, fold.generation);
    } finally {
      for (const stop of stops) stop();
      await fold.stop();
      this.#fold = null;
    }
  }

  /** Whether a generation holds all up to some positions: what is held here, and then what others hold. */
  async #isBuilt(fold: GenerationFold, positions: readonly Position[]): Promise<boolean> {
    if (this.#leases.size === 0 || !fold.hasReached(positions)) return false;
    const id = foldId(this.unit, fold.generation);
    const others = this.#context.readers.filter(({ partition }) => !this.#leases.has(partition));
    const checkpoints = await Promise.all(
      others.map(async ({ partition }) => {
        const checkpoint = await this.#context.connection.tables.checkpoint(id, partition);
        return checkpoint !== null && checkpoint.position >= (positions[partition] ?? 0);
      }),
    );
    return checkpoints.every((isReached) => isReached);
  }

  /** The runners of a generation, not started. `isNew`: whether it may have no checkpoints yet. */
  newFold(
    generation: string,
    isNew: boolean,
    onFenced: (partition: Partition, lease: LeaseProof) => void,
  ): GenerationFold {
    const { connection, runtime, checkRow, changesPerStep, readers } = this.#context;
    const onLoss = (error: StatefoldError) => this.#report(error);
    const context = { connection, runtime, checkRow, changesPerStep, onFenced, onLoss, unit: this.unit, generation };
    return new GenerationFold(readers, context, isNew);
  }

  #report(error: StatefoldError): void {
    if (this.#reported === error) return;
    this.#reported = error;
    this.#context.onError(error);
  }

  /** Rebuilds the projection. See `Projections.rebuild`. */
  async rebuild(options: RebuildOptions): Promise<RebuildResult> {
    const { name } = this.unit;
    if (this.#rebuilding !== null) {
      const message = `${name} is being rebuilt already. Wait for that.`;
      throw new StatefoldError('OVERLOADED', message, { what: `rebuild of ${name}`, limit: 1 });
    }
    this.#rebuilding = rebuildProjection(this, this.#context, options);
    try {
      return await this.#rebuilding;
    } finally {
      this.#rebuilding = null;
    }
  }

  /** The error for a query or comparison while no generation serves, with how far the first has come. */
  async building(): Promise<StatefoldError<'BUILDING'>> {
    const { connection } = this.#context;
    const checkpoints = await checkpointsOf(connection, foldId(this.unit, firstGeneration(this.unit)));
    const position = checkpoints.reduce((sum, checkpoint) => sum + (checkpoint?.position ?? 0), 0);
    const head = (await headsOf(connection.log)).reduce((sum, at) => sum + at, 0);
    const { name } = this.unit;
    const message = `${name} is being built: ${position} of ${head} commits are folded. Ask again when it is done.`;
    return new StatefoldError('BUILDING', message, { projection: name, position, head });
  }
}

/** The error for a generation that is to serve, and is not there. */
export function lostTables(name: string, generation: string): StatefoldError<'CORRUPT'> {
  const message = `${name}: generation ${generation} is to serve, and the store has no tables of it. Rebuild the projection.`;
  return new StatefoldError('CORRUPT', message, { where: `${name} ${generation}` });
}

function asError(error: unknown, name: string): StatefoldError {
  if (isStatefoldError(error)) return error;
  const what = `the store of ${name}`;
  return new StatefoldError(
    'UNAVAILABLE',
    `${what} failed: ${String(error)}. It is asked again.`,
    { what },
    { cause: error },
  );
}
