export { aggregateSetup } from './statechart/aggregate-setup.js';
export type { CommandOf, DecisionOf, EventOf } from './statechart/aggregate-setup.js';
