// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type {
  AggregateDefinition,
  HandlerQuery,
  PageQuery,
  ProjectionDefinition,
  RollupDefinition,
  RowQuery,
} from 'statefold/contract';

export const aggregates = {
  Book: {
    type: 'Book',
    commands: ['AcquireBook', 'LendBook', 'ReturnBook'],
    events: ['BookAcquired', 'BookLent', 'BookReturned'],
    id: 'BookId',
    fingerprint: '2b82a22434edb0fb',
  },
  Member: {
    type: 'Member',
    commands: ['Join', 'Ban', 'Pardon'],
    events: ['Joined', 'Banned', 'Pardoned'],
    id: 'MemberId',
    fingerprint: 'dfddf616645dde4c',
  },
} satisfies Record<string, Omit<AggregateDefinition, 'machine'>>;

export const projections = {
  BookRow: { name: 'BookRow', aggregate: 'Book', key: 'bookId', slaMs: null, fingerprint: '1d56c337f04fe967' },
  MemberRow: { name: 'MemberRow', aggregate: 'Member', key: 'memberId', slaMs: null, fingerprint: '58c65686d22c971d' },
} satisfies Record<string, Omit<ProjectionDefinition, 'folds'>>;

export const rollups = {
  TownMembers: {
    name: 'TownMembers',
    source: 'MemberRow',
    key: 'town',
    keyField: 'town',
    unnest: null,
    where: { isBanned: [false] },
    fields: { members: { kind: 'count' } },
    fingerprint: 'dad94f306c76a74e',
  },
} satisfies Record<string, RollupDefinition>;

export const queries = {
  GetBooks: {
    kind: 'page',
    name: 'GetBooks',
    source: 'BookRow',
    filters: [],
    sortable: [],
    defaultOrder: { by: 'title', direction: 'asc' },
  },
  GetLoans: { kind: 'handler', name: 'GetLoans', sources: ['BookRow', 'MemberRow'] },
  GetInventory: { kind: 'handler', name: 'GetInventory', sources: ['BookRow', 'MemberRow'] },
  GetTown: {
    kind: 'row',
    name: 'GetTown',
    source: 'TownMembers',
    filters: [{ field: 'town', parameter: 'town', operator: '=', optional: false }],
  },
} satisfies Record<string, RowQuery | PageQuery | Omit<HandlerQuery, 'handle'>>;
