// Works out what taking transitions together does: what is left, what is entered, which actions run in which order. Depends on no context.
import type { Action } from './assignments.js';
import type { ChartNode, Transition } from './chart.js';
import { completionOf } from './completion.js';
import type { Configuration, Effect } from './configuration.js';
import type { Configurations } from './configurations.js';
import { entrySet } from './entry-set.js';
import { initialNodes } from './state-value.js';
import { compatible, exitSet, isWithin, type Memory } from './transition-domain.js';

/** The effect of transitions that were chosen together. */
export function effectOf(
  from: Configuration,
  transitions: readonly Transition[],
  configurations: Configurations,
): Effect {
  const active = new Set(from.nodes);
  const moves = compatible(transitions, active, from.memory);
  const actions: Action[] = [];
  const exits = [...exitSet(moves, active, from.memory)].sort(lastFirst);
  const memory = remember(exits, active, from.memory);
  for (const node of exits) {
    actions.push(...node.exit);
    active.delete(node);
  }
  for (const move of moves) actions.push(...move.actions);
  const { nodes, byDefault } = entrySet(moves, memory);
  const ends = enter(nodes, byDefault, active, actions);
  return arrive({ from, active, memory, actions, ends }, configurations);
}

/** The effect of starting the machine: its root is entered, with where it begins. */
export function initialEffect(root: ChartNode, before: Configuration, configurations: Configurations): Effect {
  const active = new Set(before.nodes);
  const actions: Action[] = [];
  const start = { source: root, targets: [...initialNodes(root)], reenter: true };
  const { nodes, byDefault } = entrySet([start], before.memory);
  const ends = enter(nodes, new Set(byDefault).add(root), active, actions);
  return arrive({ from: before, active, memory: before.memory, actions, ends }, configurations);
}

/** Enters nodes in the order of the document; answers whether the machine ends. */
function enter(
  entries: ReadonlySet<ChartNode>,
  byDefault: ReadonlySet<ChartNode>,
  active: Set<ChartNode>,
  actions: Action[],
): boolean {
  const completed = new Set<ChartNode>();
  let ends = false;
  for (const node of [...entries].sort((one, other) => one.order - other.order)) {
    active.add(node);
    actions.push(...node.entry);
    if (byDefault.has(node)) actions.push(...node.initial.actions);
    if (node.type !== 'final') continue;
    const completion = completionOf(node, active, completed);
    actions.push(...completion.actions);
    ends ||= completion.ends;
  }
  return ends;
}

interface Arrival {
  readonly from: Configuration;
  readonly active: ReadonlySet<ChartNode>;
  readonly memory: Memory;
  readonly actions: Action[];
  readonly ends: boolean;
}

function arrive({ from, active, memory, actions, ends }: Arrival, configurations: Configurations): Effect {
  const nodes = [...active];
  // A machine that ends leaves all its states.
  if (ends) {
    nodes.sort(lastFirst);
    for (const node of nodes) actions.push(...node.exit);
  }
  const isMove =
    memory !== from.memory || from.nodes.length !== nodes.length || from.nodes.some((node) => !active.has(node));
  // As in XState, states that were left and entered again keep their old order.
  return { actions, next: isMove ? configurations.of(nodes, memory) : from, isMove };
}

function remember(exits: readonly ChartNode[], active: ReadonlySet<ChartNode>, memory: Memory): Memory {
  let changed: Map<ChartNode, readonly ChartNode[]> | null = null;
  for (const exit of exits) {
    for (const history of exit.histories) {
      changed ??= new Map(memory);
      changed.set(
        history,
        [...active].filter((node) =>
          history.history === 'deep'
            ? (node.type === 'atomic' || node.type === 'final') && isWithin(node, exit)
            : node.parent === exit,
        ),
      );
    }
  }
  return changed ?? memory;
}

function lastFirst(one: ChartNode, other: ChartNode): number {
  return other.order - one.order;
}
