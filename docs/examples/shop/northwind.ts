// One line of a file of real orders → an order of this domain, or what is wrong with the line. Sends nothing.
import type { CustomerId, Order, OrderId, OrderLine, Sku } from '../../../domain/order.domain.js';
import { scaled } from './money.js';
import { type Check, day, decimal, object, orNull, pattern, someOf, text, whole } from './shape.js';

/** An order as it really went: placed on a day, and shipped on a later one or not at all. */
export interface RealOrder {
  readonly orderId: OrderId;
  /** Who took it. */
  readonly employee: string;
  readonly orderedAt: Date;
  readonly placed: Order['commands']['PlaceOrder'];
  readonly shipment: { readonly at: Date; readonly data: Order['commands']['ShipOrder'] } | null;
}

/** What a line of the file is. */
export type ParsedLine =
  | { readonly kind: 'order'; readonly order: RealOrder }
  | { readonly kind: 'bad'; readonly reason: string };

/** A line's JSON, once the shape has been checked. */
interface LineOfFile {
  readonly orderId: number;
  readonly customerId: string;
  readonly employeeId: number;
  readonly orderedAt: string;
  readonly shippedAt: string | null;
  readonly shipper: string;
  readonly freight: number;
  readonly shipTo: {
    readonly name: string;
    readonly address: string;
    readonly city: string;
    readonly region: string | null;
    readonly postalCode: string | null;
    readonly country: string;
  };
  readonly lines: readonly {
    readonly productId: number;
    readonly product: string;
    readonly unitPrice: number;
    readonly quantity: number;
    readonly discount: number;
  }[];
}

/** Money in the file is in units; the domain counts cents. */
const CENT_PLACES = 2;
/** A discount in the file is a share of one; the domain counts hundredths of a percent. */
const DISCOUNT_PLACES = 4;

const id = whole(1, Number.MAX_SAFE_INTEGER);
const money = decimal(10_000_000, CENT_PLACES);

const LINE: Check = object({
  orderId: id,
  customerId: pattern('five capital letters', /^[A-Z]{5}$/),
  employeeId: id,
  orderedAt: day,
  requiredAt: day,
  shippedAt: orNull(day),
  shipper: text,
  freight: money,
  shipTo: object({
    name: text,
    address: text,
    city: text,
    region: orNull(text),
    postalCode: orNull(text),
    country: text,
  }),
  lines: someOf(
    object({
      productId: id,
      product: text,
      unitPrice: money,
      quantity: whole(1, 10_000),
      discount: decimal(1, DISCOUNT_PLACES),
    }),
  ),
});

/**
 * Reads one line. Prices and freight become cents, discounts hundredths of a percent, both without rounding: a finer
 * figure is a reason to refuse the line. A day becomes its midnight in UTC.
 */
export function parseLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { kind: 'bad', reason: `not JSON: ${(error as SyntaxError).message}` };
  }
  const problems: string[] = [];
  LINE(value, '', problems);
  if (problems.length > 0) return { kind: 'bad', reason: problems.join('; ') };
  const order = realOrder(value as LineOfFile);
  if (order.shipment !== null && order.shipment.at < order.orderedAt) {
    return { kind: 'bad', reason: 'shippedAt: expected a day not before orderedAt' };
  }
  return { kind: 'order', order };
}

function realOrder(file: LineOfFile): RealOrder {
  const { name, address: street, city, region, postalCode, country } = file.shipTo;
  return {
    orderId: String(file.orderId) as OrderId,
    employee: `employee-${file.employeeId}`,
    orderedAt: midnight(file.orderedAt),
    placed: {
      customerId: file.customerId as CustomerId,
      lines: file.lines.map(orderLine),
      shipTo: { name, street, city, region, postalCode, country },
    },
    shipment:
      file.shippedAt === null
        ? null
        : {
            at: midnight(file.shippedAt),
            data: { carrier: file.shipper, freight: checked(file.freight, CENT_PLACES) },
          },
  };
}

function orderLine({ productId, product, quantity, unitPrice, discount }: LineOfFile['lines'][number]): OrderLine {
  return {
    sku: String(productId) as Sku,
    product,
    quantity,
    unitPrice: checked(unitPrice, CENT_PLACES),
    discount: checked(discount, DISCOUNT_PLACES),
  };
}

// The shape has made sure that it can be scaled.
function checked(value: number, places: number): number {
  const result = scaled(value, places);
  if (result === null) throw new RangeError(`${value} has more than ${places} decimals.`);
  return result;
}

function midnight(date: string): Date {
  return new Date(`${date}T00:00:00.000Z`);
}
