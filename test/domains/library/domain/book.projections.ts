// How a book's events make its row.
import { projection } from '../generated/projections.js';

export const bookRow = projection.BookRow({
  creates: {
    BookAcquired: ({ event }) => ({ bookId: event.aggregateId, title: event.data.title, lentTo: null }),
  },
  updates: {
    BookLent: ({ event, row }) => ({ ...row, lentTo: event.data.to }),
    BookReturned: ({ row }) => ({ ...row, lentTo: null }),
  },
});
