// load.cold: what it costs an aggregate that its events lie far apart.
import type { Figure } from '../figure.js';
import { scatteredLoadOf } from '../workloads/scattered-load.js';

const EVENTS = 20;

/** Milliseconds of a cold load. */
export const loadCold: Figure = {
  name: 'load.cold',
  measures: `cold load of an aggregate whose ${EVENTS} events lie in as many blocks of 64 commits ÷ in one of them`,
  unit: 'ms',
  goal: 5,
  lowerIsBetter: true,
  ours: scatteredLoadOf(EVENTS, 1),
  baseline: scatteredLoadOf(EVENTS, EVENTS),
};
