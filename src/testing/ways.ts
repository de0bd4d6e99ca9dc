// Shortest ways into the depths of a machine: found by trying commands, keeping what leads where nothing led before.
import fc from 'fast-check';
import type { MachineState } from '../statechart/stepper.js';
import type { AggregateUnderTest, DomainUnderTest } from './domain-under-test.js';
import { BEGINNING, type Sent } from './history.js';
import { messageOf, outcomeOf } from './play.js';
import { met } from './transitions.js';
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
  const [ways] = fc.sample(new WaysArbitrary(domain, aggregate), { numRuns: 1, seed: 1 });
  return ways ?? [];
}

/** A way, and where it ends. */
interface Walked {
  readonly way: Way;
  readonly state: MachineState;
  readonly version: number;
  readonly time: number;
}

class WaysArbitrary extends fc.Arbitrary<readonly Way[]> {
  readonly #domain: DomainUnderTest;
  readonly #aggregate: AggregateUnderTest;

  constructor(domain: DomainUnderTest, aggregate: AggregateUnderTest) {
    super();
    this.#domain = domain;
    this.#aggregate = aggregate;
  }

  override generate(random: fc.Random): fc.Value<readonly Way[]> {
    const { definition, decider } = this.#aggregate;
    const ways: Way[] = [];
    const taken = new Set<string>();
    const places = new Set<string>();
    const start = { way: [], state: decider.stepper.initial(), version: 0, time: BEGINNING };
    const [first, then]: [Walked[], Walked[]] = [[start], []];
    let byPlace = 0;
    for (;;) {
      const walked = first.shift() ?? (byPlace++ < MOST_BY_PLACE ? then.shift() : undefined);
      if (walked === undefined) return new fc.Value(ways, undefined);
      if (walked.state.status !== 'active') continue;
      for (const command of definition.commands) {
        for (let tries = 0; tries < TRIES; tries++) {
          const tried = this.#tried(walked, command, random);
          if (tried === null) continue;
          const isNew = tried.met.filter((name) => !taken.has(name)).length > 0;
          for (const name of tried.met) taken.add(name);
          const place = JSON.stringify(tried.state.value);
          if (isNew) ways.push(tried.way);
          if (isNew || !places.has(place)) (isNew ? first : then).push(tried);
          places.add(place);
        }
      }
    }
  }

  override canShrinkWithoutContext(_value: unknown): _value is readonly Way[] {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<readonly Way[]>> {
    return fc.Stream.nil();
  }

  /** The way with one more command, if it is accepted, and the transitions that it takes. */
  #tried({ way, state: before, version, time }: Walked, command: string, random: fc.Random) {
    const { definition, decider, ids } = this.#aggregate;
    const data = this.#domain.commands.data(command, before.context, random);
    const sent = { aggregate: definition.type, command, data, ...waitBefore(random) };
    const at = time + (sent.wait ?? 0);
    const message = messageOf({ ...sent, id: ids[0] ?? '' }, { id: `way-${way.length}`, time: at, version });
    const outcome = outcomeOf(this.#aggregate, before, message);
    if (outcome.kind !== 'accepted') return null;
    const names: string[] = [];
    let state = before;
    for (const each of [message, ...outcome.events]) {
      for (const { name, passed } of met(decider.stepper, state, each)) if (passed) names.push(name);
      const stepped = decider.stepper.step(state, each);
      if (stepped.kind === 'stepped') state = stepped.next;
    }
    return { way: [...way, sent], state, version: version + outcome.events.length, time: at, met: names };
  }
}
