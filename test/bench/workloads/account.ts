// An account of constant size, decided by the same rules in both engines: an aggregate for ours, a decider for Emmett.
import type { EventCodec } from '../../../src/codec/event-codec.js';
import type { Aggregate, Int } from '../../../src/domain.js';
import type { AppDefinition } from '../../../src/engine/app-definition.js';
import type { Receipt } from '../../../src/kernel/place.js';
import type { SchemaTable } from '../../../src/schema/schema.js';
import { aggregateSetup } from '../../../src/statechart/aggregate-setup.js';
import { descriptorOf } from '../../support/descriptors.js';

interface Opening {
  owner: string;
  limit: Int;
}
interface Movement {
  amount: Int;
  reference: string;
}
interface AccountState {
  owner: string | null;
  limit: Int;
  balance: Int;
  movements: Int;
}

/** A bank account: opened once, then moved. */
export interface Account extends Aggregate {
  state: AccountState;
  commands: { OpenAccount: Opening; Deposit: Movement; Withdraw: Movement };
  events: { AccountOpened: Opening; Deposited: Movement; Withdrawn: Movement };
}

/** A command to an account. */
export type AccountCommand = {
  [C in keyof Account['commands']]: { readonly type: C; readonly data: Account['commands'][C] };
}[keyof Account['commands']];
type AccountEvent = {
  [E in keyof Account['events']]: { readonly type: E; readonly data: Account['events'][E] };
}[keyof Account['events']];

const EMPTY: AccountState = { owner: null, limit: 0, balance: 0, movements: 0 };

// The rules, shared by both engines.
const covers = (state: AccountState, { amount }: Movement) => state.balance - amount >= -state.limit;
const opened = ({ owner, limit }: Opening) => ({ owner, limit });
const moved = (state: AccountState, by: number) => ({
  balance: state.balance + by,
  movements: state.movements + 1,
});

/** The account as a decider: what an application writes for an engine that has no statecharts. */
export const accountDecider = {
  initialState: (): AccountState => EMPTY,
  decide: (command: AccountCommand, state: AccountState): AccountEvent => {
    switch (command.type) {
      case 'OpenAccount':
        if (state.owner !== null) throw new Error('The account is open already.');
        return { type: 'AccountOpened', data: command.data };
      case 'Deposit':
        if (state.owner === null) throw new Error('The account is not open.');
        return { type: 'Deposited', data: command.data };
      case 'Withdraw':
        if (state.owner === null) throw new Error('The account is not open.');
        if (!covers(state, command.data)) throw new Error('The balance does not cover it.');
        return { type: 'Withdrawn', data: command.data };
    }
  },
  evolve: (state: AccountState, event: AccountEvent): AccountState => {
    switch (event.type) {
      case 'AccountOpened':
        return { ...state, ...opened(event.data) };
      case 'Deposited':
        return { ...state, ...moved(state, event.data.amount) };
      case 'Withdrawn':
        return { ...state, ...moved(state, -event.data.amount) };
    }
  },
};

const account = aggregateSetup<Account>({
  commands: ['OpenAccount', 'Deposit', 'Withdraw'],
  events: ['AccountOpened', 'Deposited', 'Withdrawn'],
});
const { decide, evolve, guard } = account;

const machine = account
  .extend({ guards: { covered: guard.Withdraw(({ state, command }) => covers(state, command.data)) } })
  .createMachine({
    id: 'account',
    context: EMPTY,
    initial: 'none',
    states: {
      none: {
        on: {
          OpenAccount: {
            actions: decide.OpenAccount(({ command }) => ({ type: 'AccountOpened', data: command.data })),
          },
          AccountOpened: { target: 'open', actions: evolve.AccountOpened(({ event }) => opened(event.data)) },
        },
      },
      open: {
        on: {
          Deposit: { actions: decide.Deposit(({ command }) => ({ type: 'Deposited', data: command.data })) },
          Deposited: { actions: evolve.Deposited(({ state, event }) => moved(state, event.data.amount)) },
          Withdraw: {
            guard: 'covered',
            actions: decide.Withdraw(({ command }) => ({ type: 'Withdrawn', data: command.data })),
          },
          Withdrawn: { actions: evolve.Withdrawn(({ state, event }) => moved(state, -event.data.amount)) },
        },
      },
    },
  });

const opening = {
  type: 'object',
  properties: { owner: { type: 'string', minLength: 1, maxLength: 80 }, limit: { type: 'integer', minimum: 0 } },
  required: ['owner', 'limit'],
  additionalProperties: false,
} as const;
const movement = {
  type: 'object',
  properties: { amount: { type: 'integer', minimum: 1 }, reference: { type: 'string', maxLength: 80 } },
  required: ['amount', 'reference'],
  additionalProperties: false,
} as const;
/** The messages' schemas. */
export const accountSchemas: SchemaTable = {
  OpenAccount: opening,
  AccountOpened: opening,
  Deposit: movement,
  Deposited: movement,
  Withdraw: movement,
  Withdrawn: movement,
};

// Codecs as codegen prints them.
const openedCodec: EventCodec<Opening> = {
  descriptor: descriptorOf('AccountOpened', opening, { aggregate: 'Account' }),
  write(to, { owner, limit }) {
    to.event(this.descriptor.number, 1, 2);
    to.text(owner);
    to.integer(limit);
  },
  read(from, fields) {
    from.needs(2, fields);
    const data = { owner: from.text(), limit: from.integer() };
    from.skip(fields - 2);
    return data;
  },
};
const movedCodec = (event: string): EventCodec<Movement> => ({
  descriptor: descriptorOf(event, movement, { aggregate: 'Account' }),
  write(to, { amount, reference }) {
    to.event(this.descriptor.number, 1, 2);
    to.integer(amount);
    to.text(reference);
  },
  read(from, fields) {
    from.needs(2, fields);
    const data = { amount: from.integer(), reference: from.text() };
    from.skip(fields - 2);
    return data;
  },
});

type Send<Data> = (id: string, data: Data) => Promise<Receipt>;

/** The domain's types, as codegen would gather them. */
export interface AccountTypes {
  readonly aggregates: { readonly account: Account };
  readonly queries: Record<never, never>;
  readonly rows: Record<never, never>;
  readonly commandBus: {
    readonly openAccount: Send<Opening>;
    readonly deposit: Send<Movement>;
    readonly withdraw: Send<Movement>;
  };
  readonly queryBus: object;
}

/** The domain, wired by hand as codegen would. */
export const accountApp: AppDefinition<AccountTypes> = {
  contract: 2,
  schemas: accountSchemas,
  aggregates: [
    {
      type: 'Account',
      machine,
      commands: ['OpenAccount', 'Deposit', 'Withdraw'],
      events: ['AccountOpened', 'Deposited', 'Withdrawn'],
      id: null,
      fingerprint: 'account',
    },
  ],
  projections: [],
  rollups: [],
  queries: [],
  codecs: [openedCodec, movedCodec('Deposited'), movedCodec('Withdrawn')],
};
