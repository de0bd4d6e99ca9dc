// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { SchemaTable } from 'statefold/contract';

export const schemas = {
  BookId: { type: 'string' },
  Book: {
    type: 'object',
    properties: { loans: { type: 'integer' } },
    required: ['loans'],
    additionalProperties: false,
  },
  AcquireBook: {
    type: 'object',
    properties: { title: { type: 'string', minLength: 1, maxLength: 40 } },
    required: ['title'],
    additionalProperties: false,
  },
  LendBook: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'], additionalProperties: false },
  ReturnBook: { type: 'object', properties: {}, required: [], additionalProperties: false },
  BookAcquired: {
    type: 'object',
    properties: { title: { type: 'string', minLength: 1, maxLength: 40 } },
    required: ['title'],
    additionalProperties: false,
  },
  BookLent: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'], additionalProperties: false },
  BookReturned: { type: 'object', properties: {}, required: [], additionalProperties: false },
  MemberId: { type: 'string' },
  Member: {
    type: 'object',
    properties: { isBanned: { type: 'boolean' } },
    required: ['isBanned'],
    additionalProperties: false,
  },
  Join: {
    type: 'object',
    properties: { town: { enum: ['Delft', 'Gouda'] } },
    required: ['town'],
    additionalProperties: false,
  },
  Ban: { type: 'object', properties: {}, required: [], additionalProperties: false },
  Pardon: { type: 'object', properties: {}, required: [], additionalProperties: false },
  Joined: {
    type: 'object',
    properties: { town: { enum: ['Delft', 'Gouda'] } },
    required: ['town'],
    additionalProperties: false,
  },
  Banned: { type: 'object', properties: {}, required: [], additionalProperties: false },
  Pardoned: { type: 'object', properties: {}, required: [], additionalProperties: false },
  BookRow: {
    type: 'object',
    properties: {
      bookId: { type: 'string' },
      title: { type: 'string', minLength: 1, maxLength: 40 },
      lentTo: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
    required: ['bookId', 'title', 'lentTo'],
    additionalProperties: false,
  },
  MemberRow: {
    type: 'object',
    properties: { memberId: { type: 'string' }, town: { enum: ['Delft', 'Gouda'] }, isBanned: { type: 'boolean' } },
    required: ['memberId', 'town', 'isBanned'],
    additionalProperties: false,
  },
  TownMembers: {
    type: 'object',
    properties: { town: { enum: ['Delft', 'Gouda'] }, members: { type: 'integer', minimum: 0 } },
    required: ['town', 'members'],
    additionalProperties: false,
  },
  GetBooks: {
    type: 'object',
    properties: {
      paging: {
        type: 'object',
        properties: {
          number: { type: 'integer', minimum: 1 },
          size: { type: 'integer', minimum: 1, maximum: 1000 },
          cursor: { type: 'string' },
        },
        required: [],
        additionalProperties: false,
      },
    },
    required: [],
    additionalProperties: false,
  },
  GetLoans: {
    type: 'object',
    properties: { memberId: { type: 'string' } },
    required: ['memberId'],
    additionalProperties: false,
  },
  GetInventory: { type: 'object', properties: {}, required: [], additionalProperties: false },
  GetTown: {
    type: 'object',
    properties: { town: { enum: ['Delft', 'Gouda'] } },
    required: ['town'],
    additionalProperties: false,
  },
} satisfies SchemaTable;
