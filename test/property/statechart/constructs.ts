// Which constructs of a statechart a run has come by, told by a machine that is made to tell. Judges nothing.
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { buildMachine, type Listener, type Passage } from './build-machine.js';
import type { MachineSpec, MessageSpec } from './machine-spec.js';

/** Every construct that a run must come by. */
export const CONSTRUCTS = [
  ...['name', 'wildcard', 'partial wildcard', 'infix wildcard', 'raised', 'onDone of compound', 'onDone of parallel'],
  ...['always', 'always in a region', 'always at the start'],
  ...['inner over outer', 'a later candidate', 'guarded transition', 'several actions', 'conflict'],
  ...['no target', 'internal transition', 'external transition', 'reenter', 'several targets'],
  ...['to itself', 'to an ancestor'],
  ...['shallow history', 'deep history', 'shallow history before first entry', 'deep history before first entry'],
  ...['shallow history of a parallel state', 'deep history of a parallel state'],
  ...['shallow history in a region', 'deep history in a region'],
  ...['entry action', 'exit action', 'exit action of the root', 'initial action'],
  ...['assign function', 'assign fields', 'assign nothing', 'enqueueActions', 'check', 'check that refuses'],
  ...['emit', 'emit at the start', 'raise', 'raise on a raised event'],
  ...['named action', 'params of an action', 'dynamic params of an action'],
  ...['named guard', 'named guard that is a reference', 'params of a guard', 'dynamic params of a guard'],
  ...['and', 'or', 'not', 'stateIn by id', 'stateIn by value'],
  ...['context function', 'tags', 'output', 'output function', 'done', 'endless'],
] as const;

/** Counts by construct. */
export type Counts = Map<string, number>;

/** Runs a machine once more for the sake of counting. */
export function countConstructs(spec: MachineSpec, messages: readonly MessageSpec[], counts: Counts): void {
  const ran = (construct: string): void => {
    counts.set(construct, (counts.get(construct) ?? 0) + 1);
  };
  let memory: Readonly<Record<string, unknown>> = {};
  let isStarting = true;
  const selected = new Set<number>();
  const taken = new Set<number>();
  const listener = {
    ran,
    selected: ({ id }: Passage) => selected.add(id),
    taken: ({ id, constructs, histories }: Passage) => {
      taken.add(id);
      for (const construct of constructs) ran(construct);
      if (isStarting && constructs.includes('always')) ran('always at the start');
      for (const history of histories) {
        const remembers = memory[history.id] !== undefined;
        for (const construct of history.constructs) ran(remembers ? construct : `${construct} before first entry`);
      }
    },
  };
  const machine = buildMachine(spec, { listener });
  const [first, begun] = initialTransition(machine);
  let snapshot = first as AnyMachineSnapshot;
  run(begun);
  arrive(snapshot, ran);
  isStarting = false;
  for (const message of messages) {
    if (snapshot.status !== 'active') break;
    memory = snapshot.historyValue as typeof memory;
    selected.clear();
    taken.clear();
    try {
      const [next, actions] = transition(machine, snapshot, message as never);
      snapshot = next as AnyMachineSnapshot;
      run(actions);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Infinite loop')) ran('endless');
      return;
    }
    if ([...selected].some((id) => !taken.has(id))) ran('conflict');
    arrive(snapshot, ran);
  }
}

function arrive({ tags, output, status }: AnyMachineSnapshot, ran: Listener['ran']): void {
  if (tags.size > 0) ran('tags');
  if (output !== undefined) ran('output');
  if (status === 'done') ran('done');
}

// `transition()` only lists the actions that are XState's to execute: the listener's own among them.
function run(actions: readonly { readonly exec: unknown; readonly type: string }[]): void {
  for (const { exec, type } of actions) if (typeof exec === 'function' && !type.startsWith('xstate.')) exec();
}
