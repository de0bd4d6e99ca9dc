// Generates histories of a domain, steered by its machines: mostly acceptable commands, some refused, some at once, some repeated.
import fc from 'fast-check';
import type { AggregateUnderTest, DomainUnderTest } from './domain-under-test.js';
import { BEGINNING, commandIdOf, type History, type Sent } from './history.js';
import { PurePlay } from './play.js';
import { smallerHistories } from './shrink-history.js';
import { waitBefore } from './waits.js';
import { type Way, waysInto } from './ways.js';

/** How histories are made. */
export interface HistorySize {
  /** Commands of the longest history. Default 20. */
  readonly commands?: number;
  /** Commands of the shortest history. Default 1. */
  readonly least?: number;
  /** Whether most commands are sent at once, through several engines, rather than few. */
  readonly isRush?: boolean;
}

/** Histories of a domain. Shrinks to the fewest and plainest commands. */
export function historiesOf(domain: DomainUnderTest, options: HistorySize = {}): fc.Arbitrary<History> {
  return new HistoryArbitrary(domain, { commands: 20, least: 1, isRush: false, ...options });
}

/** How often an acceptable command is looked for before any other is sent. */
const TRIES = 12;

class HistoryArbitrary extends fc.Arbitrary<History> {
  readonly #domain: DomainUnderTest;
  readonly #aggregates: readonly AggregateUnderTest[];
  readonly #options: Required<HistorySize>;
  #ways: readonly (readonly Way[])[] | null = null;

  constructor(domain: DomainUnderTest, options: Required<HistorySize>) {
    super();
    this.#domain = domain;
    this.#aggregates = [...domain.aggregates.values()].filter(({ definition }) => definition.commands.length > 0);
    this.#options = options;
  }

  override generate(random: fc.Random): fc.Value<History> {
    if (this.#aggregates.length === 0) return new fc.Value([], undefined);
    const { commands, least, isRush } = this.#options;
    // Short histories find much of what can be found, and long ones the rest.
    const most = Math.max(least, random.nextInt(1, 3) === 1 ? commands : Math.min(commands, 8));
    const context = { domain: this.#domain, aggregates: this.#aggregates, ways: this.#waysOf(), random, isRush };
    return new fc.Value(new Making(context).make(random.nextInt(least, most)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is History {
    return Array.isArray(value);
  }

  override shrink(history: History): fc.Stream<fc.Value<History>> {
    const domain = this.#domain;
    return fc.stream(
      (function* () {
        for (const smaller of smallerHistories(domain, history)) yield new fc.Value(smaller, undefined);
      })(),
    );
  }

  #waysOf(): readonly (readonly Way[])[] {
    this.#ways ??= this.#aggregates.map((aggregate) => waysInto(this.#domain, aggregate));
    return this.#ways;
  }
}

/** What a history is made with. */
interface MakingContext {
  readonly domain: DomainUnderTest;
  readonly aggregates: readonly AggregateUnderTest[];
  /** Of each aggregate. */
  readonly ways: readonly (readonly Way[])[];
  readonly random: fc.Random;
  readonly isRush: boolean;
}

/** One history in the making. */
class Making {
  readonly #domain: DomainUnderTest;
  readonly #aggregates: readonly AggregateUnderTest[];
  readonly #ways: readonly (readonly Way[])[];
  readonly #random: fc.Random;
  readonly #isRush: boolean;
  readonly #play: PurePlay;
  readonly #history: Sent[] = [];
  readonly #begun = new Set<string>();
  #time = BEGINNING;

  constructor({ domain, aggregates, ways, random, isRush }: MakingContext) {
    this.#domain = domain;
    this.#aggregates = aggregates;
    this.#ways = ways;
    this.#random = random;
    this.#isRush = isRush;
    this.#play = new PurePlay(domain);
  }

  make(length: number): History {
    while (this.#history.length < length) {
      const place = this.#below(this.#aggregates.length);
      const aggregate = this.#aggregates[place] as AggregateUnderTest;
      const id = this.#idOf(aggregate);
      const way = this.#oneOf(this.#ways[place] ?? []);
      const isNew = !this.#begun.has(`${aggregate.definition.type} ${id}`);
      this.#begun.add(`${aggregate.definition.type} ${id}`);
      if (isNew && way !== undefined && this.#chance(2)) for (const sent of way) this.#send({ ...sent, id });
      else this.#send(this.#next(aggregate, id));
    }
    return this.#history;
  }

  /** A command to an aggregate: mostly one that is acceptable, if one is found. */
  #next(aggregate: AggregateUnderTest, id: string): Sent {
    const { definition, decider } = aggregate;
    const state = this.#play.stateOf(definition.type, id);
    const isSteered = !this.#chance(5);
    let sent = this.#any(aggregate, id, state.context);
    for (let tries = 1; tries < TRIES && isSteered && !this.#isAcceptable(decider.stepper, sent); tries++) {
      sent = this.#any(aggregate, id, state.context);
    }
    return sent;
  }

  #isAcceptable(stepper: AggregateUnderTest['decider']['stepper'], sent: Sent): boolean {
    const { aggregate, id, command: type, data, wait = 0 } = sent;
    const message = {
      type,
      data,
      id: '',
      time: new Date(this.#time + wait),
      aggregateId: id,
      version: 0,
      metadata: {},
    };
    try {
      return stepper.can(this.#play.stateOf(aggregate, id), message);
    } catch {
      // A guard that throws is for the laws to find: the command is worth sending.
      return true;
    }
  }

  #any({ definition }: AggregateUnderTest, id: string, state: object): Sent {
    const command = this.#oneOf(definition.commands) ?? '';
    const data = this.#domain.commands.data(command, state, this.#random);
    return { aggregate: definition.type, id, command, data, ...waitBefore(this.#random) };
  }

  #send(sent: Sent): void {
    this.#time += sent.wait ?? 0;
    this.#play.send(sent, { id: commandIdOf(this.#history.length), time: this.#time });
    const { aggregate, id, command, data, ...rest } = sent;
    this.#history.push({
      aggregate,
      id,
      command,
      data,
      ...rest,
      ...((this.#isRush ? !this.#chance(4) : this.#chance(4)) ? { alongside: true } : {}),
      ...(this.#chance(8) ? { again: this.#chance(2) ? 'alongside' : 'after' } : {}),
      ...((this.#isRush ? !this.#chance(3) : this.#chance(3)) ? { from: this.#below(2) + 1 } : {}),
    });
  }

  /** Mostly the first: what happens to one aggregate is what a machine is about. */
  #idOf({ ids }: AggregateUnderTest): string {
    return (this.#chance(2) ? ids[0] : this.#oneOf(ids)) ?? '';
  }

  #oneOf<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.#below(list.length)];
  }

  #below(bound: number): number {
    return this.#random.nextInt(0, bound - 1);
  }

  #chance(oneIn: number): boolean {
    return this.#below(oneIn) === 0;
  }
}
