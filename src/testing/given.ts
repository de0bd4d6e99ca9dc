// Given / when / then: what a machine decides after some events, and what rows some events make. Compares values, and says what differs.

import { isDeepStrictEqual } from 'node:util';
import { applyEvent } from '../aggregate/aggregate-state.js';
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import { methodName } from '../engine/bus-methods.js';
import { StatefoldError } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import type { Row } from '../projection/definition.js';
import { frozenCopy } from '../schema/copy.js';
import type { MachineState } from '../statechart/stepper.js';
import { Broken } from './broken.js';
import { type AggregateUnderTest, type DomainUnderTest, domainUnderTest } from './domain-under-test.js';
import type { Given, GivenWord, RefusedBy } from './given-types.js';
import { BEGINNING } from './history.js';
import { plainRows, type Stream } from './plain-rows.js';
import { outcomeOf } from './play.js';
import { printDifference } from './print-difference.js';
import { printValue } from './print-value.js';
import { sortedRows } from './sorted-rows.js';

/** Milliseconds from one event to the next, where a test does not say when. */
const STEP = 1000;

/** Says that a command is refused: by these guards, or for whatever reason. */
export function refused(...guards: readonly string[]): RefusedBy {
  return { refused: true, guards };
}

/** Makes the `given` of a domain. Called by generated code. */
export function givenFor<T extends DomainTypes>(app: AppDefinition<T>): GivenWord<T> {
  let domain: DomainUnderTest | null = null;
  return (events = []) => {
    domain ??= domainUnderTest(app as unknown as AppDefinition);
    return new GivenEvents(domain, events as readonly Loose[]) as unknown as Given<T>;
  };
}

/** An event or a command as a test writes it. */
interface Loose {
  readonly type: string;
  readonly data: unknown;
  readonly time?: Date;
  readonly aggregateId?: string;
}

class GivenEvents {
  readonly #domain: DomainUnderTest;
  readonly #events: readonly Message[];

  constructor(domain: DomainUnderTest, events: readonly Loose[]) {
    this.#domain = domain;
    const versions = new Map<string, number>();
    this.#events = events.map((event, index) => {
      const { ids, definition } = ownerOf(domain, event.type, 'events');
      const aggregateId = event.aggregateId ?? ids[0] ?? '';
      const version = (versions.get(`${definition.type} ${aggregateId}`) ?? 0) + 1;
      versions.set(`${definition.type} ${aggregateId}`, version);
      assertValid(domain, event);
      return messageOf(event, { id: `given-${index + 1}#1`, aggregateId, version, index });
    });
  }

  when(command: Loose): WhenSent {
    assertValid(this.#domain, command);
    return new WhenSent(this.#domain, this.#events, command);
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: Readonly<Record<string, readonly Row[]>>): void {
    assertNotAwaited(expected);
    const { app } = this.#domain;
    const found = sortedRows(app, plainRows(app, streamsOf(this.#domain, this.#events)));
    const asked = Object.fromEntries(Object.keys(expected).map((table) => [table, found[table] ?? []]));
    same('The events make other rows.', sortedRows(app, asked), sortedRows(app, expected));
  }
}

class WhenSent {
  readonly #domain: DomainUnderTest;
  readonly #events: readonly Message[];
  readonly #command: Loose;

  constructor(domain: DomainUnderTest, events: readonly Message[], command: Loose) {
    this.#domain = domain;
    this.#events = events;
    this.#command = command;
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: Loose | readonly Loose[] | RefusedBy): void {
    assertNotAwaited(expected);
    const command = this.#command;
    const aggregate = ownerOf(this.#domain, command.type, 'commands');
    const id = command.aggregateId ?? aggregate.ids[0] ?? '';
    const own = this.#events.filter((event) => aggregate.decider.events.has(event.type) && event.aggregateId === id);
    const at = { id: 'when', aggregateId: id, version: own.length, index: this.#events.length };
    const outcome = outcomeOf(aggregate, stateAfter(aggregate, own), messageOf(command, at));
    if (outcome.kind === 'broken') throw outcome.error;
    if ('refused' in expected) {
      if (outcome.kind === 'accepted')
        throw new Broken(`${command.type} is not refused: ${printValue(outcome.events.map(essence))}`);
      if (expected.guards.length > 0)
        same(`${command.type} is refused by other guards.`, outcome.error.details.guards, expected.guards);
      return;
    }
    const events = 'type' in expected ? [expected] : expected;
    if (outcome.kind === 'rejected') throw new Broken(`${outcome.error.message} Expected was ${printValue(events)}.`);
    same(`${command.type} leads to other events.`, outcome.events.map(essence), events.map(essence));
  }
}

function essence({ type, data }: Pick<Message, 'type' | 'data'>): object {
  return { type, data };
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Broken(`${what}\n${printDifference(expected, actual)}`, { expected, actual });
}

function stateAfter({ decider }: AggregateUnderTest, events: readonly Message[]): MachineState {
  return events.reduce(
    (state, event) => applyEvent(decider.stepper, state, event, decider.type),
    decider.stepper.initial(),
  );
}

function streamsOf(domain: DomainUnderTest, events: readonly Message[]): readonly Stream[] {
  const streams = new Map<string, { type: string; events: Message[] }>();
  for (const event of events) {
    const { type } = ownerOf(domain, event.type, 'events').definition;
    const stream = streams.get(`${type} ${event.aggregateId}`) ?? { type, events: [] };
    streams.set(`${type} ${event.aggregateId}`, stream);
    stream.events.push(event);
  }
  return [...streams.values()];
}

function ownerOf({ aggregates }: DomainUnderTest, message: string, kind: 'commands' | 'events'): AggregateUnderTest {
  const owner = [...aggregates.values()].find(({ definition }) => definition[kind].includes(message));
  if (owner !== undefined) return owner;
  const what = kind === 'commands' ? 'command' : 'event';
  throw new StatefoldError('NOT_FOUND', `${message} is no ${what} of this domain.`, { what, key: message });
}

function messageOf(
  { type, data, time }: Loose,
  { id, aggregateId, version, index }: { id: string; aggregateId: string; version: number; index: number },
): Message {
  const when = time ?? new Date(BEGINNING + index * STEP);
  return { type, data: frozenCopy(data), id, time: when, aggregateId, version, metadata: {} };
}

function assertValid({ validators }: DomainUnderTest, { type, data }: Loose): void {
  const violations = validators.violations(type, data);
  if (violations.length === 0) return;
  const list = violations.map(({ pointer, message }) => `${pointer || 'it'} ${message}`).join('; ');
  throw new StatefoldError('INVALID', `${methodName(type)}: ${list}. Mend the test.`, { message: type, violations });
}

// `await given(…)` would call `then` with functions, and pass without comparing anything.
function assertNotAwaited(expected: unknown): void {
  if (typeof expected !== 'function') return;
  throw new TypeError('given … when … then answers at once: say what then, and do not await it.');
}
