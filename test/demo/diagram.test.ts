// A machine's states as text: ways out of nested states, and the marks of where it was and is.
import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { drawStates } from '../../docs/examples/shop/diagram.js';

const lamp = createMachine({
  initial: 'off',
  states: {
    off: { on: { Lit: 'on', Asked: {} } },
    on: {
      initial: 'dim',
      states: { dim: { on: { Raised: 'bright' } }, bright: {} },
      on: { Put: 'off', Broken: 'broken' },
    },
    broken: { type: 'final' },
  },
});

it('draws every state that can be rested in, with the ways out of it and of what surrounds it', () => {
  expect(drawStates(lamp, new Set(['off', 'on.dim']), 'broken').split('\n')).toEqual([
    '  ● off        Lit → on.dim',
    '  ● on.dim     Raised → on.bright, Put → off, Broken → broken',
    '  ○ on.bright  Put → off, Broken → broken',
    '  ◆ broken     the end',
  ]);
});
