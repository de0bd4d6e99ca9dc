// Two locks as one: what either branch has locked. Knows nothing of files.
import type { LockedAggregate, LockedEvent, SchemaLock } from './schema-lock.js';

/** Both locks as one, and the events of which they say different things. */
export interface MergedLocks {
  readonly lock: SchemaLock;
  /** These stand in the lock as ours has them. */
  readonly contested: readonly { readonly aggregate: string; readonly event: string }[];
}

/** Text with git's conflict markers as both sides have it; `null` for text without. */
export function sidesOf(text: string): { readonly ours: string; readonly theirs: string } | null {
  const sides = { ours: '', theirs: '' };
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  let marked = false;
  for (const line of text.split(/(?<=\n)/)) {
    if (line.startsWith('<<<<<<< ')) [side, marked] = ['ours', true];
    else if (line.startsWith('||||||| ')) side = 'base';
    else if (/^=======\r?$/m.test(line) && side !== 'both') side = 'theirs';
    else if (line.startsWith('>>>>>>> ')) side = 'both';
    else {
      if (side === 'both' || side === 'ours') sides.ours += line;
      if (side === 'both' || side === 'theirs') sides.theirs += line;
    }
  }
  return marked ? sides : null;
}

/**
 * Merges two locks. An event that one lock lacks is taken from the other; of one whose history goes further in one lock, that one is
 * taken. State, commands and queries are taken from ours: they are written anew on every run.
 */
export function mergeLocks(ours: SchemaLock, theirs: SchemaLock): MergedLocks {
  const contested: { aggregate: string; event: string }[] = [];
  const aggregates = mergeRecords(ours.aggregates, theirs.aggregates, (own, other, aggregate): LockedAggregate => {
    const events = mergeRecords(own.events, other.events, (ownEvent, otherEvent, event) => {
      if (!isSameHistory(ownEvent, otherEvent)) contested.push({ aggregate, event });
      return longerOf(ownEvent, otherEvent);
    });
    return { state: own.state, events };
  });
  const keepOurs = <T>(own: T): T => own;
  return {
    lock: {
      format: 1,
      aggregates,
      commands: mergeRecords(ours.commands, theirs.commands, keepOurs),
      queries: mergeRecords(ours.queries, theirs.queries, keepOurs),
    },
    contested,
  };
}

function mergeRecords<T>(
  ours: Readonly<Record<string, T>>,
  theirs: Readonly<Record<string, T>>,
  merge: (own: T, other: T, name: string) => T,
): Readonly<Record<string, T>> {
  const all = new Map(Object.entries(ours));
  for (const [name, other] of Object.entries(theirs)) {
    const own = all.get(name);
    all.set(name, own === undefined ? other : merge(own, other, name));
  }
  return Object.fromEntries(all);
}

/** All fingerprints of an event, oldest first. Each stands for all that is before it. */
function historyOf({ versions }: LockedEvent): readonly string[] {
  return versions.flatMap(({ revisions }) => revisions);
}

function isSameHistory(ours: LockedEvent, theirs: LockedEvent): boolean {
  const [own, other] = [historyOf(ours), historyOf(theirs)];
  const shared = Math.min(own.length, other.length);
  return ours.number === theirs.number && own.slice(0, shared).join() === other.slice(0, shared).join();
}

function longerOf(ours: LockedEvent, theirs: LockedEvent): LockedEvent {
  const longer = historyOf(theirs).length > historyOf(ours).length ? theirs : ours;
  return ours.retired || theirs.retired ? { ...longer, retired: true } : longer;
}
