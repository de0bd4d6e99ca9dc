// Leases and workers as the texts that a server keeps of them: see `lua/lease.lua` and `lua/attend.lua`. Asks nobody.
import type { Attendant, Fence, Lease } from '../../table/leases.js';

/** The lease of a name, by its text. */
export function leaseOf(name: string, text: string): Lease {
  const [fence, until, owner = ''] = text.split(' ');
  return { name, fence: Number(fence) as Fence, owner, until: Number(until) };
}

// The id first: no id of a worker holds a line feed, and names of leases are texts of any kind.
/** A worker as a member of the set of all. */
export function memberOf({ id, folds }: Attendant): string {
  return `${id}\n${JSON.stringify(folds)}`;
}

/** The worker of a member. */
export function workerOf(member: string): Attendant {
  const id = workerIdOf(member);
  return { id, folds: JSON.parse(member.slice(id.length + 1)) as readonly string[] };
}

/** The id of a member's worker, whatever it folds. */
export function workerIdOf(member: string): string {
  return member.split('\n', 1)[0] ?? '';
}
