// What is said when the domain's own code fails: what it threw, and what to mend; or in the machine's own words, why it cannot go on.
import { describe, expect, it } from 'vitest';
import { enqueueActions } from 'xstate';
import { applyEvent, emptyState } from '../../../src/aggregate/aggregate-state.js';
import { type Decider, decide as decideOn } from '../../../src/aggregate/decide.js';
import type { Aggregate, Empty } from '../../../src/domain.js';
import type { Message } from '../../../src/kernel/message.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { compileMachine } from '../../../src/statechart/compile.js';

interface Lamp extends Aggregate {
  state: { limit: { most: number } | null };
  commands: { Switch: Empty; Break: Empty; Ponder: Empty };
  events: { Switched: Empty; Broken: Empty };
}

const names = { commands: ['Switch', 'Break', 'Ponder'], events: ['Switched', 'Broken'] };
const lamp = aggregateSetup<Lamp>(names);
const { decide, evolve, guard } = lamp;

const machine = lamp
  .extend({
    guards: {
      few: guard.Switch(({ state }, { most }: { most: number }) => most > Number(state.limit?.most ?? 0)),
    },
  })
  .createMachine({
    id: 'lamp',
    context: { limit: null },
    initial: 'off',
    states: {
      off: {
        on: {
          Switch: {
            // Without the parameters that it needs.
            guard: 'few' as never,
            actions: decide.Switch(() => []),
          },
          Switched: {
            actions: evolve.Switched((): never => {
              throw new Error('no current.\nFATAL');
            }),
          },
          Break: {
            actions: decide.Break(({ state }) => {
              throw new RangeError(`no ${state.limit?.most}`);
            }),
          },
          Broken: 'one',
          Ponder: { actions: enqueueActions(({ enqueue }) => enqueue.sendTo('another', { type: 'x' })) },
        },
      },
      one: { always: 'other' },
      other: { always: 'one' },
    },
  });

const decider: Decider = {
  type: 'Lamp',
  stepper: compileMachine(machine, names),
  events: new Set(names.events),
  violations: () => [],
};
const start = emptyState(decider.stepper).machine;
const metadata = { correlationId: 'x' };
const messageOf = (type: string, version: number): Message => ({
  type,
  ...{ data: {}, id: 'c', time: new Date(0), aggregateId: '7', version, metadata },
});
const sent = (type: string) => () => decideOn(decider, start, messageOf(type, 0));
const happened = (type: string) => () => applyEvent(decider.stepper, start, messageOf(type, 1), 'Lamp');
const defect = (message: string) => expect.objectContaining({ code: 'DEFECT', message });

describe('a defect', () => {
  it('tells what a guard or a decision threw', () => {
    expect(sent('Switch')).toThrow(
      defect(
        "Lamp-7@0: deciding Switch threw: Cannot destructure property 'most' of 'undefined' as it is undefined. Mend its guard or decision.",
      ),
    );
    expect(sent('Break')).toThrow(defect('Lamp-7@0: deciding Break threw: no undefined. Mend its guard or decision.'));
  });

  it('tells what an evolve threw, on one line', () => {
    expect(happened('Switched')).toThrow(
      defect("Lamp-7@1: applying Switched threw: no current.\\u000aFATAL. Mend the machine's evolve."),
    );
  });

  it('keeps the words of the machine where it is no function of the domain that failed', () => {
    expect(happened('Broken')).toThrow(
      defect(
        'Lamp-7@1: applying Broken: lamp: more than 1000 microsteps without coming to rest. Break the circle of "always" or raised events.',
      ),
    );
    expect(sent('Ponder')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^Lamp-7@0: deciding Ponder: enqueue\.sendTo reaches/),
      }),
    );
  });
});
