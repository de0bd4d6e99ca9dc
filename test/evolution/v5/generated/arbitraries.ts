// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { ParametersOf } from 'statefold/contract';
import { arbitrariesFor } from 'statefold/testing';
import type { CustomerTotals, GetCustomers, GetOrders, Order, OrderId, OrderRow } from '../domain/order.domain.js';
import { schemas } from './validators.js';

const arbitrary = arbitrariesFor(schemas);

/** A fast-check arbitrary of everything that the domain declares, by name; of an aggregate, its state. */
export const arbitraries = {
  OrderId: arbitrary<OrderId>('OrderId'),
  Order: arbitrary<Order['state']>('Order'),
  PlaceOrder: arbitrary<Order['commands']['PlaceOrder']>('PlaceOrder'),
  ChangeAddress: arbitrary<Order['commands']['ChangeAddress']>('ChangeAddress'),
  PayOrder: arbitrary<Order['commands']['PayOrder']>('PayOrder'),
  ShipOrder: arbitrary<Order['commands']['ShipOrder']>('ShipOrder'),
  OrderPlaced: arbitrary<Order['events']['OrderPlaced']>('OrderPlaced'),
  ShippingAddressChanged: arbitrary<Order['events']['ShippingAddressChanged']>('ShippingAddressChanged'),
  BillingAddressChanged: arbitrary<Order['events']['BillingAddressChanged']>('BillingAddressChanged'),
  OrderPaid: arbitrary<Order['events']['OrderPaid']>('OrderPaid'),
  OrderShipped: arbitrary<Order['events']['OrderShipped']>('OrderShipped'),
  OrderRow: arbitrary<OrderRow>('OrderRow'),
  CustomerTotals: arbitrary<CustomerTotals>('CustomerTotals'),
  GetOrders: arbitrary<ParametersOf<GetOrders>>('GetOrders'),
  GetCustomers: arbitrary<ParametersOf<GetCustomers>>('GetCustomers'),
};
