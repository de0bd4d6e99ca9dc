// Builds a projection's next generation from the log's beginning and lets it serve. The old one is left alone until then.
import { StatefoldError } from '../kernel/error.js';
import { BEFORE_FIRST, type Epoch, type Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { StoreConnection } from '../store/store.js';
import type { FoldId } from '../table/tables.js';
import { BuildLease } from './build-lease.js';
import { isTransient } from './fold-failure.js';
import { type FoldUnit, firstGeneration, foldId, indexesOf, nextGeneration, tablesOf } from './fold-unit.js';
import type { GenerationFold } from './generation-fold.js';
import { checkpointsOf, epochsOf, headsOf, stillThere } from './how-far.js';
import { Progress, type RebuildOptions, type RebuildResult } from './rebuild-progress.js';

/** What a rebuild needs of the projection's host. */
export interface Rebuilt {
  readonly unit: FoldUnit;
  /** Aborted when the host closes: then a rebuild is called off, whoever asked for it. */
  readonly closed: AbortSignal;
  serving(): Promise<string | null>;
  newFold(generation: string, isNew: boolean, onFenced: () => void): GenerationFold;
  whileHalted<T>(task: () => Promise<T>): Promise<T>;
}

/** The outside that a rebuild works with. */
interface RebuildContext {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  readonly foldTimeout: number;
}

interface Rebuilding {
  readonly host: Rebuilt;
  readonly context: RebuildContext;
  readonly options: RebuildOptions;
  readonly signal: AbortSignal;
  readonly generation: string;
}

/** What waits for a generation to come somewhere. */
interface Reaching {
  readonly unit: FoldUnit;
  readonly fold: GenerationFold;
  readonly context: RebuildContext;
  readonly progress: Progress;
  readonly mayGoOn: () => void;
}

/** The new generation serves once it is at most this many commits behind. */
const NEAR = 1000;
const MAX_ROUNDS = 10;
/** How often (ms) it is looked whether the log still holds what is to be reached. */
export const LOOK_AGAIN_MS = 1000;

/** Rebuilds a projection. See `Projections.rebuild`. */
export async function rebuildProjection(
  host: Rebuilt,
  context: RebuildContext,
  options: RebuildOptions,
): Promise<RebuildResult> {
  const { unit, closed } = host;
  const signal = options.signal === undefined ? closed : AbortSignal.any([closed, options.signal]);
  signal.throwIfAborted();
  const { connection, runtime, foldTimeout: ms } = context;
  const current = (await host.serving()) ?? firstGeneration(unit);
  const generation = nextGeneration(unit, current, runtime.freshId().slice(0, 8));
  const lease = await BuildLease.take(
    { leases: connection.leases, runtime, partitions: connection.log.partitions, ms },
    { unit, generation },
    signal,
  );
  try {
    return await rebuildUnder(lease, { host, context, options, signal, generation });
  } finally {
    await lease.release();
  }
}

async function rebuildUnder(
  lease: BuildLease,
  { host, context, options, signal, generation }: Rebuilding,
): Promise<RebuildResult> {
  const { unit } = host;
  const { log, tables } = context.connection;
  const old = await host.serving();
  // Before the first generation serves it is the one to replace: a rebuild helps where its building has failed.
  const replaced = old ?? firstGeneration(unit);
  let isFenced = false;
  const fold = host.newFold(generation, true, () => {
    isFenced = true;
    fold.changes.wake();
  });
  const progress = new Progress(unit.name, fold, context.runtime, options.onProgress);
  const mayGoOn = () => {
    signal.throwIfAborted();
    if (isFenced) throw superseded(unit.name);
    if (fold.isDropped) throw vanished(unit.name);
  };
  const reaching = { unit, fold, context, progress, mayGoOn };
  const abort = () => fold.changes.wake();
  signal.addEventListener('abort', abort);
  /** `null`: nobody can say. */
  let isServing: boolean | null = false;
  let isHalting = false;
  let epochs: readonly Epoch[] = [];
  try {
    await fold.hold(lease.held);
    let heads = await headsOf(log);
    for (let round = 1; ; round++) {
      await reach(reaching, heads);
      heads = await headsOf(log);
      if (sum(heads) - fold.position <= NEAR || round === MAX_ROUNDS) break;
    }
    isServing = await host.whileHalted(async () => {
      // Nobody sees read models go back: the one that serves stands still, wherever it is folded, until this one is as far.
      for (;;) {
        isHalting = true;
        epochs = await epochsOf(log);
        const before = await lease.haltOthers();
        await reach(reaching, await foldedSoFar(context.connection, foldId(unit, replaced)));
        isServing = null;
        const conditions = { before, readIn: epochs };
        if (await tables.serve(unit.pointer, old, fold.generation, conditions)) return true;
        isServing = false;
        if ((await host.serving()) !== old) return false;
        // It took so long that others may fold again, or another server has come, which may lack what was folded.
        mayGoOn();
      }
    });
    return progress.result(isServing ? fold.generation : await host.serving());
  } finally {
    signal.removeEventListener('abort', abort);
    await fold.stop();
    // Where the answer was lost either may serve: better a table is left behind than that one goes which serves.
    if (isServing) await drop(unit, context, replaced, epochs);
    if (isServing === false) await drop(unit, context, generation);
    // Only now: the one that has been replaced must not move either while anybody may still read it.
    if (isServing !== null && isHalting) await lease.letOthersGoOn();
    // Not before this one serves: until then who has only stood still may finish its own, and let that serve.
    if (isServing) for (const left of lease.left) await drop(unit, context, left);
  }
}

/** Where the replaced generation is: the new one must be there too, so that no query sees read models go back. */
async function foldedSoFar(connection: StoreConnection, replaced: FoldId): Promise<readonly Position[]> {
  const checkpoints = await checkpointsOf(connection, replaced);
  return stillThere(
    connection.log,
    checkpoints.map((checkpoint) => checkpoint?.position ?? BEFORE_FIRST),
  );
}

/** Whether the store holds all of a generation up to some positions. */
async function isStored(connection: StoreConnection, fold: FoldId, positions: readonly Position[]): Promise<boolean> {
  const checkpoints = await checkpointsOf(connection, fold);
  return checkpoints.every((checkpoint, at) => checkpoint !== null && checkpoint.position >= (positions[at] ?? 0));
}

async function reach(
  { unit, fold, context: { connection, runtime }, progress, mayGoOn }: Reaching,
  positions: readonly Position[],
): Promise<void> {
  const id = foldId(unit, fold.generation);
  let wanted = positions;
  let lookedAt = runtime.now();
  for (;;) {
    const seen = fold.changes.count;
    progress.show(sum(wanted));
    mayGoOn();
    if (fold.error !== null) throw fold.error;
    // What was folded may have gone with the server that told of it.
    if (fold.hasReached(wanted) && (await unlessAway(isStored(connection, id, wanted), false))) return;
    await fold.changes.afterOrIn(seen, LOOK_AGAIN_MS, runtime);
    if (runtime.now() - lookedAt < LOOK_AGAIN_MS) continue;
    wanted = await unlessAway(stillThere(connection.log, wanted), wanted);
    lookedAt = runtime.now();
  }
}

/** What a store answers. One that is away says so another time. */
async function unlessAway<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isTransient(error)) throw error;
    return otherwise;
  }
}

function superseded(projection: string): StatefoldError<'UNAVAILABLE'> {
  const message = `The rebuild of ${projection} stood still for too long, and another engine may rebuild it now. The old rows serve on; start again if nobody does.`;
  return new StatefoldError('UNAVAILABLE', message, { what: `rebuild of ${projection}` });
}

function vanished(projection: string): StatefoldError<'UNAVAILABLE'> {
  const message = `The store has lost what had been rebuilt of ${projection}. The old rows serve on; start again.`;
  return new StatefoldError('UNAVAILABLE', message, { what: `rebuild of ${projection}` });
}

/** `epochs`: those that the log was in before another generation came to serve. One that a failover has given back to serve is left alone. */
async function drop(
  unit: FoldUnit,
  { connection }: RebuildContext,
  generation: string,
  epochs?: readonly Epoch[],
): Promise<void> {
  const indexes = indexesOf(unit, generation);
  await connection.tables.drop(foldId(unit, generation), tablesOf(unit, generation), indexes, epochs);
}

function sum(positions: readonly number[]): number {
  return positions.reduce((total, position) => total + position, 0);
}
