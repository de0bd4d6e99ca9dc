// Given / when / then without an engine: what a machine decides after some events, and what rows some events make.
import { applyEvent } from '../aggregate/aggregate-state.js';
import type { AppDefinition, DomainTypes } from '../engine/app-definition.js';
import type { Message } from '../kernel/message.js';
import { frozenCopy } from '../schema/copy.js';
import type { MachineState } from '../statechart/stepper.js';
import { type AggregateUnderTest, type DomainUnderTest, domainUnderTest } from './domain-under-test.js';
import type { Given, GivenWord, RefusedBy } from './given-types.js';
import {
  assertNotAwaited,
  assertOutcome,
  assertRows,
  assertValid,
  type ExpectedRows,
  eventsOf,
  type Loose,
  type LooseExpected,
  ownerOf,
} from './given-words.js';
import { groupBy } from './group-by.js';
import { BEGINNING } from './history.js';
import { plainRows, type Stream } from './plain-rows.js';
import { outcomeOf } from './play.js';

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
    return new GivenEvents(domain, eventsOf(events)) as unknown as Given<T>;
  };
}

class GivenEvents {
  readonly #domain: DomainUnderTest;
  readonly #events: readonly Message[];

  constructor(domain: DomainUnderTest, events: readonly Loose[]) {
    this.#domain = domain;
    const versions = new Map<string, number>();
    this.#events = events.map((event, index) => {
      const { aggregate, id } = ownerOf(domain, event, 'events');
      const key = `${aggregate.definition.type} ${id}`;
      const version = (versions.get(key) ?? 0) + 1;
      versions.set(key, version);
      assertValid(domain, event);
      return messageOf(event, { id: `given-${index + 1}#1`, aggregateId: id, version, index });
    });
  }

  when(command: Loose): WhenDecided {
    assertValid(this.#domain, command);
    return new WhenDecided(this.#domain, this.#events, command);
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: ExpectedRows): void {
    assertNotAwaited(expected);
    const { app } = this.#domain;
    assertRows(this.#domain, plainRows(app, streamsOf(this.#domain, this.#events)), expected);
  }
}

class WhenDecided {
  readonly #domain: DomainUnderTest;
  readonly #events: readonly Message[];
  readonly #command: Loose;

  constructor(domain: DomainUnderTest, events: readonly Message[], command: Loose) {
    this.#domain = domain;
    this.#events = events;
    this.#command = command;
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: LooseExpected): void {
    assertNotAwaited(expected);
    const command = this.#command;
    const { aggregate, id } = ownerOf(this.#domain, command, 'commands');
    const own = this.#events.filter((event) => aggregate.decider.events.has(event.type) && event.aggregateId === id);
    const at = { id: 'when', aggregateId: id, version: own.length, index: this.#events.length };
    const outcome = outcomeOf(aggregate, stateAfter(aggregate, own), messageOf(command, at));
    if (outcome.kind === 'broken') throw outcome.error;
    assertOutcome(command.type, outcome, expected);
  }
}

function stateAfter({ decider }: AggregateUnderTest, events: readonly Message[]): MachineState {
  return events.reduce(
    (state, event) => applyEvent(decider.stepper, state, event, decider.type),
    decider.stepper.initial(),
  );
}

function streamsOf({ aggregates }: DomainUnderTest, events: readonly Message[]): readonly Stream[] {
  return [...aggregates.values()].flatMap(({ definition, decider }) => {
    const own = events.filter(({ type }) => decider.events.has(type));
    const byId = groupBy(own, ({ aggregateId }) => aggregateId);
    return [...byId.values()].map((stream) => ({ type: definition.type, events: stream }));
  });
}

function messageOf(
  { type, data, time }: Loose,
  { id, aggregateId, version, index }: { id: string; aggregateId: string; version: number; index: number },
): Message {
  const when = time ?? new Date(BEGINNING + index * STEP);
  return { type, data: frozenCopy(data), id, time: when, aggregateId, version, metadata: {} };
}
