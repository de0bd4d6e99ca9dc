// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { SchemaTable } from 'statefold/contract';

export const schemas = {
  WorkInHand: {
    type: 'object',
    properties: {
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
      since: { domain: { type: 'date' } },
    },
    required: ['kind', 'since'],
    additionalProperties: false,
  },
  WorkDone: {
    type: 'object',
    properties: {
      resource: { type: 'string', minLength: 1 },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
      items: { type: 'integer' },
      milliseconds: { type: 'integer' },
    },
    required: ['resource', 'kind', 'items', 'milliseconds'],
    additionalProperties: false,
  },
  Offer: {
    type: 'object',
    properties: {
      number: { type: 'integer' },
      status: { enum: ['selected', 'created', 'sent', 'returned', 'accepted', 'declined', 'cancelled'] },
    },
    required: ['number', 'status'],
    additionalProperties: false,
  },
  ApplicationId: { type: 'string', pattern: '^[0-9]+$' },
  LoanApplication: {
    type: 'object',
    properties: { offers: { type: 'integer' }, inHand: { type: 'array', items: { $ref: '#/$defs/WorkInHand' } } },
    required: ['offers', 'inHand'],
    additionalProperties: false,
  },
  SubmitApplication: {
    type: 'object',
    properties: {
      amount: { type: 'integer', minimum: 0 },
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
    },
    required: ['amount', 'resource'],
    additionalProperties: false,
  },
  TakeInApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  PreacceptApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  AcceptApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  FinalizeApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApproveLoan: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  RegisterLoan: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ActivateLoan: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  DeclineApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  CancelApplication: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  SelectOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  CreateOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  SendOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ReturnOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  AcceptOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  DeclineOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  CancelOffer: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ScheduleWork: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
    },
    required: ['resource', 'kind'],
    additionalProperties: false,
  },
  StartWork: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
    },
    required: ['resource', 'kind'],
    additionalProperties: false,
  },
  CompleteWork: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
    },
    required: ['resource', 'kind'],
    additionalProperties: false,
  },
  ApplicationSubmitted: {
    type: 'object',
    properties: {
      amount: { type: 'integer', minimum: 0 },
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
    },
    required: ['amount', 'resource'],
    additionalProperties: false,
  },
  ApplicationTakenIn: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApplicationPreaccepted: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApplicationAccepted: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApplicationFinalized: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  LoanApproved: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  LoanRegistered: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  LoanActivated: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApplicationDeclined: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  ApplicationCancelled: {
    type: 'object',
    properties: { resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] } },
    required: ['resource'],
    additionalProperties: false,
  },
  OfferSelected: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferCreated: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferSent: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferReturned: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferAccepted: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferDeclined: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  OfferCancelled: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      offer: { type: 'integer', minimum: 1 },
    },
    required: ['resource', 'offer'],
    additionalProperties: false,
  },
  WorkScheduled: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
    },
    required: ['resource', 'kind'],
    additionalProperties: false,
  },
  WorkStarted: {
    type: 'object',
    properties: {
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
    },
    required: ['resource', 'kind'],
    additionalProperties: false,
  },
  WorkCompleted: {
    type: 'object',
    properties: {
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
      resource: { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
      milliseconds: { type: 'integer', minimum: 0 },
    },
    required: ['kind', 'resource', 'milliseconds'],
    additionalProperties: false,
  },
  ApplicationSummary: {
    type: 'object',
    properties: {
      applicationId: { type: 'string', pattern: '^[0-9]+$' },
      amount: { type: 'integer', minimum: 0 },
      status: {
        enum: ['submitted', 'takenIn', 'preaccepted', 'accepted', 'finalized', 'approved', 'declined', 'cancelled'],
      },
      submittedAt: { domain: { type: 'date' } },
      decidedAt: { anyOf: [{ domain: { type: 'date' } }, { type: 'null' }] },
      registered: { type: 'boolean' },
      activated: { type: 'boolean' },
    },
    required: ['applicationId', 'amount', 'status', 'submittedAt', 'decidedAt', 'registered', 'activated'],
    additionalProperties: false,
  },
  ApplicationWork: {
    type: 'object',
    properties: {
      applicationId: { type: 'string', pattern: '^[0-9]+$' },
      work: { type: 'array', items: { $ref: '#/$defs/WorkDone' } },
    },
    required: ['applicationId', 'work'],
    additionalProperties: false,
  },
  ApplicationOffers: {
    type: 'object',
    properties: {
      applicationId: { type: 'string', pattern: '^[0-9]+$' },
      offers: { type: 'array', items: { $ref: '#/$defs/Offer' } },
      made: { type: 'integer' },
      outcome: { enum: ['selected', 'created', 'sent', 'returned', 'accepted', 'declined', 'cancelled', 'none'] },
    },
    required: ['applicationId', 'offers', 'made', 'outcome'],
    additionalProperties: false,
  },
  Pipeline: {
    type: 'object',
    properties: {
      status: {
        enum: ['submitted', 'takenIn', 'preaccepted', 'accepted', 'finalized', 'approved', 'declined', 'cancelled'],
      },
      applications: { type: 'integer', minimum: 0 },
      amount: { type: 'integer' },
      oldest: { domain: { type: 'date' } },
      newest: { domain: { type: 'date' } },
    },
    required: ['status', 'applications', 'amount', 'oldest', 'newest'],
    additionalProperties: false,
  },
  Workload: {
    type: 'object',
    properties: {
      resource: { type: 'string', minLength: 1 },
      applications: { type: 'integer', minimum: 0 },
      items: { type: 'integer' },
      milliseconds: { type: 'integer' },
    },
    required: ['resource', 'applications', 'items', 'milliseconds'],
    additionalProperties: false,
  },
  WorkByKind: {
    type: 'object',
    properties: {
      kind: {
        enum: ['leads', 'completion', 'offerCalls', 'validation', 'missingInformation', 'fraud', 'contractChange'],
      },
      applications: { type: 'integer', minimum: 0 },
      items: { type: 'integer' },
      milliseconds: { type: 'integer' },
    },
    required: ['kind', 'applications', 'items', 'milliseconds'],
    additionalProperties: false,
  },
  OffersPerApplication: {
    type: 'object',
    properties: { made: { type: 'integer' }, applications: { type: 'integer', minimum: 0 } },
    required: ['made', 'applications'],
    additionalProperties: false,
  },
  OfferOutcomes: {
    type: 'object',
    properties: {
      outcome: { enum: ['selected', 'created', 'sent', 'returned', 'accepted', 'declined', 'cancelled', 'none'] },
      applications: { type: 'integer', minimum: 0 },
      offers: { type: 'integer' },
    },
    required: ['outcome', 'applications', 'offers'],
    additionalProperties: false,
  },
  GetApplication: {
    type: 'object',
    properties: { applicationId: { type: 'string', pattern: '^[0-9]+$' } },
    required: ['applicationId'],
    additionalProperties: false,
  },
  GetApplications: {
    type: 'object',
    properties: {
      status: {
        enum: ['submitted', 'takenIn', 'preaccepted', 'accepted', 'finalized', 'approved', 'declined', 'cancelled'],
      },
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
    required: ['status'],
    additionalProperties: false,
  },
  GetPipeline: {
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
  GetWorkload: {
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
  GetWorkByKind: {
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
  GetOffers: {
    type: 'object',
    properties: { applicationId: { type: 'string', pattern: '^[0-9]+$' } },
    required: ['applicationId'],
    additionalProperties: false,
  },
  GetOffersPerApplication: {
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
  GetOfferOutcomes: {
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
} satisfies SchemaTable;
