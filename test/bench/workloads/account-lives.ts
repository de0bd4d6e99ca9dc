// Commands that let many accounts live through the same number of events. Neighbours are of different accounts: no races.
import type { AccountCommand } from './account.js';

/** A command and whom it goes to. */
export interface Sent {
  readonly id: string;
  readonly command: AccountCommand;
}

/** The first command opens an account, the others move it; every one is accepted and makes one event. */
export function accountLives(accounts: number, eventsEach: number): readonly Sent[] {
  const sent: Sent[] = [];
  for (let round = 0; round < eventsEach; round++) {
    for (let number = 0; number < accounts; number++) {
      sent.push({ id: `account-${number}`, command: commandOf(round, number) });
    }
  }
  return sent;
}

function commandOf(round: number, number: number): AccountCommand {
  if (round === 0) return { type: 'OpenAccount', data: { owner: `Owner ${number}`, limit: 500 } };
  const reference = `R-${round}-${number}`;
  // Two in, one out: the balance always covers it.
  if (round % 3 === 0) return { type: 'Withdraw', data: { amount: 100 + (number % 50), reference } };
  return { type: 'Deposit', data: { amount: 100 + (number % 200), reference } };
}
