// Folds the events of one commit into one row, and judges what the folds return. Pure.
import { onOneLine } from '../kernel/aggregate-label.js';
import { isStatefoldError, StatefoldError, type Violation, wordsOf } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import type { ProjectionDefinition, Row } from './definition.js';
import { type Settled, settle } from './settled.js';

/** Violations of a row's schema; none = it fits. */
export type CheckRow = (table: string, row: unknown) => readonly Violation[];

/** A row after a commit. `settled` is `undefined` where the commit left the row as it was, `null` where it deleted it. */
export interface FoldedCommit {
  readonly settled: Settled | null | undefined;
  /** Events whose `updates` found no row, and did nothing. */
  readonly updatesWithoutRow: number;
}

/**
 * Folds a commit's events, in order. `creates` sees the row or `null`; `updates` is asked where there is a row, and otherwise
 * does nothing. An event with both is created without a row and updated with one. Throws `DEFECT` for a fold that throws
 * or returns what is no row of its table.
 */
export function foldCommit(
  definition: ProjectionDefinition,
  before: Row | null,
  events: readonly Message[],
  checkRow: CheckRow | undefined,
): FoldedCommit {
  const { creates, updates } = definition.folds;
  let row = before;
  let updatesWithoutRow = 0;
  for (const event of events) {
    const update = Object.hasOwn(updates, event.type) ? updates[event.type] : undefined;
    const create = Object.hasOwn(creates, event.type) ? creates[event.type] : undefined;
    const fold = row === null ? create : (update ?? create);
    if (fold === undefined) {
      if (update !== undefined) updatesWithoutRow += 1;
      continue;
    }
    let next: Row | null | undefined;
    try {
      next = fold({ row, event });
    } catch (cause) {
      throw defect(definition, event, `threw: ${wordsOf(cause)}`, { cause });
    }
    if (next === row) continue;
    if (next !== null && (typeof next !== 'object' || Array.isArray(next))) {
      throw defect(
        definition,
        event,
        `returned ${next === undefined ? 'nothing' : 'no row'}. Return the next row, or null to delete it`,
      );
    }
    row = next;
  }
  if (row === before) return { settled: undefined, updatesWithoutRow };
  return { settled: row === null ? null : settled(definition, row, events, checkRow), updatesWithoutRow };
}

function settled(
  definition: ProjectionDefinition,
  row: Row,
  events: readonly Message[],
  checkRow: CheckRow | undefined,
): Settled {
  const last = events.at(-1) as Message;
  if (row[definition.key] !== last.aggregateId) {
    throw defect(
      definition,
      last,
      `left a row whose key '${definition.key}' is not the aggregate's id. Set it from event.aggregateId`,
    );
  }
  const violations = checkRow?.(definition.name, row) ?? [];
  if (violations.length > 0) {
    const all = violations.map(({ pointer, message }) => `${pointer || 'the row'} ${message}`).join('; ');
    throw defect(definition, last, `left a row that does not fit its type: ${all}`, { violations });
  }
  try {
    return settle(row);
  } catch (cause) {
    throw defect(definition, last, `left a row that cannot be stored: ${(cause as Error).message}`, { cause });
  }
}

function defect(
  definition: ProjectionDefinition,
  event: Message,
  what: string,
  { cause, violations }: { cause?: unknown; violations?: readonly Violation[] } = {},
): StatefoldError<'DEFECT'> {
  if (isStatefoldError(cause, 'DEFECT')) return cause;
  const where = `${definition.name}.${event.type}`;
  const at = `${definition.aggregate} ${onOneLine(event.aggregateId)}@${event.version}`;
  const details = { where, aggregateId: event.aggregateId, ...(violations ? { violations } : {}) };
  return new StatefoldError('DEFECT', `${where}: the fold of ${at} ${what}.`, details, { cause });
}
