// Folds one partition into one generation: read, fold, apply, again. Woken by appends. Stops and fails between steps only.
import { isStatefoldError, StatefoldError, wordsOf } from '../kernel/error.js';
import type { Partition, Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { LogBlock, LogCommit } from '../log/log-block.js';
import type { StoreConnection } from '../store/store.js';
import type { Checkpoint, FoldId } from '../table/tables.js';
import type { CheckRow } from './fold-commit.js';
import { FoldStep, type StepChanges } from './fold-step.js';
import { changesPerRow, type FoldUnit, foldId } from './fold-unit.js';
import { PartitionRows } from './partition-rows.js';
import { LOG_START, type TailReader, truncated } from './tail-reader.js';
import { WakeUp } from './wake-up.js';

/** What a runner works with. */
export interface RunnerContext {
  readonly connection: StoreConnection;
  readonly runtime: Runtime;
  readonly unit: FoldUnit;
  readonly generation: string;
  readonly checkRow: CheckRow | undefined;
  readonly changesPerStep: number;
  /** Called after each step, and when the runner halts. */
  readonly onChange: () => void;
}

/** About how many changes one step makes at most: a store holds everybody else up while it applies one. */
export const CHANGES_PER_STEP = 2000;
const COMMITS_PER_STEP = 10_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

/** One partition of one generation, folded as long as it runs. Several runners on one partition do not harm each other. */
export class ProjectionRunner {
  readonly partition: Partition;
  readonly #context: RunnerContext;
  readonly #reader: TailReader;
  readonly #fold: FoldId;
  readonly #rows: PartitionRows;
  readonly #appends = new WakeUp();
  readonly #rowsPerStep: number;
  #checkpoint: Checkpoint | null = null;
  /** Whether this runner has seen a checkpoint: one that is gone later means that the generation was dropped. */
  #begun = false;
  #stopping = false;
  #running: Promise<void> | null = null;
  #interrupt: (() => void) | null = null;
  #pauses = 0;
  /** 1 after a step failed without saying at which commit. */
  #commitsPerStep = COMMITS_PER_STEP;
  /** Events folded and applied by this runner. */
  events = 0;
  updatesWithoutRow = 0;
  /** Why it halted; `null` while it runs. */
  error: StatefoldError | null = null;
  /** Whether the generation is gone: another one serves. */
  dropped = false;

  /** `isNew`: whether the generation may have no checkpoint yet. */
  constructor(reader: TailReader, context: RunnerContext, isNew: boolean) {
    this.partition = reader.partition;
    this.#reader = reader;
    this.#context = context;
    this.#begun = !isNew;
    this.#fold = foldId(context.unit, context.generation);
    this.#rows = new PartitionRows(context.connection, reader.partition, context.unit, context.generation);
    this.#rowsPerStep = Math.max(1, Math.floor(context.changesPerStep / changesPerRow(context.unit)));
  }

  /** The position up to which it has folded, as far as it knows; 0 before it has looked. */
  get position(): Position {
    return this.#checkpoint?.position ?? LOG_START.position;
  }

  /** Whether it has a checkpoint: from then on queries may read the partition. */
  get hasCheckpoint(): boolean {
    return this.#checkpoint !== null;
  }

  /** Starts, or after a halt tries again. */
  start(): void {
    if (this.#running !== null) return;
    this.#stopping = false;
    this.#commitsPerStep = COMMITS_PER_STEP;
    this.error = null;
    const stopListening = this.#context.connection.log.onAppend(this.partition, this.#appends.wake);
    this.#running = this.#run().finally(() => {
      stopListening();
      this.#running = null;
      this.#context.onChange();
    });
  }

  /** Stops after the step that is under way. What it wrote stays; another runner goes on from there. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#interrupt?.();
    this.#appends.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping && !this.dropped) {
      const seen = this.#appends.count;
      try {
        const moved = await this.#step();
        this.#pauses = 0;
        if (!moved && !this.#stopping && !this.dropped) await this.#appends.after(seen);
      } catch (error) {
        this.#forget();
        if (!isTransient(error)) {
          this.error = asStatefoldError(error, this.#context.unit.name);
          return;
        }
        await this.#pause();
      }
    }
  }

  /** One page of the log. `false` = there was nothing to do. */
  async #step(): Promise<boolean> {
    const checkpoint = this.#checkpoint ?? (await this.#load());
    if (checkpoint === null) return false;
    const blocks = await this.#reader.read(checkpoint);
    const last = blocks.at(-1);
    if (last === undefined) return false;
    const { aggregate } = this.#context.unit.projection;
    let commits: LogCommit[] = [];
    let keys = new Set<string>();
    for (const block of blocks) {
      for (const commit of block.commits) {
        if (commit.position <= checkpoint.position || commit.aggregateType !== aggregate) continue;
        commits.push(commit);
        keys.add(commit.aggregateId);
        if (keys.size < this.#rowsPerStep && commits.length < this.#commitsPerStep) continue;
        if (!(await this.#apply(commits, keys, commit.position, blocks))) return true;
        commits = [];
        keys = new Set();
      }
    }
    // Other aggregates' commits move the checkpoint as well: who waits for a place must see it passed.
    if (this.#checkpoint?.position !== last.last && !(await this.#apply(commits, keys, last.last, blocks))) return true;
    this.#commitsPerStep = COMMITS_PER_STEP;
    return true;
  }

  /** The checkpoint as the store has it, proved against the log; a new one for a new generation; `null` = dropped. */
  async #load(): Promise<Checkpoint | null> {
    const { log, tables } = this.#context.connection;
    const stored = await tables.checkpoint(this.#fold, this.partition);
    if (stored === null) {
      if (this.#begun) {
        this.dropped = true;
        this.#context.onChange();
        return null;
      }
      const { epoch } = await log.head(this.partition);
      const next: Checkpoint = { ...LOG_START, epoch, revision: 1 };
      const { partition } = this;
      const step = { fold: this.#fold, partition, expects: null, next, rows: [], indexes: [] };
      if ((await tables.apply(step)).kind === 'conflict') return this.#load();
      return this.#begin(next);
    }
    if (stored.position > 0 && !(await log.holds({ partition: this.partition, ...stored }))) {
      throw truncated(this.partition, stored.position, (await log.head(this.partition)).position);
    }
    return this.#begin(stored);
  }

  #begin(checkpoint: Checkpoint): Checkpoint {
    this.#begun = true;
    this.#checkpoint = checkpoint;
    this.#context.onChange();
    return checkpoint;
  }

  /** Folds commits and moves the checkpoint to `end`. `false` = read again before going on. */
  async #apply(
    commits: readonly LogCommit[],
    keys: ReadonlySet<string>,
    end: Position,
    blocks: readonly LogBlock[],
  ): Promise<boolean> {
    const expects = this.#checkpoint;
    if (expects === null || this.#stopping) return false;
    const { unit, checkRow, connection, onChange, runtime } = this.#context;
    const step = new FoldStep(unit, this.#rows, checkRow);
    await step.begin(keys);
    const { folded, failure } = foldAll(step, commits, end);
    if (folded > expects.position) {
      const changes = await this.#finish(step, commits.length);
      if (changes === null) return false;
      const block = blocks.find(({ first, last }) => first <= folded && folded <= last);
      if (block === undefined) throw new TypeError(`Position ${folded} is in none of the blocks that were read.`);
      const next: Checkpoint = {
        epoch: block.epoch,
        mark: block.mark,
        position: folded,
        revision: expects.revision + 1,
      };
      const { partition } = this;
      const applied = await connection.tables.apply({ fold: this.#fold, partition, expects, next, ...changes });
      if (applied.kind === 'conflict') {
        this.#forget();
        return false;
      }
      step.remember();
      this.#checkpoint = next;
      this.events += step.events;
      this.updatesWithoutRow += step.updatesWithoutRow;
      onChange();
      // A store may answer before anything else gets a turn; a long catch-up must not keep queries and timers waiting.
      await new Promise<void>((resume) => runtime.soon(resume));
    }
    if (failure !== undefined) throw failure.error;
    return !this.#stopping;
  }

  /** The changes of a step; `null` = a rollup refused them: its commits are folded one by one, to halt at the right place. */
  async #finish(step: FoldStep, commits: number): Promise<StepChanges | null> {
    try {
      return await step.finish();
    } catch (error) {
      if (!isStatefoldError(error, 'DEFECT') || commits <= 1) throw error;
      this.#commitsPerStep = 1;
      return null;
    }
  }

  #forget(): void {
    this.#rows.forget();
    this.#checkpoint = null;
  }

  /** Waits before a step is tried again; a stop ends the wait. */
  async #pause(): Promise<void> {
    if (this.#stopping) return;
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses);
    this.#pauses += 1;
    await new Promise<void>((resume) => {
      const cancel = this.#context.runtime.inBackground(ms, resume);
      this.#interrupt = () => {
        cancel();
        resume();
      };
    });
    this.#interrupt = null;
  }
}

/** Folds commits up to the first that fails: what comes before it is kept, and the halt is exactly at its place. */
function foldAll(
  step: FoldStep,
  commits: readonly LogCommit[],
  end: Position,
): { readonly folded: Position; readonly failure?: { readonly error: unknown } } {
  for (const commit of commits) {
    try {
      step.fold(commit);
    } catch (error) {
      return { folded: (commit.position - 1) as Position, failure: { error } };
    }
  }
  return { folded: end };
}

/** Failures of the store that pass: the step is tried again from the checkpoint, whether it was applied or not. */
function isTransient(error: unknown): boolean {
  return (
    isStatefoldError(error, 'UNAVAILABLE') ||
    isStatefoldError(error, 'TIMEOUT') ||
    isStatefoldError(error, 'OVERLOADED') ||
    isStatefoldError(error, 'OUTCOME_UNKNOWN')
  );
}

function asStatefoldError(error: unknown, where: string): StatefoldError {
  if (isStatefoldError(error)) return error;
  const reason = wordsOf(error);
  return new StatefoldError('DEFECT', `${where}: folding failed: ${reason}`, { where }, { cause: error });
}
