// XState as the oracle of a stepper: both take the same messages, and must agree on everything that shows. Takes any stepper, so that wrong ones can be tried too.
import { isDeepStrictEqual } from 'node:util';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { Message } from '../kernel/message.js';
import type { MachineState, Stepped, Stepper } from '../statechart/stepper.js';

/** A message; what it lacks of its envelope does not matter. */
export interface Sent extends Partial<Omit<Message, 'type' | 'data'>> {
  readonly type: string;
  readonly data: unknown;
}

/** Throws where a stepper and XState part on a machine. Answers how many steps they took together. */
export function assertAgreement(machine: AnyStateMachine, messages: readonly Sent[], make: () => Stepper): number {
  const [first, begun] = initialTransition(machine) as unknown as [AnyMachineSnapshot, Parameters<typeof emittedBy>[0]];
  let snapshot = first;
  const stepper = attempt(make);
  if (snapshot.status === 'error') {
    same('the start fails', stepper.threw, true);
    return 0;
  }
  if (stepper.threw) throw stepper.error;
  let state = stepper.value.initial();
  sameState('at the start', state, snapshot);
  same('at the start: emitted', stepper.value.emittedAtStart, emittedBy(begun));
  const samples = [...new Map(messages.map((sent) => [sent.type, envelope(sent)])).values()];
  for (const [index, sent] of messages.entries()) {
    const at = `at message ${index}, ${sent.type}`;
    const message = envelope(sent);
    const done = snapshot.status !== 'active';
    sameChoices(at, stepper.value, state, { machine, snapshot, message, samples });
    const theirs = attempt(() => transition(machine, snapshot, message as never));
    const ours = attempt(() => stepper.value.step(state, message));
    if (done) {
      same(`${at}: a machine that is done`, ours.threw ? ours.error : ours.value, { kind: 'unhandled' });
      return index;
    }
    same(`${at}: failing`, ours.threw, theirs.threw);
    if (ours.threw || theirs.threw) return index;
    const [next, actions] = theirs.value;
    const isUntouched = snapshot.context === next.context;
    snapshot = next as AnyMachineSnapshot;
    const before = state;
    state = nextOf(before, ours.value);
    sameState(at, state, snapshot);
    const restored = stepper.value.restore(structuredClone(stepper.value.save(state)));
    sameState(`${at}: saved and restored`, restored, snapshot);
    same(`${at}: emitted`, ours.value.kind === 'stepped' ? ours.value.emitted : [], emittedBy(actions));
    if (isUntouched) same(`${at}: the context keeps its identity`, before.context === state.context, true);
    // Every other step begins in a state that was stored in between.
    if (index % 2 === 1) state = restored;
  }
  return messages.length;
}

interface Oracle {
  readonly machine: AnyStateMachine;
  readonly snapshot: AnyMachineSnapshot;
  readonly message: Message;
  /** One message of each type. */
  readonly samples: readonly Message[];
}

// What is taken, before it is: `can` for every message, and what `explain` says of the one that comes.
function sameChoices(
  at: string,
  stepper: Stepper,
  state: MachineState,
  { machine, snapshot, message, samples }: Oracle,
): void {
  const isActive = snapshot.status === 'active';
  const taken = (one: Message) => (isActive ? machine.getTransitionData(snapshot, one as never) : []);
  for (const asked of samples) {
    const acts = taken(asked).some(({ actions }) => actions.length > 0);
    same(`${at}: can ${asked.type}`, stepper.can(state, asked), acts);
  }
  const explained = stepper.explain(state, message);
  same(
    `${at}: transitions that pass`,
    explained.filter(({ passed }) => passed).map((one) => [one.state, one.on]),
    taken(message).map(({ source, eventType }) => [source.id, eventType]),
  );
  same(`${at}: guards that refuse have names`, explained.filter(isNameless), []);
}

function isNameless({
  passed,
  refusedBy,
}: {
  readonly passed: boolean;
  readonly refusedBy: readonly string[];
}): boolean {
  return passed === refusedBy.length > 0;
}

function sameState(at: string, ours: MachineState, theirs: AnyMachineSnapshot): void {
  same(`${at}: value`, ours.value, theirs.value);
  same(`${at}: context`, ours.context, theirs.context);
  same(`${at}: status`, ours.status, theirs.status);
  same(`${at}: tags`, [...ours.tags].sort(), [...theirs.tags].sort());
  same(`${at}: output`, ours.output, theirs.output);
}

function same(what: string, ours: unknown, theirs: unknown): void {
  if (isDeepStrictEqual(ours, theirs)) return;
  throw new Error(`${what}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
}

function nextOf(state: MachineState, stepped: Stepped): MachineState {
  return stepped.kind === 'stepped' ? stepped.next : state;
}

function emittedBy(actions: readonly { readonly type: string; readonly params?: unknown }[]): unknown[] {
  return actions
    .filter(({ type }) => type === 'xstate.emit')
    .map(({ params }) => (params as { readonly event: unknown }).event);
}

/** A message in its envelope. */
export function envelope(sent: Sent): Message {
  return { id: 'message', time: new Date(0), aggregateId: 'one', version: 0, metadata: {}, ...sent };
}

type Attempt<T> = { readonly threw: false; readonly value: T } | { readonly threw: true; readonly error: unknown };

function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { threw: false, value: run() };
  } catch (error) {
    return { threw: true, error };
  }
}
