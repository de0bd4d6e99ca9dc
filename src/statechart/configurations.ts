// The configurations of one machine that aggregates have reached, each once. Bounded: what is worked out for them can be worked out again.
import type { ChartNode } from './chart.js';
import { Configuration } from './configuration.js';
import type { Memory } from './transition-domain.js';

/** Configurations that are kept. A machine of many regions has millions, of which its aggregates use few. */
const MOST_KEPT = 10_000;

/** The configurations of one machine. */
export class Configurations {
  readonly #root: ChartNode;
  readonly #known = new Map<string, Configuration>();
  #byOrder: ReadonlyMap<string, ChartNode> | null = null;

  constructor(root: ChartNode) {
    this.#root = root;
  }

  /** The configuration of these nodes and this memory: the same object each time, while it is kept. */
  of(nodes: readonly ChartNode[], memory: Memory): Configuration {
    const key = keyOf(nodes, memory);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KEPT) this.#forget();
    const made = new Configuration(this.#root, key, nodes, memory);
    this.#known.set(key, made);
    return made;
  }

  /** The configuration of a key that one of this machine's configurations had. Throws a `RangeError` for any other text. */
  at(key: string): Configuration {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [active = '', ...remembered] = key.split(';');
    const memory = remembered.map((part): [ChartNode, readonly ChartNode[]] => {
      const [history = '', of = ''] = part.split(':');
      return [this.#nodeAt(history), this.#nodesAt(of)];
    });
    const found = this.of(this.#nodesAt(active), new Map(memory));
    if (found.key !== key) throw new RangeError(`'${key}' names no states of this machine.`);
    return found;
  }

  #nodesAt(orders: string): readonly ChartNode[] {
    return orders === '' ? [] : orders.split(',').map((order) => this.#nodeAt(order));
  }

  #nodeAt(order: string): ChartNode {
    this.#byOrder ??= new Map(withDescendants(this.#root).map((node) => [String(node.order), node]));
    const node = this.#byOrder.get(order);
    if (node === undefined) throw new RangeError(`This machine has no state number ${order}.`);
    return node;
  }

  // A configuration that an aggregate stands in stays whole: only its shortcuts go.
  #forget(): void {
    for (const configuration of this.#known.values()) configuration.forget();
    this.#known.clear();
  }
}

function withDescendants(node: ChartNode): readonly ChartNode[] {
  return [node, ...[...node.states, ...node.histories].flatMap(withDescendants)];
}

function keyOf(nodes: readonly ChartNode[], memory: Memory): string {
  const remembered = [...memory].sort(([one], [other]) => one.order - other.order);
  const parts = remembered.map(([history, of]) => `;${history.order}:${ordersOf(of)}`);
  return `${ordersOf(nodes)}${parts.join('')}`;
}

function ordersOf(nodes: readonly ChartNode[]): string {
  return nodes.map(({ order }) => order).join();
}
