// Which transitions and guards of a machine a message meets, and what follows of itself. Names each, so that what was met can be compared with what there is.
import type { AnyStateMachine } from 'xstate';
import type { Message } from '../kernel/message.js';
import { type ChartNode, readChart } from '../statechart/chart.js';
import { matches } from '../statechart/selection.js';
import type { MachineState, Stepper } from '../statechart/stepper.js';
import { type Met, WatchedMachine } from './watched-machine.js';

/** A transition, by name: `order.open on ShipOrder`, `order.open always`, `order.open onDone`; the second of two ends in `(2)`. */
export interface NamedTransition {
  readonly name: string;
  readonly isGuarded: boolean;
}

/** The transitions of one machine. */
export class Transitions {
  /** In the order of the document. */
  readonly all: readonly NamedTransition[];
  /** Those that are taken as the machine starts. */
  readonly atStart: readonly Met[];
  readonly #stepper: Stepper;
  /** `null` where nothing follows of itself. */
  readonly #watched: WatchedMachine | null;

  constructor(machine: AnyStateMachine, stepper: Stepper, messages: readonly string[]) {
    this.#stepper = stepper;
    const follows = (on: string) => on === '' || !messages.some((message) => matches(on, message));
    const named = readChart(machine).nodes.flatMap((node) => transitionsOf(node));
    this.all = named;
    const nameOf = (node: ChartNode, on: string, index: number) => (follows(on) ? nameIn(node, on, index) : null);
    this.#watched = named.some(({ on }) => follows(on)) ? new WatchedMachine(machine, nameOf) : null;
    this.atStart = this.#watched?.atStart() ?? [];
  }

  /** What a message meets in a state: the transitions looked at, and whether each was taken; then what followed. */
  met(state: MachineState, message: Message): readonly Met[] {
    const seen = new Map<string, number>();
    const looked = this.#stepper.explain(state, message).map(({ state: source, on, passed }) => {
      const index = seen.get(`${source} ${on}`) ?? 0;
      seen.set(`${source} ${on}`, index + 1);
      return { name: nameOf(source, on, index), passed };
    });
    if (this.#watched === null || state.status !== 'active') return looked;
    const saved = this.#stepper.save(state) as Parameters<WatchedMachine['after']>[0];
    return [...looked, ...this.#watched.after(saved, message)];
  }
}

function transitionsOf(node: ChartNode): readonly (NamedTransition & { readonly on: string })[] {
  return [...node.transitions, ['', node.always] as const].flatMap(([on, candidates]) =>
    candidates.map(({ guard }, index) => ({ on, name: nameIn(node, on, index), isGuarded: guard !== null })),
  );
}

function nameIn({ id }: ChartNode, on: string, index: number): string {
  if (on === '') return numbered(`${id} always`, index);
  return on === `xstate.done.state.${id}` ? numbered(`${id} onDone`, index) : nameOf(id, on, index);
}

function nameOf(state: string, on: string, index: number): string {
  return numbered(`${state} on ${on}`, index);
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name} (${index + 1})`;
}
