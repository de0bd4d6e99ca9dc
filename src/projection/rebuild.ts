// Builds a projection's next generation from the log's beginning and lets it serve. The old one is left alone until then.
import type { Partition, Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { StoreConnection } from '../store/store.js';
import { type FoldUnit, firstGeneration, foldId, indexesOf, nextGeneration, tablesOf } from './fold-unit.js';
import type { GenerationFold } from './generation-fold.js';
import { Progress, type RebuildOptions, type RebuildResult } from './rebuild-progress.js';

/** What a rebuild needs of the projection's host. */
export interface Rebuilt {
  readonly unit: FoldUnit;
  /** Aborted when the host closes: then a rebuild is called off, whoever asked for it. */
  readonly closed: AbortSignal;
  serving(): Promise<string | null>;
  heads(): Promise<readonly Position[]>;
  newFold(generation: string, isNew: boolean): GenerationFold;
  whileHalted<T>(task: () => Promise<T>): Promise<T>;
}

/** The outside that a rebuild works with. */
interface RebuildContext {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
}

/** The new generation serves once it is at most this many commits behind. */
const NEAR = 1000;
const MAX_ROUNDS = 10;

/** Rebuilds a projection. See `Projections.rebuild`. */
export async function rebuildProjection(
  host: Rebuilt,
  context: RebuildContext,
  options: RebuildOptions,
): Promise<RebuildResult> {
  const { unit, closed } = host;
  const signals = options.signal === undefined ? [closed] : [closed, options.signal];
  assertWanted(signals);
  const old = await host.serving();
  // Before the first generation serves it is the one to replace: a rebuild helps where its building has failed.
  const replaced = old ?? firstGeneration(unit);
  const fold = host.newFold(nextGeneration(unit, replaced, context.runtime.freshId().slice(0, 8)), true);
  const progress = new Progress(unit.name, fold, context.runtime, options.onProgress);
  const abort = () => fold.changes.wake();
  for (const signal of signals) signal.addEventListener('abort', abort);
  let isServing = false;
  try {
    fold.start();
    let heads = await host.heads();
    for (let round = 1; ; round++) {
      await reach(fold, heads, progress, signals);
      heads = await host.heads();
      if (sum(heads) - fold.position <= NEAR || round === MAX_ROUNDS) break;
    }
    isServing = await host.whileHalted(async () => {
      await reach(fold, await foldedSoFar(host, context, replaced), progress, signals);
      await fold.stop();
      return context.connection.tables.serve(unit.pointer, old, fold.generation);
    });
    return progress.result(isServing ? fold.generation : await host.serving());
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort);
    await fold.stop();
    await drop(unit, context, isServing ? replaced : fold.generation);
  }
}

/** Where the replaced generation is: the new one must be there too, so that no query sees read models go back. */
async function foldedSoFar(
  host: Rebuilt,
  { connection }: RebuildContext,
  generation: string,
): Promise<readonly Position[]> {
  const fold = foldId(host.unit, generation);
  return Promise.all(
    (await host.heads()).map(async (head, partition) => {
      const checkpoint = await connection.tables.checkpoint(fold, partition as Partition);
      // A log that has lost commits ends before what was folded of it.
      return Math.min(head, checkpoint?.position ?? 0) as Position;
    }),
  );
}

async function reach(
  fold: GenerationFold,
  positions: readonly Position[],
  progress: Progress,
  signals: readonly AbortSignal[],
): Promise<void> {
  const head = sum(positions);
  for (;;) {
    const seen = fold.changes.count;
    progress.show(head);
    assertWanted(signals);
    if (fold.error !== null) throw fold.error;
    if (fold.hasReached(positions)) return;
    await fold.changes.after(seen);
  }
}

function assertWanted(signals: readonly AbortSignal[]): void {
  for (const signal of signals) signal.throwIfAborted();
}

async function drop(unit: FoldUnit, { connection }: RebuildContext, generation: string): Promise<void> {
  const indexes = indexesOf(unit, generation);
  await connection.tables.drop(foldId(unit, generation), tablesOf(unit, generation), indexes);
}

function sum(positions: readonly number[]): number {
  return positions.reduce((total, position) => total + position, 0);
}
