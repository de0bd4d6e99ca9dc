// What a transition leaves: its domain, the states that it exits, and which of several exclude each other. Pure, on nodes alone.
import type { ChartNode, Transition } from './chart.js';

/** What history states remember. */
export type Memory = ReadonlyMap<ChartNode, readonly ChartNode[]>;

/** What decides about entering and leaving: the initial step has no more than this. */
export type Move = Pick<Transition, 'source' | 'targets' | 'reenter'>;

/** Whether a node lies strictly within another; everything lies within no node at all. */
export function isWithin(node: ChartNode, outer: ChartNode | null): boolean {
  for (let parent = node.parent; ; parent = parent.parent) {
    if (parent === outer) return true;
    if (parent === null) return false;
  }
}

/** The ancestors of a node, innermost first, up to `end` and without it. */
export function ancestorsOf(node: ChartNode, end: ChartNode | null): ChartNode[] {
  const ancestors: ChartNode[] = [];
  if (node === end) return ancestors;
  for (let parent = node.parent; parent !== null && parent !== end; parent = parent.parent) ancestors.push(parent);
  return ancestors;
}

/** Where targets lead, with history states replaced by what they remember or by their default. */
export function effectiveTargets(targets: readonly ChartNode[] | null, memory: Memory): ChartNode[] {
  const effective = new Set<ChartNode>();
  for (const target of targets ?? []) {
    if (target.type !== 'history') effective.add(target);
    else
      for (const node of memory.get(target) ?? effectiveTargets(target.byDefault.targets, memory)) effective.add(node);
  }
  return [...effective];
}

/** The state that stays active while all within it may change; `null`: even the root is left. */
export function domainOf({ source, targets, reenter }: Move, memory: Memory): ChartNode | null {
  const effective = effectiveTargets(targets, memory);
  if (!reenter && effective.every((target) => target === source || isWithin(target, source))) return source;
  const common = commonAncestor([...effective, source]);
  if (common !== undefined) return common;
  return reenter ? null : rootOf(source);
}

function commonAncestor([first, ...rest]: readonly ChartNode[]): ChartNode | undefined {
  if (first === undefined) return undefined;
  return ancestorsOf(first, null).find((ancestor) => rest.every((node) => isWithin(node, ancestor)));
}

function rootOf(node: ChartNode): ChartNode {
  return ancestorsOf(node, null).at(-1) ?? node;
}

/** The states that transitions leave, of those that are active. */
export function exitSet(moves: readonly Move[], active: ReadonlySet<ChartNode>, memory: Memory): Set<ChartNode> {
  const exits = new Set<ChartNode>();
  for (const move of moves) {
    if (move.targets === null || move.targets.length === 0) continue;
    const domain = domainOf(move, memory);
    if (move.reenter && move.source === domain) exits.add(domain);
    for (const node of active) if (isWithin(node, domain)) exits.add(node);
  }
  return exits;
}

/** Transitions that can be taken together: of two that leave a state in common, an inner one wins, else the first. */
export function compatible<M extends Move>(moves: readonly M[], active: ReadonlySet<ChartNode>, memory: Memory): M[] {
  const kept = new Set<M>();
  for (const move of moves) {
    const exits = exitSet([move], active, memory);
    const displaced: M[] = [];
    let preempted = false;
    for (const other of kept) {
      const clash = [...exitSet([other], active, memory)].some((node) => exits.has(node));
      if (!clash) continue;
      if (isWithin(move.source, other.source)) displaced.push(other);
      else {
        preempted = true;
        break;
      }
    }
    if (preempted) continue;
    for (const other of displaced) kept.delete(other);
    kept.add(move);
  }
  return [...kept];
}
