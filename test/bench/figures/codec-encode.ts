// codec.encode: writing blocks, against what JSON.stringify takes for the same.
import type { Figure } from '../figure.js';
import { ratePerSecond, turnMs } from '../rate.js';
import { BLOCK, encodeOrders, storedOrders } from '../workloads/stored-orders.js';

/** Events per second, into blocks of 256 commits. */
export const codecEncode: Figure = {
  name: 'codec.encode',
  measures: 'whole blocks of 256 commits, from the events on ÷ JSON.stringify of the same block to one text',
  unit: 'events/s',
  goal: 1,
  ours: (effort) => {
    const blocks = storedOrders();
    return () =>
      ratePerSecond(turnMs(effort), blocks.length * BLOCK, () => {
        for (const orders of blocks) if (encodeOrders(orders).length === 0) throw new Error('Nothing was written.');
      });
  },
  baseline: (effort) => {
    const blocks = storedOrders();
    return () =>
      ratePerSecond(turnMs(effort), blocks.length * BLOCK, () => {
        for (const orders of blocks) if (JSON.stringify(orders).length === 0) throw new Error('Nothing was written.');
      });
  },
};
