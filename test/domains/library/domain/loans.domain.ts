// What can be read about books and members together.
import type { Int, Query } from 'statefold/domain';
import type { BookId } from './book.domain.js';
import type { MemberId } from './member.domain.js';

/** Copies that are lent to a member, and whether it may borrow more; `null` for nobody. */
export type Loans = { books: BookId[]; isBanned: boolean } | null;

/** @reads BookRow, MemberRow */
export interface GetLoans extends Query<Loans> {
  memberId: MemberId;
}

/** Copies and members. */
export type Inventory = { books: Int; members: Int };

/** @reads BookRow, MemberRow */
export interface GetInventory extends Query<Inventory> {}
