// What the words of tests accept, and what they refuse at compile time.
import type { CustomerId } from '../../domain/order.domain.js';
import { app, given, invariant } from '../../generated/testing.js';
import { checkLaws, refused, startTestEngine } from '../../src/testing/index.js';
import { placing } from '../support/shop.js';

const placed = { type: 'OrderPlaced', data: placing() } as const;

given([placed]).when({ type: 'DeliverOrder', data: {} }).then(refused('notLastLine'));
given([placed]).when({ type: 'PlaceOrder', data: placing() }).then([placed]);
given([placed]).then({ CustomerTotals: [] });

// @ts-expect-error no event is named so
given([{ type: 'OrderLost', data: {} }]);
// @ts-expect-error a command is no event
given([{ type: 'DeliverOrder', data: {} }]);
// @ts-expect-error data of another command
given([placed]).when({ type: 'PayOrder', data: { reason: 'none' } });
const delivering = given([placed]).when({ type: 'DeliverOrder', data: {} });
// @ts-expect-error a decision makes events
delivering.then([{ type: 'DeliverOrder', data: {} }]);
// @ts-expect-error no read model is named so
given([placed]).then({ Orders: [] });
// @ts-expect-error a row has more fields
given([placed]).then({ CustomerTotals: [{ customerId: 'ALFKI' as CustomerId }] });

invariant.Order('has a total', ({ total }) => total >= 0);
invariant.ProductSales('has units', ({ units }) => units >= 0);
// @ts-expect-error the state has no such field
invariant.Order('has a colour', ({ colour }) => colour !== null);
// @ts-expect-error nothing is named so
invariant.Invoice('is paid', () => true);

void checkLaws(app, { only: ['rebuilt = live'] });

const shop = await startTestEngine(app, { commandTimeout: 100 });
void shop.given([placed]).when({ type: 'DeliverOrder', data: {} }).then(refused('notLastLine'));
void shop.given().then({ CustomerTotals: [] });
// @ts-expect-error no event is named so
shop.given([{ type: 'OrderLost', data: {} }]);
// @ts-expect-error data of another command
shop.given([placed]).when({ type: 'PayOrder', data: { reason: 'none' } });
// @ts-expect-error nothing is compared before it is told with what
await shop.given([placed]);
// @ts-expect-error no read model is named so
void shop.given().then({ Orders: [] });
