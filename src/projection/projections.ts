// All projections of one engine: folds them, says how they stand, rebuilds and verifies them.
import { StatefoldError } from '../kernel/error.js';
import { allPartitions, type Partition, type Position } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import { warnOf } from '../kernel/warn-of.js';
import type { RecordedEvents } from '../log/recorded-events.js';
import type { StoreConnection } from '../store/store.js';
import type { QueryDefinition } from '../table/query-definition.js';
import type { ProjectionDefinition, RollupDefinition } from './definition.js';
import type { CheckRow } from './fold-commit.js';
import { firstGeneration, foldId, foldUnit } from './fold-unit.js';
import { LeaseKeeper } from './lease-keeper.js';
import { type HostContext, ProjectionHost } from './projection-host.js';
import { CHANGES_PER_STEP } from './projection-runner.js';
import type { RebuildOptions, RebuildResult } from './rebuild-progress.js';
import { TailReader } from './tail-reader.js';
import { type VerifyResult, verifyGeneration } from './verify.js';

/** What an engine's projections are made of. */
export interface ProjectionsOptions {
  readonly connection: StoreConnection;
  readonly recorded: RecordedEvents;
  readonly projections: readonly ProjectionDefinition[];
  readonly rollups: readonly RollupDefinition[];
  /** Indexes are derived from them. */
  readonly queries: readonly QueryDefinition[];
  readonly runtime: Runtime;
  /** Checks each row that a fold returns; rows are not checked without it. */
  readonly checkRow?: CheckRow;
  /** Told once of each error that halts a projection or keeps it from being found. */
  readonly onError?: (error: StatefoldError) => void;
  /** About how many rows and index entries one atomic step changes at most; default 2,000. A commit is never split. */
  readonly changesPerStep?: number;
  /** Whether to fold from the start; default true. An engine that does not fold serves what others fold. */
  readonly fold?: boolean;
  /** How long (ms) an engine may be silent before others fold in its place; default 5,000. */
  readonly foldTimeout?: number;
}

/** A partition that an engine folds. */
export interface FoldLease {
  readonly projection: string;
  readonly partition: Partition;
}

/** How a projection stands. */
export interface ProjectionStatus {
  readonly name: string;
  /** `failed`: folding has halted in this engine. Queries answer from what is folded. */
  readonly state: 'live' | 'building' | 'failed';
  /** The generation that serves, or while building, the one that will. */
  readonly generation: string;
  readonly partitions: readonly { readonly position: Position; readonly head: Position }[];
  /** Commits not yet folded, and how long the oldest of them has been in the log. */
  readonly lag: { readonly commits: number; readonly ms: number };
  /** Events that found no row to update, counted since folding started here. */
  readonly updatesWithoutRow: number;
  readonly error: StatefoldError | null;
}

const ATTEMPTS = 5;
const FOLD_TIMEOUT = 5000;
/** Encoded size of the newest blocks that an engine keeps decoded, over all partitions. */
const KEPT_BYTES = 1 << 22;

/** The projections of one engine. */
export class Projections {
  readonly #connection: StoreConnection;
  readonly #recorded: RecordedEvents;
  readonly #runtime: Runtime;
  readonly #hosts: ReadonlyMap<string, ProjectionHost>;
  /** By name of projection or rollup. */
  readonly #byTable: ReadonlyMap<string, ProjectionHost>;
  readonly #keeper: LeaseKeeper;

