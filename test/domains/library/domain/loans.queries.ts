// Questions about members and books together.

import { query } from '../generated/queries.js';
import type { BookId } from './book.domain.js';

export const getLoans = query.GetLoans(async ({ query: { memberId }, rows }) => {
  const member = await rows.MemberRow.get(memberId);
  if (member === null) return null;
  const books: BookId[] = [];
  for await (const { bookId, lentTo } of rows.BookRow.all()) if (lentTo === memberId) books.push(bookId);
  return { books, isBanned: member.isBanned };
});

export const getInventory = query.GetInventory(async ({ rows }) => {
  const inventory = { books: 0, members: 0 };
  for await (const _ of rows.BookRow.all()) inventory.books += 1;
  for await (const _ of rows.MemberRow.all()) inventory.members += 1;
  return inventory;
});
