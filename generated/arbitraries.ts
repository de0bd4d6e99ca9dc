// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { ParametersOf } from 'statefold/contract';
import { arbitrariesFor } from 'statefold/testing';
import type {
  CustomerTotals,
  GetBestCustomers,
  GetBestSellers,
  GetCustomer,
  GetCustomerOrders,
  GetDayReport,
  GetOrder,
  GetOrders,
  Order,
  OrderId,
  OrderSummary,
  ProductSales,
} from '../domain/order.domain.js';
import { schemas } from './validators.js';

const arbitrary = arbitrariesFor(schemas);

/** A fast-check arbitrary of everything that the domain declares, by name; of an aggregate, its state. */
export const arbitraries = {
  OrderId: arbitrary<OrderId>('OrderId'),
  Order: arbitrary<Order['state']>('Order'),
  PlaceOrder: arbitrary<Order['commands']['PlaceOrder']>('PlaceOrder'),
  AddLine: arbitrary<Order['commands']['AddLine']>('AddLine'),
  RemoveLine: arbitrary<Order['commands']['RemoveLine']>('RemoveLine'),
  ChangeAddress: arbitrary<Order['commands']['ChangeAddress']>('ChangeAddress'),
  PayOrder: arbitrary<Order['commands']['PayOrder']>('PayOrder'),
  ShipOrder: arbitrary<Order['commands']['ShipOrder']>('ShipOrder'),
  DeliverOrder: arbitrary<Order['commands']['DeliverOrder']>('DeliverOrder'),
  CancelOrder: arbitrary<Order['commands']['CancelOrder']>('CancelOrder'),
  ReturnOrder: arbitrary<Order['commands']['ReturnOrder']>('ReturnOrder'),
  OrderPlaced: arbitrary<Order['events']['OrderPlaced']>('OrderPlaced'),
  LineAdded: arbitrary<Order['events']['LineAdded']>('LineAdded'),
  LineRemoved: arbitrary<Order['events']['LineRemoved']>('LineRemoved'),
  AddressChanged: arbitrary<Order['events']['AddressChanged']>('AddressChanged'),
  OrderPaid: arbitrary<Order['events']['OrderPaid']>('OrderPaid'),
  OrderShipped: arbitrary<Order['events']['OrderShipped']>('OrderShipped'),
  OrderDelivered: arbitrary<Order['events']['OrderDelivered']>('OrderDelivered'),
  OrderCancelled: arbitrary<Order['events']['OrderCancelled']>('OrderCancelled'),
  OrderReturned: arbitrary<Order['events']['OrderReturned']>('OrderReturned'),
  OrderSummary: arbitrary<OrderSummary>('OrderSummary'),
  CustomerTotals: arbitrary<CustomerTotals>('CustomerTotals'),
  ProductSales: arbitrary<ProductSales>('ProductSales'),
  GetOrder: arbitrary<ParametersOf<GetOrder>>('GetOrder'),
  GetCustomerOrders: arbitrary<ParametersOf<GetCustomerOrders>>('GetCustomerOrders'),
  GetOrders: arbitrary<ParametersOf<GetOrders>>('GetOrders'),
  GetCustomer: arbitrary<ParametersOf<GetCustomer>>('GetCustomer'),
  GetBestCustomers: arbitrary<ParametersOf<GetBestCustomers>>('GetBestCustomers'),
  GetBestSellers: arbitrary<ParametersOf<GetBestSellers>>('GetBestSellers'),
  GetDayReport: arbitrary<ParametersOf<GetDayReport>>('GetDayReport'),
};
