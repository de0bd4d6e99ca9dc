// Runs a machine to rest: one microstep after another until no eventless transition is enabled and no raised event is left.
import type { AnyStateMachine } from 'xstate';
import { StatefoldError } from '../kernel/error.js';
import type { ChartNode } from './chart.js';
import { Choice, type Configuration, type Effect, type Selection } from './configuration.js';
import { Configurations } from './configurations.js';
import { effectOf, initialEffect } from './effect.js';
import { choose, planOf } from './selection.js';
import { Turn, type TurnEvent } from './turn.js';

/** Bounds microsteps in one step where the machine's own options do not: XState's default is no bound, which hangs the process. */
const MOST_MICROSTEPS = 1000;

/** A machine that can be run. */
export class Macrostep {
  readonly #machineId: string;
  readonly #root: ChartNode;
  readonly #configurations: Configurations;
  readonly #most: number;
  readonly #planOf: (configuration: Configuration, type: string) => Selection['plan'];

  constructor({ id, options }: Pick<AnyStateMachine, 'id' | 'options'>, root: ChartNode) {
    this.#machineId = id;
    this.#root = root;
    this.#configurations = new Configurations(root);
    const { maxIterations = Number.POSITIVE_INFINITY } = options as { readonly maxIterations?: number };
    this.#most = Number.isFinite(maxIterations) ? maxIterations : MOST_MICROSTEPS;
    this.#planOf = (configuration, type) => planOf(root, configuration, type);
  }

  /** Starts the machine; `turn` holds its context and ends with what the start came to. */
  start(contextOf: (turn: Turn) => object): { readonly turn: Turn; readonly configuration: Configuration } {
    const before = this.#configurations.of([this.#root], new Map());
    const turn = new Turn({}, { type: 'xstate.init', input: undefined } as TurnEvent, before);
    turn.context = contextOf(turn);
    const effect = initialEffect(this.#root, before, this.#configurations);
    take(effect, turn);
    return { turn, configuration: this.settle(turn, effect.next, NOTHING) ?? effect.next };
  }

  /** The configuration of a key. Throws a `RangeError` for one that this machine cannot have. */
  configurationAt(key: string): Configuration {
    return this.#configurations.at(key);
  }

  /** What an event of a type may lead to. */
  selection(configuration: Configuration, type: string): Selection {
    return configuration.selection(type, this.#planOf);
  }

  /** Takes a choice, and all that follows from it. `null` when nothing was taken at all. */
  settle(turn: Turn, from: Configuration, chosen: Choice): Configuration | null {
    let configuration = from;
    let isTaken = false;
    if (chosen.transitions.length > 0) {
      configuration = this.#microstep(configuration, chosen, turn);
      isTaken = true;
    }
    let mayBeEventless = true;
    for (let steps = 1; !turn.done; steps += 1) {
      if (steps > this.#most) throw this.#endless();
      const { eventless } = configuration;
      if (eventless !== null && mayBeEventless) {
        let choice = eventless.none;
        for (const plan of eventless.plans) choice = choose(plan, choice, turn);
        if (choice !== eventless.none) {
          configuration = this.#microstep(configuration, choice, turn);
          // What changed nothing would be taken again for ever: XState goes on with the events that were raised.
          mayBeEventless = turn.assigned || (choice.effect?.isMove ?? false);
          isTaken = true;
          continue;
        }
      }
      mayBeEventless = true;
      const event = turn.raised?.shift();
      if (event === undefined) break;
      turn.event = event;
      const { plan, none } = this.selection(configuration, event.type);
      const choice = choose(plan, none, turn);
      if (choice === none) continue;
      configuration = this.#microstep(configuration, choice, turn);
      isTaken = true;
    }
    return isTaken ? configuration : null;
  }

  #microstep(configuration: Configuration, choice: Choice, turn: Turn): Configuration {
    choice.effect ??= effectOf(configuration, choice.transitions, this.#configurations);
    take(choice.effect, turn);
    return choice.effect.next;
  }

  #endless(): StatefoldError {
    const message = `${this.#machineId}: more than ${this.#most} microsteps without coming to rest. Break the circle of "always" or raised events.`;
    return new StatefoldError('DEFECT', message, { where: this.#machineId });
  }
}

const NOTHING = new Choice([]);

function take({ actions, next }: Effect, turn: Turn): void {
  turn.assigned = false;
  for (const action of actions) action.run(turn);
  turn.active = next;
}
