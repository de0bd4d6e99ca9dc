// Misuse of `decide`, `evolve` and `guard` that must not compile. Checked by tsc alone: nothing here runs.
import type { CustomerId, OrderLine } from '../../domain/order.domain.js';
import { type OrderDecision, order } from '../../generated/order.aggregate.js';

const { decide, evolve, guard } = order;
const context = { customerId: null, lines: [], total: 0, paid: false, deliveredAt: null };

export const rightUse = [
  decide.PlaceOrder(({ command }) => ({ type: 'OrderPlaced', data: command.data })),
  decide.CancelOrder(({ command, state }) =>
    state.paid
      ? []
      : [
          { type: 'OrderCancelled', data: { reason: command.data.reason } },
          { type: 'OrderReturned', data: { reason: command.data.reason } },
        ],
  ),
  decide.CancelOrder(({ command, state }) =>
    state.paid
      ? { type: 'OrderReturned', data: { reason: command.data.reason } }
      : { type: 'OrderPaid', data: { amount: 5, method: 'cash' } },
  ),
  decide.CancelOrder(({ state }) => {
    if (state.paid) return [{ type: 'OrderDelivered', data: {} }];
    return { type: 'OrderShipped', data: { carrier: 'post', freight: 5 } };
  }),
  decide.CancelOrder((): OrderDecision | readonly OrderDecision[] => []),
  evolve.OrderPaid(() => ({ paid: true })),
  evolve.OrderDelivered(({ event }) => ({ deliveredAt: event.time })),
  guard.ReturnOrder(({ command }, params: { days: number }) => command.version > params.days),
  guard(['PlaceOrder', 'AddLine'], ({ command }) => command.type === 'AddLine' || command.data.lines.length > 0),
  guard.state(({ state }) => state.total > 0),
  guard.event.OrderPlaced(({ event, state }) => event.data.lines.length > state.lines.length),
  guard.event.OrderDelivered(({ event }, params: { days: number }) => event.time.getTime() > params.days),
  guard.event(['LineAdded', 'LineRemoved'], ({ event }) => event.type === 'LineAdded' && event.data.line.quantity > 1),
];

export const misspeltGuard = order
  .extend({ guards: { withinLimit: guard.PlaceOrder(() => true) } })
  // @ts-expect-error: 'withinLimi' is no guard
  .createMachine({ context, on: { PlaceOrder: { guard: 'withinLimi' } } });

export const eventGuardWithItsParameters = order
  .extend({ guards: { late: guard.event.OrderDelivered((_, params: { days: number }) => params.days > 0) } })
  .createMachine({ context, on: { OrderDelivered: { guard: { type: 'late', params: { days: 3 } } } } });

export const eventGuardWithoutItsParameters = order
  .extend({ guards: { late: guard.event.OrderDelivered((_, params: { days: number }) => params.days > 0) } })
  // @ts-expect-error: days is a number
  .createMachine({ context, on: { OrderDelivered: { guard: { type: 'late', params: { days: 'x' } } } } });

export const guardWithoutItsParameters = order
  .extend({ guards: { within: guard.ReturnOrder((_, params: { days: number }) => params.days > 0) } })
  // @ts-expect-error: days is a number
  .createMachine({ context, on: { ReturnOrder: { guard: { type: 'within', params: { days: 'x' } } } } });

const { createMachine } = order;

