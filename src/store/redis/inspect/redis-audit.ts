// How a log lies in Redis, for whoever verifies it: indexes of aggregates, segments and the head, as they are there. Changes nothing.
import { isStatefoldError } from '../../../kernel/error.js';
import type { Partition } from '../../../kernel/place.js';
import { type AggregateIndex, type LogAudit, type LogFinding, REMEDY } from '../../../log/log-audit.js';
import { type BlockEntry, readBlockEntry } from '../block-entry.js';
import { readRecords } from '../index-record.js';
import type { Keys } from '../keys.js';
import { pageFrom } from '../scripts.js';
import { pairsOf, type Reply } from '../wire.js';
import { readKeyName } from './key-name.js';
import { type Ask, keysLike } from './scan.js';

/** Of one call: a server does nothing else while it answers one. */
const BYTES_AT_ONCE = 1 << 20;

/** A `LogAudit` of a server. */
export class RedisAudit implements LogAudit {
  readonly #keys: Keys;
  readonly #ask: Ask;

  constructor(keys: Keys, ask: Ask) {
    this.#keys = keys;
    this.#ask = ask;
  }

  async *indexes(): AsyncGenerator<AggregateIndex> {
    for await (const page of keysLike(`${this.#keys.prefix}*}agg:*`, this.#ask)) {
      const names = page.flatMap((key) => {
        const name = readKeyName(this.#keys, key);
        return name?.kind === 'agg' ? [{ key, ...name }] : [];
      });
      const values = await this.#ask((wire, until) =>
        Promise.all(names.map(({ key }) => wire.send('getrange', [key, 0, -1], until))),
      );
      for (const [index, { partition, aggregate }] of names.entries()) {
        yield { partition, aggregate, commits: readRecords(values[index] as Buffer) };
      }
    }
  }

  async layout(partition: Partition): Promise<readonly LogFinding[]> {
    const own = this.#keys.of(partition);
    const { before, starts, after } = await this.#ask(async (wire, until) => {
      // In this order: what grows meanwhile is told apart from what does not fit.
      const head = () => wire.send('hgetall', [own.head], until, 'utf8').then(pairsOf);
      const before = await head();
      const starts = (await wire.send('lrange', [own.segments, 0, -1], until, 'utf8')) as readonly string[];
      return { before, starts, after: await head() };
    });
    const found: LogFinding[] = [];
    const add = (whats: readonly string[]) => {
      found.push(...whats.map((what) => ({ partition, message: `Partition ${partition}: ${what}. ${REMEDY}` })));
    };
    const last = Number(before.get('segment'));
    if (!(starts.length >= last && starts.length <= Number(after.get('segment')))) {
      add([`its list of segments has ${starts.length}, and its head says ${before.get('segment')}`]);
    }
    try {
      for (let segment = 1; segment < Math.min(last, starts.length); segment++) {
        add(await this.#sealed(partition, segment, Number(starts[segment - 1])));
      }
      if (starts.length >= last) add(await this.#last(partition, before, Number(starts[last - 1])));
    } catch (error) {
      // An entry that cannot be read says by itself where it is, and what to do.
      if (!isStatefoldError(error, 'CORRUPT')) throw error;
      found.push({ partition, message: error.message });
    }
    return found;
  }

  /** A segment that never changes: its ends say all that readers of the log have not seen. */
  async #sealed(partition: Partition, segment: number, start: number): Promise<readonly string[]> {
    const key = this.#keys.of(partition).segment(segment);
    const [length, [first], [last]] = await this.#ask((wire, until) =>
      Promise.all([
        wire.send('xlen', [key], until),
        wire.send('xrange', [key, '-', '+', 'COUNT', 1], until) as Promise<readonly Reply[]>,
        wire.send('xrevrange', [key, '+', '-', 'COUNT', 1], until) as Promise<readonly Reply[]>,
      ]),
    );
    if (first === undefined || last === undefined) return [`segment ${segment} is empty`];
    const [begins, ends] = [readBlockEntry(partition, first), readBlockEntry(partition, last)];
    if (begins.first !== start) return [beginsElsewhere(segment, begins.first, start)];
    if (begins.number === 1 && ends.number === length) return [];
    return [`segment ${segment} has ${Number(length)} blocks, numbered ${begins.number} to ${ends.number}`];
  }

  /** The segment that grows, up to where its head says. */
  async #last(partition: Partition, head: ReadonlyMap<string, string>, start: number): Promise<readonly string[]> {
    const segment = Number(head.get('segment'));
    let [blocks, bytes] = [0, 0];
    for await (const entry of this.#entries(partition, segment, Number(head.get('position')))) {
      if (blocks === 0 && entry.first !== start) return [beginsElsewhere(segment, entry.first, start)];
      blocks += 1;
      bytes += entry.bytes.length;
      if (entry.number === blocks) continue;
      return [`the block at position ${entry.first} is number ${entry.number} of its segment, not ${blocks}`];
    }
    const [counted, sized] = [head.get('blocks'), head.get('bytes')];
    if (blocks === Number(counted) && bytes === Number(sized)) return [];
    return [
      `its head counts ${counted} blocks and ${sized} bytes in segment ${segment}, which has ${blocks} and ${bytes}`,
    ];
  }

  /** The entries of a segment up to a position. */
  async *#entries(partition: Partition, segment: number, end: number): AsyncGenerator<BlockEntry> {
    const key = this.#keys.of(partition).segment(segment);
    for (let from = '-'; ; ) {
      const asked = { from, maxBytes: BYTES_AT_ONCE };
      const { entries, isCut } = await this.#ask((wire, until) => pageFrom(wire, key, asked, until));
      for (const entry of entries) {
        const block = readBlockEntry(partition, entry);
        if (block.last > end) return;
        yield block;
        from = `(${block.last}-${block.epoch}`;
      }
      if (!isCut) return;
    }
  }
}

function beginsElsewhere(segment: number, first: number, start: number): string {
  return `segment ${segment} begins with position ${first}, and the list of segments says ${start}`;
}
