// Writes an exported log into a store: all of it is checked before anything is written, and an import that was broken off can go on.
import { commitBytes, readDirectory } from '../codec/block.js';
import type { EventDescriptor } from '../codec/descriptor.js';
import { StatefoldError } from '../kernel/error.js';
import { NO_TAG, partitionOf, tagOf, tagOfFresh } from '../kernel/hash.js';
import { allPartitions, type Partition } from '../kernel/place.js';
import { NO_VERSION, type Version } from '../kernel/version.js';
import { aggregateName } from '../log/aggregate-name.js';
import type { CommitDraft, EventLog, Head } from '../log/event-log.js';
import { LOG_START, LogCursor } from '../log/log-cursor.js';
import { Registrar } from '../log/registrar.js';
import { brokenOff, type ExportedCommit, readExportLines, type Wrong } from './export-lines.js';
import type { LogSource } from './log-reader.js';

/** How to import. */
export interface ImportOptions {
  /** Whether the store may hold the beginning of the same log already, from an import that was broken off. Default false: it must be empty. */
  readonly resume?: boolean;
  /** What `checkExport` found in these lines: they are not checked again. */
  readonly checked?: CheckedExport;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: { readonly step: 'check' | 'write'; readonly commits: number }) => void;
}

/** What became of an import. */
export interface Imported {
  readonly commits: number;
  readonly events: number;
  readonly aggregates: number;
  /** Of the commits, those that the store held already. */
  readonly found: number;
}

/** An exported log that may be imported. */
export interface CheckedExport extends Omit<Imported, 'found'> {
  readonly partitions: number;
  readonly descriptors: readonly EventDescriptor[];
}

const BLOCK_COMMITS = 256;
const BLOCK_BYTES = 1 << 18;
const PAGE_BYTES = 1 << 20;
/** A block is written now or never: nobody waits for it but this import. */
const DEADLINE_MS = 60_000;

/**
 * Writes what `exportLog` told into a store. `lines` is called twice: first everything is checked, unless it has been, then it is written,
 * in the order of the file. Command ids, digests, times, metadata, tags, versions and events are those of the export; epochs, marks and times of storing are the
 * store's own. Throws `CORRUPT`, with the line, for what is not a whole log, in which every aggregate goes on version by version and every
 * event is as its descriptor says; `INCOMPATIBLE` for a store that is not empty, has another number of partitions, or, where the import goes
 * on, holds something else. Then nothing has been written. What the store throws leaves a beginning of the log: go on with `resume`.
 */
export async function importLog(
  target: LogSource,
  lines: () => AsyncIterable<string> | Iterable<string>,
  options: ImportOptions = {},
): Promise<Imported> {
  const { resume = false, onProgress } = options;
  const { log, registry } = target;
  if (!resume) await mustBeEmpty(log);
  const checked = options.checked ?? (await check(lines(), log.partitions, options));
  const { partitions, descriptors, ...imported } = checked;
  if (partitions !== log.partitions) throw otherPartitions(partitions, log.partitions);
  const registrar = new Registrar(registry, []);
  for (const descriptor of descriptors) registrar.need(descriptor);
  await registrar.complete();
  const ways = allPartitions(log.partitions).map((partition) => new WayIn(log, partition));
  let [written, found] = [0, 0];
  for await (const [line] of readExportLines(lines())) {
    options.signal?.throwIfAborted();
    if (line.kind !== 'commit') continue;
    const { type, id } = line.commit.aggregate;
    const way = ways[partitionOf(type, id, log.partitions)] as WayIn;
    if (await way.take(line.commit)) found += 1;
    written += 1;
    onProgress?.({ step: 'write', commits: written });
  }
  for (const way of ways) await way.finish();
  return { ...imported, found };
}

/** Checks an exported log as `importLog` does, without a store: it may be made for what is found. Throws what `importLog` throws for the lines. */
export function checkExport(
  lines: () => AsyncIterable<string> | Iterable<string>,
  options: Pick<ImportOptions, 'signal' | 'onProgress'> = {},
): Promise<CheckedExport> {
  return check(lines(), null, options);
}

async function mustBeEmpty(log: EventLog): Promise<void> {
  for (const partition of allPartitions(log.partitions)) {
    const { position } = await log.head(partition);
    if (position === LOG_START.position) continue;
    const message = `The store holds a log already: partition ${partition} ends at position ${position}. Import into an empty one, or go on with the import of the same file that was broken off (resume).`;
    throw new StatefoldError('INCOMPATIBLE', message, { what: 'log' });
  }
}

/** Reads all lines, and writes nothing. `expected`: how many partitions there must be; `null` = as many as the first line says. */
async function check(
  lines: AsyncIterable<string> | Iterable<string>,
  expected: number | null,
  { signal, onProgress }: ImportOptions,
): Promise<CheckedExport> {
  const descriptors: EventDescriptor[] = [];
  const versions = new Map<string, number>();
  const positions = new Map<number, number>();
  let [commits, events] = [0, 0];
  let partitions = expected;
  let end: number | null = null;
  for await (const [line, wrong] of readExportLines(lines)) {
    signal?.throwIfAborted();
    if (end !== null) wrong('stands behind the end');
    if (line.kind === 'log') {
      partitions ??= line.partitions;
      if (line.partitions !== partitions) throw otherPartitions(line.partitions, partitions);
    }
    if (partitions === null) return wrong('stands before the beginning');
    if (line.kind === 'descriptor') descriptors.push(line.descriptor);
    if (line.kind === 'end') end = line.commits;
    if (line.kind !== 'commit') continue;
    checkCommit(line.commit, { versions, positions, partitions }, wrong);
    commits += 1;
    events += line.commit.events.length;
    onProgress?.({ step: 'check', commits });
  }
  if (partitions === null) {
    throw new StatefoldError('CORRUPT', 'The exported log is empty. Export it again: statefold export.', {
      where: 'beginning of the exported log',
    });
  }
  if (end !== commits) throw brokenOff(commits, end);
  return { partitions, descriptors, commits, events, aggregates: versions.size };
}

