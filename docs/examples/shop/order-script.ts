// The life of one order, written down before it is played: what is sent at which desk, and what must come of it.
import type { CommandOptions, ErrorCode } from 'statefold';
import type { Address, CustomerId, Order, OrderId, OrderLine } from '../../../domain/order.domain.js';
import { totalOf } from '../../../domain/pricing.js';
import { anotherLine, someAddress, someCarrier, someLines } from './catalogue.js';
import type { Random } from './random.js';
import type { ShopCommand } from './shop.js';

/** A command, and who sends it. */
export interface Step {
  readonly desk: 'site' | 'warehouse';
  readonly command: ShopCommand;
}

/** Commands that are sent at the same time, and what must come of them, whoever is first. */
export interface Act {
  readonly steps: readonly Step[];
  /** How many of the steps are accepted. */
  readonly accepted: number;
  /** Why the others are not. */
  readonly refusal: ErrorCode | null;
  /** How many events are stored: a retry is accepted and stores none. */
  readonly events: number;
}

type Name = keyof Order['commands'];
type Options = Pick<CommandOptions, 'commandId' | 'expectedVersion' | 'time'>;

const MINUTE = 60_000;
const LATE = 45 * 24 * 60 * MINUTE;

/** Writes the life of one order, act by act. Each verb adds the act that it is named after. */
export class OrderScript {
  readonly orderId: OrderId;
  readonly acts: Act[] = [];
  readonly #customerId: CustomerId;
  readonly #random: Random;
  readonly #shipTo: Address;
  #lines: OrderLine[];
  #time: number;
  #version = 0;
  #previous: Step | null = null;

  constructor(orderId: OrderId, customerId: CustomerId, random: Random, opensAt: Date) {
    this.orderId = orderId;
    this.#customerId = customerId;
    this.#random = random;
    this.#shipTo = someAddress(random, `Customer ${customerId}`);
    this.#lines = someLines(random, random.whole(1, 4));
    this.#time = opensAt.getTime() + random.whole(0, 10 * 60) * MINUTE;
  }

  place(): this {
    return this.#succeeds(this.#step('site', 'PlaceOrder', this.#order(this.#lines), this.#named('place')));
  }

