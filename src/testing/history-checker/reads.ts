// The rule of reads of aggregates: what was seen is a beginning of the log, is not behind what was acknowledged, and never shrinks.
import { groupBy } from '../group-by.js';
import type { CommitSeen } from './commit-seen.js';
import type { Evidence } from './evidence.js';
import { firstAtLeast } from './first-at-least.js';
import type { HistoryViolation } from './observed.js';
import { aggregateOf, type Operation } from './operation.js';
import { type Span, walkTime } from './timeline.js';

/** That somebody saw an aggregate at a version: by reading it, by a refusal, by a receipt. */
interface Sighting extends Span {
  readonly kind: 'read' | 'refusal' | 'receipt';
  readonly session: string;
  readonly version: number;
  readonly events: readonly string[] | null;
  /** For messages. */
  readonly name: string;
}

/** What is wrong with what was seen of aggregates. */
export function* judgeReads(evidence: Evidence, operations: readonly Operation[]): Generator<HistoryViolation> {
  const askedFirst = firstAskings(operations);
  const seen = operations.flatMap((operation) => {
    const sighting = sightingOf(evidence, operation, askedFirst.get(operation) ?? operation.invoked);
    return sighting === null ? [] : [{ aggregate: aggregateOf(operation), sighting }];
  });
  for (const [aggregate, own] of groupBy(seen, (one) => one.aggregate)) {
    const commits = evidence.commitsOf.get(aggregate) ?? [];
    const versions = [0, ...commits.map(({ version }) => version)];
    const sightings = own.map(({ sighting }) => sighting);
    for (const sighting of sightings) yield* judgeSeen(evidence, sighting, { commits, versions });
    yield* judgeFreshness(evidence, sightings);
  }
}

/** What was seen must be what the log held after some commit. */
function* judgeSeen(
  { settledSince }: Evidence,
  { kind, name, version, events, invoked }: Sighting,
  { commits, versions }: { readonly commits: readonly CommitSeen[]; readonly versions: readonly number[] },
): Generator<HistoryViolation> {
  // What was seen before an epoch began may be gone; receipts are judged by themselves.
  if (kind === 'receipt' || invoked < settledSince) return;
  const index = firstAtLeast(versions, version);
  if (versions[index] !== version) {
    yield { rule: 'reads', what: `${name} saw version ${version}, and no commit of the log led there.` };
    return;
  }
  if (events === null) return;
  const ids = commits.slice(0, index).flatMap((commit) => commit.events.map(({ id }) => id));
  const differs =
    ids.length === events.length ? ids.findIndex((id, at) => id !== events[at]) : Math.min(ids.length, events.length);
  if (differs === -1) return;
  const what = `${name} saw ${events[differs] ?? 'nothing'} as event ${differs + 1}, where the log has ${ids[differs] ?? 'nothing'}.`;
  yield { rule: 'reads', what };
}

/** Nobody sees less than was acknowledged to anyone before he asked, nor less than he saw himself. */
function* judgeFreshness({ settledSince }: Evidence, sightings: readonly Sighting[]): Generator<HistoryViolation> {
  const found: HistoryViolation[] = [];
  let acknowledged: Sighting | null = null;
  const seenBy = new Map<string, Sighting>();
  const newer = (known: Sighting | null | undefined, one: Sighting) =>
    known === null || known === undefined || one.version > known.version ? one : known;
  walkTime(sightings, {
    told: (one) => {
      if (one.kind === 'receipt') acknowledged = newer(acknowledged, one);
      if (one.kind === 'receipt' || one.invoked >= settledSince)
        seenBy.set(one.session, newer(seenBy.get(one.session), one));
    },
    asked: (one) => {
      if (one.kind === 'receipt') return;
      const own = seenBy.get(one.session);
      const before = own === undefined ? acknowledged : newer(acknowledged, own);
      if (before === null || one.version >= before.version) return;
      const what = `${one.name} saw version ${one.version}, after ${before.name} had told of version ${before.version}.`;
      found.push({ rule: 'reads', what });
    },
  });
  yield* found;
}

/**
 * When a command was asked for first, for those that were asked for again before anybody could say what had become of it: a retry joins
 * what is still under way, and is told what that was told.
 */
function firstAskings(operations: readonly Operation[]): ReadonlyMap<Operation, number> {
  const first = new Map<Operation, number>();
  const attempts = operations.filter((one) => one.kind === 'command').filter(({ commandId }) => commandId !== null);
  for (const own of groupBy(attempts, (one) => JSON.stringify([aggregateOf(one), one.commandId])).values()) {
    let open: number | null = null;
    let heard = Number.NEGATIVE_INFINITY;
    for (const one of own.toSorted((a, b) => a.invoked - b.invoked)) {
      if (open === null || one.invoked > heard) open = one.invoked;
      first.set(one, open);
      const isKnown = one.outcome.kind !== 'unknown' && one.returned !== null;
      heard = Math.max(heard, isKnown ? one.returned : Number.POSITIVE_INFINITY);
    }
  }
  return first;
}

/** `asked`: when it was asked for, by this operation or by one that this one may have joined. */
function sightingOf(evidence: Evidence, operation: Operation, asked: number): Sighting | null {
  const { session, invoked, returned } = operation;
  if (returned === null) return null;
  const name = `${aggregateOf(operation)}: ${operation.kind === 'command' ? operation.command : 'a read'} of ${session}`;
  const common = { session, invoked, returned, name, events: null };
  if (operation.kind === 'read') {
    return operation.saw === null ? null : { ...common, ...operation.saw, kind: 'read' };
  }
  if (operation.kind === 'row') return null;
  const { outcome } = operation;
  if (outcome.kind === 'fail' && outcome.version !== null)
    return { ...common, invoked: asked, kind: 'refusal', version: outcome.version };
  if (outcome.kind !== 'ok' || outcome.place === null) return null;
  const commit = evidence.at(outcome.place);
  // A receipt of what is not there is judged elsewhere, and proves nothing here.
  if (commit === null || commit.version !== outcome.version) return null;
  return { ...common, kind: 'receipt', version: outcome.version };
}
