// What a look at a log on a server tells. Data only.

/** Something that is wrong, or may become so. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** What, where, and the command or step that mends it: one line. */
  readonly message: string;
}

/** The server, as it says itself. */
export interface ServerReport {
  readonly name: string;
  readonly version: string;
  readonly role: string;
  readonly replicas: number;
  readonly appendonly: string;
  readonly appendfsync: string;
  readonly maxmemoryPolicy: string;
  readonly memory: number;
  readonly maxmemory: number;
}

/** One partition of the log. */
export interface PartitionReport {
  readonly partition: number;
  readonly position: number;
  readonly epoch: string;
  readonly mark: string;
  readonly segments: number;
  /** Whether the head is of the server that was looked at. */
  readonly isAdopted: boolean;
}

/** How far a generation of a projection is in one partition. */
export interface CheckpointReport {
  readonly partition: number;
  readonly projection: string;
  readonly generation: string;
  /** Under which name it serves; '' = it does not: it is being built, or was left behind. */
  readonly serves: string;
  readonly position: number;
  /** Commits that it has not folded. */
  readonly behind: number;
  /** Who folds it; '' = nobody. */
  readonly worker: string;
  /** Where its consumer group is, which only shows it; `null` = there is none. */
  readonly group: number | null;
}

/** What one part of the log takes in the server's memory. */
export interface MemoryReport {
  readonly part: string;
  readonly keys: number;
  readonly bytes: number;
  /** Whether all keys were measured; else some were, and the rest is worked out from them. */
  readonly isExact: boolean;
}

/** All that was found. */
export interface DoctorReport {
  readonly server: ServerReport;
  readonly namespace: string;
  /** `null` = there is no log. */
  readonly log: { readonly format: number; readonly partitions: number } | null;
  readonly partitions: readonly PartitionReport[];
  readonly checkpoints: readonly CheckpointReport[];
  /** Ids of the workers that are there. */
  readonly workers: readonly string[];
  /** Consumer groups that show no projection. */
  readonly foreignGroups: readonly string[];
  readonly memory: readonly MemoryReport[];
  /** Bytes of the log and its indexes for each commit; `null` in an empty log. */
  readonly bytesPerCommit: number | null;
  /** Rows of all tables, and what each takes with its key and index entries; `null` where there are none. */
  readonly rows: number;
  readonly bytesPerRow: number | null;
  /** Names and versions of the forms of events in the registry. */
  readonly forms: readonly { readonly event: string; readonly version: number; readonly revisions: number }[];
  readonly findings: readonly Finding[];
}
