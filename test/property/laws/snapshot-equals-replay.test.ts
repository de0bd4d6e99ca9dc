// A snapshot with the commits since equals a full replay, at every point of a history at which one could be taken.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderMachine } from '../../../domain/order.machine.js';
import { encodeValue } from '../../../src/codec/packer.js';
import { decodeValue } from '../../../src/codec/unpacker.js';
import { type Message, memoryStore } from '../../../src/index.js';
import { compileMachine } from '../../../src/statechart/compile.js';
import type { MachineState } from '../../../src/statechart/stepper.js';
import { runsOf } from '../../support/seed.js';
import { ORDER_IDS } from './expected-rows.js';
import { playHistory } from './play-history.js';
import { shopHistory } from './shop-history.js';

const stepper = compileMachine(orderMachine);

function fold(from: MachineState, events: readonly Message[]): MachineState {
  return events.reduce((state, event) => {
    const stepped = stepper.step(state, event);
    if (stepped.kind === 'unhandled') throw new Error(`${event.type} is not applied.`);
    return stepped.next;
  }, from);
}

const view = ({ value, context, status }: MachineState) => ({ value, context, status });

it('a snapshot and the events since give what all events give', async () => {
  const { seed, numRuns } = runsOf('snapshot + tail = replay', 100, 5_000);
  let points = 0;
  await fc.assert(
    fc.asyncProperty(shopHistory, async (history) => {
      const { engines } = await playHistory(memoryStore({ partitions: history.partitions }), history);
      try {
        for (const id of ORDER_IDS) {
          const events = (await engines[0]?.aggregates.order(id).history()) ?? [];
          const whole = view(fold(stepper.initial(), events));
          for (let taken = 0; taken <= events.length; taken++) {
            const state = fold(stepper.initial(), events.slice(0, taken));
            const restored = stepper.restore(decodeValue(encodeValue(stepper.save(state))));
            expect(view(fold(restored, events.slice(taken)))).toEqual(whole);
            points++;
          }
        }
      } finally {
        await Promise.all(engines.map((engine) => engine.close()));
      }
    }),
    { seed, numRuns },
  );
  expect(points).toBeGreaterThan(numRuns);
});
