import { describe, expect, it } from 'vitest';
import { and, not, or, stateIn } from 'xstate';
import type { Aggregate, Empty } from '../../../src/domain.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { message, started, tell } from './walk.js';

interface Gate extends Aggregate {
  state: { n: number };
  commands: { Pass: Empty; Stop: Empty };
  events: { Passed: Empty };
}

const { guard } = aggregateSetup<Gate>({ commands: ['Pass', 'Stop'], events: ['Passed'] });
const asked: string[] = [];
const saying = (name: string, answer: boolean) => () => {
  asked.push(name);
  return answer;
};
const guards = {
  yes: saying('yes', true),
  no: saying('no', false),
  never: saying('never', false),
  both: and(['yes', 'no']),
  alias: 'no',
  over: guard.Pass(({ state }, params: { limit: number }) => state.n > params.limit),
  after: guard.event.Passed(({ event, state }, params: { limit: number }) => event.version + state.n > params.limit),
};

/** What a guard's transition is explained by. */
function refusals(of: unknown) {
  asked.length = 0;
  const { stepper, state } = started(
    { context: { n: 3 }, initial: 'a', states: { a: { on: { Pass: { guard: of } } }, b: {} } },
    { guards },
  );
  return stepper
    .explain(state, message('Pass'))
    .map(({ passed, refusedBy }) => (passed ? 'passed' : refusedBy.join(' ')));
}

describe('the guards that refuse', () => {
  it.each<[string, unknown, string]>([
    ['a name', 'no', 'no'],
    ['a name that passes', 'yes', 'passed'],
    ['a function', () => false, 'inline guard'],
    [
      'a function with a name',
      function closed() {
        return false;
      },
      'closed',
    ],
    ['a helper', guard.state(({ state }) => state.n > 5), 'inline guard'],
    ['parameters', { type: 'over', params: { limit: 5 } }, 'over'],
    ['parameters that let it pass', { type: 'over', params: { limit: 2 } }, 'passed'],
    [
      'parameters from the context',
      { type: 'over', params: ({ context }: { context: { n: number } }) => ({ limit: context.n }) },
      'over',
    ],
    ['and', and(['yes', 'no']), 'no'],
    ['or, with everyone who refuses', or(['no', 'never']), 'no never'],
    ['or, when one passes', or(['no', 'yes']), 'passed'],
    ['not, by what is true', not('yes'), 'not yes'],
    ['not of what is no name', not(and(['yes'])), 'not inline guard'],
    ['stateIn by id', stateIn('#m.b'), 'stateIn'],
    ['stateIn by value', stateIn('b'), 'stateIn'],
    ['stateIn that holds', stateIn('a'), 'passed'],
    ['a name that stands for several', 'both', 'both'],
    ['a name that stands for another', 'alias', 'alias'],
    ['nesting', and(['yes', or([not('yes'), 'no'])]), 'not yes no'],
  ])('are named: %s', (_, of, expected) => {
    expect(refusals(of)).toEqual([expected]);
  });

  it('are asked no further than the first no of an and', () => {
    refusals(and(['no', 'never']));
    expect(new Set(asked)).toEqual(new Set(['no']));
  });

  it('are not asked about a command that they are not made for', () => {
    const config = { on: { Stop: { guard: guard.Pass(() => true) } } };
    const { stepper, state } = started({ context: { n: 0 }, ...config });
    expect(() => stepper.explain(state, message('Stop'))).toThrow('A guard made for Pass was asked about Stop.');
    expect(() => stepper.step(state, message('Stop'))).toThrow('A guard made for Pass was asked about Stop.');
  });

  it('are given events as such, and not asked about those that they are not made for', () => {
    const either = guard.event(['Passed'], ({ event, state }) => event.type === 'Passed' && state.n === 3);
    const on = {
      Passed: [{ guard: { type: 'after', params: { limit: 3 } } }, { guard: either }],
      Stop: { guard: either },
    };
    const { stepper, state } = started({ context: { n: 3 }, on }, { guards });
    expect(stepper.explain(state, message('Passed')).map(({ refusedBy }) => refusedBy)).toEqual([['after'], []]);
    expect(stepper.step(state, message('Passed')).kind).toBe('stepped');
    expect(() => stepper.step(state, message('Stop'))).toThrow(
      'A guard made for Passed was asked about Stop. Make it with guard.event([…]) for every message that uses it.',
    );
  });

  it('are refused when they answer later', () => {
    const config = { on: { Pass: { guard: () => Promise.resolve(false) as never } } };
    const { stepper, state } = started(config);
    expect(() => stepper.can(state, message('Pass'))).toThrow('returned a promise');
  });

  it('let through what they throw, as it is', () => {
    const error = new Error('broken');
    const config = {
      on: {
        Pass: {
          guard: () => {
            throw error;
          },
        },
      },
    };
    const { stepper, state } = started(config);
    for (const ask of ['step', 'can', 'explain'] as const) {
      let thrown: unknown;
      try {
        stepper[ask](state, message('Pass'));
      } catch (caught) {
        thrown = caught;
      }
      expect(thrown).toBe(error);
    }
  });
});

