// What can be done with a copy of a book, and what can be read about all of them.
import type { Aggregate, Branded, Empty, Int, Page, Paging, Projection, Query } from 'statefold/domain';
import type { MemberId } from './member.domain.js';

export type BookId = Branded<string, 'BookId'>;

/**
 * What stands on the cover.
 * @minLength 1
 * @maxLength 40
 */
export type Title = Branded<string, 'Title'>;

/** One copy that can be lent. */
export interface Book extends Aggregate<BookId> {
  state: { loans: Int };
  commands: {
    AcquireBook: { title: Title };
    LendBook: { to: MemberId };
    ReturnBook: Empty;
  };
  events: {
    BookAcquired: { title: Title };
    BookLent: { to: MemberId };
    BookReturned: Empty;
  };
}

/** One row for each copy. */
export interface BookRow extends Projection<Book> {
  /** @key */
  bookId: BookId;
  title: Title;
  lentTo: MemberId | null;
}

/**
 * Copies by title.
 * @sort title asc
 */
export interface GetBooks extends Query<Page<BookRow>> {
  paging?: Paging;
}
