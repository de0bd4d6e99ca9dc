// load.snapshot: what a long past costs an aggregate that is loaded cold.
import type { Figure } from '../figure.js';
import { coldLoadOf } from '../workloads/cold-load.js';

/** Milliseconds of a cold load. */
export const loadSnapshot: Figure = {
  name: 'load.snapshot',
  measures: 'cold load of an aggregate of constant size after 100,000 events, with its snapshot ÷ after 100',
  unit: 'ms',
  goal: 2,
  lowerIsBetter: true,
  ours: coldLoadOf(100_000),
  baseline: coldLoadOf(100),
};
