// Steppers that are wrong on purpose, each in one way. None of them touches the sources: the machine that they get, or their answers, are altered.
import { compileMachine } from '../../../src/statechart/compile.js';
import type { Stepper } from '../../../src/statechart/stepper.js';
import { overriding } from '../../support/overriding.js';
import { buildMachine, type Context } from './build-machine.js';
import { type ActionSpec, DESCRIPTORS, type MachineSpec, type StateSpec } from './machine-spec.js';

/** Makes the stepper of a machine that is compared with XState's. */
type MakeStepper = (spec: MachineSpec) => Stepper;

type Alter = (state: StateSpec, ancestors: readonly StateSpec[]) => StateSpec;

function altered(alter: Alter): MakeStepper {
  const below = (state: StateSpec, ancestors: readonly StateSpec[]): StateSpec => {
    const changed = alter(state, ancestors);
    return { ...changed, states: changed.states.map((child) => below(child, [...ancestors, state])) };
  };
  return (spec) => compileMachine(buildMachine({ ...spec, root: below(spec.root, []) }));
}

/** A guard sees the context in which the step began, not what actions have made of it since. */
const staleGuards: MakeStepper = (spec) => {
  let begun: Context | null = null;
  const stepper = compileMachine(buildMachine(spec, { guardContext: (context) => begun ?? context }));
  return overriding(stepper, {
    step: (state, message) => {
      begun = state.context as Context;
      try {
        return stepper.step(state, message);
      } finally {
        begun = null;
      }
    },
  });
};

const lostEmit: MakeStepper = (spec) => {
  const stepper = compileMachine(buildMachine(spec));
  return overriding(stepper, {
    step: (state, message) => {
      const stepped = stepper.step(state, message);
      if (stepped.kind === 'unhandled' || stepped.emitted.length < 2) return stepped;
      return { ...stepped, emitted: stepped.emitted.slice(0, -1) };
    },
  });
};

const lostEmitAtStart: MakeStepper = (spec) => {
  const stepper = compileMachine(buildMachine(spec));
  return overriding(stepper, { emittedAtStart: stepper.emittedAtStart.slice(0, -1) });
};

const isRaise = ({ is }: ActionSpec) => is === 'raise value' || is === 'raise function';

/** Each bug by what is wrong. */
export const PLANTED: Readonly<Record<string, MakeStepper>> = {
  'an outer state is asked before an inner one': altered((state, ancestors) => ({
    ...state,
    on: state.on.filter(({ event }) => !ancestors.some(({ on }) => on.some((outer) => outer.event === event))),
  })),
  'a later candidate is asked first': altered((state) => ({
    ...state,
    on: state.on.map(({ event, transitions }) => ({ event, transitions: [...transitions].reverse() })),
  })),
  'an exit action is missed': altered((state, ancestors) =>
    ancestors.length > 1 ? { ...state, exit: state.exit.slice(1) } : state,
  ),
  'entry actions run in the wrong order': altered((state) => ({ ...state, entry: [...state.entry].reverse() })),
  'initial actions are missed': altered((state) => ({ ...state, initialActions: [] })),
  'a guard sees a stale context': staleGuards,
  'an emit is lost': lostEmit,
  'an emit at the start is lost': lostEmitAtStart,
  'a wildcard within a name takes what stands in its place': altered((state) => ({
    ...state,
    on: state.on.map((one) =>
      DESCRIPTORS[one.event] === 'B.*.y' ? { ...one, event: DESCRIPTORS.indexOf('B.x.y') } : one,
    ),
  })),
  'a raised event is lost': altered((state) => ({ ...state, entry: state.entry.filter((action) => !isRaise(action)) })),
  'deep history remembers no deeper than shallow': altered((state) =>
    state.kind === 'deep history' ? { ...state, kind: 'shallow history' } : state,
  ),
  'a state is not entered again': altered((state) => ({
    ...state,
    on: state.on.map(({ event, transitions }) => ({
      event,
      transitions: transitions.map((transition) => ({ ...transition, reenter: false })),
    })),
  })),
  'nobody hears that a state is done': altered((state) => ({ ...state, onDone: [] })),
  'eventless transitions wait for an event': altered((state) => ({ ...state, always: [] })),
};
