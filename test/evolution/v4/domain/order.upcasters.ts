// What events of earlier releases are today.
import { upcast } from '../generated/upcasters.js';

export const addressChangedV1 = upcast.AddressChangedV1(({ event: { data } }) => [
  { type: 'ShippingAddressChanged', data: { address: data.shipTo } },
  ...(data.billTo === undefined ? [] : [{ type: 'BillingAddressChanged' as const, data: { address: data.billTo } }]),
]);
