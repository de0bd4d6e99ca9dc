// Finds the commits of one aggregate in one partition: position, version and tag of each, 24 bytes a commit. Holds no payloads.
import { NO_TAG, type Tag } from '../../kernel/hash.js';
import type { Position } from '../../kernel/place.js';
import { NO_VERSION, type Version } from '../../kernel/version.js';
import type { Head } from '../../log/event-log.js';

const TAG_BYTES = 8;

/** The head of an aggregate that has no commits. */
const NOWHERE: Head = Object.freeze({ version: NO_VERSION, tag: NO_TAG });

/** The commits of a partition by aggregate. Aggregates go by a text that only they have. */
export class CommitIndex {
  /** Positions of each aggregate's commits, rising. */
  readonly #positions = new Map<string, Position[]>();
  /** By position − 1. */
  readonly #versions: Version[] = [];
  /** By position − 1, eight bytes each. */
  #tags = Buffer.alloc(64 * TAG_BYTES);

  /** Position of the last commit. */
  get last(): Position {
    return this.#versions.length as Position;
  }

  /** Enters the commit at the next position. */
  add(aggregate: string, { version, tag }: Head): void {
    const at = this.#versions.length * TAG_BYTES;
    if (at === this.#tags.length) this.#tags = Buffer.concat([this.#tags, Buffer.alloc(at)]);
    this.#tags.write(tag, at, TAG_BYTES, 'hex');
    this.#versions.push(version);
    const positions = this.#positions.get(aggregate);
    if (positions === undefined) this.#positions.set(aggregate, [this.last]);
    else positions.push(this.last);
  }

  headOf(aggregate: string): Head {
    const position = this.#positions.get(aggregate)?.at(-1);
    return position === undefined ? NOWHERE : this.headAt(position);
  }

  /** The head of its aggregate once the commit at a position was stored. */
  headAt(position: Position): Head {
    return { version: this.#versions[position - 1] ?? NO_VERSION, tag: this.#tagAt(position) };
  }

  /** Positions of the aggregate's commits from the first whose version is above `after`, at most `limit`. */
  above(aggregate: string, after: Version, limit: number): readonly Position[] {
    const positions = this.#positions.get(aggregate) ?? [];
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.headVersion(positions[middle]) > after) high = middle;
      else low = middle + 1;
    }
    return positions.slice(low, low + limit);
  }

  /** Positions of the aggregate's commits that carry a tag. */
  tagged(aggregate: string, tag: Tag): readonly Position[] {
    return (this.#positions.get(aggregate) ?? []).filter((position) => this.#tagAt(position) === tag);
  }

  headVersion(position: Position | undefined): Version {
    return (position === undefined ? undefined : this.#versions[position - 1]) ?? NO_VERSION;
  }

  #tagAt(position: Position): Tag {
    return this.#tags.toString('hex', (position - 1) * TAG_BYTES, position * TAG_BYTES) as Tag;
  }
}
