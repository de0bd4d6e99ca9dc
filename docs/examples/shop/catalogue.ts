// What the shop sells, to whom, and where it sends things. Made up.
import type { Address, CustomerId, OrderLine, Sku } from '../../../domain/order.domain.js';
import type { Random } from './random.js';

interface Product {
  readonly sku: Sku;
  readonly name: string;
  /** In cents. */
  readonly price: number;
}

const product = (sku: string, name: string, price: number): Product => ({ sku: sku as Sku, name, price });

const PRODUCTS: readonly [Product, ...Product[]] = [
  product('TEA-01', 'Assam, 250 g', 890),
  product('TEA-02', 'Sencha, 100 g', 1245),
  product('TEA-03', 'Rooibos, 250 g', 675),
  product('COF-01', 'House blend, 500 g', 1390),
  product('COF-02', 'Yirgacheffe, 250 g', 1185),
  product('COF-03', 'Decaf, 500 g', 1499),
  product('CUP-01', 'Cup, white', 750),
  product('CUP-02', 'Cup, blue glaze', 1333),
  product('POT-01', 'Teapot, cast iron', 6450),
  product('POT-02', 'Moka pot', 3295),
  product('GRI-01', 'Hand grinder', 8999),
  product('FIL-01', 'Paper filters, 100', 349),
  product('SUG-01', 'Rock sugar, 500 g', 425),
  product('BIS-01', 'Shortbread', 515),
  product('BIS-02', 'Amaretti', 699),
  product('CHO-01', 'Chocolate, 70 %', 459),
];

const DISCOUNTS = [0, 0, 0, 0, 500, 1000, 1250, 3333] as const;
const CARRIERS = ['Bicycle courier', 'Night van', 'Parcel post'] as const;
type Town = readonly [street: string, city: string, postalCode: string | null, country: string];
const TOWNS: readonly [Town, ...Town[]] = [
  ['Rua Augusta 12', 'Lisboa', '1100-048', 'Portugal'],
  ['Skolegata 3', 'Bergen', '5005', 'Norway'],
  ['Via Roma 81', 'Torino', '10121', 'Italy'],
  ['Calle Mayor 5', 'Madrid', '28013', 'Spain'],
  ['Hauptplatz 9', 'Graz', '8010', 'Austria'],
  ['Shop Street 40', 'Galway', null, 'Ireland'],
];

const LETTERS = 26;
const CUSTOMER_IDS = LETTERS ** 5;

/** The id of customer `index`: five letters. Different for the first eleven million of them. */
export function customerId(index: number): CustomerId {
  // The factor shares no divisor with 26: neighbours look unalike, and no two are the same.
  let rest = (index * 7_654_321) % CUSTOMER_IDS;
  let letters = '';
  for (let at = 0; at < 5; at++) {
    letters += String.fromCharCode(65 + (rest % LETTERS));
    rest = Math.floor(rest / LETTERS);
  }
  return letters as CustomerId;
}

/** `count` lines of different products. */
export function someLines(random: Random, count: number): OrderLine[] {
  const lines: OrderLine[] = [];
  while (lines.length < count) lines.push(anotherLine(random, lines));
  return lines;
}

/** A line of a product that is not among `lines`. There are sixteen products. */
export function anotherLine(random: Random, lines: readonly OrderLine[]): OrderLine {
  for (;;) {
    const { sku, name, price } = random.pick(PRODUCTS);
    if (lines.some((line) => line.sku === sku)) continue;
    return { sku, product: name, quantity: random.whole(1, 6), unitPrice: price, discount: random.pick(DISCOUNTS) };
  }
}

/** Where a customer lives. */
export function someAddress(random: Random, name: string): Address {
  const [street, city, postalCode, country] = random.pick(TOWNS);
  return { name, street, city, region: null, postalCode, country };
}

/** Who carries it, and for how much. */
export function someCarrier(random: Random): { carrier: string; freight: number } {
  return { carrier: random.pick(CARRIERS), freight: random.whole(300, 1500) };
}
