import { describe, expect, it } from 'vitest';
import { assign, emit, enqueueActions, raise, stateIn } from 'xstate';
import { stateName } from '../../../src/statechart/stepper.js';
import { message, started, stateAfter, tell, walk } from './walk.js';

/** Entry and exit that tell of themselves. */
const telling = (name: string) => ({ entry: tell(`+${name}`), exit: tell(`-${name}`) });

describe('which transition is taken', () => {
  it('asks an inner state before an outer one, and the outer one when the inner refuses', () => {
    const config = {
      context: { open: false },
      initial: 'a',
      on: { A: { actions: tell('outer') }, B: { actions: assign({ open: true }) } },
      states: {
        a: {
          on: { A: { guard: ({ context }: { context: { open: boolean } }) => context.open, actions: tell('inner') } },
        },
      },
    };
    expect(walk(config, 'A B A')).toEqual(['a', 'A: a < outer', 'B: a', 'A: a < inner']);
  });

  it('asks candidates in the order of their declaration', () => {
    const on = {
      A: [
        { guard: () => false, actions: tell('1') },
        { guard: () => true, actions: tell('2') },
        { actions: tell('3') },
      ],
    };
    expect(walk({ on }, 'A')).toEqual(['', 'A:  < 2']);
  });

  it('asks for the name first, then for wildcards, the longest first', () => {
    const no = () => false;
    const config = {
      initial: 'a',
      states: {
        a: {
          on: {
            '*': { actions: tell('any') },
            'B.*': { actions: tell('B.*') },
            'B.x.*': [{ guard: no, actions: tell('never') }],
            'B.x.y': [{ guard: no, actions: tell('never') }],
            'B.x': { actions: tell('B.x') },
          },
        },
      },
    };
    expect(walk(config, 'B.x.y B.x B Bx C')).toEqual([
      'a',
      'B.x.y: a < B.*',
      'B.x: a < B.x',
      'B: a < B.*',
      'Bx: a < any',
      'C: a < any',
    ]);
  });

  it('takes nothing by a wildcard that is no last part of a name, as XState does not', ({ onTestFinished }) => {
    // XState says of some that they are not allowed, and takes nothing by them either.
    const { warn } = console;
    console.warn = () => {};
    onTestFinished(() => {
      console.warn = warn;
    });
    for (const descriptor of ['B.*.y', '*.x', 'B*', 'B.x*', '*B', '**', 'B.**', 'B.*.*', '*.*', '*.x.*', 'B..*']) {
      const config = { initial: 'a', states: { a: { on: { [descriptor]: { actions: tell('taken') } } } } };
      expect(walk(config, 'B.x.y B.x B Bx'), descriptor).toEqual(['a', 'B.x.y: –', 'B.x: –', 'B: –', 'Bx: –']);
    }
  });

  it('takes by a partial wildcard the name before it, and names that go on with a dot', () => {
    const config = (descriptor: string) => ({ on: { [descriptor]: { actions: tell('taken') } } });
    expect(walk(config('B.x.*'), 'B.x B.x.y B.x.y.z B.xy B')).toEqual([
      '',
      'B.x:  < taken',
      'B.x.y:  < taken',
      'B.x.y.z:  < taken',
      'B.xy: –',
      'B: –',
    ]);
    expect(walk(config('.*'), '.x B')).toEqual(['', '.x:  < taken', 'B: –']);
  });

  it('asks the wildcard of an inner state before the name in an outer one', () => {
    const config = {
      initial: 'a',
      on: { 'B.x': { actions: tell('outer name') } },
      states: { a: { on: { 'B.*': { actions: tell('inner wildcard') } } } },
    };
    expect(walk(config, 'B.x')).toEqual(['a', 'B.x: a < inner wildcard']);
  });

  it('takes by a wildcard what the machine raises itself, and what it says of states that are done', () => {
    const config = {
      initial: 'p',
      on: { '*': { actions: tell('any') } },
      states: {
        p: {
          initial: 'a',
          states: { a: { on: { A: { target: 'z', actions: raise({ type: 'R' } as never) } } }, z: { type: 'final' } },
        },
      },
    };
    expect(walk(config, 'A')).toEqual(['p.a', 'A: p.z < any any']);
  });

  it('lets a transition that does nothing forbid what an outer state would do', () => {
    const config = { initial: 'a', on: { A: { actions: tell('outer') } }, states: { a: { on: { A: {} } } } };
    expect(walk(config, 'A')).toEqual(['a', 'A: a']);
    const { stepper, state } = started(config);
    expect(stepper.can(state, message('A'))).toBe(false);
  });

  it('takes one transition in each region, in the order of the document', () => {
    const region = (name: string) => ({ on: { A: { actions: tell(name) } } });
    const config = {
      type: 'parallel',
      on: { A: { actions: tell('parent') } },
      states: { b: region('b'), a: region('a') },
    };
    expect(walk(config, 'A')).toEqual(['b & a', 'A: b & a < b a']);
  });

  it('asks a parallel state only when none of its regions takes the event', () => {
    const config = {
      type: 'parallel',
      on: { A: { actions: tell('parent') }, B: { actions: tell('parent') } },
      states: { a: {}, b: { on: { A: { actions: tell('b') } } } },
    };
    expect(walk(config, 'A B')).toEqual(['a & b', 'A: a & b < b', 'B: a & b < parent']);
  });

  it('lets an unhandled event fire an eventless transition that was waiting for it', () => {
    const guard = ({ event }: { event: { type: string } }) => event.type === 'Z';
    const config = { initial: 'a', states: { a: { always: { guard, target: 'b' } }, b: {} } };
    expect(walk(config, 'A Z')).toEqual(['a', 'A: –', 'Z: b']);
  });
});

