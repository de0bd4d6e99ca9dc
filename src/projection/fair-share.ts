// Who folds what: spreads folds evenly over the workers that can do them. Pure: all workers work out the same.
import { fnv1a, mixed } from '../kernel/hash.js';
import type { Partition } from '../kernel/place.js';
import type { Attendant } from '../table/leases.js';

/** Names of folds by partition. */
export type Share = ReadonlyMap<Partition, readonly string[]>;

/**
 * What is one worker's to fold, of all that the workers fold in so many partitions. Where all of them can fold the same, no two differ by more
 * than one fold; and when one comes or goes, most folds stay where they are.
 */
export function fairShare(id: string, workers: readonly Attendant[], partitions: number): Share {
  const able = new Map<string, string[]>();
  for (const worker of workers) {
    for (const name of worker.folds) able.set(name, [...(able.get(name) ?? []), worker.id]);
  }
  const names = [...able.keys()].sort();
  const fewest = Math.floor((names.length * partitions) / Math.max(1, workers.length));
  const loads = new Map<string, number>();
  const share = new Map<Partition, string[]>();
  for (let partition = 0; partition < partitions; partition++) {
    for (const name of names) {
      const chosen = choose(able.get(name) ?? [], `${partition} ${name}`, { loads, fewest });
      if (chosen === undefined) continue;
      loads.set(chosen, (loads.get(chosen) ?? 0) + 1);
      if (chosen !== id) continue;
      const mine = share.get(partition as Partition) ?? [];
      share.set(partition as Partition, mine);
      mine.push(name);
    }
  }
  return share;
}

/**
 * Of the workers with room, the one whose name goes best with the fold's: a choice that does not depend on the others. Where none
 * has room, of those with the least load.
 */
function choose(
  workers: readonly string[],
  fold: string,
  { loads, fewest }: { readonly loads: ReadonlyMap<string, number>; readonly fewest: number },
): string | undefined {
  let [chosen, best, least]: [string | undefined, number, number] = [undefined, 0, 0];
  for (const worker of workers) {
    const load = Math.max(0, (loads.get(worker) ?? 0) - fewest + 1);
    const rank = rankOf(worker, fold);
    if (chosen !== undefined && (load > least || (load === least && rank <= best))) continue;
    [chosen, best, least] = [worker, rank, load];
  }
  return chosen;
}

/** A number that looks random, and is the same for everybody. */
function rankOf(worker: string, fold: string): number {
  return mixed(fnv1a(fold, fnv1a(worker)));
}
