// What follows when a final state is entered: events that say so, and, at the top, the end of the machine with its output.
import { raise } from './actions.js';
import type { Action } from './assignments.js';
import type { ChartNode } from './chart.js';
import { Input, type Turn } from './turn.js';

/** Whether a state is final, or its active children make it so. */
function isComplete(node: ChartNode, active: ReadonlySet<ChartNode>): boolean {
  if (node.type === 'compound') return node.states.some((child) => child.type === 'final' && active.has(child));
  if (node.type === 'parallel') return node.states.every((child) => isComplete(child, active));
  return node.type === 'final';
}

/**
 * The actions that entering `final` adds. `completed` holds the parallel states that have announced their end in this microstep.
 * The second answer: the machine ends.
 */
export function completionOf(
  final: ChartNode,
  active: ReadonlySet<ChartNode>,
  completed: Set<ChartNode>,
): { readonly actions: readonly Action[]; readonly ends: boolean } {
  const actions: Action[] = [];
  const { parent } = final;
  let ancestor = parent?.type === 'parallel' ? parent : (parent?.parent ?? null);
  let last = ancestor ?? final;
  if (parent?.type === 'compound') actions.push(new Announce(parent.id, final.output));
  while (ancestor?.type === 'parallel' && !completed.has(ancestor) && isComplete(ancestor, active)) {
    completed.add(ancestor);
    actions.push(new Announce(ancestor.id, undefined));
    last = ancestor;
    ancestor = ancestor.parent;
  }
  if (ancestor !== null) return { actions, ends: false };
  actions.push(new End(rootOf(final), last));
  return { actions, ends: true };
}

function rootOf(node: ChartNode): ChartNode {
  return node.parent === null ? node : rootOf(node.parent);
}

function outputOf(output: unknown, turn: Turn, event = turn.event): unknown {
  return typeof output === 'function' ? output(new Input(turn.context, event)) : output;
}

/** Raises `xstate.done.state.<id>`. */
class Announce implements Action {
  readonly kind = 'raise';
  readonly #type: string;
  readonly #output: unknown;

  constructor(id: string, output: unknown) {
    this.#type = `xstate.done.state.${id}`;
    this.#output = output;
  }

  run(turn: Turn): void {
    raise(turn, { type: this.#type, output: outputOf(this.#output, turn) } as { readonly type: string });
  }
}

/** Ends the machine. */
class End implements Action {
  readonly kind = 'nothing';
  readonly #root: ChartNode;
  readonly #last: ChartNode;

  constructor(root: ChartNode, last: ChartNode) {
    this.#root = root;
    this.#last = last;
  }

  run(turn: Turn): void {
    turn.done = true;
    turn.output = undefined;
    if (this.#root.output === undefined) return;
    const { id, output, parent } = this.#last;
    const event = {
      type: `xstate.done.state.${id}`,
      output: parent === null ? undefined : outputOf(output, turn),
    };
    turn.output = outputOf(this.#root.output, turn, event);
  }
}