describe('transitions that exclude each other', () => {
  const states = (first: object, second: object) => ({
    initial: 'both',
    states: {
      both: {
        type: 'parallel',
        ...telling('both'),
        states: {
          a: { initial: 'a1', states: { a1: { on: { A: first }, ...telling('a1') }, a2: {} } },
          b: { initial: 'b1', states: { b1: { on: { A: second }, ...telling('b1') }, b2: {} } },
        },
      },
      out: {},
      away: {},
    },
  });

  it('takes the first when two regions want to leave their parent', () => {
    const config = states({ target: '#m.out', actions: tell('a') }, { target: '#m.away', actions: tell('b') });
    expect(walk(config, 'A')).toEqual(['both.(a.a1 & b.b1)', 'A: out < -b1 -a1 -both a']);
  });

  it('drops the transition of a region when an earlier one leaves both', () => {
    const config = states({ target: '#m.out' }, { target: 'b2', actions: tell('b') });
    expect(walk(config, 'A')).toEqual(['both.(a.a1 & b.b1)', 'A: out < -b1 -a1 -both']);
  });

  it('drops the transition that leaves both when an earlier region moves within itself', () => {
    const config = states({ target: 'a2', actions: tell('a') }, { target: '#m.out', actions: tell('b') });
    expect(walk(config, 'A')).toEqual(['both.(a.a1 & b.b1)', 'A: both.(a.a2 & b.b1) < -a1 a']);
  });

  it('keeps a transition without a target beside one that leaves everything', () => {
    const config = states({ target: '#m.out' }, { actions: tell('b') });
    expect(walk(config, 'A')).toEqual(['both.(a.a1 & b.b1)', 'A: out < -b1 -a1 -both b']);
  });
});

