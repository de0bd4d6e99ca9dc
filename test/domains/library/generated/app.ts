// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { domainSources } from 'statefold/contract';
import type { AppDefinition } from 'statefold/contract';
import { bookMachine } from '../domain/book.machine.js';
import { bookRow } from '../domain/book.projections.js';
import { getInventory, getLoans } from '../domain/loans.queries.js';
import { memberMachine } from '../domain/member.machine.js';
import { memberRow } from '../domain/member.projections.js';
import type { AppTypes } from './buses.js';
import { codecs } from './codecs.js';
import { aggregates, projections, queries, rollups } from './handlers.js';
import { schemas } from './validators.js';

export const app: AppDefinition<AppTypes> = {
  contract: 2,
  schemas: schemas,
  aggregates: [
    { ...aggregates.Book, machine: bookMachine },
    { ...aggregates.Member, machine: memberMachine },
  ],
  projections: [
    { ...projections.BookRow, folds: bookRow },
    { ...projections.MemberRow, folds: memberRow },
  ],
  rollups: [
    rollups.TownMembers,
  ],
  queries: [
    queries.GetBooks,
    { ...queries.GetLoans, handle: getLoans.handle },
    { ...queries.GetInventory, handle: getInventory.handle },
    queries.GetTown,
  ],
  codecs: [
    codecs.BookAcquired,
    codecs.BookLent,
    codecs.BookReturned,
    codecs.Banned,
    codecs.Joined,
    codecs.Pardoned,
  ],
  sources: domainSources(import.meta, 'f36c257a3130e532'),
};
