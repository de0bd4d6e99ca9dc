// Who may borrow, and a question about members and books together.
import type { Aggregate, Branded, Count, Empty, Int, Projection, Query, Rollup } from 'statefold/domain';
import type { BookId } from './book.domain.js';

export type MemberId = Branded<string, 'MemberId'>;

/** Somebody who may borrow books. */
export interface Member extends Aggregate<MemberId> {
  state: { isBanned: boolean };
  commands: { Join: { town: Town }; Ban: Empty; Pardon: Empty };
  events: { Joined: { town: Town }; Banned: Empty; Pardoned: Empty };
}

/** Where the library has a house. */
export type Town = 'Delft' | 'Gouda';

/** One row for each member. */
export interface MemberRow extends Projection<Member> {
  /** @key */
  memberId: MemberId;
  town: Town;
  isBanned: boolean;
}

/** Members of a town who may borrow. */
export interface TownMembers extends Rollup<MemberRow, { key: 'town'; where: { isBanned: false } }> {
  members: Count;
}

/** Copies that are lent to a member, and whether it may borrow more; `null` for nobody. */
export type Loans = { books: BookId[]; isBanned: boolean } | null;

/** @reads BookRow, MemberRow */
export interface GetLoans extends Query<Loans> {
  memberId: MemberId;
}

export interface GetTown extends Query<TownMembers | null> {
  town: Town;
}

/** Copies and members. */
export type Inventory = { books: Int; members: Int };

/** @reads BookRow, MemberRow */
export interface GetInventory extends Query<Inventory> {}