function otherPartitions(exported: number, store: number): StatefoldError<'INCOMPATIBLE'> {
  const message = `The exported log has ${exported} partitions, and the store ${store}. Import into a store with ${exported}.`;
  return new StatefoldError('INCOMPATIBLE', message, { what: 'number of partitions' });
}

interface Seen {
  readonly versions: Map<string, number>;
  readonly positions: Map<number, number>;
  readonly partitions: number;
}

function checkCommit(commit: ExportedCommit, { versions, positions, partitions }: Seen, wrong: Wrong): void {
  const { aggregate, version, tag, commandId, events, json } = commit;
  const name = aggregateName(aggregate);
  const next = (versions.get(name) ?? 0) + events.length;
  if (events.length === 0) wrong('has no events');
  if (version !== next) {
    wrong(
      `goes on with ${aggregate.type} ${JSON.stringify(aggregate.id)} at version ${version}, but ${next} is next: aggregates must be whole`,
    );
  }
  versions.set(name, version);
  if (tag !== tagOf(commandId) && tag !== tagOfFresh(commandId)) wrong('has a tag that is none of its command');
  const partition = partitionOf(aggregate.type, aggregate.id, partitions);
  const position = Number(json.position);
  if (json.partition !== partition)
    wrong(`says that its aggregate lives in partition ${json.partition}, not ${partition}`);
  if (!(position > (positions.get(partition) ?? 0))) wrong('stands behind a later position of its partition');
  positions.set(partition, position);
}

/** The way into one partition: past what is there already, then block by block. */
class WayIn {
  readonly #log: EventLog;
  readonly #partition: Partition;
  readonly #there: AsyncGenerator<ThereCommit>;
  readonly #heads = new Map<string, Head>();
  #isPast = false;
  #drafts: CommitDraft[] = [];
  #bytes = 0;

  constructor(log: EventLog, partition: Partition) {
    this.#log = log;
    this.#partition = partition;
    this.#there = commitsIn(log, partition);
  }

  /** Answers whether the store held the commit already. */
  async take({ aggregate, version, tag, payload }: ExportedCommit): Promise<boolean> {
    const name = aggregateName(aggregate);
    const head: Head = { version: version as Version, tag };
    const expected = this.#heads.get(name) ?? { version: NO_VERSION, tag: NO_TAG };
    this.#heads.set(name, head);
    const there = this.#isPast ? null : ((await this.#there.next()).value ?? null);
    if (there !== null) {
      const isSame = there.name === name && there.head.version === version && there.head.tag === tag;
      if (!isSame || Buffer.compare(there.payload, payload) !== 0) throw this.#other(there.position);
      return true;
    }
    this.#isPast = true;
    this.#drafts.push({ expects: { aggregate, head: expected, deadline: 0 }, next: head, payload });
    this.#bytes += payload.length;
    if (this.#drafts.length >= BLOCK_COMMITS || this.#bytes >= BLOCK_BYTES) await this.#write();
    return false;
  }

  /** Writes what is left; the store must hold nothing behind it. */
  async finish(): Promise<void> {
    if (this.#drafts.length > 0) await this.#write();
    if (this.#isPast) return;
    const more = (await this.#there.next()).value;
    if (more !== undefined) throw this.#other(more.position);
  }

  async #write(): Promise<void> {
    const deadline = this.#log.now() + DEADLINE_MS;
    const commits = this.#drafts.map((draft) => ({ ...draft, expects: { ...draft.expects, deadline } }));
    [this.#drafts, this.#bytes] = [[], 0];
    const appended = await this.#log.append(this.#partition, { commits, checks: [] });
    if (appended.kind === 'refused') throw this.#other((await this.#log.head(this.#partition)).position);
  }

  #other(position: number): StatefoldError<'INCOMPATIBLE'> {
    const message = `Partition ${this.#partition}: what the store holds at position ${position} is not of this import. Somebody else writes to it, or it is another log: import into an empty one.`;
    return new StatefoldError('INCOMPATIBLE', message, { what: 'log' });
  }
}

/** A commit that a store holds. */
interface ThereCommit {
  readonly position: number;
  readonly name: string;
  readonly head: Head;
  readonly payload: Uint8Array;
}

async function* commitsIn(log: EventLog, partition: Partition): AsyncGenerator<ThereCommit> {
  const cursor = new LogCursor(log, partition, LOG_START);
  for (;;) {
    const page = await cursor.next(PAGE_BYTES);
    if (page.length === 0) return;
    for (const { first, bytes } of page) {
      const directory = readDirectory(bytes);
      for (const [index, { aggregate, version, tag }] of directory.entries()) {
        const payload = commitBytes(bytes, directory, index);
        yield { position: first + index, name: aggregateName(aggregate), head: { version, tag }, payload };
      }
    }
  }
}
