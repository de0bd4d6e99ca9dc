import { describe, expect, it } from 'vitest';
import { assign, emit, enqueueActions, raise } from 'xstate';
import type { Aggregate, Empty } from '../../../src/domain.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { message, started, tell } from './walk.js';

interface Lamp extends Aggregate {
  state: { on: boolean };
  commands: { Switch: Empty };
  events: { Switched: Empty };
}

const { decide, evolve } = aggregateSetup<Lamp>({ commands: ['Switch'], events: ['Switched'] });
type Enqueue = ((action: unknown) => void) & Readonly<Record<string, (...given: unknown[]) => void>>;
const enqueueing = (collect: (enqueue: Enqueue) => void) =>
  enqueueActions((({ enqueue }: { enqueue: Enqueue }) => collect(enqueue)) as never);

function stepOf(actions: unknown, implementations: object = {}) {
  const { stepper, state } = started({ context: { on: false }, on: { A: { actions } } }, implementations);
  return stepper.step(state, message('A'));
}

const later = Promise.resolve({});

describe('while a step runs', () => {
  it.each<[string, unknown, string]>([
    ['an enqueued function', enqueueing((enqueue) => enqueue(() => {})), 'a function of its own'],
    ['an enqueued name that has no action', enqueueing((enqueue) => enqueue('greet')), 'not implemented'],
    ['enqueue.raise with a delay', enqueueing((enqueue) => enqueue.raise?.({ type: 'R' }, { delay: 5 })), 'a delay'],
    ['enqueue.sendTo', enqueueing((enqueue) => enqueue.sendTo?.('x', {})), 'reaches an actor'],
    ['enqueue.spawnChild', enqueueing((enqueue) => enqueue.spawnChild?.('x')), 'reaches an actor'],
    [
      'check of a guard that is not there',
      enqueueActions((({ check }: { check: (guard: string) => boolean }) => check('g')) as never),
      'not implemented',
    ],
    ['a decision that is a promise', decide.Switch((() => later) as never), 'A decision returned a promise'],
    ['an evolution that is a promise', evolve.Switched((() => later) as never), 'An assign returned a promise'],
    ['an assign that is a promise', assign((() => later) as never), 'An assign returned a promise'],
    ['an emit that is a promise', emit((() => later) as never), 'returned a promise'],
    [
      'an action that reaches for its actor',
      assign((({ self }: { self: unknown }) => ({ self })) as never),
      'asked for "self"',
    ],
    ['an assign that spawns', assign((({ spawn }: { spawn: unknown }) => ({ spawn })) as never), 'asked for "spawn"'],
    ['a raise that gives no event', raise((() => 'R') as never), 'instead of an event'],
  ])('refuses %s', (_, action, reason) => {
    expect(() => stepOf(action)).toThrow(
      expect.objectContaining({ code: 'DEFECT', message: expect.stringContaining(reason) }),
    );
  });

  it('refuses to enqueue once the function has returned', () => {
    const kept: Enqueue[] = [];
    expect(stepOf(enqueueing((enqueue) => kept.push(enqueue))).kind).toBe('stepped');
    expect(() => kept[0]?.emit?.({ type: 'x' })).toThrow(expect.objectContaining({ code: 'DEFECT' }));
  });

  it.each<[string, unknown]>([
    ['assign', assign(boom as never)],
    ['emit', emit(boom as never)],
    ['enqueueActions', enqueueActions(boom as never)],
    ['decide', decide.Switch(boom as never)],
    ['evolve', evolve.Switched(boom as never)],
  ])('lets through what %s throws, as it is', (_, action) => {
    expect(() => stepOf(action)).toThrow(BOOM);
  });
});

const BOOM = new Error('boom');
function boom(): never {
  throw BOOM;
}

describe('decide and evolve', () => {
  it('emit one event, several, or none, and merge what changes', () => {
    const one = { type: 'Switched', data: {} } as const;
    expect(stepOf(decide.Switch(() => one))).toMatchObject({ emitted: [one] });
    expect(stepOf(decide.Switch(() => [one, one]))).toMatchObject({ emitted: [one, one] });
    expect(stepOf(decide.Switch(() => []))).toMatchObject({ kind: 'stepped', emitted: [] });
    expect(stepOf(evolve.Switched(({ state }) => ({ on: !state.on })))).toMatchObject({
      next: { context: { on: true } },
    });
  });

  it('are emitted in the order of the actions', () => {
    const decision = decide.Switch(() => ({ type: 'Switched', data: {} }));
    expect(stepOf([tell('first'), decision, tell('last')])).toMatchObject({
      emitted: [{ type: 'first' }, { type: 'Switched' }, { type: 'last' }],
    });
  });
});
