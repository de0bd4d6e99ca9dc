// What both kinds of given / when / then have in common: whose a message is, whether it is valid, and whether what comes is what was expected.
import { isDeepStrictEqual } from 'node:util';
import { StatefoldError, type Violation } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import { kindOf, type OptionKinds, TEXT, wrongOptions } from '../kernel/option-kinds.js';
import { adviceOn, unknownOptions } from '../kernel/unknown-options.js';
import type { Row } from '../projection/definition.js';
import { Broken } from './broken.js';
import type { AggregateUnderTest, DomainUnderTest } from './domain-under-test.js';
import type { RefusedBy } from './given-types.js';
import { printDifference } from './print-difference.js';
import { printValue } from './print-value.js';
import { sortedRows } from './sorted-rows.js';
import { type RowsByTable, tablesOf } from './staged-app.js';

/** An event or a command as a test writes it. */
export interface Loose {
  readonly type: string;
  readonly data: unknown;
  readonly time?: Date;
  readonly aggregateId?: string;
}

/** What a test expects of a command. */
export type LooseExpected = Loose | readonly Loose[] | RefusedBy;

/** What a test expects of read models: the rows of those that it names. */
export type ExpectedRows = Readonly<Record<string, readonly Row[]>>;

/** What came of a command, as far as a test compares it. */
export type Answered =
  | { readonly kind: 'accepted'; readonly events: readonly Pick<Message, 'type' | 'data'>[] }
  | { readonly kind: 'rejected'; readonly error: StatefoldError<'REJECTED'> };

/** What is of no use to a test: events as a log holds them have it all the same. */
const ANY = () => null;
const FIELDS: OptionKinds<Message> = {
  type: TEXT,
  data: ANY,
  aggregateId: TEXT,
  time: kindOf('a valid Date', (value) => value instanceof Date && Number.isFinite(value.getTime())),
  id: ANY,
  version: ANY,
  metadata: ANY,
};

/** The events of a test. Throws a `TypeError` where they are no list. */
export function eventsOf(events: unknown): readonly Loose[] {
  if (Array.isArray(events)) return events;
  throw new TypeError('given takes a list of events: given([{ type, data }]).');
}

/** The aggregate that a message belongs to, and the id that is meant: the first of its test ids where the test gives none. */
export function ownerOf(
  { aggregates }: DomainUnderTest,
  { type, aggregateId }: Loose,
  kind: 'commands' | 'events',
): { readonly aggregate: AggregateUnderTest; readonly id: string } {
  const aggregate = [...aggregates.values()].find(({ definition }) => definition[kind].includes(type));
  if (aggregate !== undefined) return { aggregate, id: aggregateId ?? aggregate.ids[0] ?? '' };
  const what = kind === 'commands' ? 'command' : 'event';
  throw new StatefoldError('NOT_FOUND', `${type} is no ${what} of this domain.`, { what, key: type });
}

/** Throws `INVALID` where a message's data does not fit its declaration, or what is around it is none of a message. */
export function assertValid({ validators }: DomainUnderTest, message: Loose): void {
  assertFields(message);
  refuse(message.type, validators.violations(message.type, message.data));
}

/** Throws `INVALID` where a message has fields that no message has, or an id or time that cannot be. */
export function assertFields(message: Loose): void {
  const unknown = unknownOptions(message, FIELDS).map(({ name, advice }) => ({
    pointer: `/${name}`,
    message: `is no field of a message (${advice})`,
  }));
  const wrong = wrongOptions<Message>(message, FIELDS).map(({ name, message: what }) => ({
    pointer: `/${name}`,
    message: what,
  }));
  refuse(message.type, [...unknown, ...wrong]);
}

function refuse(type: string, violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const list = violations.map(({ pointer, message }) => `${pointer || 'it'} ${message}`).join('; ');
  throw new StatefoldError('INVALID', `${type}: ${list}. Mend the test.`, { message: type, violations });
}

/** Throws `Broken`, with a diff, where something else came of a command. */
export function assertOutcome(command: string, outcome: Answered, expected: LooseExpected): void {
  if ('refused' in expected) {
    if (outcome.kind === 'accepted')
      throw new Broken(`${command} is not refused: ${printValue(outcome.events.map(essence))}`);
    if (expected.guards.length > 0)
      assertSame(`${command} is refused by other guards.`, outcome.error.details.guards, expected.guards);
    return;
  }
  const events = 'type' in expected ? [expected] : expected;
  if (outcome.kind === 'rejected') throw new Broken(`${outcome.error.message} Expected was ${printValue(events)}.`);
  assertSame(`${command} leads to other events.`, outcome.events.map(essence), events.map(essence));
}

/** Throws `Broken`, with a diff, where the named read models hold other rows; their order means nothing. Throws `NOT_FOUND` for a name of none. */
export function assertRows({ app }: DomainUnderTest, found: RowsByTable, expected: ExpectedRows): void {
  for (const table of Object.keys(expected)) assertTable(table, tablesOf(app));
  const asked = Object.fromEntries(Object.keys(expected).map((table) => [table, found[table] ?? []]));
  assertSame('The events make other rows.', sortedRows(app, asked), sortedRows(app, expected));
}

function assertTable(table: string, tables: readonly string[]): void {
  if (tables.includes(table)) return;
  const message = `${table} is no read model of this domain (${adviceOn(table, tables)}). Mend the test.`;
  throw new StatefoldError('NOT_FOUND', message, { what: 'read model', key: table });
}

/** `await given(…)` would call `then` with functions, and pass without comparing anything. Throws a `TypeError` for that. */
export function assertNotAwaited(expected: unknown): void {
  if (typeof expected !== 'function') return;
  throw new TypeError(
    'given … when … compares nothing until it is told with what: say what then, and do not await it before.',
  );
}

function essence({ type, data }: Pick<Message, 'type' | 'data'>): object {
  return { type, data };
}

function assertSame(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Broken(`${what}\n${printDifference(expected, actual)}`, { expected, actual });
}
