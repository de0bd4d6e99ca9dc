// Shortest ways into the depths of a machine: found by trying commands, keeping what leads where nothing led before.
import type fc from 'fast-check';
import type { MachineState } from '../statechart/stepper.js';
import type { AggregateUnderTest, DomainUnderTest } from './domain-under-test.js';
import { drawn } from './drawn.js';
import { BEGINNING, type Sent } from './history.js';
import { messageOf, nextState, outcomeOf } from './play.js';
import { waitBefore } from './waits.js';

/** Commands to one aggregate, from its beginning: to any id. */
export type Way = readonly Omit<Sent, 'id'>[];

/** Commands tried of each kind at the end of each way. */
const TRIES = 24;
/** Ways that are followed only because they end elsewhere: a machine of many regions has more states than anyone visits. */
const MOST_BY_PLACE = 60;

/**
 * Ways that together take every transition that trying finds. Breadth first, so each is about as short as it can be; what takes a
 * new transition is followed before what only ends in a new state. `xstate/graph` finds such paths for given events; here the data
 * decides too, so commands are made as histories make them.
 */
export function waysInto(domain: DomainUnderTest, aggregate: AggregateUnderTest): readonly Way[] {
  return drawn(1, (random) => new Search(domain, aggregate, random).ways());
}

/** A way, and where it ends. */
interface Walked {
  readonly way: Way;
  readonly state: MachineState;
  readonly version: number;
  readonly time: number;
}

/** Looks for ways of one aggregate. */
class Search {
  readonly #domain: DomainUnderTest;
  readonly #aggregate: AggregateUnderTest;
  readonly #random: fc.Random;

  constructor(domain: DomainUnderTest, aggregate: AggregateUnderTest, random: fc.Random) {
    this.#domain = domain;
    this.#aggregate = aggregate;
    this.#random = random;
  }

  ways(): readonly Way[] {
    const { definition, decider } = this.#aggregate;
    const ways: Way[] = [];
    const taken = new Set<string>();
    const places = new Set<string>();
    const start = { way: [], state: decider.stepper.initial(), version: 0, time: BEGINNING };
    const [first, then]: [Walked[], Walked[]] = [[start], []];
    let byPlace = 0;
    for (;;) {
      const walked = first.shift() ?? (byPlace++ < MOST_BY_PLACE ? then.shift() : undefined);
      if (walked === undefined) return ways;
      if (walked.state.status !== 'active') continue;
      for (const command of definition.commands) {
        for (let tries = 0; tries < TRIES; tries++) {
          const tried = this.#tried(walked, command);
          if (tried === null) continue;
          const isNew = tried.met.some((name) => !taken.has(name));
          for (const name of tried.met) taken.add(name);
          const place = JSON.stringify(tried.state.value);
          if (isNew) ways.push(tried.way);
          if (isNew || !places.has(place)) (isNew ? first : then).push(tried);
          places.add(place);
        }
      }
    }
  }

  /** The way with one more command, if it is accepted, and the transitions that it takes. */
  #tried({ way, state: before, version, time }: Walked, command: string) {
    const { definition, decider, transitions, ids } = this.#aggregate;
    const data = this.#domain.commands.data(command, before.context, this.#random);
    const sent = { aggregate: definition.type, command, data, ...waitBefore(this.#random) };
    const at = time + (sent.wait ?? 0);
    const message = messageOf({ ...sent, id: ids[0] ?? '' }, { id: `way-${way.length}`, time: at, version });
    const outcome = outcomeOf(this.#aggregate, before, message);
    if (outcome.kind !== 'accepted') return null;
    const names: string[] = [];
    let state = before;
    for (const each of [message, ...outcome.events]) {
      for (const { name, passed } of transitions.met(state, each)) if (passed) names.push(name);
      state = nextState(decider.stepper, state, each);
    }
    return { way: [...way, sent], state, version: version + outcome.events.length, time: at, met: names };
  }
}
