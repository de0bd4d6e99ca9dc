// Finds the commits of one aggregate in one partition: position, version and tag of each, 24 bytes a commit. Holds no payloads.
import { NO_TAG, type Tag } from '../../kernel/hash.js';
import { writeHex } from '../../kernel/hex.js';
import { BEFORE_FIRST, type Position } from '../../kernel/place.js';
import { NO_VERSION, type Version } from '../../kernel/version.js';
import type { AggregateKey, Head } from '../../log/event-log.js';
import { NOWHERE } from '../head.js';
import type { Standing, Standings } from '../judge.js';

const TAG_BYTES = 8;

/** Where one aggregate stands, and how it came there. */
export class AggregateCommits implements Standing {
  version = NO_VERSION;
  tag = NO_TAG;
  reached: Head | null = null;
  /** Position of its last commit. */
  last: Position = BEFORE_FIRST;
  /** Positions of its commits, rising, as far as somebody has asked for them. */
  positions: Position[] | null = null;
}

/** The commits of a partition by aggregate. */
export class CommitIndex implements Standings<AggregateCommits> {
  /** By type, then by id: no text has to be made for a look. */
  readonly #aggregates = new Map<string, Map<string, AggregateCommits>>();
  /** By position − 1. */
  readonly #versions: Version[] = [];
  /** By position − 1: where the same aggregate's commit before it lies. So a commit is entered without touching the ones before. */
  readonly #before: Position[] = [];
  /** By position − 1, eight bytes each. */
  #tags = Buffer.alloc(64 * TAG_BYTES);

  of(aggregate: AggregateKey): AggregateCommits {
    const known = this.#find(aggregate);
    if (known !== undefined) return known;
    const made = new AggregateCommits();
    const ofType = this.#aggregates.get(aggregate.type) ?? new Map<string, AggregateCommits>();
    this.#aggregates.set(aggregate.type, ofType.set(aggregate.id, made));
    return made;
  }

  headOf(aggregate: AggregateKey): Head {
    const { version, tag } = this.#find(aggregate) ?? NOWHERE;
    return { version, tag };
  }

  /** Enters an aggregate's commit at the next position. */
  add(aggregate: AggregateCommits, { version, tag }: Head): void {
    const at = this.#versions.length * TAG_BYTES;
    if (at === this.#tags.length) this.#tags = Buffer.concat([this.#tags, Buffer.alloc(at)]);
    writeHex(tag, this.#tags, at);
    this.#versions.push(version);
    this.#before.push(aggregate.last);
    aggregate.last = this.#versions.length as Position;
    aggregate.version = version;
    aggregate.tag = tag;
  }

  /** The head of its aggregate once the commit at a position was stored. */
  headAt(position: Position): Head {
    return { version: this.#versions[position - 1] ?? NO_VERSION, tag: this.#tagAt(position) };
  }

  /** Positions of the aggregate's commits from the first whose version is above `after`, at most `limit`. */
  above(aggregate: AggregateKey, after: Version, limit: number): readonly Position[] {
    const positions = this.#positionsOf(aggregate);
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#versionAt(positions[middle]) > after) high = middle;
      else low = middle + 1;
    }
    return positions.slice(low, low + limit);
  }

  /** Positions of the aggregate's commits that carry a tag. */
  tagged(aggregate: AggregateKey, tag: Tag): readonly Position[] {
    return this.#positionsOf(aggregate).filter((position) => this.#tagAt(position) === tag);
  }

  #positionsOf(key: AggregateKey): readonly Position[] {
    const aggregate = this.#find(key);
    if (aggregate === undefined || aggregate.last === BEFORE_FIRST) return [];
    aggregate.positions ??= [];
    const { positions } = aggregate;
    const known = positions.at(-1) ?? BEFORE_FIRST;
    const added: Position[] = [];
    for (let at = aggregate.last; at > known; at = this.#before[at - 1] ?? BEFORE_FIRST) added.push(at);
    for (const position of added.reverse()) positions.push(position);
    return positions;
  }

  #find({ type, id }: AggregateKey): AggregateCommits | undefined {
    return this.#aggregates.get(type)?.get(id);
  }

  #versionAt(position: Position | undefined): Version {
    return (position === undefined ? undefined : this.#versions[position - 1]) ?? NO_VERSION;
  }

  #tagAt(position: Position): Tag {
    return this.#tags.toString('hex', (position - 1) * TAG_BYTES, position * TAG_BYTES) as Tag;
  }
}