describe('what is left and entered', () => {
  const nested = (transition: object) => ({
    initial: 'p',
    states: {
      p: {
        ...telling('p'),
        initial: 'a',
        on: { A: transition },
        states: { a: telling('a'), b: { ...telling('b'), initial: 'c', states: { c: telling('c') } } },
      },
    },
  });

  it('leaves inner states first, acts, and enters outer states first', () => {
    expect(walk(nested({ target: '.b', actions: tell('act') }), 'A')).toEqual(['p.a', 'A: p.b.c < -a act +b +c']);
  });

  it('stays in its source when it leads into it', () => {
    expect(walk(nested({ target: 'p' }), 'A')).toEqual(['p.a', 'A: p.a < -a +a']);
  });

  it('leaves and enters its source again when it says so', () => {
    expect(walk(nested({ target: '.b', reenter: true }), 'A')).toEqual(['p.a', 'A: p.b.c < -a -p +p +b +c']);
    expect(walk(nested({ target: 'p', reenter: true }), 'A')).toEqual(['p.a', 'A: p.a < -a -p +p +a']);
  });

  it('enters neither again without a target', () => {
    expect(walk(nested({ reenter: true, actions: tell('act') }), 'A')).toEqual(['p.a', 'A: p.a < act']);
  });

  it('leaves and enters an ancestor that it leads to', () => {
    const config = (reenter: boolean) => ({
      initial: 'p',
      ...telling('m'),
      states: {
        p: {
          ...telling('p'),
          initial: 'q',
          states: {
            q: {
              ...telling('q'),
              initial: 'r',
              states: { r: { ...telling('r'), on: { A: { target: '#m.p', reenter }, B: { target: '#m', reenter } } } },
            },
          },
        },
      },
    });
    // The root is entered again without having been left: XState's meaning, so ours.
    expect(walk(config(false), 'A B')).toEqual([
      'p.q.r',
      'A: p.q.r < -r -q -p +p +q +r',
      'B: p.q.r < -r -q -p +m +p +q +r',
    ]);
    expect(walk(config(true), 'A B')).toEqual([
      'p.q.r',
      'A: p.q.r < -r -q -p +p +q +r',
      'B: p.q.r < -r -q -p -m +m +p +q +r',
    ]);
  });

  it('enters all targets, and begins in the regions that have none', () => {
    const region = (name: string) => ({
      initial: `${name}1`,
      states: { [`${name}1`]: telling(`${name}1`), [`${name}2`]: telling(`${name}2`) },
    });
    const config = {
      initial: 'away',
      states: {
        away: { on: { A: { target: ['#m.both.a.a2', '#m.both.c.c2'] } } },
        both: { type: 'parallel', states: { a: region('a'), b: region('b'), c: region('c') } },
      },
    };
    expect(walk(config, 'A')).toEqual(['away', 'A: both.(a.a2 & b.b1 & c.c2) < +a2 +b1 +c2']);
  });

  it('runs initial actions between the entry of a state and that of its first child, but not when a child is named', () => {
    const config = {
      initial: 'away',
      states: {
        away: { on: { A: 'p', B: '#m.p.a' } },
        p: {
          ...telling('p'),
          initial: { target: 'a', actions: tell('initial') },
          states: { a: telling('a') },
          on: { C: 'away' },
        },
      },
    };
    expect(walk(config, 'A C B')).toEqual(['away', 'A: p.a < +p initial +a', 'C: away < -a -p', 'B: p.a < +p +a']);
  });
});