describe('the transitions that are looked at', () => {
  const considered = (config: object) => {
    const { stepper, state } = started(config, { guards });
    return stepper.explain(state, message('Pass')).map(({ state: at, on, passed }) => `${at} ${on} ${passed}`);
  };

  it('end with the one that is taken', () => {
    const config = {
      initial: 'a',
      on: { Pass: {} },
      states: { a: { on: { '*': { guard: 'yes' }, Pass: [{ guard: 'no' }, { guard: 'never' }] } } },
    };
    expect(considered(config)).toEqual(['m.a Pass false', 'm.a Pass false', 'm.a * true']);
  });

  it('are those of all regions before that of their parent', () => {
    const region = (of: string) => ({ on: { Pass: { guard: of } } });
    const config = (second: string) => ({
      type: 'parallel',
      on: { Pass: {} },
      states: { a: region('no'), b: region(second) },
    });
    expect(considered(config('yes'))).toEqual(['m.a Pass false', 'm.b Pass true']);
    expect(considered(config('no'))).toEqual(['m.a Pass false', 'm.b Pass false', 'm Pass true']);
  });

  describe('of regions side by side', () => {
    /** Each region is meant for one number, and then asks further. */
    const region = (limit: number, ...further: unknown[]) => ({
      on: { Pass: { guard: and([{ type: 'over', params: { limit } }, ...further] as never), actions: tell('x') } },
    });
    const refused = (states: object, on: object = {}) => {
      const { stepper, state } = started({ context: { n: 3 }, type: 'parallel', states, on }, { guards });
      const explained = stepper.explain(state, message('Pass'));
      return explained.map(({ state: at, passed, refusedBy }) => `${at} ${passed ? 'passed' : refusedBy.join(' ')}`);
    };

    it('are those that the message is meant for', () => {
      expect(refused({ a: region(5, 'yes'), b: region(2, 'no'), c: region(5, 'never') })).toEqual(['m.b no']);
      expect(refused({ a: region(5), b: region(2) })).toEqual(['m.b passed']);
    });

    it('are all of them when it is meant for none', () => {
      expect(refused({ a: region(5), b: region(7) }, { Pass: {} })).toEqual(['m.a over', 'm.b over', 'm passed']);
    });

    it('are those too that refuse by a guard of another name, or by what passes under no name', () => {
      expect(refused({ a: { on: { Pass: { guard: 'never' } } }, b: region(2, 'no') })).toEqual(['m.a never', 'm.b no']);
      const inline = (answer: boolean) => ({ on: { Pass: { guard: and([() => answer, 'no']) } } });
      expect(refused({ a: inline(false), b: inline(true) })).toEqual(['m.a inline guard', 'm.b no']);
    });

    it('are those too that refuse by more than that guard', () => {
      const any = (limit: number) => or([{ type: 'over', params: { limit } }, 'no'] as never);
      const either = (limit: number) => ({ on: { Pass: { guard: and([any(limit), 'never'] as never) } } });
      expect(refused({ a: either(5), b: either(2) })).toEqual(['m.a over no', 'm.b never']);
    });

    it('are found within a region that has regions of its own', () => {
      const inner = { type: 'parallel', states: { c: region(5), d: region(2, 'no') } };
      expect(refused({ a: inner, b: region(5) })).toEqual(['m.a.d no']);
    });

    it('and candidates of one state are all listed, whatever each says of the other', () => {
      const on = { Pass: [{ guard: { type: 'over', params: { limit: 5 } } }, region(2, 'no').on.Pass] };
      expect(refused({ a: { on } })).toEqual(['m.a over', 'm.a no']);
      const beside = { on: { Pass: { guard: 'never' } } };
      expect(refused({ a: { on }, b: beside })).toEqual(['m.a over', 'm.a no', 'm.b never']);
    });
  });
});