export const misuses = [
  // @ts-expect-error: a decision of another command
  createMachine({ context, on: { PlaceOrder: { actions: decide.AddLine(() => []) } } }),
  // @ts-expect-error: an evolution under a command
  createMachine({ context, on: { PayOrder: { actions: evolve.OrderPaid(() => ({})) } } }),
  // @ts-expect-error: a context without all fields of the state
  createMachine({ context: { customerId: null, lines: [] } }),
  // @ts-expect-error: no such command
  decide.PlaceOrde(() => []),
  // @ts-expect-error: no such event
  evolve.OrderPlace(() => ({})),
  // @ts-expect-error: no such field of the command
  decide.CancelOrder(({ command }) => ({ type: 'OrderCancelled', data: { reason: command.data.why } })),
  // @ts-expect-error: the wrong type of a field
  decide.CancelOrder(() => ({ type: 'OrderCancelled', data: { reason: 5 } })),
  // @ts-expect-error: a field is missing
  decide.CancelOrder(() => ({ type: 'OrderCancelled', data: {} })),
  // @ts-expect-error: no event of this aggregate
  decide.CancelOrder(() => ({ type: 'CustomerMoved', data: {} })),
  // @ts-expect-error: a field that the event does not declare
  decide.CancelOrder(() => ({ type: 'OrderCancelled', data: { reason: '', surplus: 5 } })),
  // @ts-expect-error: a field beside type and data
  decide.CancelOrder(() => ({ type: 'OrderCancelled', data: { reason: '' }, surplus: 5 })),
  // @ts-expect-error: a surplus field in one of several events
  decide.CancelOrder(() => [{ type: 'OrderCancelled', data: { reason: '', surplus: 5 } }]),
  decide.CancelOrder(({ state }) =>
    // @ts-expect-error: a surplus field in one of two results
    state.paid
      ? { type: 'OrderCancelled', data: { reason: '', surplus: 5 } }
      : { type: 'OrderPaid', data: { amount: 5, method: 'cash' } },
  ),
  decide.CancelOrder(({ state }) =>
    // @ts-expect-error: a field of another event in one of two results
    state.paid
      ? { type: 'OrderCancelled', data: { reason: '', amount: 5 } }
      : { type: 'OrderPaid', data: { amount: 5, method: 'cash' } },
  ),
  // @ts-expect-error: data in a message that has none
  decide.DeliverOrder(() => ({ type: 'OrderDelivered', data: { surplus: 5 } })),
  // @ts-expect-error: a decision is made at once
  decide.CancelOrder(async () => []),
  // @ts-expect-error: a field that the state does not declare
  evolve.OrderPaid(() => ({ paid: true, surplus: 5 })),
  // @ts-expect-error: the wrong type of a field of the state
  evolve.OrderPaid(() => ({ paid: 'yes' })),
  // @ts-expect-error: a field of the state cannot be undefined: it is merged
  evolve.OrderPaid(() => ({ deliveredAt: undefined })),
  // @ts-expect-error: no such field of the state
  guard.state(({ state }) => state.nope > 0),
  // @ts-expect-error: a guard answers with a boolean
  guard.PayOrder(({ command }) => command.data.amount),
  // @ts-expect-error: a command, and no event
  guard.event.PayOrder(() => true),
  // @ts-expect-error: an event, and no command
  guard.OrderPaid(() => true),
  // @ts-expect-error: events are for guard.event
  guard(['OrderPaid'], () => true),
  // @ts-expect-error: commands are for guard
  guard.event(['PayOrder'], () => true),
  // @ts-expect-error: no such field of the event
  guard.event.OrderPlaced(({ event }) => event.data.why === ''),
  // @ts-expect-error: a guard of an event is given no command
  guard.event.OrderPaid(({ command }) => command.version > 0),
  // @ts-expect-error: a guard of a command is given no event
  guard.PayOrder(({ event }) => event.version > 0),
  // @ts-expect-error: a guard answers with a boolean
  guard.event.OrderPaid(({ event }) => event.version),
  // @ts-expect-error: the data of two events is not of one, unless they are told apart
  guard.event(['OrderPlaced', 'LineAdded'], ({ event }) => event.data.lines.length > 0),
  // @ts-expect-error: the data of two commands is not of one, unless they are told apart
  guard(['PlaceOrder', 'AddLine'], ({ command }) => command.data.lines.length > 0),
];

// @ts-expect-error: a plain string is no CustomerId
export const plainId: CustomerId = 'ALFKI';

// @ts-expect-error: ids of different brands
export const wrongId: OrderLine['sku'] = 'ALFKI' as CustomerId;
