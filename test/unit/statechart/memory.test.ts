// What a state of a compiled machine weighs, beside the domain's own data.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { orderMachine } from '../../../domain/order.machine.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState } from '../../../src/statechart/stepper.js';
import { message } from './walk.js';

const COUNT = 20_000;

it('holds less than 1 KB of a resident aggregate', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const stepper = compileMachine(orderMachine);
  const placed = message('OrderPlaced', { customerId: 'ALFKI', lines: [] });
  const states: MachineState[] = [];
  const place = () => {
    const stepped = stepper.step(stepper.initial(), placed);
    if (stepped.kind === 'stepped') states.push(stepped.next);
  };
  place();
  collect();
  const before = process.memoryUsage().heapUsed;
  while (states.length <= COUNT) place();
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / COUNT;
  // The context of an order is in it: five fields.
  expect(bytes).toBeGreaterThan(20);
  expect(bytes).toBeLessThan(1024);
});
