// Folds one partition into one generation: read, fold, apply, again. Woken by appends. Stops and fails between steps only.
// While a step is on its way the next one is folded on top of it, and sent once it is there.
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import type { Epoch, Partition } from '../kernel/place.js';
import type { LogBlock } from '../log/log-block.js';
import { LOG_START } from '../log/log-cursor.js';
import type { LeaseProof } from '../table/leases.js';
import type { Applied, Checkpoint, FoldId } from '../table/tables.js';
import { Backoff } from './backoff.js';
import { Flight } from './flight.js';
import { haltError, isTransient } from './fold-failure.js';
import { FoldStep, foldAll, type StepChanges } from './fold-step.js';
import { changesPerRow, foldId } from './fold-unit.js';
import { PartitionRows } from './partition-rows.js';
import { checkpointIn, type Portion, portionsOf } from './portions.js';
import type { RunnerContext } from './runner-context.js';
import { StoredCheckpoint } from './stored-checkpoint.js';
import type { TailReader } from './tail-reader.js';
import { WakeUp } from './wake-up.js';

/** About how many changes one step makes at most: a store holds everybody else up while it applies one. */
export const CHANGES_PER_STEP = 2000;
const COMMITS_PER_STEP = 10_000;

/** One partition of one generation, folded as long as it runs, under a lease. Several runners on one partition do not harm each other. */
export class ProjectionRunner {
  readonly partition: Partition;
  readonly #context: RunnerContext;
  readonly #reader: TailReader;
  readonly #fold: FoldId;
  readonly #stored: StoredCheckpoint;
  readonly #rows: PartitionRows;
  readonly #appends = new WakeUp();
  readonly #rowsPerStep: number;
  #checkpoint: Checkpoint | null = null;
  readonly #flight = new Flight();
  /** The epoch that the log was in before it was read from the checkpoint on. */
  #epoch: Epoch | undefined;
  /** Whether this runner has seen a checkpoint: one that is gone later means that the generation was dropped. */
  #begun = false;
  #lease: LeaseProof | undefined;
  #stopping = false;
  #hasLost = false;
  /** Whether it was started after it was told to stop, and had not yet stopped. */
  #isWanted = false;
  #running: Promise<void> | null = null;
  readonly #backoff: Backoff;
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
    const { connection, runtime, unit, generation, changesPerStep } = context;
    this.partition = reader.partition;
    this.#reader = reader;
    this.#context = context;
    this.#backoff = new Backoff(runtime);
    this.#begun = !isNew;
    this.#fold = foldId(unit, generation);
    this.#stored = new StoredCheckpoint(connection, this.#fold, reader);
    this.#rows = new PartitionRows(connection, reader.partition, { unit, generation, flight: this.#flight });
    this.#rowsPerStep = Math.max(1, Math.floor(changesPerStep / changesPerRow(unit)));
  }

  /** Up to where it has folded, as far as it knows; `null` before it has looked. From then on queries may read the partition. */
  get checkpoint(): Checkpoint | null {
    return this.#checkpoint;
  }

  /** Where the step leads that is on its way, if any. */
  get sending(): Checkpoint | null {
    return this.#flight.next;
  }

  /** Where the next step begins: where the one on its way leads, as long as there is one. */
  get #ahead(): Checkpoint | null {
    return this.#flight.next ?? this.#checkpoint;
  }

  /** Starts, or after a halt tries again. Its steps are made under the lease from now on. */
  start(lease: LeaseProof): void {
    this.#lease = lease;
    this.#isWanted = true;
    if (this.#running === null) this.#begin();
  }

  #begin(): void {
    this.#stopping = false;
    this.#commitsPerStep = COMMITS_PER_STEP;
    this.error = null;
    const stopListening = this.#context.connection.log.onAppend(this.partition, this.#appends.wake);
    this.#running = this.#run().finally(() => {
      stopListening();
      this.#running = null;
      this.#context.onChange();
      if (this.#stopping && this.#isWanted) this.#begin();
    });
  }

  /** Stops after the step that is under way. What it wrote stays; another runner goes on from there. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#stopping = true;
    this.#backoff.interrupt();
    this.#appends.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    // How often it had been woken before the last step. None yet: what this runner knew may be gone since it held the lease last.
    let before: number | null = null;
    while (!this.#stopping && !this.dropped) {
      const seen = this.#appends.count;
      try {
        const moved = await this.#step(seen !== before);
        before = seen;
        if (moved || this.#stopping || this.dropped) continue;
        this.#backoff.reset();
        await this.#appends.after(seen);
      } catch (error) {
        if (!(await this.#goesOnAfter(error))) return;
      }
    }
    await this.#landed().catch(() => this.#forget());
  }

  /** Deals with a failure, after which nothing is on its way, and nothing remembered. `false` = it halts. */
  async #goesOnAfter(failure: unknown): Promise<boolean> {
    let error = failure;
    try {
      // What was folded on top of a step that came to nothing says nothing.
      if (!(await this.#landed())) return true;
    } catch (earlier) {
      error = earlier;
    }
    const known = this.#checkpoint;
    this.#forget();
    if (isTransient(error)) {
      if (!this.#stopping) await this.#backoff.pause();
      return true;
    }
    if (known !== null && this.#isFirstLoss(error)) {
      this.#context.onLoss(error);
      return true;
    }
    if (await this.#stored.hasMoved(known)) return true;
    this.error = haltError(error, this.#context.unit.name);
    return false;
  }

  /**
   * Whether the log has lost what was read of it, for the first time since something was folded. Rows that lie beside the log were
   * lost with it: folding goes on from the checkpoint that is there now, if that holds.
   */
  #isFirstLoss(error: unknown): error is StatefoldError {
    if (!isStatefoldError(error, 'LOG_TRUNCATED') || this.#hasLost) return false;
    this.#hasLost = true;
    return true;
  }

  /** One page of the log. `false` = there was nothing to do. `isWoken`: whether something has happened since the step before began. */
  async #step(isWoken: boolean): Promise<boolean> {
    const checkpoint = this.#ahead ?? (await this.#load());
    if (checkpoint === null) return false;
    const blocks = await this.#reader.read(checkpoint);
    const last = blocks.at(-1);
    if (last === undefined) {
      if (!(await this.#landed())) return true;
      if (!isWoken) return false;
      // Something has happened, and nothing new is there: what was folded may be gone, or only the steps that folded it.
      await this.#reader.mustHold(checkpoint);
      if (!(await this.#stored.hasMoved(checkpoint))) return false;
      this.#forget();
      return true;
    }
    const { projection } = this.#context.unit;
    const most = { keys: this.#rowsPerStep, commits: this.#commitsPerStep };
    for (const portion of portionsOf(blocks, projection.aggregate, checkpoint.position, most)) {
      if (!(await this.#apply(portion, blocks))) return true;
    }
    this.#commitsPerStep = COMMITS_PER_STEP;
    return true;
  }

  /** The checkpoint as the store has it, proved against the log; a new one for a new generation; `null` = dropped. */
  async #load(): Promise<Checkpoint | null> {
    const { epoch, checkpoint } = await this.#stored.load();
    this.#epoch = epoch;
    if (checkpoint === null) {
      if (this.#begun) {
        this.dropped = true;
        this.#context.onChange();
        return null;
      }
      const next: Checkpoint = { ...LOG_START, epoch, revision: 1 };
      this.#send(null, next, null, { rows: [], indexes: [] });
      if (await this.#landed()) return next;
      return this.#stopping ? null : this.#load();
    }
    this.#goOnFrom(checkpoint);
    return checkpoint;
  }

  #goOnFrom(checkpoint: Checkpoint): void {
    this.#begun = true;
    this.#checkpoint = checkpoint;
    this.#context.onChange();
  }

  /** Waits for the step on its way. `false` = it came to nothing, and so does what was folded on top of it. Fails as its sending did. */
  async #landed(): Promise<boolean> {
    if ((await this.#flight.landed()) === 'applied') return true;
    this.#forget();
    return false;
  }

  /** Folds a portion of some blocks, and sends the step that brings the checkpoint to its end. `false` = read again before going on. */
  async #apply({ commits, keys, end }: Portion, blocks: readonly LogBlock[]): Promise<boolean> {
    const expects = this.#ahead;
    if (expects === null || this.#stopping) return false;
    const { unit, checkRow, runtime } = this.#context;
    const step = new FoldStep(unit, this.#rows, checkRow);
    await step.begin(keys);
    const { folded, failure } = foldAll(step, commits, end);
    if (folded > expects.position) {
      const changes = await this.#finish(step, commits.length);
      if (changes === null) return false;
      const next = checkpointIn(blocks, folded, expects.revision + 1);
      if (!(await this.#landed()) || this.#stopping) return false;
      this.#send(expects, next, step, changes);
      // A store may answer before anything else gets a turn; a long catch-up must not keep queries and timers waiting.
      await new Promise<void>((resume) => runtime.soon(resume));
    }
    if (failure !== undefined) throw failure.error;
    return !this.#stopping;
  }

  #send(expects: Checkpoint | null, next: Checkpoint, step: FoldStep | null, changes: StepChanges): void {
    const [lease, readIn] = [this.#lease, this.#epoch];
    const sent = { fold: this.#fold, partition: this.partition, expects, next, ...changes, lease, readIn };
    const applying = this.#context.connection.tables.apply(sent);
    this.#flight.launch(next, applying, (kind) => this.#heard(kind, next, step, lease));
    step?.remember();
    this.#context.onSend();
  }

  /** Takes in what the store has said of a step. */
  #heard(kind: Applied['kind'], next: Checkpoint, step: FoldStep | null, lease: LeaseProof | undefined): void {
    if (kind === 'applied') {
      this.#rows.send(null);
      this.#backoff.reset();
      this.#hasLost = false;
      this.events += step?.events ?? 0;
      this.updatesWithoutRow += step?.updatesWithoutRow ?? 0;
      this.#goOnFrom(next);
    }
    // Unless another lease has come meanwhile, somebody else folds now.
    if (kind === 'fenced' && lease !== undefined && lease === this.#lease) {
      this.#isWanted = false;
      this.#stopping = true;
      this.#context.onFenced(this.partition, lease);
    }
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
}