describe('history', () => {
  const config = (history: object) => ({
    initial: 'p',
    states: {
      p: {
        initial: { target: 'a', actions: tell('initial') },
        on: { OUT: 'away' },
        states: {
          a: { on: { NEXT: 'b' } },
          b: { initial: 'b1', states: { b1: { on: { NEXT: 'b2' } }, b2: {} } },
          h: { type: 'history', ...history },
        },
      },
      away: { on: { BACK: '#m.p.h' } },
    },
  });
  const before = { ...config({}), initial: 'away' };

  it('leads to the child that was active, and, if deep, to its own', () => {
    const types = 'NEXT NEXT OUT BACK';
    expect(walk(config({ history: 'shallow' }), types).at(-1)).toBe('BACK: p.b.b1');
    expect(walk(config({ history: 'deep' }), types).at(-1)).toBe('BACK: p.b.b2');
  });

  it('leads to its default before the first entry, or to where its parent begins', () => {
    expect(walk({ ...config({ target: 'b' }), initial: 'away' }, 'BACK')).toEqual(['away', 'BACK: p.b.b1']);
    expect(walk(before, 'BACK')).toEqual(['away', 'BACK: p.a < initial']);
  });

  it('remembers the last time only', () => {
    expect(walk(before, 'BACK NEXT OUT BACK OUT BACK').at(-1)).toBe('BACK: p.b.b1');
  });

  it('remembers all regions of a parallel state', () => {
    const region = { initial: 'x', states: { x: { on: { X: 'y' } }, y: {} } };
    const parallel = (history: string) => ({
      initial: 'away',
      states: {
        p: {
          type: 'parallel',
          on: { OUT: 'away' },
          states: {
            a: region,
            b: { ...region, states: { x: { on: { Y: 'y' } }, y: {} } },
            h: { type: 'history', history },
          },
        },
        away: { on: { BACK: '#m.p.h' } },
      },
    });
    expect(walk(parallel('deep'), 'BACK X OUT BACK').at(-1)).toBe('BACK: p.(a.y & b.x)');
    expect(walk(parallel('shallow'), 'BACK X OUT BACK').at(-1)).toBe('BACK: p.(a.x & b.x)');
  });

  it('keeps two memories of one state apart', () => {
    const { stepper } = started(config({ history: 'deep' }));
    const [one, other] = [stateAfter(stepper, ['NEXT', 'OUT']), stateAfter(stepper, ['NEXT', 'NEXT', 'OUT'])];
    expect(one.value).toEqual(other.value);
    expect(stepper.step(one, message('BACK'))).toMatchObject({ next: { value: { p: { b: 'b1' } } } });
    expect(stepper.step(other, message('BACK'))).toMatchObject({ next: { value: { p: { b: 'b2' } } } });
  });
});

describe('completion', () => {
  it('tells the parent of a final state, with its output', () => {
    const config = {
      context: { got: null },
      initial: 'p',
      states: {
        p: {
          initial: 'a',
          states: {
            a: { on: { A: 'z' } },
            z: { type: 'final', output: ({ event }: { event: { type: string } }) => `by ${event.type}` },
          },
          onDone: {
            target: 'q',
            actions: assign({ got: ({ event }: { event: { output?: unknown } }) => event.output } as never),
          },
        },
        q: {},
      },
    };
    expect(walk(config, 'A')).toEqual(['p.a', 'A: q']);
    expect(stateAfter(started(config).stepper, ['A']).context).toEqual({ got: 'by A' });
  });

  it('tells a parallel parent when its last region is done', () => {
    const region = (event: string) => ({ initial: 'x', states: { x: { on: { [event]: 'z' } }, z: { type: 'final' } } });
    const config = {
      initial: 'p',
      states: { p: { type: 'parallel', onDone: 'q', states: { a: region('A'), b: region('B') } }, q: {} },
    };
    expect(walk(config, 'B A')).toEqual(['p.(a.x & b.x)', 'B: p.(a.x & b.z)', 'A: q']);
  });

  it('ends the machine at a top-level final state, with its output, leaving every state', () => {
    const config = {
      ...telling('m'),
      context: { n: 1 },
      initial: 'a',
      output: ({ context, event }: { context: { n: number }; event: { output?: unknown } }) => [
        context.n,
        event.output,
      ],
      states: { a: { on: { A: 'z' } }, z: { type: 'final', ...telling('z'), output: 'over' } },
    };
    expect(walk(config, 'A')).toEqual(['a', 'A: z < +z -z -m']);
    const { stepper } = started(config);
    const done = stateAfter(stepper, ['A']);
    expect(done).toMatchObject({ status: 'done', output: [1, 'over'] });
    expect(stepper.step(done, message('A'))).toEqual({ kind: 'unhandled' });
    expect(stepper.can(done, message('A'))).toBe(false);
    expect(stepper.explain(done, message('A'))).toEqual([]);
  });

  it('ends a parallel machine when all of its regions are done', () => {
    const region = (event: string) => ({ initial: 'x', states: { x: { on: { [event]: 'z' } }, z: { type: 'final' } } });
    const { stepper } = started({ type: 'parallel', states: { a: region('A'), b: region('B') } });
    expect(stateAfter(stepper, ['A']).status).toBe('active');
    expect(stateAfter(stepper, ['A', 'B']).status).toBe('done');
  });
});

