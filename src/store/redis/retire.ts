// Takes away what a release that runs no more has left of a projection: rows, indexes, checkpoints, groups, leases. Events are not touched.
import { StatefoldError } from '../../kernel/error.js';
import { allPartitions, type Partition } from '../../kernel/place.js';
import { attendantsAt, hashAt, headAt, type Inspection, leasesAt } from './inspect/inspection.js';
import { readKeyName } from './inspect/key-name.js';
import { keysLike } from './inspect/scan.js';
import { workerOf } from './lease-text.js';
import { serve } from './meta-scripts.js';
import { textsIn } from './script-reply.js';
import { timeOf } from './server-clock.js';

/** What became of it. */
export type Retired =
  | { readonly kind: 'retired'; readonly generations: readonly string[]; readonly keys: number }
  /** Some process folds it, or did so a moment ago. */
  | { readonly kind: 'folded'; readonly worker: string }
  /** Nothing is there under that name. `known`: what there is. */
  | { readonly kind: 'unknown'; readonly known: readonly string[] };

/** A release's build of a projection, as it is found by its keys. */
interface Left {
  readonly generations: Set<string>;
  readonly keys: Map<Partition, string[]>;
}

/** As many keys are deleted by one script: a server does nothing else meanwhile. */
const KEYS_AT_ONCE = 500;

/**
 * Deletes all that a release has left of a projection, unless somebody folds it. `name`: what it serves by, the projection, an `@` and the
 * release's fingerprint. A process of that release that is started later builds it anew from the log.
 * Fails with `UNAVAILABLE`, also where nobody has written on this server yet. Doing it again finishes what was broken off.
 */
export async function retire(inspection: Inspection, partitions: number, name: string): Promise<Retired> {
  const { keys, ask } = inspection;
  const serving = await hashAt(inspection, keys.serving);
  const worker = await folderOf(inspection, partitions, name);
  if (worker !== null) return { kind: 'folded', worker };
  const left = await leftOf(inspection, name);
  const from = serving.get(name) ?? null;
  if (from === null && left.keys.size === 0) {
    return { kind: 'unknown', known: [...serving.keys()].filter((one) => one.includes('@')).sort() };
  }
  // First of all: nobody is to be answered from what is deleted next.
  if (from !== null) {
    const change = { projection: name, from, to: '' };
    mustBeDone(inspection, (await ask((wire, until) => serve(wire, keys, change, until))).kind === 'serves');
  }
  let count = 0;
  for (const partition of allPartitions(partitions)) {
    const own = keys.of(partition);
    const last = (await headAt(inspection, own.head))?.segment ?? 0;
    const segments = Array.from({ length: last }, (_, index) => own.segment(index + 1));
    const found = left.keys.get(partition) ?? [];
    for (let at = 0; at === 0 || at < found.length; at += KEYS_AT_ONCE) {
      const some = found.slice(at, at + KEYS_AT_ONCE);
      const all = [own.head, own.leases, ...segments, ...some];
      const reply = await ask((wire, until) => wire.script('retire', all, [name, segments.length], until));
      mustBeDone(inspection, textsIn(reply)[0] === 'retired');
      count += some.length;
    }
  }
  return { kind: 'retired', generations: [...left.generations].sort(), keys: count };
}

/** Whoever folds it, or has said a moment ago that he does; `null` = nobody. */
async function folderOf(inspection: Inspection, partitions: number, name: string): Promise<string | null> {
  const now = await inspection.ask(timeOf);
  const attendant = (await attendantsAt(inspection, now)).map(workerOf).find(({ folds }) => folds.includes(name));
  if (attendant !== undefined) return attendant.id;
  for (const partition of allPartitions(partitions)) {
    const held = await leasesAt(inspection, partition, now);
    const holder = held.get(name) ?? held.get(`${name} rebuild`);
    if (holder !== undefined) return holder;
  }
  return null;
}

/**
 * The keys of all generations of a release's projection: those that have a checkpoint of that very projection. Checkpoints come last, so
 * that what was broken off is found again.
 */
async function leftOf({ keys, ask }: Inspection, name: string): Promise<Left> {
  const at = name.lastIndexOf('@');
  const [projection, release] = [name.slice(0, at), `${name.slice(at + 1)}.`];
  const generations = new Set<string>();
  const tables: Keyed[] = [];
  const checkpoints: Keyed[] = [];
  for await (const page of keysLike(`${keys.prefix}*`, ask)) {
    for (const key of page) {
      const found = readKeyName(keys, key);
      if (found?.kind === 'cp' && found.fold.projection === projection && found.fold.generation.startsWith(release)) {
        generations.add(found.fold.generation);
        checkpoints.push({ key, partition: found.partition, generation: found.fold.generation });
      }
      if (found?.kind === 'ix') tables.push({ key, partition: found.partition, generation: found.index.generation });
      if (found?.kind === 'row' || found?.kind === 'keys') {
        tables.push({ key, partition: found.partition, generation: found.table.generation });
      }
    }
  }
  const left: Left = { generations, keys: new Map() };
  for (const { key, partition, generation } of [...tables, ...checkpoints]) {
    if (generations.has(generation)) left.keys.set(partition, [...(left.keys.get(partition) ?? []), key]);
  }
  return left;
}

/** A key of a generation. */
interface Keyed {
  readonly key: string;
  readonly partition: Partition;
  readonly generation: string;
}

function mustBeDone({ server }: Inspection, isDone: boolean): void {
  if (isDone) return;
  const message = `${server} has changed meanwhile, or nobody has written on it since it was restarted. Start an engine on it, and try again.`;
  throw new StatefoldError('UNAVAILABLE', message, { what: server });
}
