// Who may borrow, and what can be read about all of them.
import type { Aggregate, Branded, Count, Empty, Projection, Query, Rollup } from 'statefold/domain';

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

export interface GetTown extends Query<TownMembers | null> {
  town: Town;
}
