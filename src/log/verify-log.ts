// Proves a whole log: every block by the chain of marks, the head by the last of them, indexes by what the blocks hold. Changes nothing.
import { readDirectory } from '../codec/block.js';
import { isStatefoldError } from '../kernel/error.js';
import { digestOf, nextMark } from '../kernel/hash.js';
import { allPartitions, BEFORE_FIRST, FIRST_MARK, type Partition, type Position } from '../kernel/place.js';
import type { EventLog, LogHead, StoredBlock } from './event-log.js';
import { ExpectedIndexes } from './expected-indexes.js';
import { type LogAudit, type LogFinding, REMEDY } from './log-audit.js';
import { LogCursor } from './log-cursor.js';

/** How far a verification is. */
export interface VerifyProgress {
  readonly partition: Partition;
  /** The last position that was proved. */
  readonly position: number;
  /** Where the partition ended when it was begun. */
  readonly end: number;
}

/** What to verify. */
export interface VerifyLogOptions {
  /** Default: all. */
  readonly partitions?: readonly Partition[];
  /** Begins behind this position: then what lies before is taken as it is. Default 0. */
  readonly after?: Position;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** What was found. */
export interface LogVerification {
  readonly blocks: number;
  readonly commits: number;
  readonly aggregates: number;
  /** Empty: the log is as it was written. */
  readonly findings: readonly LogFinding[];
}

/** A log, and how its store keeps it, where the store tells. */
export interface VerifiedLog {
  readonly log: EventLog;
  readonly audit?: LogAudit;
}

const PAGE_BYTES = 1 << 20;

/**
 * Walks the chain of marks of each partition, and finds every byte of a block, its place and its time that is not as it was written, every
 * entry that is missing, moved or foreign, a head that does not fit, and indexes that miss a commit or have one of nobody's. Of each
 * partition it tells the first break of the chain; what lies behind is not read. What is appended meanwhile does not disturb it.
 * Keeps about 100 bytes for each aggregate in memory. Throws what the log throws, but for `CORRUPT` and `LOG_TRUNCATED`, and the reason of `signal`.
 */
export async function verifyLog({ log, audit }: VerifiedLog, options: VerifyLogOptions = {}): Promise<LogVerification> {
  const { partitions = allPartitions(log.partitions) } = options;
  const expected = new ExpectedIndexes(log.partitions);
  const findings: LogFinding[] = [];
  let [blocks, commits] = [0, 0];
  for (const partition of partitions) {
    const walk = new Walk(log, partition, expected, options);
    const found = await untilBroken(partition, async () => {
      await walk.toEnd();
      return (await audit?.layout(partition)) ?? [];
    });
    findings.push(...found);
    blocks += walk.blocks;
    commits += walk.commits;
  }
  const foreign = audit === undefined ? expected.compareByHistory(log) : expected.compare(audit.indexes(), log);
  for await (const finding of foreign) {
    options.signal?.throwIfAborted();
    findings.push(finding);
  }
  return { blocks, commits, aggregates: expected.size, findings };
}

/** What looking breaks off with is what was found. */
async function untilBroken(
  partition: Partition,
  look: () => Promise<readonly LogFinding[]>,
): Promise<readonly LogFinding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Broken) return [{ partition, message: `Partition ${partition}: ${error.message}` }];
    if (!isStatefoldError(error, 'CORRUPT') && !isStatefoldError(error, 'LOG_TRUNCATED')) throw error;
    const { message } = error;
    return [{ partition, message: message.startsWith('Partition') ? message : `Partition ${partition}: ${message}` }];
  }
}

/** A block or head that is not as it was written. */
class Broken extends Error {
  override readonly name = 'Broken';
}

class Walk {
  blocks = 0;
  commits = 0;
  readonly #log: EventLog;
  readonly #partition: Partition;
  readonly #expected: ExpectedIndexes;
  readonly #options: VerifyLogOptions;
  #last: StoredBlock | null = null;

  constructor(log: EventLog, partition: Partition, expected: ExpectedIndexes, options: VerifyLogOptions) {
    this.#log = log;
    this.#partition = partition;
    this.#expected = expected;
    this.#options = options;
  }

  /** Walks to where the head was at the beginning, and a page further: what lies there was appended meanwhile, or by nobody. */
  async toEnd(): Promise<void> {
    const { after = BEFORE_FIRST, signal, onProgress } = this.#options;
    const partition = this.#partition;
    const cursor = new LogCursor(this.#log, partition, after);
    const head = await this.#log.head(partition);
    this.#expected.begin(partition, (after + 1) as Position);
    for (let isBehind = false; !isBehind; ) {
      signal?.throwIfAborted();
      isBehind = cursor.position >= head.position;
      const page = await cursor.next(PAGE_BYTES);
      for (const block of page) this.#prove(block, head);
      onProgress?.({ partition, position: cursor.position, end: Math.max(head.position, cursor.position) });
      if (page.length === 0 && !isBehind) throw this.#mismatch(cursor.position, head, 'the blocks behind are gone');
    }
    const now = this.#last === null ? head : await this.#log.head(partition);
    if (cursor.position > Math.max(now.position, after)) {
      throw this.#mismatch(cursor.position, now, 'what lies behind was not appended');
    }
    if (head.position === BEFORE_FIRST && head.mark !== FIRST_MARK)
      throw new Broken(`the head of an empty log has a mark. ${REMEDY}`);
  }

  #prove(block: StoredBlock, head: LogHead): void {
    const { first, last, epoch, mark, markBefore, bytes } = block;
    const at = first === last ? `position ${first}` : `positions ${first} to ${last}`;
    if (nextMark(markBefore, digestOf(bytes), block) !== mark) {
      throw new Broken(`the block at ${at} is not the one that was written. ${REMEDY}`);
    }
    const directory = readDirectory(bytes);
    if (directory.length !== last - first + 1) {
      throw new Broken(`the block at ${at} holds ${directory.length} commits. ${REMEDY}`);
    }
    if (this.#last !== null && Number(epoch) < Number(this.#last.epoch)) {
      throw new Broken(`the block at ${at} is of epoch ${epoch}, and the one before of ${this.#last.epoch}. ${REMEDY}`);
    }
    const isEnd = first <= head.position && head.position <= last;
    if (isEnd && (last !== head.position || mark !== head.mark || epoch !== head.epoch)) {
      throw new Broken(`the head does not prove the last block, at ${at}. ${REMEDY}`);
    }
    if (this.#last === null) this.#expected.begin(this.#partition, first);
    for (const [index, { aggregate, version, tag }] of directory.entries()) {
      this.#expected.add(this.#partition, aggregate, { position: (first + index) as Position, head: { version, tag } });
    }
    this.#last = block;
    this.blocks += 1;
    this.commits += directory.length;
  }

  #mismatch(end: Position, head: LogHead, what: string): Broken {
    return new Broken(`the log ends at position ${end}, and its head says ${head.position}: ${what}. ${REMEDY}`);
  }
}
