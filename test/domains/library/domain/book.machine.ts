// What a copy of a book accepts, and how it changes.
import { book } from '../generated/book.aggregate.js';

const { decide, evolve } = book;

export const bookMachine = book.createMachine({
  id: 'book',
  context: { loans: 0 },
  initial: 'wanted',
  states: {
    wanted: {
      on: {
        AcquireBook: { actions: decide.AcquireBook(({ command }) => ({ type: 'BookAcquired', data: command.data })) },
        BookAcquired: 'here',
      },
    },
    here: {
      on: {
        LendBook: { actions: decide.LendBook(({ command }) => ({ type: 'BookLent', data: command.data })) },
        BookLent: { target: 'lent', actions: evolve.BookLent(({ state }) => ({ loans: state.loans + 1 })) },
      },
    },
    lent: {
      on: {
        ReturnBook: { actions: decide.ReturnBook(() => ({ type: 'BookReturned', data: {} })) },
        BookReturned: 'here',
      },
    },
  },
});