  constructor(options: ProjectionsOptions) {
    const { connection, recorded, runtime, checkRow } = options;
    const { changesPerStep = CHANGES_PER_STEP, foldTimeout = FOLD_TIMEOUT } = options;
    const onError = listenerOf(options.onError);
    this.#connection = connection;
    this.#recorded = recorded;
    this.#runtime = runtime;
    const { partitions } = connection.log;
    const readers = allPartitions(partitions).map(
      (partition) => new TailReader({ log: connection.log, recorded }, partition, KEPT_BYTES / partitions),
    );
    const onFenced: HostContext['onFenced'] = (partition, lease) => this.#keeper.lost(partition, lease);
    const context = { connection, runtime, readers, checkRow, changesPerStep, foldTimeout, onFenced, onError };
    const hosts = new Map<string, ProjectionHost>();
    const byTable = new Map<string, ProjectionHost>();
    for (const projection of options.projections) {
      const unit = foldUnit({ projection, rollups: options.rollups, queries: options.queries, partitions });
      const host = new ProjectionHost(unit, context);
      hosts.set(unit.name, host);
      byTable.set(unit.name, host);
      for (const { definition } of unit.rollups) byTable.set(definition.name, host);
    }
    this.#hosts = hosts;
    this.#byTable = byTable;
    const holders = new Map([...hosts.values()].map((host) => [host.unit.pointer, host]));
    this.#keeper = new LeaseKeeper({
      leases: connection.leases,
      runtime,
      partitions,
      ms: foldTimeout,
      holders,
      onError,
    });
    if (options.fold ?? true) this.startFolding();
  }

  /** Starts to fold, where leases are held, what is not folded; a projection that has halted tries again. */
  startFolding(): void {
    for (const host of this.#hosts.values()) host.start();
    this.#keeper.start();
  }

  /** What this engine folds now: of what several engines can fold, each folds its share. */
  get leases(): readonly FoldLease[] {
    return [...this.#hosts].flatMap(([projection, { unit }]) =>
      [...(this.#keeper.held.get(unit.pointer)?.keys() ?? [])].map((partition) => ({ projection, partition })),
    );
  }

  /** Steps that were refused since another engine had taken their lease: this one stood still for too long. */
  get fenced(): number {
    return this.#keeper.fenced;
  }

  /** Stops folding, after the steps that are under way, and leaves it to other engines. Queries go on. */
  async stopFolding(): Promise<void> {
    await Promise.all([...[...this.#hosts.values()].map((host) => host.stop()), this.#keeper.stop()]);
  }

  /** Stops folding for good, and calls off rebuilds that are under way. Before the connection is closed: they clean up behind them. */
  async close(): Promise<void> {
    await Promise.all([...[...this.#hosts.values()].map((host) => host.close()), this.#keeper.stop()]);
  }

  /** Lets one projection that has halted try again. */
  retry(name: string): void {
    this.hostOf(name).retry();
  }

  /** The host of a projection or rollup. Throws `NOT_FOUND` for an unknown name. */
  hostOf(table: string): ProjectionHost {
    const host = this.#byTable.get(table);
    if (host !== undefined) return host;
    const known = [...this.#byTable.keys()].join(', ');
    throw new StatefoldError('NOT_FOUND', `No projection or rollup is named '${table}'. There are: ${known}.`, {
      what: 'projection',
      key: table,
    });
  }

  /** How every projection stands, as the store has it. */
  status(): Promise<readonly ProjectionStatus[]> {
    return Promise.all([...this.#hosts.values()].map((host) => this.#statusOf(host)));
  }

  /**
   * Folds a projection and its rollups anew from the log's beginning, in all partitions at once, and lets the result serve
   * when it has caught up. Until then the old generation serves and folds on; so it does if the rebuild fails or is called off.
   * `BUILDING` before the first generation serves.
   */
  async rebuild(name: string, options: RebuildOptions = {}): Promise<RebuildResult> {
    return this.hostOf(name).rebuild(options);
  }

  /**
   * Folds the log into memory and compares every row, group and index entry with the live tables. Folding here pauses while
   * a partition is compared. `BUILDING` before the first generation serves.
   */
  async verify(name: string, options: { readonly signal?: AbortSignal } = {}): Promise<VerifyResult> {
    const host = this.hostOf(name);
    for (let attempt = 1; ; attempt++) {
      const generation = await host.serving();
      if (generation === null) throw await host.building();
      const result = await verifyGeneration({
        connection: this.#connection,
        recorded: this.#recorded,
        runtime: this.#runtime,
        unit: host.unit,
        generation,
        signal: options.signal,
        whileHalted: (task) => host.whileHalted(task),
      });
      // A rebuild may have replaced the tables, and dropped them, while they were compared.
      if ((await host.serving()) === generation) return result;
      if (attempt < ATTEMPTS) continue;
      const message = `${name} was rebuilt each time that it was compared. Verify it when no rebuild runs.`;
      throw new StatefoldError('UNAVAILABLE', message, { what: name });
    }
  }

  async #statusOf(host: ProjectionHost): Promise<ProjectionStatus> {
    const { log, tables } = this.#connection;
    const serving = await host.serving();
    const generation = serving ?? firstGeneration(host.unit);
    const { fold, error } = host;
    const partitions = await Promise.all(
      allPartitions(log.partitions).map(async (partition) => {
        const checkpoint = await tables.checkpoint(foldId(host.unit, generation), partition);
        const { position: head } = await log.head(partition);
        return { position: checkpoint?.position ?? (0 as Position), head };
      }),
    );
    const waits = await Promise.all(
      partitions.map(async ({ position, head }, partition) => {
        if (head <= position) return 0;
        const [oldest] = await log.read(partition as Partition, position, 1);
        return oldest === undefined ? 0 : Math.max(0, log.now() - oldest.storedAt);
      }),
    );
    const commits = partitions.reduce((sum, { position, head }) => sum + Math.max(0, head - position), 0);
    return {
      name: host.unit.name,
      state: error !== null ? 'failed' : serving === null ? 'building' : 'live',
      generation,
      partitions,
      lag: { commits, ms: Math.max(0, ...waits) },
      updatesWithoutRow: fold?.updatesWithoutRow ?? 0,
      error,
    };
  }
}

/** A listener whose own failure neither ends folding nor goes unseen. */
function listenerOf(onError: (error: StatefoldError) => void = () => {}): (error: StatefoldError) => void {
  return (error) => {
    try {
      onError(error);
    } catch (failure) {
      warnOf(failure);
    }
  };
}
