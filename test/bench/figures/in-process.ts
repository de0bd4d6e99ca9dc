// The figures that need nothing but this process, in the order in which they are measured. Imports no Redis client: see below.
import type { Figure } from '../figure.js';
import { codecBytes } from './codec-bytes.js';
import { codecDecode } from './codec-decode.js';
import { codecEncode } from './codec-encode.js';
import { commandMemory } from './command-memory.js';
import { loadCold } from './load-cold.js';
import { loadSnapshot } from './load-snapshot.js';
import { statechartOrder } from './statechart-order.js';
import { statechartParallel } from './statechart-parallel.js';

// ioredis 6 has a class that extends String. On V8 11 (Node 20) such a class alone, never used, makes loops over text slower in the whole
// process. Ours are written so that it does not matter (src/kernel/unit-at.ts); those of the peers are not.
/** The figures in process. A new one is a file beside this one, and a line here. */
export const inProcess: readonly Figure[] = [
  statechartOrder,
  statechartParallel,
  codecBytes,
  codecDecode,
  codecEncode,
  loadCold,
  loadSnapshot,
  commandMemory,
];
