// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { ParametersOf } from 'statefold/contract';
import { arbitrariesFor } from 'statefold/testing';
import type { Book, BookId, BookRow, GetBooks } from '../domain/book.domain.js';
import type { GetInventory, GetLoans } from '../domain/loans.domain.js';
import type { GetTown, Member, MemberId, MemberRow, TownMembers } from '../domain/member.domain.js';
import { schemas } from './validators.js';

const arbitrary = arbitrariesFor(schemas);

/** A fast-check arbitrary of everything that the domain declares, by name; of an aggregate, its state. */
export const arbitraries = {
  BookId: arbitrary<BookId>('BookId'),
  Book: arbitrary<Book['state']>('Book'),
  AcquireBook: arbitrary<Book['commands']['AcquireBook']>('AcquireBook'),
  LendBook: arbitrary<Book['commands']['LendBook']>('LendBook'),
  ReturnBook: arbitrary<Book['commands']['ReturnBook']>('ReturnBook'),
  BookAcquired: arbitrary<Book['events']['BookAcquired']>('BookAcquired'),
  BookLent: arbitrary<Book['events']['BookLent']>('BookLent'),
  BookReturned: arbitrary<Book['events']['BookReturned']>('BookReturned'),
  MemberId: arbitrary<MemberId>('MemberId'),
  Member: arbitrary<Member['state']>('Member'),
  Join: arbitrary<Member['commands']['Join']>('Join'),
  Ban: arbitrary<Member['commands']['Ban']>('Ban'),
  Pardon: arbitrary<Member['commands']['Pardon']>('Pardon'),
  Joined: arbitrary<Member['events']['Joined']>('Joined'),
  Banned: arbitrary<Member['events']['Banned']>('Banned'),
  Pardoned: arbitrary<Member['events']['Pardoned']>('Pardoned'),
  BookRow: arbitrary<BookRow>('BookRow'),
  MemberRow: arbitrary<MemberRow>('MemberRow'),
  TownMembers: arbitrary<TownMembers>('TownMembers'),
  GetBooks: arbitrary<ParametersOf<GetBooks>>('GetBooks'),
  GetLoans: arbitrary<ParametersOf<GetLoans>>('GetLoans'),
  GetInventory: arbitrary<ParametersOf<GetInventory>>('GetInventory'),
  GetTown: arbitrary<ParametersOf<GetTown>>('GetTown'),
};
