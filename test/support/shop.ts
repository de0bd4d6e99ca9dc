// Pieces of the sample domain for tests: an order's data, ids and a running engine.
import type { Address, CustomerId, Order, OrderId, OrderLine, Sku } from '../../domain/order.domain.js';
import type { AppTypes } from '../../generated/buses.js';
import { startEngine } from '../../generated/index.js';
import { type Engine, type EngineOptions, memoryStore } from '../../src/index.js';

export const orderId = (text: string) => text as OrderId;
export const customerId = (text: string) => text as CustomerId;
export const sku = (text: string) => text as Sku;

/** A line of some product: two at 1.00. */
export function lineOf(product: string, more: Partial<OrderLine> = {}): OrderLine {
  return { sku: sku(product), product, quantity: 2, unitPrice: 100, discount: 0, ...more };
}

export const ADDRESS: Address = {
  name: 'Alfreds Futterkiste',
  street: 'Obere Str. 57',
  city: 'Berlin',
  region: null,
  postalCode: '12209',
  country: 'Germany',
};

/** What a customer orders. */
export function placing(customer = 'ALFKI', lines: OrderLine[] = [lineOf('chai')]): Order['commands']['PlaceOrder'] {
  return { customerId: customerId(customer), lines, shipTo: ADDRESS };
}

/** An engine of the shop on a memory store of its own, or on the one given. */
export function startShop(options: Partial<EngineOptions<AppTypes>> = {}): Promise<Engine<AppTypes>> {
  return startEngine({ store: memoryStore(), ...options });
}