  addLine(): this {
    const line = anotherLine(this.#random, this.#lines);
    this.#lines = [...this.#lines, line];
    return this.#succeeds(this.#step('site', 'AddLine', { line }, this.#named('add')));
  }

  /** Takes out the first product; there must be two. */
  removeLine(): this {
    const [first, ...rest] = this.#lines;
    if (first === undefined || rest.length === 0) return this;
    this.#lines = rest;
    return this.#succeeds(this.#step('site', 'RemoveLine', { sku: first.sku }));
  }

  move(): this {
    return this.#succeeds(this.#step('site', 'ChangeAddress', { shipTo: this.#elsewhere() }));
  }

  pay(): this {
    return this.#succeeds(this.#step('site', 'PayOrder', this.#payment(), this.#named('pay')));
  }

  ship(): this {
    return this.#succeeds(this.#step('warehouse', 'ShipOrder', someCarrier(this.#random)));
  }

  deliver(): this {
    return this.#succeeds(this.#step('warehouse', 'DeliverOrder', {}));
  }

  cancel(): this {
    return this.#succeeds(this.#step('site', 'CancelOrder', { reason: 'Changed my mind.' }));
  }

  return(): this {
    return this.#succeeds(this.#step('site', 'ReturnOrder', { reason: 'The wrong colour.' }));
  }

  // What is refused.

  placeNothing(): this {
    return this.#fails('INVALID', this.#step('site', 'PlaceOrder', this.#order([])));
  }

  placeHalfAPiece(): this {
    const lines = this.#lines.map((line) => ({ ...line, quantity: 0.5 }));
    return this.#fails('INVALID', this.#step('site', 'PlaceOrder', this.#order(lines)));
  }

  /** A second order under the same id. */
  placeAgain(): this {
    return this.#fails('REJECTED', this.#step('site', 'PlaceOrder', this.#order(this.#lines)));
  }

  addSameProduct(): this {
    const line = this.#lines[0];
    return line === undefined ? this : this.#fails('REJECTED', this.#step('site', 'AddLine', { line }));
  }

  payTooLittle(): this {
    const { amount, method } = this.#payment();
    return this.#fails('REJECTED', this.#step('site', 'PayOrder', { amount: amount - 1, method }));
  }

  cancelTooLate(): this {
    return this.#fails('REJECTED', this.#step('site', 'CancelOrder', { reason: 'Too late?' }));
  }

  returnTooLate(): this {
    const time = new Date(this.#time + LATE);
    return this.#fails('REJECTED', this.#step('site', 'ReturnOrder', { reason: 'After six weeks.' }, { time }));
  }

  /** From a page that was loaded before the last change. */
  moveFromOldPage(): this {
    const old = { expectedVersion: this.#version - 1 };
    return this.#fails('CONFLICT', this.#step('site', 'ChangeAddress', { shipTo: this.#elsewhere() }, old));
  }

  /** Another command under an id that has been used. */
  reuseCommandId(): this {
    const commandId = this.#previous?.command.commandId;
    if (commandId === undefined) throw new Error(`${this.orderId}: only a command with an id of its own can lend it.`);
    return this.#fails('DUPLICATE', this.#step('site', 'CancelOrder', { reason: 'Under a used id.' }, { commandId }));
  }

  // What happens twice, or at the same time.

  /** The reply to the last command was lost: it is sent again, at both desks. Must follow a command with an id of its own. */
  sendAgain(): this {
    const last = this.#previous;
    if (last?.command.commandId === undefined)
      throw new Error(`${this.orderId}: only a command with an id can be retried.`);
    return this.#add({ steps: [last, { ...last, desk: 'warehouse' }], accepted: 2, refusal: null, events: 0 });
  }

  /** An impatient click: the same command twice at once, at two desks. It acts once. */
  payTwiceAtOnce(): this {
    const step = this.#step('site', 'PayOrder', this.#payment(), this.#named('pay'));
    return this.#add({ steps: [step, { ...step, desk: 'warehouse' }], accepted: 2, refusal: null, events: 1 });
  }

  /** Two people pay at once, under two ids. One is first. */
  payByTwo(): this {
    const steps = [
      this.#step('site', 'PayOrder', this.#payment()),
      this.#step('warehouse', 'PayOrder', this.#payment()),
    ];
    return this.#add({ steps, accepted: 1, refusal: 'REJECTED', events: 1 });
  }

  /** The customer cancels while the parcel leaves. One is first, and the order is over. */
  cancelWhileShipping(): this {
    const steps = [
      this.#step('site', 'CancelOrder', { reason: 'Not needed any more.' }),
      this.#step('warehouse', 'ShipOrder', someCarrier(this.#random)),
    ];
    return this.#add({ steps, accepted: 1, refusal: 'REJECTED', events: 1 });
  }

  /** Both desks correct the address of the version that both see. One is told that the other was first. */
  moveByTwo(): this {
    const seen = { expectedVersion: this.#version };
    const steps = [
      this.#step('site', 'ChangeAddress', { shipTo: this.#elsewhere() }, seen),
      this.#step('warehouse', 'ChangeAddress', { shipTo: this.#elsewhere() }, seen),
    ];
    return this.#add({ steps, accepted: 1, refusal: 'CONFLICT', events: 1 });
  }

  /** Both desks change the order, neither says what it has seen: whoever loses the race is decided again, and both count. */
  changeByTwo(): this {
    const line = anotherLine(this.#random, this.#lines);
    this.#lines = [...this.#lines, line];
    const steps = [
      this.#step('site', 'AddLine', { line }),
      this.#step('warehouse', 'ChangeAddress', { shipTo: this.#elsewhere() }),
    ];
    return this.#add({ steps, accepted: 2, refusal: null, events: 2 });
  }

  #succeeds(step: Step): this {
    return this.#add({ steps: [step], accepted: 1, refusal: null, events: 1 });
  }

  #fails(refusal: ErrorCode, step: Step): this {
    return this.#add({ steps: [step], accepted: 0, refusal, events: 0 });
  }

  #add(act: Act): this {
    this.acts.push(act);
    this.#version += act.events;
    this.#time += this.#random.whole(1, 20) * MINUTE;
    if (act.events > 0) this.#previous = act.steps[0] ?? null;
    return this;
  }

  #step<C extends Name>(desk: Step['desk'], type: C, data: Order['commands'][C], options: Options = {}): Step {
    // TypeScript cannot see that a name and its data, both of C, are a member of the union.
    const command = { time: new Date(this.#time), ...options, type, aggregateId: this.orderId, data } as ShopCommand;
    return { desk, command };
  }

  #named(verb: string): Options {
    return { commandId: `${this.orderId}/${verb}-${this.acts.length}` };
  }

  #order(lines: OrderLine[]): Order['commands']['PlaceOrder'] {
    return { customerId: this.#customerId, lines, shipTo: this.#shipTo };
  }

  #payment(): Order['commands']['PayOrder'] {
    return { amount: totalOf(this.#lines), method: this.#random.pick(['card', 'invoice', 'cash']) };
  }

  #elsewhere(): Address {
    return someAddress(this.#random, this.#shipTo.name);
  }
}
