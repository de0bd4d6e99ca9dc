// Every figure that `npm run bench` knows, in the order in which it is measured.
import type { Figure } from '../figure.js';
import { appendFigures } from './append.js';
import { growth } from './growth.js';
import { inProcess } from './in-process.js';
import { memoryEvent } from './memory-event.js';
import { redisRowsFigures } from './redis-rows.js';

/** The figures: those in process, then those on Redis. A new one of these is a file beside this one, and a line here. */
export const figures: readonly Figure[] = [...inProcess, ...appendFigures, memoryEvent, growth, ...redisRowsFigures];
