// Transitions that follow of themselves are counted like those that a message takes.
import { expect, it } from 'vitest';
import { type AnyStateMachine, assign, setup } from 'xstate';
import type { Message } from '../../../src/kernel/message.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState } from '../../../src/statechart/stepper.js';
import { checkLaws } from '../../../src/testing/check-laws.js';
import { nextState } from '../../../src/testing/play.js';
import { Transitions } from '../../../src/testing/transitions.js';
import { tallyApp } from '../../property/planted/tally.js';

const messages = ['Added', 'Paused', 'Closed'];

const machine = setup({
  types: { context: {} as { total: number } },
  guards: { isFull: ({ context }) => context.total > 1 },
}).createMachine({
  id: 'm',
  context: { total: 0 },
  initial: 'before',
  states: {
    before: { always: 'work' },
    work: {
      initial: 'low',
      states: {
        low: {
          always: [
            { guard: 'isFull', target: 'high' },
            { guard: ({ context }) => context.total < 0, target: 'ended' },
          ],
          on: { Added: { actions: assign({ total: ({ context }) => context.total + 1 }) }, Paused: 'high' },
        },
        high: { on: { Closed: 'ended' } },
        ended: { type: 'final' },
      },
      onDone: 'over',
    },
    over: { type: 'final' },
  },
});

const message = (type: string): Message => ({
  ...{ type, data: {}, id: 'a#1', time: new Date(0), aggregateId: 'a', version: 1, metadata: {} },
});

const transitions = () => new Transitions(machine, compileMachine(machine), messages);
const stepper = compileMachine(machine);

function after(...types: readonly string[]): MachineState {
  return types.reduce((state, type) => nextState(stepper, state, message(type)), stepper.initial());
}

it('names eventless transitions, those at the end of a state, and those of messages', () => {
  expect(transitions().all).toEqual(
    [
      { name: 'm.before always', isGuarded: false },
      { name: 'm.work onDone', isGuarded: false },
      { name: 'm.work.low on Added', isGuarded: false },
      { name: 'm.work.low on Paused', isGuarded: false },
      { name: 'm.work.low always', isGuarded: true },
      { name: 'm.work.low always (2)', isGuarded: true },
      { name: 'm.work.high on Closed', isGuarded: false },
    ].map((one) => expect.objectContaining(one)),
  );
});

it('meets what is taken as the machine starts, and each guard that refuses there', () => {
  expect(transitions().atStart).toEqual([
    { name: 'm.before always', passed: true },
    { name: 'm.work.low always', passed: false },
    { name: 'm.work.low always (2)', passed: false },
  ]);
});

it('meets what follows an event, after the transition that the event takes', () => {
  const one = new Transitions(machine, stepper, messages);
  expect(one.met(after('Added'), message('Added'))).toEqual([
    { name: 'm.work.low on Added', passed: true },
    { name: 'm.work.low always', passed: true },
  ]);
  expect(one.met(after('Paused'), message('Closed'))).toEqual([
    { name: 'm.work.high on Closed', passed: true },
    { name: 'm.work onDone', passed: true },
  ]);
});

it('fails a domain whose eventless transition is never taken, where all transitions are asked for', async () => {
  const sound = tallyApp();
  const aggregates = sound.aggregates.map((definition) => {
    const { config, implementations } = definition.machine;
    const always = { target: '.closed', guard: () => false };
    const made = setup({}).createMachine({ ...config, always } as never);
    return { ...definition, machine: made.provide(implementations) as unknown as AnyStateMachine };
  });
  const asked = { only: ['events apply'], runs: 20, seed: 1, coverage: 'all transitions' } as const;
  const report = await checkLaws({ ...sound, aggregates }, asked);
  expect(report.holds).toBe(false);
  expect(report.coverage.find(({ kind }) => kind === 'transition')?.missed).toEqual(['tally always']);
  expect(report.coverage.find(({ kind }) => kind === 'guard')?.missed).toEqual(['tally always: passes']);
});
