// The value of a set of active states, as XState writes it. The order of its keys is the order in which regions are asked.
import type { ChartNode } from './chart.js';
import type { StateValue } from './stepper.js';
import { ancestorsOf } from './transition-domain.js';

/** The states in which a node begins, itself first. */
export function initialNodes(node: ChartNode): Set<ChartNode> {
  const nodes = new Set<ChartNode>();
  const visit = (next: ChartNode): void => {
    if (nodes.has(next)) return;
    nodes.add(next);
    const inner = next.type === 'compound' ? next.initial.targets : next.type === 'parallel' ? next.states : [];
    for (const one of inner) visit(one);
  };
  visit(node);
  return nodes;
}

/** The value of active states below `root`. What is missing below them is filled in by where they begin. */
export function stateValueOf(root: ChartNode, active: readonly ChartNode[]): StateValue {
  return freeze(valueBelow(root, childrenOf(completed(active))));
}

function completed(active: readonly ChartNode[]): Set<ChartNode> {
  const nodes = new Set(active);
  const children = childrenOf(nodes);
  // A set visits what is added on the way.
  for (const node of nodes) {
    if (node.type === 'compound' && (children.get(node) ?? []).length === 0) addInitial(nodes, node);
    if (node.type !== 'parallel') continue;
    for (const region of node.states) if (!nodes.has(region)) addInitial(nodes, region);
  }
  for (const node of nodes) for (const ancestor of ancestorsOf(node, null)) nodes.add(ancestor);
  return nodes;
}

function addInitial(nodes: Set<ChartNode>, from: ChartNode): void {
  const initial = initialNodes(from);
  for (const node of initial) for (const ancestor of ancestorsOf(node, from)) initial.add(ancestor);
  for (const node of initial) nodes.add(node);
}

function childrenOf(nodes: ReadonlySet<ChartNode>): Map<ChartNode, ChartNode[]> {
  const children = new Map<ChartNode, ChartNode[]>();
  for (const node of nodes) {
    if (node.parent === null) continue;
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  return children;
}

function valueBelow(node: ChartNode, children: ReadonlyMap<ChartNode, readonly ChartNode[]>): StateValue {
  const active = children.get(node) ?? [];
  const [first] = active;
  if (node.type === 'compound') {
    if (first === undefined) return {};
    if (first.type === 'atomic' || first.type === 'final') return first.key;
  }
  const value: Record<string, StateValue> = {};
  for (const child of active) value[child.key] = valueBelow(child, children);
  return value;
}

// Shared by every aggregate that stands here.
function freeze(value: StateValue): StateValue {
  if (typeof value === 'string') return value;
  for (const inner of Object.values(value)) if (inner !== undefined) freeze(inner);
  return Object.freeze(value);
}
