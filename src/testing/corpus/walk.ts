// Leads frozen events through a machine and its projections: from state to state, until each was applied somewhere. Reads no files.
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import type { ProjectionDefinition, Row } from '../../projection/definition.js';
import { type CheckRow, foldCommit } from '../../projection/fold-commit.js';
import { type MachineState, type Stepper, stateName } from '../../statechart/stepper.js';

/** The events of today that one frozen event stands for. */
export interface Frozen {
  readonly events: readonly Message[];
}

/** What the events of an aggregate are led through. */
export interface WalkSetting {
  readonly stepper: Stepper;
  readonly projections: readonly ProjectionDefinition[];
  readonly checkRow: CheckRow;
}

/** What kept a frozen event from being applied, or folded, wherever it was tried. */
export interface Unwalked<F extends Frozen> {
  readonly frozen: F;
  readonly message: string;
}

/** States that are looked at: a machine of many regions has more of them than anyone visits. */
const MOST_STATES = 400;
/** States that differ in nothing but their data: guards may ask for it. */
const ALIKE = 3;

/** Where events have led to. `null`: no row; `BROKEN`: a fold failed on the way, and nothing after it counts. */
interface Place {
  readonly state: MachineState;
  readonly rows: ReadonlyMap<ProjectionDefinition, Row | null | typeof BROKEN>;
  readonly version: number;
}

const BROKEN = Symbol('broken');

/** What is not yet known to work, with the first thing that was wrong. */
class Open<F extends Frozen> {
  readonly #messages = new Map<F, string | null>();

  constructor(all: readonly F[]) {
    for (const frozen of all) this.#messages.set(frozen, null);
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0;
  }

  has(frozen: F): boolean {
    return this.#messages.has(frozen);
  }

  works(frozen: F): void {
    this.#messages.delete(frozen);
  }

  fails(frozen: F, message: string): void {
    if (this.#messages.get(frozen) === null) this.#messages.set(frozen, message);
  }

  left(otherwise: string): readonly Unwalked<F>[] {
    return [...this.#messages].map(([frozen, message]) => ({ frozen, message: message ?? otherwise }));
  }
}

/**
 * Leads the events of one aggregate through its machine and projections, breadth first, beginning in its first state. A frozen event
 * is sound if some state that is reached applies it, and each projection makes a sound row of it in some; those for which none does are
 * returned.
 */
export function walk<F extends Frozen>(
  all: readonly F[],
  { stepper, projections, checkRow }: WalkSetting,
): readonly Unwalked<F>[] {
  const applied = new Open(all);
  const folded = new Map(projections.map((projection) => [projection, new Open(all)]));
  const types = new Set<string>();
  const reached = new Map<string, number>();
  const names = new Set<string>();
  const start: Place = {
    state: stepper.initial(),
    rows: new Map(projections.map((projection) => [projection, null])),
    version: 0,
  };
  // What took an event of a new type is followed first: it leads on.
  const [first, then]: [Place[], Place[]] = [[start], []];
  const opens = [applied, ...folded.values()];
  const isDone = () => opens.every((open) => open.isEmpty);
  for (let states = 0; states < MOST_STATES && !isDone(); states++) {
    const place = first.shift() ?? then.shift();
    if (place === undefined) break;
    names.add(stateName(place.state.value));
    const tried = new Set<string>();
    for (const frozen of all) {
      // One of each kind leads on; of the others only what is not yet known to be sound has to be tried.
      const kind = frozen.events.map(({ type }) => type).join(' ');
      if (tried.has(kind) && opens.every((open) => !open.has(frozen))) continue;
      tried.add(kind);
      const events = frozen.events.map((event, index) => ({ ...event, version: place.version + index + 1 }));
      const state = stepped(stepper, place.state, events, (message) => applied.fails(frozen, message));
      if (state === null) continue;
      applied.works(frozen);
      const rows = new Map(
        [...folded].map(([projection, open]) => {
          const before = place.rows.get(projection) ?? null;
          const row = before === BROKEN ? BROKEN : rowAfter(projection, before, events, checkRow);
          if (typeof row !== 'string') {
            if (row !== BROKEN) open.works(frozen);
            return [projection, row] as const;
          }
          open.fails(frozen, row);
          return [projection, BROKEN] as const;
        }),
      );
      const next = { state, rows, version: place.version + events.length };
      const isNew = events.some(({ type }) => !types.has(type));
      for (const { type } of events) types.add(type);
      const key = keyOf(next);
      const alike = reached.get(key) ?? 0;
      if (alike >= ALIKE && !isNew) continue;
      reached.set(key, alike + 1);
      (isNew ? first : then).push(next);
    }
  }
  const otherwise = `none of the ${names.size} states that frozen events lead to applies it`;
  // What no state applies, no projection was asked to fold.
  const unfolded = [...folded.values()].flatMap((open) => open.left(''));
  return [
    ...applied.left(otherwise),
    ...unfolded.filter(({ frozen, message }) => message !== '' && !applied.has(frozen)),
  ];
}

/** The state after events; `null` where it does not apply one of them. `onThrow` hears why, where code threw. */
function stepped(
  stepper: Stepper,
  before: MachineState,
  events: readonly Message[],
  onThrow: (message: string) => void,
): MachineState | null {
  let state = before;
  for (const event of events) {
    try {
      const outcome = stepper.step(state, event);
      if (outcome.kind === 'unhandled') return null;
      state = outcome.next;
    } catch (error) {
      // The domain's own code: told, unless another state applies the event.
      onThrow(`applying ${event.type} in ${stateName(state.value)} threw: ${wordsOf(error)}`);
      return null;
    }
  }
  return state;
}

/** The row after events, or what is wrong with it. */
function rowAfter(
  projection: ProjectionDefinition,
  before: Row | null,
  events: readonly Message[],
  checkRow: CheckRow,
): Row | null | string {
  try {
    const { settled } = foldCommit(projection, before, events, checkRow);
    if (settled === undefined) return before;
    return settled === null ? null : settled.row;
  } catch (error) {
    if (isStatefoldError(error, 'DEFECT')) return error.message.replace(/\.$/, '');
    throw error;
  }
}

function keyOf({ state, rows }: Place): string {
  const kinds = [...rows.values()].map((row) => (row === BROKEN ? 'x' : row === null ? '-' : 'r'));
  return `${stateName(state.value)} ${kinds.join('')}`;
}
