import { order } from '../generated/order.aggregate.js';
import type { OrderLine } from './order.domain.js';
const { decide, evolve, guard } = order;
const totalOf = (lines: readonly OrderLine[]) => lines.reduce((s, l) => s + l.quantity * l.unitPrice, 0);

export const orderMachine = order
  .extend({
    guards: {
      withinLimit: guard.PlaceOrder(({ command }) => totalOf(command.data.lines) <= 1_000_000),
      atMost: guard.PlaceOrder(({ command }, params: { n: number }) => command.data.lines.length <= params.n),
      many: guard(['PlaceOrder', 'AddLine'], ({ command }) =>
        command.type === 'AddLine' ? command.data.line.quantity > 1 : true,
      ),
      st: guard.state(({ state }) => state.total > 0),
    },
  })
  .createMachine({
    context: { customerId: null, lines: [], total: 0 },
    initial: 'new',
    states: {
      new: {
        on: {
          PlaceOrder: {
            guard: 'withinLimit',
            actions: decide.PlaceOrder(({ command }) => ({
              type: 'OrderPlaced',
              data: { ...command.data, total: totalOf(command.data.lines) },
            })),
          },
          OrderPlaced: { target: 'open', actions: evolve.OrderPlaced(({ event }) => event.data) },
        },
      },
      open: {
        on: {
          AddLine: {
            guard: { type: 'atMost', params: { n: 4 } },
            actions: decide.AddLine(({ command, state }) =>
              state.total > 3
                ? []
                : [
                    { type: 'LineAdded', data: command.data },
                    { type: 'OrderCancelled', data: { reason: 'x' } },
                  ],
            ),
          },
          LineAdded: {
            actions: evolve.LineAdded(({ state, event }) => ({
              lines: [...state.lines, event.data.line],
              total: state.total,
            })),
          },
          CancelOrder: {
            actions: decide.CancelOrder(({ command }) => ({ type: 'OrderCancelled', data: command.data })),
          },
          OrderCancelled: 'cancelled',
        },
      },
      shipped: { type: 'final' },
      cancelled: { type: 'final' },
    },
  });
