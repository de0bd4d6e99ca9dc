import { describe, expect, it } from 'vitest';
import { assign, cancel, enqueueActions, log, not, raise, sendParent, sendTo, spawnChild, stopChild } from 'xstate';
import type { Aggregate, Empty } from '../../../src/domain.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import { machineProblems } from '../../../src/statechart/machine-problems.js';
import { machineOf, started, tell } from './walk.js';

const problemsOf = (config: object, implementations: object = {}) =>
  machineProblems(machineOf(config, implementations)).map(({ state, message }) => `${state}: ${message}`);

/** A machine that does something when `A` comes, in a state below its root. */
const doing = (action: unknown) => ({ initial: 'a', states: { a: { on: { A: { actions: action } } } } });

interface Door extends Aggregate {
  state: { open: boolean };
  commands: { Open: Empty; Close: Empty };
  events: { Opened: Empty; Closed: Empty };
}

const NAMES = { commands: ['Open', 'Close'], events: ['Opened', 'Closed'] };
const { decide, evolve, guard } = aggregateSetup<Door>(NAMES);

describe('what no pure step can do', () => {
  it.each<[string, object, string]>([
    ['after', { initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } }, '"after" waits'],
    ['invoke', { initial: 'a', states: { a: { invoke: { src: 'x' } } } }, '"invoke" starts an actor'],
    ['route', { initial: 'a', states: { a: { id: 'x', route: {} } } }, '"route" lets anybody lead here'],
    ['a route that XState makes nothing of', { initial: 'a', states: { a: { route: {} } } }, '"route" lets anybody'],
    ['a delayed raise', doing(raise({ type: 'R' } as never, { delay: 5 })), 'raises an event after a delay'],
    ['a delayed raise by name', doing(raise({ type: 'R' } as never, { delay: 'soon' as never })), 'after a delay'],
    ['sendTo', doing(sendTo('x', { type: 'R' })), 'sends to an actor'],
    ['sendParent', doing(sendParent({ type: 'R' })), 'sends to an actor'],
    ['spawnChild', doing(spawnChild('x' as never)), 'spawns an actor'],
    ['stopChild', doing(stopChild('x')), 'stops an actor'],
    ['cancel', doing(cancel('x')), 'cancels a delayed event'],
    ['log', doing(log('x')), 'logs'],
    ['a function', doing(() => {}), 'a function of its own'],
    ['an async function', doing(async () => {}), 'is async'],
    ['an async assign', doing(assign((async () => ({})) as never)), 'is async'],
    ['an async field of an assign', doing(assign({ n: async () => 1 } as never)), 'is async'],
    ['an async enqueueActions', doing(enqueueActions((async () => {}) as never)), 'is async'],
    ['an async decision', doing(decide.Open((async () => []) as never)), 'is async'],
    ['an async evolution', doing(evolve.Opened((async () => ({})) as never)), 'is async'],
    ['an action without an implementation', doing('greet'), 'the action "greet" is not implemented'],
    ['an async guard', { initial: 'a', states: { a: { on: { A: { guard: async () => true } } } } }, 'is async'],
    [
      'an async guard.…',
      { initial: 'a', states: { a: { on: { A: { guard: guard.state((async () => true) as never) } } } } },
      'is async',
    ],
    [
      'a guard without an implementation',
      { initial: 'a', states: { a: { always: { guard: not('g') } } } },
      'the guard "g" is not implemented',
    ],
    [
      'a default of history that is no state',
      { initial: 'a', states: { a: { initial: 'b', states: { b: {}, h: { type: 'history', target: 'x' } } } } },
      'the default target "x"',
    ],
  ])('refuses %s', (_, config, reason) => {
    const problems = problemsOf(config);
    expect(problems).toEqual([expect.stringContaining(reason)]);
    expect(problems[0]).toMatch(/^m\.a/);
  });

  it('refuses a guard that comes back to itself', () => {
    const guards = { one: not('two'), two: { type: 'one' } };
    expect(problemsOf({ on: { A: { guard: 'one' } } }, { guards })).toContain(
      'm: the guard "one" refers to itself. Give it a condition.',
    );
  });

  it('refuses one id for two states', () => {
    const config = { initial: 'a', states: { a: { id: 'same' }, b: { id: 'same' } } };
    expect(problemsOf(config)).toEqual([expect.stringContaining('m.b: the id "same" stands for two states')]);
  });

  it('looks at entry, exit, initial and named actions, and names the state of each', () => {
    const bad = () => {};
    const config = {
      initial: { target: 'a', actions: bad },
      states: { a: { entry: bad, states: { b: { exit: 'named' } }, initial: 'b' } },
    };
    expect(
      problemsOf(config, { actions: { named: bad, unused: bad } }).map((problem) => problem.split(':')[0]),
    ).toEqual(['m', 'm.a', 'm.a.b', 'm']);
  });

  it('is told all at once when the machine is compiled', () => {
    const config = {
      initial: 'a',
      states: { a: { entry: log('x'), after: { 10: 'b' } }, b: { invoke: { src: 'x' } } },
    };
    expect(() => started(config)).toThrow(
      expect.objectContaining({
        code: 'DEFECT',
        message: expect.stringMatching(
          /^m cannot be .*\nm\.a: "after".*\nm\.a: an inline log logs.*\nm\.b: "invoke".*$/s,
        ),
      }),
    );
  });
});

