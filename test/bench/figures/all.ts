// Every figure that `npm run bench` knows, in the order in which it is measured.
import type { Figure } from '../figure.js';
import { appendFigures } from './append.js';
import { codecBytes } from './codec-bytes.js';
import { codecDecode } from './codec-decode.js';
import { codecEncode } from './codec-encode.js';
import { commandMemory } from './command-memory.js';
import { growth } from './growth.js';
import { loadCold } from './load-cold.js';
import { loadSnapshot } from './load-snapshot.js';
import { memoryEvent } from './memory-event.js';
import { redisRowsFigures } from './redis-rows.js';
import { statechartOrder } from './statechart-order.js';
import { statechartParallel } from './statechart-parallel.js';

/** The figures. A new one is a file beside this one, and a line here. */
export const figures: readonly Figure[] = [
  statechartOrder,
  statechartParallel,
  codecBytes,
  codecDecode,
  codecEncode,
  loadCold,
  loadSnapshot,
  commandMemory,
  ...appendFigures,
  memoryEvent,
  growth,
  ...redisRowsFigures,
];
