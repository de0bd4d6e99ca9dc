// Finds circles of `always` that nothing ends: whoever comes there never comes to rest. Knows no files.
import type { Chart, ChartState, ChartTransition } from '../load/chart.js';
import type { Finding } from './finding.js';

/** Findings about circles of `always` without guards. Only what is certain: regions side by side could lead out, and end one. */
export function checkRest({ root }: Chart): Finding[] {
  const roads = new Roads(root);
  const known = new Set<ChartState>();
  return roads.innermost.flatMap((state): Finding[] => {
    const circle = known.has(state) ? null : roads.circleOf(state);
    const onwards = roads.onwards(state);
    if (circle === null || onwards === null) return [];
    for (const one of circle) known.add(one);
    const names = [...circle, state].map(({ path }) => (path === '' ? 'the root' : path)).join(' → ');
    const message = `The machine never comes to rest: "always" leads ${names}, and no guard ends it. Guard one of these.`;
    return [{ part: { kind: 'transition', path: onwards.owner.path, transition: onwards.transition }, message }];
  });
}

/** An `always` that is taken whenever a state is reached, and the state that it stands in: that one, or one around it. */
interface Onwards {
  readonly owner: ChartState;
  readonly transition: ChartTransition;
}

/** Where `always` leads from the innermost states. */
class Roads {
  readonly #byPath = new Map<string, ChartState>();
  /** A state and those around it, from the inside. */
  readonly #chains = new Map<ChartState, readonly ChartState[]>();
  /** The states that have none within. */
  readonly innermost: readonly ChartState[];

  constructor(root: ChartState) {
    this.#add(root, []);
    this.innermost = [...this.#chains.keys()].filter(({ type }) => type === 'atomic');
  }

  /** The states of the circle that begins and ends with one, in their order; `null` if there is none for certain. */
  circleOf(start: ChartState): readonly ChartState[] | null {
    const way = new Set<ChartState>();
    for (let state: ChartState | null = start; state !== null; state = this.#next(state)) {
      if (way.has(state)) return state === start ? [...way] : null;
      way.add(state);
    }
    return null;
  }

  /** The first `always` that is asked in a state, inner ones before outer ones, if it has no guard. */
  onwards(state: ChartState): Onwards | null {
    const chain = this.#chains.get(state) ?? [];
    if (chain.some(({ type }) => type === 'parallel')) return null;
    for (const owner of chain) {
      const transition = owner.transitions.find(({ kind }) => kind === 'always');
      if (transition !== undefined) return transition.guard === '' ? { owner, transition } : null;
    }
    return null;
  }

  #add(state: ChartState, around: readonly ChartState[]): void {
    const chain = [state, ...around];
    this.#byPath.set(state.path, state);
    this.#chains.set(state, chain);
    for (const inner of state.states) this.#add(inner, chain);
  }

  #next(state: ChartState): ChartState | null {
    const onwards = this.onwards(state);
    if (onwards === null) return null;
    const { targets, actions } = onwards.transition;
    const next = targets.length === 0 ? state : this.#entered(targets);
    // What changes neither state nor context is taken once.
    const isChange = next !== state || actions.some(({ kind }) => kind === 'assign');
    return isChange ? next : null;
  }

  /** The innermost state that is entered; `null` where there are several, or where that depends. */
  #entered([path = '', ...others]: readonly string[]): ChartState | null {
    const state = this.#byPath.get(path);
    if (state === undefined || others.length > 0) return null;
    if (state.type === 'compound') return this.#entered(state.initial);
    return state.type === 'atomic' ? state : null;
  }
}