describe('what commands and events must not do', () => {
  const problems = (config: object) =>
    machineProblems(machineOf(config), NAMES).map(({ state, message }) => `${state}: ${message}`);
  const opening = decide.Open(() => ({ type: 'Opened', data: {} }));

  it('accepts commands that decide and events that evolve', () => {
    const config = {
      initial: 'shut',
      context: { open: false },
      states: {
        shut: {
          on: {
            Open: { actions: opening },
            Opened: { target: 'open', actions: evolve.Opened(() => ({ open: true })) },
            Close: {},
          },
        },
        open: { on: { 'Close.*': { actions: decide.Close(() => ({ type: 'Closed', data: {} })) }, Closed: 'shut' } },
      },
    };
    expect(problems(config)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a command with a target', { Open: 'b' }, 'm.a: the command Open has a target'],
    ['a command that assigns', { Open: { actions: assign({}) } }, 'm.a: the command Open assigns'],
    ['a command that evolves', { Open: { actions: evolve.Opened(() => ({})) } }, 'm.a: the command Open assigns'],
    ['an event that emits', { Opened: { actions: tell('x') } }, 'm.a: the event Opened emits'],
    ['an event that decides', { Opened: { actions: opening } }, 'm.a: the event Opened emits'],
    ['a wildcard that takes commands to a target', { '*': 'b' }, 'm.a: the command Open has a target'],
  ])('refuses %s', (_, on, reason) => {
    expect(problems({ initial: 'a', states: { a: { on }, b: {} } })).toEqual([expect.stringContaining(reason)]);
  });

  it.each(['Cl*', '*.Close', 'Close.*.*', 'Clo.*.se'])('refuses the wildcard %s', (descriptor) => {
    expect(problems({ on: { [descriptor]: {} } })).toEqual([
      `m: "${descriptor}" stands for no message: a wildcard is "*" alone, or the last part of a name. Name each message that is meant.`,
    ]);
  });

  it.each<[string, object, string]>([
    ['always', { always: { guard: () => false, actions: tell('x') } }, '"always" emits'],
    ['onDone', { onDone: { actions: tell('x') } }, '"onDone" emits'],
    ['a raised event', { on: { settle: { actions: opening } } }, 'the transition for settle emits'],
  ])('refuses %s that emits', (_, state, reason) => {
    const a = { initial: 'z', states: { z: { type: 'final' } }, ...state };
    expect(problems({ initial: 'a', states: { a } })).toEqual([expect.stringContaining(`m.a: ${reason}, and only`)]);
  });

  it('refuses what the start emits, as soon as it can be seen', () => {
    const starting = (of: object) => () => compileMachine(machineOf({ initial: 'a', ...of, states: { a: of } }), NAMES);
    const enqueued = enqueueActions(({ enqueue }) => enqueue.emit({ type: 'Opened', data: {} } as never));
    expect(starting({ entry: tell('Opened') })).toThrow('m.a: its entry actions emit');
    for (const of of [
      { entry: enqueued },
      { entry: raise({ type: 'settle' } as never), on: { settle: { actions: enqueued } } },
      { always: { actions: enqueued } },
    ]) {
      expect(starting(of)).toThrow(
        expect.objectContaining({
          code: 'DEFECT',
          message: expect.stringContaining('m: it emits Opened as it starts'),
        }),
      );
    }
  });

  it.each(['entry', 'exit'])('refuses an %s action that emits', (place) => {
    expect(problems({ initial: 'a', states: { a: { [place]: tell('x') } } })).toEqual([
      expect.stringContaining(`m.a: its ${place} actions emit`),
    ]);
  });

  it('finds at run time what an enqueueActions under a command does', () => {
    const config = {
      context: { n: 0 },
      on: { Open: { actions: enqueueActions(({ enqueue }) => enqueue.assign({ n: 1 } as never)) } },
    };
    const stepper = compileMachine(machineOf(config), NAMES);
    const command = { type: 'Open', data: {}, id: '1', time: new Date(0), aggregateId: '1', version: 0, metadata: {} };
    expect(() => stepper.step(stepper.initial(), command)).toThrow(
      expect.objectContaining({ code: 'DEFECT', message: expect.stringContaining('Open changed the state') }),
    );
  });
});
