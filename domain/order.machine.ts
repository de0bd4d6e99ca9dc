// What an order accepts, and how it changes. Commands only decide; events only evolve.
import { and } from 'xstate';
import { order } from '../generated/order.aggregate.js';
import type { OrderLine, Sku } from './order.domain.js';
import { amountOf, LIMIT, totalOf } from './pricing.js';

const { decide, evolve, guard } = order;

const DAY = 24 * 60 * 60 * 1000;

/** Orders are paid before they leave or on account: the same decision in three states. */
const pay = decide.PayOrder(({ command }) => ({ type: 'OrderPaid', data: command.data }));
const paid = evolve.OrderPaid(() => ({ paid: true }));

const withLines = (lines: OrderLine[]) => ({ lines, total: totalOf(lines) });

const has = (lines: readonly OrderLine[], sku: Sku) => lines.some((line) => line.sku === sku);

export const orderMachine = order
  .extend({
    guards: {
      eachProductOnce: guard.PlaceOrder(
        ({ command }) => new Set(command.data.lines.map((line) => line.sku)).size === command.data.lines.length,
      ),
      withinLimit: guard.PlaceOrder(({ command }) => totalOf(command.data.lines) <= LIMIT),
      newProduct: guard.AddLine(({ state, command }) => !has(state.lines, command.data.line.sku)),
      staysWithinLimit: guard.AddLine(({ state, command }) => state.total + amountOf(command.data.line) <= LIMIT),
      hasProduct: guard.RemoveLine(({ state, command }) => has(state.lines, command.data.sku)),
      notLastLine: guard.state(({ state }) => state.lines.length > 1),
      unpaid: guard.state(({ state }) => !state.paid),
      paysInFull: guard.PayOrder(({ state, command }) => command.data.amount === state.total),
      withinReturnPeriod: guard.ReturnOrder(
        ({ state, command }, params: { days: number }) =>
          state.deliveredAt !== null && command.time.getTime() - state.deliveredAt.getTime() <= params.days * DAY,
      ),
    },
  })
  .createMachine({
    id: 'order',
    context: { customerId: null, lines: [], total: 0, paid: false, deliveredAt: null },
    initial: 'new',
    states: {
      new: {
        on: {
          PlaceOrder: {
            guard: and(['eachProductOnce', 'withinLimit']),
            actions: decide.PlaceOrder(({ command }) => ({ type: 'OrderPlaced', data: command.data })),
          },
          OrderPlaced: {
            target: 'open',
            actions: evolve.OrderPlaced(({ event }) => ({
              customerId: event.data.customerId,
              lines: event.data.lines,
              total: totalOf(event.data.lines),
            })),
          },
        },
      },
      open: {
        initial: 'unpaid',
        states: {
          unpaid: {
            on: {
              AddLine: {
                guard: and(['newProduct', 'staysWithinLimit']),
                actions: decide.AddLine(({ command }) => ({ type: 'LineAdded', data: command.data })),
              },
              LineAdded: {
                actions: evolve.LineAdded(({ state, event }) => withLines([...state.lines, event.data.line])),
              },
              RemoveLine: {
                guard: and(['hasProduct', 'notLastLine']),
                actions: decide.RemoveLine(({ command }) => ({ type: 'LineRemoved', data: command.data })),
              },
              LineRemoved: {
                actions: evolve.LineRemoved(({ state, event }) =>
                  withLines(state.lines.filter((line) => line.sku !== event.data.sku)),
                ),
              },
              PayOrder: { guard: 'paysInFull', actions: pay },
              OrderPaid: { target: 'paid', actions: paid },
            },
          },
          paid: {},
        },
        on: {
          ChangeAddress: {
            actions: decide.ChangeAddress(({ command }) => ({ type: 'AddressChanged', data: command.data })),
          },
          AddressChanged: {},
          ShipOrder: { actions: decide.ShipOrder(({ command }) => ({ type: 'OrderShipped', data: command.data })) },
          OrderShipped: 'shipped',
          CancelOrder: {
            actions: decide.CancelOrder(({ command }) => ({ type: 'OrderCancelled', data: command.data })),
          },
          OrderCancelled: 'cancelled',
        },
      },
      shipped: {
        on: {
          DeliverOrder: { actions: decide.DeliverOrder(() => ({ type: 'OrderDelivered', data: {} })) },
          OrderDelivered: {
            target: 'delivered',
            actions: evolve.OrderDelivered(({ event }) => ({ deliveredAt: event.time })),
          },
          PayOrder: { guard: and(['unpaid', 'paysInFull']), actions: pay },
          OrderPaid: { actions: paid },
        },
      },
      delivered: {
        on: {
          ReturnOrder: {
            guard: { type: 'withinReturnPeriod', params: { days: 30 } },
            actions: decide.ReturnOrder(({ command }) => ({ type: 'OrderReturned', data: command.data })),
          },
          OrderReturned: 'returned',
          PayOrder: { guard: and(['unpaid', 'paysInFull']), actions: pay },
          OrderPaid: { actions: paid },
        },
      },
      cancelled: { type: 'final' },
      returned: { type: 'final' },
    },
  });
