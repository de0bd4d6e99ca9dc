// How each state of a chart is reached. Follows events only: whether guards allow it, nobody can tell without data.
import { type ChartState, type ChartTransition, statesOf } from '../load/chart.js';

/** The events on a shortest way from the beginning, each with its guard. */
export type Way = readonly string[];

/**
 * A shortest way to every state that can be reached, by path. `commands` never move. XState's own search for paths is no help
 * here: it runs guards and assigns, and so needs valid data for every event.
 */
export function waysThrough(root: ChartState, { commands, events }: MovingNames): ReadonlyMap<string, Way> {
  return new Search(root, commands, events).ways();
}

interface MovingNames {
  readonly commands: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

class Search {
  readonly #states: readonly ChartState[];
  readonly #byPath: ReadonlyMap<string, ChartState>;
  readonly #commands: ReadonlySet<string>;
  readonly #events: ReadonlySet<string>;
  readonly #ways = new Map<string, Way>();
  #changed = true;

  constructor(root: ChartState, commands: ReadonlySet<string>, events: ReadonlySet<string>) {
    this.#states = statesOf(root);
    this.#byPath = new Map(this.#states.map((state) => [state.path, state]));
    this.#commands = commands;
    this.#events = events;
    this.#enter(root, []);
  }

  ways(): ReadonlyMap<string, Way> {
    // Ways only get shorter, so this ends.
    while (this.#changed) {
      this.#changed = false;
      for (const state of this.#states) this.#leave(state);
    }
    return this.#ways;
  }

  #leave(state: ChartState): void {
    const way = this.#ways.get(state.path);
    // At the end of the whole machine nothing is heard any more.
    if (way === undefined || (state.type === 'final' && isTop(state))) return;
    for (const transition of state.transitions) {
      const reached = this.#wayAfter(state, way, transition);
      if (reached !== null) for (const target of transition.targets) this.#arrive(target, reached);
    }
  }

  #wayAfter(state: ChartState, way: Way, { kind, message, guard }: ChartTransition): Way | null {
    if (kind === 'always') return way;
    if (kind === 'done') return this.#wayToEnd(state);
    if (this.#commands.has(message)) return null;
    // What the machine raises itself comes along with the event before it.
    if (!this.#events.has(message)) return way;
    return [...way, guard === '' ? message : `${message} [${guard}]`];
  }

  /** To the end of a compound state by its nearest final state; of a parallel one through all of its regions. */
  #wayToEnd(state: ChartState): Way | null {
    if (state.type === 'final') return this.#ways.get(state.path) ?? null;
    const ends = state.states.map((child) => (isEnding(state, child) ? this.#wayToEnd(child) : null));
    const found = ends.filter((end) => end !== null);
    if (state.type !== 'parallel') return found.sort((a, b) => a.length - b.length)[0] ?? null;
    const before = this.#ways.get(state.path) ?? [];
    if (found.length < ends.length) return null;
    return [...before, ...found.flatMap((end) => end.slice(before.length))];
  }

  /** `from` is entered already: only what lies between it and the target is entered on the way. */
  #arrive(path: string, way: Way, from: ChartState | null = null): void {
    const target = this.#byPath.get(path);
    if (target === undefined) return;
    for (const around of this.#around(path)) {
      if (from !== null && isWithin(from.path, around.path)) continue;
      this.#shorten(around.path, way);
      // With one region of a parallel state, all of them are entered.
      if (around.type !== 'parallel') continue;
      for (const region of around.states) if (!isWithin(path, region.path)) this.#enter(region, way);
    }
    this.#enter(target, way);
  }

  #enter(state: ChartState, way: Way): void {
    this.#shorten(state.path, way);
    for (const path of state.initial) this.#arrive(path, way, state.type === 'history' ? null : state);
  }

  #shorten(path: string, way: Way): void {
    const known = this.#ways.get(path);
    if (known !== undefined && known.length <= way.length) return;
    this.#ways.set(path, way);
    this.#changed = true;
  }

  #around(path: string): ChartState[] {
    return this.#states.filter((state) => state.path !== path && isWithin(path, state.path));
  }
}

function isEnding(parent: ChartState, child: ChartState): boolean {
  return parent.type === 'parallel' ? child.type !== 'history' : child.type === 'final';
}

function isTop({ path }: ChartState): boolean {
  return path !== '' && !path.includes('.');
}

/** Whether a state is another one or inside of it. */
export function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}.`);
}
