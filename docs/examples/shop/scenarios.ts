// The lives that orders lead in the play, and how often. Each is a list of verbs; what they must come to is the verbs' own.
import type { OrderScript } from './order-script.js';
import type { Random } from './random.js';

type Life = (order: OrderScript) => void;

/** How many of the orders live so, in relation to the others. */
const LIVES: readonly (readonly [weight: number, life: Life])[] = [
  [30, (order) => order.place().pay().ship().deliver()],
  [10, (order) => order.place().ship().deliver().pay()],
  [10, (order) => order.place().addLine().removeLine().move().pay().ship().deliver()],
  [6, (order) => order.place().pay().ship()],
  [5, (order) => order.place().addLine()],
  [5, (order) => order.place().cancel().cancelTooLate()],
  [4, (order) => order.place().pay().ship().deliver().return()],
  [3, (order) => order.place().pay().ship().deliver().returnTooLate()],
  [3, (order) => order.place().pay().ship().cancelTooLate().deliver()],
  [2, (order) => order.placeNothing().place().addSameProduct().addLine().pay().ship()],
  [2, (order) => order.placeHalfAPiece().place().payTooLittle().pay().ship().deliver()],
  [2, (order) => order.place().placeAgain().pay().ship()],
  [2, (order) => order.place().addLine().moveFromOldPage().pay().ship().deliver()],
  [2, (order) => order.place().reuseCommandId().pay().ship()],
  [4, (order) => order.place().sendAgain().addLine().sendAgain().pay().ship().deliver()],
  [4, (order) => order.place().payTwiceAtOnce().ship().deliver()],
  [3, (order) => order.place().payByTwo().ship().deliver()],
  [4, (order) => order.place().cancelWhileShipping()],
  [3, (order) => order.place().moveByTwo().pay().ship().deliver()],
  [4, (order) => order.place().changeByTwo().pay().ship().deliver()],
];

const TOTAL = LIVES.reduce((sum, [weight]) => sum + weight, 0);

/** Writes one of the lives into an order's script. */
export function writeLife(order: OrderScript, random: Random): void {
  let left = random.whole(1, TOTAL);
  for (const [weight, life] of LIVES) {
    left -= weight;
    if (left > 0) continue;
    life(order);
    return;
  }
}
