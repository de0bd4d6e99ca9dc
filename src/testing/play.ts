// Plays a history without a store: the machines decide and apply, one command after the other. Pure, and the oracle of what engines do.
import { type Decision, decide } from '../aggregate/decide.js';
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import { frozenCopy } from '../schema/copy.js';
import { freeze } from '../schema/freeze.js';
import type { MachineState, Stepper } from '../statechart/stepper.js';
import { type AggregateUnderTest, aggregateOf, type DomainUnderTest } from './domain-under-test.js';
import { commandIdOf, type History, type Sent, timesOf } from './history.js';

/** What became of a command. `broken`: the domain's own code failed. */
export type Outcome =
  | Extract<Decision, { kind: 'accepted' }>
  | Extract<Decision, { kind: 'rejected' }>
  | { readonly kind: 'broken'; readonly error: StatefoldError };

/** One command of a history, and what became of it. */
export interface PlayedStep {
  readonly sent: Sent;
  readonly message: Message;
  readonly before: MachineState;
  readonly outcome: Outcome;
}

/** One aggregate of a history. */
export interface Life {
  readonly aggregate: AggregateUnderTest;
  readonly id: string;
  readonly events: readonly Message[];
  /** The state before the first event, and after each. */
  readonly states: readonly MachineState[];
}

/** A history that was played. */
export interface Played {
  readonly steps: readonly PlayedStep[];
  readonly lives: readonly Life[];
}

/** Plays a history. */
export function play(domain: DomainUnderTest, history: History): Played {
  const stage = new PurePlay(domain);
  const times = timesOf(history);
  const steps = history.map((sent, index) => stage.send(sent, { id: commandIdOf(index), time: times[index] ?? 0 }));
  return { steps, lives: stage.lives() };
}

/** Some aggregates, in memory. */
export class PurePlay {
  readonly #domain: DomainUnderTest;
  readonly #lives = new Map<string, { life: Life; events: Message[]; states: MachineState[] }>();

  constructor(domain: DomainUnderTest) {
    this.#domain = domain;
  }

  /** Where an aggregate stands. */
  stateOf(type: string, id: string): MachineState {
    return this.#at(type, id).states.at(-1) as MachineState;
  }

  /** Decides a command, and applies what comes of it. */
  send(sent: Sent, { id, time }: { readonly id: string; readonly time: number }): PlayedStep {
    const { life, events, states } = this.#at(sent.aggregate, sent.id);
    const before = states.at(-1) as MachineState;
    const message = messageOf(sent, { id, time, version: events.length });
    const outcome = outcomeOf(life.aggregate, before, message);
    if (outcome.kind === 'accepted') {
      const { stepper } = life.aggregate.decider;
      let state = before;
      for (const event of outcome.events) {
        state = nextState(stepper, state, event);
        events.push(event);
        states.push(state);
      }
    }
    return { sent, message, before, outcome };
  }

  /** All aggregates that a command was sent to. */
  lives(): readonly Life[] {
    return [...this.#lives.values()].map(({ life }) => life);
  }

  #at(type: string, id: string): { life: Life; events: Message[]; states: MachineState[] } {
    const key = JSON.stringify([type, id]);
    let found = this.#lives.get(key);
    if (found === undefined) {
      const aggregate = aggregateOf(this.#domain, type);
      const events: Message[] = [];
      const start = aggregate.decider.stepper.initial();
      freeze(start.context);
      const states: MachineState[] = [start];
      found = { life: { aggregate, id, events, states }, events, states };
      this.#lives.set(key, found);
    }
    return found;
  }
}

/** The state after a message: the same one where nothing takes it. */
export function nextState(stepper: Stepper, state: MachineState, message: Message): MachineState {
  const stepped = stepper.step(state, message);
  return stepped.kind === 'stepped' ? stepped.next : state;
}

/** A command as a machine sees it. Its data are a copy, frozen as the bus freezes them. */
export function messageOf(
  { command, data, id: aggregateId }: Pick<Sent, 'command' | 'data' | 'id'>,
  { id, time, version }: { readonly id: string; readonly time: number; readonly version: number },
): Message {
  return { type: command, data: frozenCopy(data), id, time: new Date(time), aggregateId, version, metadata: {} };
}

/** What becomes of one command in one state. */
export function outcomeOf({ decider }: AggregateUnderTest, before: MachineState, message: Message): Outcome {
  try {
    return decide(decider, before, message);
  } catch (error) {
    if (isStatefoldError(error)) return { kind: 'broken', error };
    throw error;
  }
}
