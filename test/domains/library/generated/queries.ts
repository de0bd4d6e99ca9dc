// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { queryHelpers } from 'statefold/contract';
import type { QueryHelpers, RowsOf } from 'statefold/contract';
import type { BookRow } from '../domain/book.domain.js';
import type { GetInventory, GetLoans } from '../domain/loans.domain.js';
import type { MemberRow } from '../domain/member.domain.js';

interface Queries {
  GetLoans: {
    query: GetLoans;
    rows: {
      BookRow: RowsOf<BookRow, BookRow['bookId']>;
      MemberRow: RowsOf<MemberRow, MemberRow['memberId']>;
    };
  };
  GetInventory: {
    query: GetInventory;
    rows: {
      BookRow: RowsOf<BookRow, BookRow['bookId']>;
      MemberRow: RowsOf<MemberRow, MemberRow['memberId']>;
    };
  };
}

/** `query.<Name>(async ({ query, rows }) => …)` gives a hand-written query its types. */
export const query: QueryHelpers<Queries> = queryHelpers<Queries>(['GetLoans', 'GetInventory']);
