// codec.bytes: what an event takes in the log.
import { encodeValue } from '../../../src/codec/packer.js';
import type { Figure } from '../figure.js';
import { bytesOfEvents, storedOrders } from '../workloads/stored-orders.js';

/** Bytes per event. Counted, not timed: every pair gives the same. */
export const codecBytes: Figure = {
  name: 'codec.bytes',
  measures: 'an event of the sample domain as it is stored ÷ as a MessagePack map with the names of type and fields',
  unit: 'bytes',
  goal: 0.7,
  lowerIsBetter: true,
  ours: () => {
    const orders = storedOrders().flat();
    return () => bytesOfEvents(orders) / orders.length;
  },
  baseline: () => {
    const events = storedOrders().flatMap((orders) => orders.flatMap((order) => order.events));
    return () => events.reduce((sum, event) => sum + encodeValue(event).length, 0) / events.length;
  },
};