describe('a step to the end', () => {
  it('takes eventless transitions before raised events, and raised events in order', () => {
    const config = {
      initial: 'a',
      states: {
        a: { on: { A: { target: 'b', actions: [raise({ type: 'R1' } as never), raise({ type: 'R2' } as never)] } } },
        b: { always: { target: 'c', actions: tell('always') } },
        c: {
          on: {
            R1: { actions: [tell('R1'), raise({ type: 'R3' } as never)] },
            R2: { actions: tell('R2') },
            R3: { actions: tell('R3') },
          },
        },
      },
    };
    expect(walk(config, 'A')).toEqual(['a', 'A: c < always R1 R2 R3']);
  });

  it('lets later guards see what earlier actions of the same step assigned', () => {
    const config = {
      context: { n: 0 },
      initial: 'a',
      states: {
        a: { on: { A: { target: 'b', actions: assign({ n: 1 }) } } },
        b: { always: { guard: ({ context }: { context: { n: number } }) => context.n === 1, target: 'c' } },
        c: {},
      },
    };
    expect(walk(config, 'A')).toEqual(['a', 'A: c']);
  });

  it('does not take an eventless transition again that changed nothing', () => {
    const config = { initial: 'a', states: { a: { on: { A: 'b' } }, b: { always: { actions: tell('once') } } } };
    expect(walk(config, 'A')).toEqual(['a', 'A: b < once']);
  });

  it('is a defect when it never ends', () => {
    const circle = { initial: 'a', states: { a: { on: { A: 'b' } }, b: { always: 'c' }, c: { always: 'b' } } };
    const { stepper, state } = started(circle);
    expect(() => stepper.step(state, message('A'))).toThrow(
      expect.objectContaining({ code: 'DEFECT', message: expect.stringContaining('more than 1000 microsteps') }),
    );
    const raising = { on: { A: { actions: raise({ type: 'A' } as never) } }, options: { maxIterations: 7 } };
    const other = started(raising);
    expect(() => other.stepper.step(other.state, message('A'))).toThrow('more than 7 microsteps');
  });
});

