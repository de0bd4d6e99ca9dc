// Generated from domain/schema.lock.json. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { EventCodec, Reader, Writer } from 'statefold/contract';

const joinedTown = ['Delft', 'Gouda'] as const;

interface BookAcquired {
  title: string;
}

function writeBookAcquired(to: Writer, value: BookAcquired): void {
  to.event(49423, 1, 1);
  to.text(value.title);
}

function readBookAcquired(from: Reader, fields: number): BookAcquired {
  from.needs(1, fields);
  const value: BookAcquired = {
    title: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface BookLent {
  to: string;
}

function writeBookLent(to: Writer, value: BookLent): void {
  to.event(65333, 1, 1);
  to.text(value.to);
}

function readBookLent(from: Reader, fields: number): BookLent {
  from.needs(1, fields);
  const value: BookLent = {
    to: from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface BookReturned {
}

function writeBookReturned(to: Writer, _value: BookReturned): void {
  to.event(57292, 1, 0);
}

function readBookReturned(from: Reader, fields: number): BookReturned {
  const value: BookReturned = {};
  from.skip(fields);
  return value;
}

interface Banned {
}

function writeBanned(to: Writer, _value: Banned): void {
  to.event(27025, 1, 0);
}

function readBanned(from: Reader, fields: number): Banned {
  const value: Banned = {};
  from.skip(fields);
  return value;
}

interface Joined {
  town: 'Delft' | 'Gouda';
}

function writeJoined(to: Writer, value: Joined): void {
  to.event(20098, 1, 1);
  to.oneOf(joinedTown, value.town);
}

function readJoined(from: Reader, fields: number): Joined {
  from.needs(1, fields);
  const value: Joined = {
    town: from.oneOf(joinedTown),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface Pardoned {
}

function writePardoned(to: Writer, _value: Pardoned): void {
  to.event(54455, 1, 0);
}

function readPardoned(from: Reader, fields: number): Pardoned {
  const value: Pardoned = {};
  from.skip(fields);
  return value;
}

export const codecs = {
  BookAcquired: {
    descriptor: {
      aggregate: 'Book',
      event: 'BookAcquired',
      number: 49423,
      version: 1,
      revisions: ['3705ea152c519b5d'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { title: { maxLength: 40, minLength: 1, type: 'string' } },
        required: ['title'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeBookAcquired,
    read: readBookAcquired,
  },
  BookLent: {
    descriptor: {
      aggregate: 'Book',
      event: 'BookLent',
      number: 65333,
      version: 1,
      revisions: ['4a9e378bbe0d6c08'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: { to: { type: 'string' } }, required: ['to'], type: 'object' },
      types: {},
    } as const,
    write: writeBookLent,
    read: readBookLent,
  },
  BookReturned: {
    descriptor: {
      aggregate: 'Book',
      event: 'BookReturned',
      number: 57292,
      version: 1,
      revisions: ['8651885c5705865a'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: {}, required: [], type: 'object' },
      types: {},
    } as const,
    write: writeBookReturned,
    read: readBookReturned,
  },
  Banned: {
    descriptor: {
      aggregate: 'Member',
      event: 'Banned',
      number: 27025,
      version: 1,
      revisions: ['16b5c4c77ae1f335'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: {}, required: [], type: 'object' },
      types: {},
    } as const,
    write: writeBanned,
    read: readBanned,
  },
  Joined: {
    descriptor: {
      aggregate: 'Member',
      event: 'Joined',
      number: 20098,
      version: 1,
      revisions: ['d210b3050d4d40d3'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { town: { enum: ['Delft', 'Gouda'] } },
        required: ['town'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeJoined,
    read: readJoined,
  },
  Pardoned: {
    descriptor: {
      aggregate: 'Member',
      event: 'Pardoned',
      number: 54455,
      version: 1,
      revisions: ['c92c90d0a984bb77'],
      readableFrom: 1,
      schema: { additionalProperties: false, properties: {}, required: [], type: 'object' },
      types: {},
    } as const,
    write: writePardoned,
    read: readPardoned,
  },
} satisfies Record<string, EventCodec>;
