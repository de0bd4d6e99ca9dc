// codec.decode: reading blocks, against what JSON.parse takes for the same.
import type { Figure } from '../figure.js';
import { ratePerSecond, turnMs } from '../rate.js';
import { BLOCK, decodeOrders, encodeOrders, storedOrders } from '../workloads/stored-orders.js';

/** Events per second, out of blocks of 256 commits. */
export const codecDecode: Figure = {
  name: 'codec.decode',
  measures: 'whole blocks of 256 commits, directory, heads and events ÷ JSON.parse of the same block as one text',
  unit: 'events/s',
  goal: 2,
  ours: (effort) => {
    const blocks = storedOrders().map(encodeOrders);
    return () =>
      ratePerSecond(turnMs(effort), blocks.length * BLOCK, () => {
        for (const block of blocks) if (decodeOrders(block) !== BLOCK) throw new Error('Events are missing.');
      });
  },
  baseline: (effort) => {
    const texts = storedOrders().map((orders) => JSON.stringify(orders));
    return () =>
      ratePerSecond(turnMs(effort), texts.length * BLOCK, () => {
        for (const text of texts) if (JSON.parse(text).length !== BLOCK) throw new Error('Events are missing.');
      });
  },
};
