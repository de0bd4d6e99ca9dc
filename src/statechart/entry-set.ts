// What a transition enters, with the states that it enters by default. Follows XState's algorithm step by step: its order of insertion shows.
import type { ChartNode } from './chart.js';
import { ancestorsOf, domainOf, effectiveTargets, isWithin, type Memory, type Move } from './transition-domain.js';

/** The states that transitions enter. */
export interface Entries {
  readonly nodes: ReadonlySet<ChartNode>;
  /** Those whose initial actions are due. */
  readonly byDefault: ReadonlySet<ChartNode>;
}

/** The states that transitions enter. */
export function entrySet(moves: readonly Move[], memory: Memory): Entries {
  const entering = new Entering(memory);
  for (const move of moves) entering.add(move);
  return entering;
}

class Entering implements Entries {
  readonly nodes = new Set<ChartNode>();
  readonly byDefault = new Set<ChartNode>();
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  add(move: Move): void {
    const { source, targets, reenter } = move;
    const domain = domainOf(move, this.#memory);
    for (const target of targets ?? []) {
      // A transition to its own source that does not re-enter stays in it.
      if (target.type !== 'history' && (source !== target || source !== domain || reenter)) {
        this.nodes.add(target);
        this.byDefault.add(target);
      }
      this.#descend(target);
    }
    for (const target of effectiveTargets(targets, this.#memory)) {
      const ancestors = ancestorsOf(target, domain);
      if (domain?.type === 'parallel') ancestors.push(domain);
      this.#ancestors(ancestors, source.parent === null && reenter ? null : domain);
    }
  }

  #descend(node: ChartNode): void {
    if (node.type === 'history') this.#recall(node);
    else if (node.type === 'compound') this.#begin(node);
    else if (node.type === 'parallel') {
      for (const region of node.states) {
        if (this.#entersWithin(region)) continue;
        this.nodes.add(region);
        this.byDefault.add(region);
        this.#descend(region);
      }
    }
  }

  #begin(node: ChartNode): void {
    for (const initial of node.initial.targets) {
      if (initial.type !== 'history') {
        this.nodes.add(initial);
        this.byDefault.add(initial);
      }
      this.#descend(initial);
      this.#ancestors(ancestorsOf(initial, node), null);
    }
  }

  #recall(history: ChartNode): void {
    const { parent, byDefault } = history;
    const remembered = this.#memory.get(history);
    const targets = remembered ?? byDefault.targets;
    for (const target of targets) {
      this.nodes.add(target);
      if (remembered === undefined && parent !== null && byDefault === parent.initial) this.byDefault.add(parent);
      this.#descend(target);
    }
    for (const target of targets) this.#ancestors(ancestorsOf(target, parent), null);
  }

  #ancestors(ancestors: readonly ChartNode[], within: ChartNode | null): void {
    for (const ancestor of ancestors) {
      if (within === null || isWithin(ancestor, within)) this.nodes.add(ancestor);
      if (ancestor.type !== 'parallel') continue;
      for (const region of ancestor.states) {
        if (this.#entersWithin(region)) continue;
        this.nodes.add(region);
        this.#descend(region);
      }
    }
  }

  #entersWithin(region: ChartNode): boolean {
    for (const node of this.nodes) if (isWithin(node, region)) return true;
    return false;
  }
}
