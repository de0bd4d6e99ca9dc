// Cuts blocks into what one step folds, and tells where a step ends. Pure.
import type { Position } from '../kernel/place.js';
import type { LogBlock, LogCommit } from '../log/log-block.js';
import type { Checkpoint } from '../table/tables.js';

/** Some commits of one aggregate type, in order. */
export interface Portion {
  readonly commits: readonly LogCommit[];
  /** The aggregates that they belong to. */
  readonly keys: ReadonlySet<string>;
  /** Up to where the log is folded with them: others' commits may lie behind the last one. */
  readonly end: Position;
}

/** How many aggregates, and commits, a portion may have. */
export interface PortionLimits {
  readonly keys: number;
  readonly commits: number;
}

/**
 * The commits of an aggregate type behind a position, in portions. The last one ends where the blocks do, though it be empty: who waits for
 * a place must see it passed.
 */
export function* portionsOf(
  blocks: readonly LogBlock[],
  aggregate: string,
  after: Position,
  most: PortionLimits,
): Generator<Portion, void> {
  let [commits, keys, end]: [LogCommit[], Set<string>, Position] = [[], new Set(), after];
  for (const block of blocks) {
    for (const commit of block.commits) {
      if (commit.position <= after || commit.aggregateType !== aggregate) continue;
      commits.push(commit);
      keys.add(commit.aggregateId);
      if (keys.size < most.keys && commits.length < most.commits) continue;
      end = commit.position;
      yield { commits, keys, end };
      [commits, keys] = [[], new Set()];
    }
  }
  const last = blocks.at(-1)?.last ?? end;
  if (last !== end) yield { commits, keys, end: last };
}

/** The checkpoint at a position, which one of the blocks holds. */
export function checkpointIn(blocks: readonly LogBlock[], position: Position, revision: number): Checkpoint {
  const block = blocks.find(({ first, last }) => first <= position && position <= last);
  if (block === undefined) throw new TypeError(`Position ${position} is in none of the blocks that were read.`);
  return { epoch: block.epoch, mark: block.mark, position, revision };
}
