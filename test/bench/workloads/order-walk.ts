// One order of the sample domain from its first line to its return: each command, and the event that it makes.
import { orderMachine } from '../../../domain/order.machine.js';
import { totalOf } from '../../../domain/pricing.js';
import { ADDRESS, lineOf, placing } from '../../support/shop.js';
import { messagesOf } from './messages.js';
import type { Walk } from './walk.js';

const placed = placing('ALFKI', [lineOf('chai'), lineOf('chang', { discount: 500 })]);
const added = { line: lineOf('aniseed') };
const paid = { amount: totalOf([...placed.lines, added.line]), method: 'card' };
const shipped = { carrier: 'Speedy Express', freight: 1200 };
const moved = { shipTo: { ...ADDRESS, street: 'Berguvsvägen 8' } };
const returned = { reason: 'too many of them' };

/** Fourteen steps through nested states, with guards by name, parameters and combinators. */
export const orderWalk: Walk = {
  machine: orderMachine,
  messages: messagesOf([
    { type: 'PlaceOrder', data: placed },
    { type: 'OrderPlaced', data: placed },
    { type: 'AddLine', data: added },
    { type: 'LineAdded', data: added },
    { type: 'ChangeAddress', data: moved },
    { type: 'AddressChanged', data: moved },
    { type: 'PayOrder', data: paid },
    { type: 'OrderPaid', data: paid },
    { type: 'ShipOrder', data: shipped },
    { type: 'OrderShipped', data: shipped },
    { type: 'DeliverOrder', data: {} },
    { type: 'OrderDelivered', data: {} },
    { type: 'ReturnOrder', data: returned },
    { type: 'OrderReturned', data: returned },
  ]),
};