describe('actions', () => {
  it('assigns by function and by fields, each seeing what the one before did', () => {
    const n = ({ context }: { context: { n: number } }) => context.n + 1;
    const config = {
      context: { n: 0, seen: 0 },
      on: {
        A: {
          actions: [
            assign({ n }),
            assign((({ context }: { context: { n: number } }) => ({ seen: context.n })) as never),
            assign({ n }),
          ],
        },
      },
    };
    walk(config, 'A A');
    expect(stateAfter(started(config).stepper, ['A']).context).toEqual({ n: 2, seen: 1 });
  });

  it('keeps the context as it is when an assign changes nothing', () => {
    const same = ({ context }: { context: { n: number } }) => ({ n: context.n });
    const { stepper, state } = started({
      context: { n: 0 },
      on: { A: { actions: [assign(same as never), assign({})] } },
    });
    expect(stepper.step(state, message('A'))).toMatchObject({
      kind: 'stepped',
      next: expect.toSatisfy((next) => next === state),
    });
  });

  it('adds a field whose value is undefined, as XState does', () => {
    const config = { context: {}, on: { A: { actions: assign({ x: undefined } as never) } } };
    walk(config, 'A');
    expect(Object.keys(stateAfter(started(config).stepper, ['A']).context)).toEqual(['x']);
  });

  it('gives a named action the parameters that stand beside its name, or a function of context and event', () => {
    const actions = { say: emit((_: unknown, { word }: { word: string }) => ({ type: word, data: null })) };
    const dynamic = ({ context, event }: { context: { n: number }; event: { type: string } }) => ({
      word: `${event.type}${context.n}`,
    });
    const config = {
      context: { n: 0 },
      on: {
        A: {
          actions: [{ type: 'say', params: { word: 'hello' } }, assign({ n: 5 }), { type: 'say', params: dynamic }],
        },
      },
    };
    expect(walk(config, 'A', { actions })).toEqual(['', 'A:  < hello A5']);
  });

  it('runs what enqueueActions collected after it has collected all', () => {
    const config = {
      context: { n: 0 },
      initial: 'a',
      states: {
        a: {
          on: {
            A: {
              target: 'b',
              actions: [
                enqueueActions((({ context, enqueue, check }: never) => {
                  const queue = enqueue as {
                    (action: unknown): void;
                    assign(of: object): void;
                    emit(event: object): void;
                    raise(event: object): void;
                  };
                  const ask = check as (guard: unknown) => boolean;
                  queue.assign({ n: ({ context: now }: { context: { n: number } }) => now.n + 1 });
                  if (ask('isZero') && (context as { n: number }).n === 0) queue.emit({ type: 'still-0', data: null });
                  if (ask(stateIn('a'))) queue.emit({ type: 'still-in-a', data: null });
                  queue('told');
                  queue({ type: 'told' });
                  queue.raise({ type: 'R' });
                }) as never),
                emit((({ context }: { context: { n: number } }) => ({ type: `n=${context.n}`, data: null })) as never),
              ],
            },
          },
        },
        b: { on: { R: { actions: tell('R') } } },
      },
    };
    const implementations = {
      actions: { told: tell('told') },
      guards: { isZero: ({ context }: { context: { n: number } }) => context.n === 0 },
    };
    expect(walk(config, 'A', implementations)).toEqual(['a', 'A: b < still-0 still-in-a told told n=1 R']);
  });
});

describe('the first state', () => {
  it('takes its context from an object or a function, and runs entry actions and eventless transitions', () => {
    const config = {
      context: () => ({ n: 1 }),
      initial: 'a',
      states: {
        a: { entry: assign({ n: ({ context }: { context: { n: number } }) => context.n + 1 }), always: 'b' },
        b: {},
      },
    };
    walk(config, 'A');
    expect(started(config).state).toMatchObject({ value: 'b', context: { n: 2 }, status: 'active' });
    expect(started({ initial: 'a', states: { a: {} } }).state.context).toEqual({});
  });

  it('says what the machine emits on the way to it', () => {
    const config = {
      entry: tell('+m'),
      initial: { target: 'a', actions: tell('initial') },
      states: {
        a: { entry: [tell('+a'), raise({ type: 'R' } as never)], always: { target: 'b', actions: tell('always') } },
        b: { on: { R: { actions: tell('R') } } },
      },
    };
    expect(walk(config, 'A')).toEqual(['b', 'A: –']);
    const types = started(config).stepper.emittedAtStart.map(({ type }) => type);
    expect(types).toEqual(['+m', 'initial', '+a', 'always', 'R']);
  });

  it('may be the last', () => {
    expect(started({ initial: 'z', states: { z: { type: 'final' } }, output: 7 }).state).toMatchObject({
      status: 'done',
      output: 7,
    });
  });

  it('throws what the domain throws while it is worked out', () => {
    const error = new Error('no context');
    const context = () => {
      throw error;
    };
    expect(() => started({ context })).toThrow(error);
  });
});

