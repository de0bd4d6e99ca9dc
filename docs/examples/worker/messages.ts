// What the main thread and the worker send each other: plain data, so that it can be copied from thread to thread.
import type { Receipt } from 'statefold';
import type { Durability } from 'statefold/redis';
import type { Order, OrderId } from '../../../domain/order.domain.js';

/** What the worker's engine is started with. */
export interface EngineOptions {
  readonly url: string;
  readonly namespace: string;
  readonly durability: Durability;
}

/** A command to an order. */
export type OrderCommand = {
  readonly [C in keyof Order['commands']]: {
    readonly type: C;
    readonly aggregateId: OrderId;
    readonly data: Order['commands'][C];
  };
}[keyof Order['commands']];

/** What the worker is to do. */
export type Task =
  | { readonly kind: 'command'; readonly command: OrderCommand }
  | { readonly kind: 'order'; readonly orderId: OrderId; readonly after: Receipt<'Order'> }
  | { readonly kind: 'close' };

/** A task with the number that its answer carries. */
export type Request = Task & { readonly number: number };

/** What became of a request. */
export type Answer = { readonly number: number } & (
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
);
