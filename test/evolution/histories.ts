// What happened in the shop while each release ran: the same whenever it is told. Knows no release's commands.
import type { Deed } from './releases.js';

const CUSTOMERS = ['ALFKI', 'BONAP', 'CHOPS'];
const ORDERS = 6;
const MINUTE = 60_000;

/** The release that brought notes, and the last one that had flags. */
const [NOTES, FLAGS] = [1, 3];

/** What happened in the time of a release, 0 for the first. */
export function historyOf(release: number): readonly Deed[] {
  return Array.from({ length: ORDERS }, (_, number): readonly Deed[] => {
    const id = idsOf(release)[number] ?? '';
    const euros = 10 * number + 0.07 * (release + 1);
    const placed: Deed = {
      kind: 'place',
      id,
      customer: CUSTOMERS[(number + release) % CUSTOMERS.length] ?? '',
      euros,
      ...(release >= NOTES && number % 2 === 0 ? { note: `Note ${number}.` } : {}),
    };
    const rest: readonly (Deed | false)[] = [
      number % 2 === 1 && {
        kind: 'move',
        id,
        shipTo: `Street ${number}`,
        ...(number % 4 === 3 ? { billTo: 'Box 1' } : {}),
      },
      release <= FLAGS && number % 3 === 0 && { kind: 'flag', id, reason: 'odd' },
      number % 3 !== 1 && { kind: 'pay', id, euros: euros / 2 },
      number % 3 === 2 && { kind: 'move', id, shipTo: `Road ${number}` },
      number % 3 === 2 && { kind: 'ship', id },
    ];
    return [placed, ...rest.filter((deed) => deed !== false)];
  }).flat();
}

/** The ids of the orders of that time. */
export function idsOf(release: number): readonly string[] {
  return Array.from({ length: ORDERS }, (_, number) => `order-${release + 1}-${number}`);
}

/** When a deed was done, by its number in the history. */
export function timeOf(release: number, index: number): Date {
  return new Date(Date.UTC(2020 + release, 0, 1) + index * MINUTE);
}
