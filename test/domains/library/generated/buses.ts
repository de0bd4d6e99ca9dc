// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { CommandOptions, QueryMethod, Receipt } from 'statefold/contract';
import type { Book, BookId, BookRow, GetBooks } from '../domain/book.domain.js';
import type { GetInventory, GetLoans } from '../domain/loans.domain.js';
import type { GetTown, Member, MemberId, MemberRow, TownMembers } from '../domain/member.domain.js';

/** One method per command. A refusal is a `StatefoldError`. */
export interface CommandBus {
  acquireBook(id: BookId, data: Book['commands']['AcquireBook'], options?: CommandOptions): Promise<Receipt<'Book'>>;
  lendBook(id: BookId, data: Book['commands']['LendBook'], options?: CommandOptions): Promise<Receipt<'Book'>>;
  returnBook(id: BookId, data?: Book['commands']['ReturnBook'], options?: CommandOptions): Promise<Receipt<'Book'>>;
  join(id: MemberId, data: Member['commands']['Join'], options?: CommandOptions): Promise<Receipt<'Member'>>;
  ban(id: MemberId, data?: Member['commands']['Ban'], options?: CommandOptions): Promise<Receipt<'Member'>>;
  pardon(id: MemberId, data?: Member['commands']['Pardon'], options?: CommandOptions): Promise<Receipt<'Member'>>;
}

/** One method per query. With `after: receipt` it waits until the rows include that command. */
export interface QueryBus {
  /** Copies by title. */
  readonly getBooks: QueryMethod<GetBooks, 'Book'>;
  readonly getLoans: QueryMethod<GetLoans, 'Book' | 'Member'>;
  readonly getInventory: QueryMethod<GetInventory, 'Book' | 'Member'>;
  readonly getTown: QueryMethod<GetTown, 'Member'>;
}

/** The domain's types, by name. */
export interface AppTypes {
  readonly aggregates: {
    readonly book: Book;
    readonly member: Member;
  };
  readonly queries: {
    readonly GetBooks: GetBooks;
    readonly GetLoans: GetLoans;
    readonly GetInventory: GetInventory;
    readonly GetTown: GetTown;
  };
  readonly rows: {
    readonly BookRow: BookRow;
    readonly MemberRow: MemberRow;
    readonly TownMembers: TownMembers;
  };
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
}
