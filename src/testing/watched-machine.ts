// A machine in which what follows of itself is watched: eventless transitions, those at the end of a state, those of raised events. Judges nothing.
import type { AnyStateMachine } from 'xstate';
import type { Message } from '../kernel/message.js';
import type { Action } from '../statechart/assignments.js';
import { type ChartNode, readChart, type Transition } from '../statechart/chart.js';
import type { Guard } from '../statechart/guard.js';
import { Macrostep } from '../statechart/macrostep.js';
import { choose } from '../statechart/selection.js';
import { Turn } from '../statechart/turn.js';

/** A transition that was looked at, by its name, and whether its guard let it pass. */
export interface Met {
  readonly name: string;
  readonly passed: boolean;
}

/** Which transitions are watched, and what they are called; `null`: not this one. */
export type NameFollowing = (node: ChartNode, on: string, index: number) => string | null;

/** Runs a machine as the engine does, and notes what follows of itself. */
export class WatchedMachine {
  readonly #machine: AnyStateMachine;
  readonly #macrostep: Macrostep;
  #met: Met[] = [];

  constructor(machine: AnyStateMachine, nameOf: NameFollowing) {
    this.#machine = machine;
    const { root, nodes } = readChart(machine);
    // The chart was read for this object alone, and nothing has been worked out from it yet.
    for (const node of nodes) this.#watch(node, nameOf);
    this.#macrostep = new Macrostep(machine, root);
  }

  /** What follows as the machine starts. */
  atStart(): readonly Met[] {
    return this.#noted(() => {
      const { context } = this.#machine.config as { readonly context?: object };
      this.#macrostep.start((turn) => (typeof context === 'function' ? context(turn) : { ...context }));
    });
  }

  /** What follows a message in a state, as a stepper of the same machine saves one. */
  after(saved: { readonly configuration: string; readonly context: object }, message: Message): readonly Met[] {
    return this.#noted(() => {
      const configuration = this.#macrostep.configurationAt(saved.configuration);
      const { plan, none } = this.#macrostep.selection(configuration, message.type);
      const turn = new Turn(saved.context, message, configuration);
      this.#macrostep.settle(turn, configuration, choose(plan, none, turn));
    });
  }

  #noted(run: () => void): readonly Met[] {
    this.#met = [];
    try {
      run();
    } catch {
      // Code that throws is for the laws to report; as far as it went, it was reached.
    }
    return this.#met;
  }

  #watch(node: ChartNode, nameOf: NameFollowing): void {
    const watched = (all: readonly Transition[], on: string) =>
      all.map((transition, index) => {
        const name = nameOf(node, on, index);
        return name === null ? transition : this.#watchedTransition(transition, name);
      });
    Object.assign(node, {
      always: watched(node.always, ''),
      transitions: new Map([...node.transitions].map(([on, all]) => [on, watched(all, on)])),
    });
  }

  #watchedTransition(transition: Transition, name: string): Transition {
    const note = (passed: boolean) => this.#met.push({ name, passed });
    const taken: Action = { kind: 'nothing', run: () => note(true) };
    const { guard, actions } = transition;
    return { ...transition, guard: guard && refusalsNoted(guard, note), actions: [taken, ...actions] };
  }
}

function refusalsNoted(guard: Guard, note: (passed: boolean) => void): Guard {
  return {
    passes: (turn) => {
      const passes = guard.passes(turn);
      if (!passes) note(false);
      return passes;
    },
    refusals: (turn, passed) => guard.refusals(turn, passed),
  };
}
