// statechart.parallel: a compiled step where regions run side by side, against XState's.
import type { Figure } from '../figure.js';
import { parcelWalk } from '../workloads/parcel-walk.js';
import { compiledSteps, xstateSteps } from '../workloads/walk.js';

/** Steps through two parallel regions with nested states. */
export const statechartParallel: Figure = {
  name: 'statechart.parallel',
  measures: "compiled steps of two parallel regions with nested states, until both are done ÷ XState's transition()",
  unit: 'steps/s',
  goal: 20,
  ours: compiledSteps(parcelWalk),
  baseline: xstateSteps(parcelWalk),
};
