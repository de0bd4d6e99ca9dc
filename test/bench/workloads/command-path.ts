// The whole way of a command, on one engine with one owner and on Emmett's in-memory store, for the same commands.
import { startEngine } from '../../../src/engine/start-engine.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import type { Effort, Side } from '../figure.js';
import { loadEmmett } from '../peers/emmett.js';
import { concurrently, rateOf } from '../rate.js';
import { accountApp, accountDecider } from './account.js';
import { accountLives, type Sent } from './account-lives.js';
import { bareCommands } from './bare-commands.js';

const ACCOUNTS = 5_000;
const WIDTH = 256;

/** Quick turns have shorter lives, not fewer accounts: Emmett's store takes time for each stream that there is. */
function livesOf({ quick }: Effort): readonly Sent[] {
  return accountLives(ACCOUNTS, quick ? 4 : 20);
}

/** Sends all commands, so many at once. Answers how many a second. */
function play(lives: readonly Sent[], send: (sent: Sent) => Promise<unknown>): Promise<number> {
  return rateOf(lives.length, () => concurrently(lives.length, WIDTH, (index) => send(lives[index] as Sent)));
}

/** Commands per second of an engine on a memory store of its own, folding nothing. */
export const statefoldCommands: Side = (effort) => {
  const lives = livesOf(effort);
  return async () => {
    const engine = await startEngine(accountApp, { store: memoryStore({ shared: false }), fold: false });
    const { openAccount, deposit, withdraw } = engine.commands;
    const rate = await play(lives, ({ id, command }) => {
      if (command.type === 'Deposit') return deposit(id, command.data);
      if (command.type === 'Withdraw') return withdraw(id, command.data);
      return openAccount(id, command.data);
    });
    await engine.close();
    return rate;
  };
};

/** Commands per second of the parts of the same way, on the same store. */
export const bareCommandsInMemory: Side = (effort) => {
  const lives = livesOf(effort);
  return async () => {
    const connection = await memoryStore({ shared: false }).connect();
    const send = bareCommands(connection.log);
    const rate = await play(lives, ({ id, command }) => send(command.type, id, command.data));
    await connection.close();
    return rate;
  };
};

/** Commands per second of Emmett's `CommandHandler` on its in-memory store. */
export const emmettCommands: Side = (effort) => {
  const lives = livesOf(effort);
  const { CommandHandler, getInMemoryEventStore } = loadEmmett();
  const { decide, evolve, initialState } = accountDecider;
  const handle = CommandHandler({ evolve, initialState });
  return async () => {
    const store = getInMemoryEventStore();
    return play(lives, ({ id, command }) => handle(store, id, (state) => decide(command, state)));
  };
};
