// Generated from domain/book.domain.ts. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { aggregateSetup } from 'statefold/contract';
import type { AggregateSetup, CommandOf, DecisionOf, EventOf } from 'statefold/contract';
import type { Book } from '../domain/book.domain.js';

export type BookState = Book['state'];
export type BookCommand = CommandOf<Book>;
export type BookEvent = EventOf<Book>;
export type BookDecision = DecisionOf<Book>;

/** XState's `setup` for Book, with its helpers `decide`, `evolve` and `guard`. */
export const book: AggregateSetup<Book> = aggregateSetup<Book>({
  commands: ['AcquireBook', 'LendBook', 'ReturnBook'],
  events: ['BookAcquired', 'BookLent', 'BookReturned'],
});
