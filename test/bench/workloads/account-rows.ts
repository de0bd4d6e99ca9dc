// The account with a read model: one row each, one index, one query for pages.

import type { QueryMethod } from '../../../src/bus/query-options.js';
import type { Page, Paging, Query } from '../../../src/domain.js';
import type { AppDefinition } from '../../../src/engine/app-definition.js';
import { type AccountTypes, accountApp, accountSchemas } from './account.js';

/** How many owners accounts are spread over: a page asks for those of one. */
export const OWNERS = 100;

/** A row per account. */
export interface AccountRow {
  accountId: string;
  owner: string;
  balance: number;
  movements: number;
}

interface GetAccounts extends Query<Page<AccountRow>> {
  owner: string;
  paging?: Paging;
}

interface AccountRowsTypes extends AccountTypes {
  readonly rows: { readonly AccountRow: AccountRow };
  readonly queries: { readonly GetAccounts: GetAccounts };
  readonly queryBus: { readonly getAccounts: QueryMethod<GetAccounts, 'Account'> };
}

const row = {
  type: 'object',
  properties: {
    accountId: { type: 'string' },
    owner: { type: 'string' },
    balance: { type: 'integer' },
    movements: { type: 'integer' },
  },
  required: ['accountId', 'owner', 'balance', 'movements'],
  additionalProperties: false,
} as const;
const paging = {
  type: 'object',
  properties: { number: { type: 'integer' }, size: { type: 'integer' }, cursor: { type: 'string' } },
  required: [],
  additionalProperties: false,
} as const;

type Moved = { readonly row: AccountRow; readonly event: { readonly data: { readonly amount: number } } };
const moved = ({ row, event }: Moved, sign: number): AccountRow => ({
  ...row,
  balance: row.balance + sign * event.data.amount,
  movements: row.movements + 1,
});

const wired: Omit<AppDefinition, 'types'> = accountApp;

/** The domain with its read model, wired by hand. */
export const accountRowsApp: AppDefinition<AccountRowsTypes> = {
  ...wired,
  schemas: {
    ...accountSchemas,
    AccountRow: row,
    GetAccounts: {
      type: 'object',
      properties: { owner: { type: 'string' }, paging },
      required: ['owner'],
      additionalProperties: false,
    },
  },
  projections: [
    {
      name: 'AccountRow',
      aggregate: 'Account',
      key: 'accountId',
      slaMs: null,
      fingerprint: 'account row',
      folds: {
        creates: {
          AccountOpened: ({ event }) => {
            const { owner } = event.data as { readonly owner: string };
            return { accountId: event.aggregateId, owner, balance: 0, movements: 0 };
          },
        },
        updates: {
          Deposited: (input) => moved(input as unknown as Moved, 1) as unknown as Record<string, unknown>,
          Withdrawn: (input) => moved(input as unknown as Moved, -1) as unknown as Record<string, unknown>,
        },
      },
    },
  ],
  queries: [
    {
      kind: 'page',
      name: 'GetAccounts',
      source: 'AccountRow',
      filters: [{ field: 'owner', parameter: 'owner', operator: '=', optional: false }],
      sortable: [],
      defaultOrder: { by: 'balance', direction: 'desc' },
    },
  ],
};
