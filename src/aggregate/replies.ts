// What a sender is told in the end: the receipt, or the error for each way in which a command can fail.
import { labelOf, onOneLine } from '../kernel/aggregate-label.js';
import { StatefoldError } from '../kernel/error.js';
import type { Place, Receipt } from '../kernel/place.js';
import type { Version } from '../kernel/version.js';
import type { AggregateKey } from '../log/event-log.js';
import type { Request } from './request.js';

/** The receipt of a command that led to `version`, or found the aggregate there and changed nothing. */
export function receiptOf(aggregate: AggregateKey, commandId: string, version: Version, place: Place | null): Receipt {
  return { aggregate: aggregate.type, aggregateId: aggregate.id, commandId, version, place };
}

/** The sender expects a version that the aggregate is not at. */
export function conflict(aggregate: AggregateKey, expected: number, actual: Version): StatefoldError<'CONFLICT'> {
  return new StatefoldError(
    'CONFLICT',
    `${labelOf(aggregate.type, aggregate.id)}: expected version ${expected}, found ${actual}. Read it again and decide anew.`,
    { aggregate: aggregate.type, aggregateId: aggregate.id, expected, actual },
  );
}

/** Definitely not done, and will not be. */
export function timeout(aggregate: AggregateKey, { type, timeoutMs }: Request): StatefoldError<'TIMEOUT'> {
  const name = labelOf(aggregate.type, aggregate.id);
  return new StatefoldError(
    'TIMEOUT',
    `${name}: ${type} was not done within ${timeoutMs} ms, and will not be. Send it again, or allow it more time.`,
    { what: `${type} on ${name}`, afterMs: timeoutMs },
  );
}

/** Done once or not at all. */
export function outcomeUnknown(
  aggregate: AggregateKey,
  { type, commandId }: Request,
  cause?: unknown,
): StatefoldError<'OUTCOME_UNKNOWN'> {
  return new StatefoldError(
    'OUTCOME_UNKNOWN',
    `${labelOf(aggregate.type, aggregate.id)}: nobody can say whether ${type} was done. Send it again with commandId ${onOneLine(commandId)}: it acts at most once.`,
    { aggregate: aggregate.type, aggregateId: aggregate.id, commandId },
    cause === undefined ? {} : { cause },
  );
}

/** A command id was used before, for other content. */
export function duplicate(aggregate: AggregateKey, commandId: string): StatefoldError<'DUPLICATE'> {
  return new StatefoldError(
    'DUPLICATE',
    `${labelOf(aggregate.type, aggregate.id)}: command id ${onOneLine(JSON.stringify(commandId))} was used before, for other content. Send a retry unchanged, and new content under a new id.`,
    { aggregate: aggregate.type, aggregateId: aggregate.id, commandId },
  );
}