describe('a state', () => {
  it('has the tags of all active states', () => {
    const config = { tags: 'm', initial: 'a', states: { a: { tags: ['x', 'y'], on: { A: 'b' } }, b: { tags: 'x' } } };
    const { stepper, state } = started(config);
    expect([...state.tags]).toEqual(['m', 'x', 'y']);
    expect([...stateAfter(stepper, ['A']).tags]).toEqual(['m', 'x']);
  });

  it('shares all but its context with others in the same place', () => {
    const { stepper } = started({
      context: { n: 0 },
      initial: 'a',
      states: { a: { on: { A: { target: 'b', actions: assign({ n: 1 }) } } }, b: {} },
    });
    const [one, other] = [stateAfter(stepper, ['A']), stateAfter(stepper, ['A'])];
    expect(one).not.toBe(other);
    expect(one.value).toBe(other.value);
    expect(one.tags).toBe(other.tags);
    expect(Object.keys(one)).toHaveLength(4);
  });
});

describe('messages from outside', () => {
  it.each(['*', 'B.*', '.*', 'xstate.*', 'xstate.init', 'xstate.done.state.m.p', 'xstate.stop', 'xstate.route'])(
    'cannot be named %s',
    (type) => {
      const { stepper, state } = started({ on: { '*': { actions: tell('any') } } });
      const refusal = expect.objectContaining({ code: 'DEFECT' });
      expect(() => stepper.step(state, message(type))).toThrow(refusal);
      expect(() => stepper.can(state, message(type))).toThrow(refusal);
      expect(() => stepper.explain(state, message(type))).toThrow(refusal);
    },
  );
});

describe('the name of a state', () => {
  it.each<[Parameters<typeof stateName>[0], string]>([
    ['open', 'open'],
    [{}, ''],
    [{ open: 'unpaid' }, 'open.unpaid'],
    [{ a: {}, b: {} }, 'a & b'],
    [{ a: 'x', b: { c: 'y' } }, 'a.x & b.c.y'],
    [{ p: { a: 'x' }, b: 'y' }, 'p.a.x & b.y'],
    [{ p: { a: 'x', b: 'y' } }, 'p.(a.x & b.y)'],
    [{ p: { q: { a: 'x', b: 'y' } }, c: { d: {}, e: {} } }, 'p.q.(a.x & b.y) & c.(d & e)'],
    [{ p: { a: { b: 'x', c: 'y' }, d: 'z' } }, 'p.(a.(b.x & c.y) & d.z)'],
    ['größer-als_1', 'größer-als_1'],
    [{ 'a.b': 'c & d' }, '"a.b"."c & d"'],
    [{ a: '' }, 'a.""'],
  ])('of %j is %s', (value, name) => {
    expect(stateName(value)).toBe(name);
  });
});

describe('many configurations', () => {
  it('are worked out again after they were dropped', () => {
    const digit = (event: string) => ({
      initial: 's0',
      states: Object.fromEntries(
        Array.from({ length: 11 }, (_, at) => [`s${at}`, { on: { [event]: `s${(at + 1) % 11}` } }]),
      ),
    });
    const { stepper, state: first } = started({
      type: 'parallel',
      states: { a: digit('A'), b: digit('B'), c: digit('C'), d: digit('D') },
    });
    let state = first;
    const step = (type: string) => {
      const stepped = stepper.step(state, message(type));
      if (stepped.kind === 'stepped') state = stepped.next;
    };
    // All 14,641 of them, more than are kept.
    for (let count = 1; count < 11 ** 4; count++) {
      step('A');
      if (count % 11 === 0) step('B');
      if (count % 121 === 0) step('C');
      if (count % 1331 === 0) step('D');
    }
    expect(state.value).toEqual({ a: 's10', b: 's10', c: 's10', d: 's10' });
    const [begun] = [stepper.step(first, message('D'))];
    expect(begun).toMatchObject({ next: { value: { a: 's0', b: 's0', c: 's0', d: 's1' } } });
  });
});
