// What events of earlier releases are today.
import { upcast } from '../generated/upcasters.js';

export const addressChangedV1 = upcast.AddressChangedV1(({ event: { data } }) => [
  { type: 'ShippingAddressChanged', data: { address: data.shipTo } },
  ...(data.billTo === undefined ? [] : [{ type: 'BillingAddressChanged' as const, data: { address: data.billTo } }]),
]);

/** Amounts were euros. */
const cents = (euros: number): number => Math.round(euros * 100);

export const orderPlacedV2 = upcast.OrderPlacedV2(({ event: { data } }) => ({ ...data, total: cents(data.total) }));

export const orderPaidV1 = upcast.OrderPaidV1(({ event: { data } }) => ({ amount: cents(data.amount) }));

/** Nobody looks at flags any more. */
export const orderFlaggedV1 = upcast.OrderFlaggedV1(() => []);
