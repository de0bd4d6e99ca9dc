// What TypeScript says of a wrong decision: the line that a user sees, not only that there is one.
import { expect, it } from 'vitest';
import { compilerLines } from '../../support/compiler.js';
import { tempProject } from '../codegen/load/temp-project.js';

const DOMAIN = `import type { Aggregate, Int } from 'statefold/domain';
import { aggregateSetup } from 'statefold/contract';
interface Booking extends Aggregate {
  state: { paid: boolean };
  commands: { Pay: { amount: Int } };
  events: { Paid: { amount: Int; note?: string }; Cancelled: { reason: string } };
}
const { decide } = aggregateSetup<Booking>({ commands: [], events: [] });
decide.Pay(({ state }) => state.paid ? { type: 'Cancelled', data: { reason: '' } } : { type: 'Paid', data: { amount: 5 } });
`;

const decisions: readonly (readonly [decision: string, said: string])[] = [
  ["() => ({ type: 'Payed', data: { amount: 5 } })", `Type '"Payed"' is not assignable to type '"Paid"'.`],
  [
    "() => [{ type: 'Payed', data: { amount: 5 } }]",
    `Type '"Payed"' is not assignable to type '"Cancelled" | "Paid"'.`,
  ],
  ["() => ({ type: 'Paid', data: { amount: 'much' } })", "Type 'string' is not assignable to type 'number'."],
  ["() => ({ type: 'Paid', data: { amount: 5, more: 1 } })", "Type '1' is not assignable to type 'never'."],
];

it('is told at the place, in words that lead to it', () => {
  const lines = decisions.map(([decision]) => `decide.Pay(${decision});\n`);
  const root = tempProject({ 'domain/booking.ts': DOMAIN + lines.join('') });
  const errors = compilerLines(root)
    .join('\n')
    .split(/\n(?! )/)
    .filter((error) => error.startsWith('domain/'));
  // The last line of an error says what it comes down to.
  const said = errors.map((error) => (error.split('\n').at(-1) ?? '').replace(/^.* error TS\d+: /, '').trim());
  expect(said).toEqual(decisions.map(([, text]) => text));
}, 60_000);
