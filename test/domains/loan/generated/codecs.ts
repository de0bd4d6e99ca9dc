// Generated from domain/schema.lock.json. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { EventCodec, Reader, Writer } from 'statefold/contract';

const workCompletedKind = ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'] as const;

interface ApplicationAccepted {
  resource: string | null;
}

function writeApplicationAccepted(to: Writer, value: ApplicationAccepted): void {
  to.event(13307, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationAccepted(from: Reader, fields: number): ApplicationAccepted {
  from.needs(1, fields);
  const value: ApplicationAccepted = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface ApplicationCancelled {
  resource: string | null;
}

function writeApplicationCancelled(to: Writer, value: ApplicationCancelled): void {
  to.event(10574, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationCancelled(from: Reader, fields: number): ApplicationCancelled {
  from.needs(1, fields);
  const value: ApplicationCancelled = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface ApplicationDeclined {
  resource: string | null;
}

function writeApplicationDeclined(to: Writer, value: ApplicationDeclined): void {
  to.event(29412, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationDeclined(from: Reader, fields: number): ApplicationDeclined {
  from.needs(1, fields);
  const value: ApplicationDeclined = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface ApplicationFinalized {
  resource: string | null;
}

function writeApplicationFinalized(to: Writer, value: ApplicationFinalized): void {
  to.event(63073, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationFinalized(from: Reader, fields: number): ApplicationFinalized {
  from.needs(1, fields);
  const value: ApplicationFinalized = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface ApplicationPreaccepted {
  resource: string | null;
}

function writeApplicationPreaccepted(to: Writer, value: ApplicationPreaccepted): void {
  to.event(63930, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationPreaccepted(from: Reader, fields: number): ApplicationPreaccepted {
  from.needs(1, fields);
  const value: ApplicationPreaccepted = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface ApplicationSubmitted {
  amount: number;
  resource: string | null;
}

function writeApplicationSubmitted(to: Writer, value: ApplicationSubmitted): void {
  to.event(14315, 1, 2);
  to.integer(value.amount);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationSubmitted(from: Reader, fields: number): ApplicationSubmitted {
  from.needs(2, fields);
  const value: ApplicationSubmitted = {
    amount: from.integer(),
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface ApplicationTakenIn {
  resource: string | null;
}

function writeApplicationTakenIn(to: Writer, value: ApplicationTakenIn): void {
  to.event(65440, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readApplicationTakenIn(from: Reader, fields: number): ApplicationTakenIn {
  from.needs(1, fields);
  const value: ApplicationTakenIn = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface LoanActivated {
  resource: string | null;
}

function writeLoanActivated(to: Writer, value: LoanActivated): void {
  to.event(2199, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readLoanActivated(from: Reader, fields: number): LoanActivated {
  from.needs(1, fields);
  const value: LoanActivated = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface LoanApproved {
  resource: string | null;
}

function writeLoanApproved(to: Writer, value: LoanApproved): void {
  to.event(43622, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readLoanApproved(from: Reader, fields: number): LoanApproved {
  from.needs(1, fields);
  const value: LoanApproved = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface LoanRegistered {
  resource: string | null;
}

function writeLoanRegistered(to: Writer, value: LoanRegistered): void {
  to.event(5467, 1, 1);
  value.resource === null ? to.null(null) : to.text(value.resource);
}

function readLoanRegistered(from: Reader, fields: number): LoanRegistered {
  from.needs(1, fields);
  const value: LoanRegistered = {
    resource: from.skipNull() ? null : from.text(),
  };
  if (fields > 1) from.skip(fields - 1);
  return value;
}

interface OfferAccepted {
  resource: string | null;
  offer: number;
}

function writeOfferAccepted(to: Writer, value: OfferAccepted): void {
  to.event(13539, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferAccepted(from: Reader, fields: number): OfferAccepted {
  from.needs(2, fields);
  const value: OfferAccepted = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferCancelled {
  resource: string | null;
  offer: number;
}

function writeOfferCancelled(to: Writer, value: OfferCancelled): void {
  to.event(63939, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferCancelled(from: Reader, fields: number): OfferCancelled {
  from.needs(2, fields);
  const value: OfferCancelled = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferCreated {
  resource: string | null;
  offer: number;
}

function writeOfferCreated(to: Writer, value: OfferCreated): void {
  to.event(12502, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferCreated(from: Reader, fields: number): OfferCreated {
  from.needs(2, fields);
  const value: OfferCreated = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferDeclined {
  resource: string | null;
  offer: number;
}

function writeOfferDeclined(to: Writer, value: OfferDeclined): void {
  to.event(57735, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferDeclined(from: Reader, fields: number): OfferDeclined {
  from.needs(2, fields);
  const value: OfferDeclined = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferReturned {
  resource: string | null;
  offer: number;
}

function writeOfferReturned(to: Writer, value: OfferReturned): void {
  to.event(8853, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferReturned(from: Reader, fields: number): OfferReturned {
  from.needs(2, fields);
  const value: OfferReturned = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferSelected {
  resource: string | null;
  offer: number;
}

function writeOfferSelected(to: Writer, value: OfferSelected): void {
  to.event(36395, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferSelected(from: Reader, fields: number): OfferSelected {
  from.needs(2, fields);
  const value: OfferSelected = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface OfferSent {
  resource: string | null;
  offer: number;
}

function writeOfferSent(to: Writer, value: OfferSent): void {
  to.event(3541, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.offer);
}

function readOfferSent(from: Reader, fields: number): OfferSent {
  from.needs(2, fields);
  const value: OfferSent = {
    resource: from.skipNull() ? null : from.text(),
    offer: from.integer(),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface WorkCompleted {
  kind: 'leads' | 'completion' | 'offerCalls' | 'validation' | 'missingInformation' | 'fraud' | 'contractChange';
  resource: string | null;
  milliseconds: number;
}

function writeWorkCompleted(to: Writer, value: WorkCompleted): void {
  to.event(17041, 1, 3);
  to.oneOf(workCompletedKind, value.kind);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.integer(value.milliseconds);
}

function readWorkCompleted(from: Reader, fields: number): WorkCompleted {
  from.needs(3, fields);
  const value: WorkCompleted = {
    kind: from.oneOf(workCompletedKind),
    resource: from.skipNull() ? null : from.text(),
    milliseconds: from.integer(),
  };
  if (fields > 3) from.skip(fields - 3);
  return value;
}

interface WorkScheduled {
  resource: string | null;
  kind: 'leads' | 'completion' | 'offerCalls' | 'validation' | 'missingInformation' | 'fraud' | 'contractChange';
}

function writeWorkScheduled(to: Writer, value: WorkScheduled): void {
  to.event(59232, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.oneOf(workCompletedKind, value.kind);
}

function readWorkScheduled(from: Reader, fields: number): WorkScheduled {
  from.needs(2, fields);
  const value: WorkScheduled = {
    resource: from.skipNull() ? null : from.text(),
    kind: from.oneOf(workCompletedKind),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

interface WorkStarted {
  resource: string | null;
  kind: 'leads' | 'completion' | 'offerCalls' | 'validation' | 'missingInformation' | 'fraud' | 'contractChange';
}

function writeWorkStarted(to: Writer, value: WorkStarted): void {
  to.event(28538, 1, 2);
  value.resource === null ? to.null(null) : to.text(value.resource);
  to.oneOf(workCompletedKind, value.kind);
}

function readWorkStarted(from: Reader, fields: number): WorkStarted {
  from.needs(2, fields);
  const value: WorkStarted = {
    resource: from.skipNull() ? null : from.text(),
    kind: from.oneOf(workCompletedKind),
  };
  if (fields > 2) from.skip(fields - 2);
  return value;
}

export const codecs = {
  ApplicationAccepted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationAccepted',
      number: 13307,
      version: 1,
      revisions: ['3ed9259468b05469'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationAccepted,
    read: readApplicationAccepted,
  },
  ApplicationCancelled: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationCancelled',
      number: 10574,
      version: 1,
      revisions: ['f4235a2fc07b2e61'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationCancelled,
    read: readApplicationCancelled,
  },
  ApplicationDeclined: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationDeclined',
      number: 29412,
      version: 1,
      revisions: ['c0fcbc623a08b4d5'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationDeclined,
    read: readApplicationDeclined,
  },
  ApplicationFinalized: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationFinalized',
      number: 63073,
      version: 1,
      revisions: ['11e3bc1afe82b657'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationFinalized,
    read: readApplicationFinalized,
  },
  ApplicationPreaccepted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationPreaccepted',
      number: 63930,
      version: 1,
      revisions: ['a8893806a7a5237b'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationPreaccepted,
    read: readApplicationPreaccepted,
  },
  ApplicationSubmitted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationSubmitted',
      number: 14315,
      version: 1,
      revisions: ['9173d9f430195604'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          amount: { minimum: 0, type: 'integer' },
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
        },
        required: ['amount', 'resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationSubmitted,
    read: readApplicationSubmitted,
  },
  ApplicationTakenIn: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'ApplicationTakenIn',
      number: 65440,
      version: 1,
      revisions: ['f59a9a1749fb4641'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeApplicationTakenIn,
    read: readApplicationTakenIn,
  },
  LoanActivated: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'LoanActivated',
      number: 2199,
      version: 1,
      revisions: ['dd96df6dc87ae449'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeLoanActivated,
    read: readLoanActivated,
  },
  LoanApproved: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'LoanApproved',
      number: 43622,
      version: 1,
      revisions: ['c370b106eacbfb06'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeLoanApproved,
    read: readLoanApproved,
  },
  LoanRegistered: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'LoanRegistered',
      number: 5467,
      version: 1,
      revisions: ['f3c15d9ede3aa47f'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: { resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] } },
        required: ['resource'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeLoanRegistered,
    read: readLoanRegistered,
  },
  OfferAccepted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferAccepted',
      number: 13539,
      version: 1,
      revisions: ['74e5eb5066295883'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferAccepted,
    read: readOfferAccepted,
  },
  OfferCancelled: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferCancelled',
      number: 63939,
      version: 1,
      revisions: ['d0f5845045a2c9c7'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferCancelled,
    read: readOfferCancelled,
  },
  OfferCreated: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferCreated',
      number: 12502,
      version: 1,
      revisions: ['ff6595f01914defb'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferCreated,
    read: readOfferCreated,
  },
  OfferDeclined: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferDeclined',
      number: 57735,
      version: 1,
      revisions: ['e10e229d65ed7dc6'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferDeclined,
    read: readOfferDeclined,
  },
  OfferReturned: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferReturned',
      number: 8853,
      version: 1,
      revisions: ['83664973c1dcf41b'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferReturned,
    read: readOfferReturned,
  },
  OfferSelected: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferSelected',
      number: 36395,
      version: 1,
      revisions: ['9e0f7f7b4530f0c7'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferSelected,
    read: readOfferSelected,
  },
  OfferSent: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'OfferSent',
      number: 3541,
      version: 1,
      revisions: ['5031ec04197ae0f1'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          offer: { minimum: 1, type: 'integer' },
        },
        required: ['resource', 'offer'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeOfferSent,
    read: readOfferSent,
  },
  WorkCompleted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'WorkCompleted',
      number: 17041,
      version: 1,
      revisions: ['26de94f277c80dfa'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          kind: {
            enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
          },
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          milliseconds: { minimum: 0, type: 'integer' },
        },
        required: ['kind', 'resource', 'milliseconds'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeWorkCompleted,
    read: readWorkCompleted,
  },
  WorkScheduled: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'WorkScheduled',
      number: 59232,
      version: 1,
      revisions: ['24b0a08a2e11a5cb'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          kind: {
            enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
          },
        },
        required: ['resource', 'kind'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeWorkScheduled,
    read: readWorkScheduled,
  },
  WorkStarted: {
    descriptor: {
      aggregate: 'LoanApplication',
      event: 'WorkStarted',
      number: 28538,
      version: 1,
      revisions: ['81d89ad2f89fe28a'],
      readableFrom: 1,
      schema: {
        additionalProperties: false,
        properties: {
          resource: { anyOf: [{ minLength: 1, type: 'string' }, { type: 'null' }] },
          kind: {
            enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
          },
        },
        required: ['resource', 'kind'],
        type: 'object',
      },
      types: {},
    } as const,
    write: writeWorkStarted,
    read: readWorkStarted,
  },
} satisfies Record<string, EventCodec>;
