// The shortest way to each state of a machine: by events, through everything that moves a machine beside them.
import { expect, it } from 'vitest';
import { createMachine, raise } from 'xstate';
import { chartOf } from '../../../../codegen/load/chart-of.js';
import { waysThrough } from '../../../../codegen/machine/ways.js';

const names = (letters: string) => new Set(letters.split(''));

/** Ways by path; lower-case letters are events, upper-case ones commands. */
function waysOf(config: Parameters<typeof createMachine>[0]): Record<string, string> {
  const { root } = chartOf(createMachine(config), { commands: [], events: [] });
  const ways = waysThrough(root, { commands: names('ABC'), events: names('abcdefgh') });
  return Object.fromEntries([...ways].map(([path, way]) => [path, way.join(' ')]));
}

it('takes the shorter of two ways, also where it comes later', () => {
  expect(
    waysOf({
      initial: 's',
      states: {
        s: { on: { a: 't', c: 'v' } },
        t: { on: { b: 'u' } },
        u: { on: { d: 'w' } },
        v: { on: { d: 'w' } },
        w: {},
      },
    }),
  ).toEqual({ '': '', s: '', t: 'a', u: 'a b', v: 'c', w: 'c d' });
});

it('is not moved by commands, and leaves out what nothing leads to', () => {
  expect(waysOf({ initial: 's', states: { s: { on: { A: 't' } }, t: { on: { a: 's' } } } })).toEqual({ '': '', s: '' });
});

it('enters what lies around a target and what begins within it', () => {
  expect(
    waysOf({
      initial: 's',
      states: {
        s: { on: { a: 't.deep', b: 't' } },
        t: { initial: 'first', states: { first: {}, deep: { initial: 'x', states: { x: {} } } } },
      },
    }),
  ).toEqual({ '': '', s: '', t: 'a', 't.first': 'b', 't.deep': 'a', 't.deep.x': 'a' });
});

it('enters all regions with one, and ends a parallel state through all of them', () => {
  const region = (event: string) =>
    ({ initial: 'on', states: { on: { on: { [event]: 'off' } }, off: { type: 'final' } } }) as const;
  const ways = waysOf({
    initial: 's',
    states: {
      s: { on: { a: { target: ['p.l.on'] } } },
      p: { type: 'parallel', states: { l: region('b'), r: region('c') }, onDone: 'end' },
      end: {},
    },
  });
  expect(ways).toMatchObject({ 'p.r.on': 'a', 'p.l.off': 'a b', end: 'a b c' });
});

it('begins in all regions of a parallel machine', () => {
  expect(waysOf({ type: 'parallel', states: { l: { initial: 'x', states: { x: {} } }, r: {} } })).toEqual({
    '': '',
    l: '',
    'l.x': '',
    r: '',
  });
});

it('follows what happens by itself, what is raised, and what is remembered', () => {
  expect(
    waysOf({
      initial: 's',
      states: {
        s: { on: { a: { actions: raise({ type: 'inner' }), target: 's2' } } },
        s2: { on: { inner: 't' } },
        t: { always: { guard: () => true, target: 'u' } },
        u: { on: { b: 'v.back' } },
        v: { initial: 'w', states: { w: {}, x: {}, back: { type: 'history', target: 'x' } } },
      },
    }),
  ).toEqual({ '': '', s: '', s2: 'a', t: 'a', u: 'a', v: 'a b', 'v.back': 'a b', 'v.x': 'a b' });
});

it('goes nowhere from the end of the machine, and names guards on the way', () => {
  const few = () => true;
  expect(
    waysOf({
      initial: 's',
      states: { s: { on: { a: { guard: few, target: 'end' } } }, end: { type: 'final', on: { b: 't' } }, t: {} },
    }),
  ).toEqual({ '': '', s: '', end: 'a [few]' });
});
