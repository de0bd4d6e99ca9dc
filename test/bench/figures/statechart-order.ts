// statechart.order: a compiled step of the sample domain's machine, against XState's.
import type { Figure } from '../figure.js';
import { orderWalk } from '../workloads/order-walk.js';
import { compiledSteps, xstateSteps } from '../workloads/walk.js';

/** Steps through an order's whole life. */
export const statechartOrder: Figure = {
  name: 'statechart.order',
  measures: "compiled steps of the sample order, through its whole life ÷ XState's transition()",
  unit: 'steps/s',
  goal: 50,
  ours: compiledSteps(orderWalk),
  baseline: xstateSteps(orderWalk),
};
