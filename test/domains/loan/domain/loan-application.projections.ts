// How an application's events make its rows.
import { projection } from '../generated/projections.js';
import type { ApplicationOffers, OfferStatus, Resource, WorkDone } from './loan-application.domain.js';

const UNKNOWN = 'unknown' as Resource;

export const applicationSummary = projection.ApplicationSummary({
  creates: {
    ApplicationSubmitted: ({ event }) => ({
      applicationId: event.aggregateId,
      amount: event.data.amount,
      status: 'submitted',
      submittedAt: event.time,
      decidedAt: null,
      registered: false,
      activated: false,
    }),
  },
  updates: {
    ApplicationTakenIn: ({ row }) => ({ ...row, status: 'takenIn' }),
    ApplicationPreaccepted: ({ row }) => ({ ...row, status: 'preaccepted' }),
    ApplicationAccepted: ({ row }) => ({ ...row, status: 'accepted' }),
    ApplicationFinalized: ({ row }) => ({ ...row, status: 'finalized' }),
    LoanApproved: ({ row, event }) => ({ ...row, status: 'approved', decidedAt: event.time }),
    LoanRegistered: ({ row }) => ({ ...row, registered: true }),
    LoanActivated: ({ row }) => ({ ...row, activated: true }),
    ApplicationDeclined: ({ row, event }) => ({ ...row, status: 'declined', decidedAt: event.time }),
    ApplicationCancelled: ({ row, event }) => ({ ...row, status: 'cancelled', decidedAt: event.time }),
  },
});

/** The work with one more item done. */
function withItem(work: readonly WorkDone[], { resource, kind, milliseconds }: Omit<WorkDone, 'items'>): WorkDone[] {
  const isSame = (done: WorkDone) => done.resource === resource && done.kind === kind;
  if (!work.some(isSame)) return [...work, { resource, kind, items: 1, milliseconds }];
  return work.map((done) =>
    isSame(done) ? { ...done, items: done.items + 1, milliseconds: done.milliseconds + milliseconds } : done,
  );
}

export const applicationWork = projection.ApplicationWork({
  creates: {
    ApplicationSubmitted: ({ event }) => ({ applicationId: event.aggregateId, work: [] }),
  },
  updates: {
    WorkCompleted: ({ row, event: { data } }) => ({
      ...row,
      work: withItem(row.work, { ...data, resource: data.resource ?? UNKNOWN }),
    }),
  },
});

/** The row once offer `number` has a status. The newest offer's is the outcome. */
function withOffer(row: ApplicationOffers, number: number, status: OfferStatus): ApplicationOffers {
  const others = row.offers.filter((offer) => offer.number !== number);
  const offers = [...others, { number, status }].sort((one, other) => one.number - other.number);
  return { ...row, offers, made: offers.length, outcome: number === offers.length ? status : row.outcome };
}

export const applicationOffers = projection.ApplicationOffers({
  creates: {
    ApplicationSubmitted: ({ event }) => ({ applicationId: event.aggregateId, offers: [], made: 0, outcome: 'none' }),
  },
  updates: {
    OfferSelected: ({ row, event }) => withOffer(row, event.data.offer, 'selected'),
    OfferCreated: ({ row, event }) => withOffer(row, event.data.offer, 'created'),
    OfferSent: ({ row, event }) => withOffer(row, event.data.offer, 'sent'),
    OfferReturned: ({ row, event }) => withOffer(row, event.data.offer, 'returned'),
    OfferAccepted: ({ row, event }) => withOffer(row, event.data.offer, 'accepted'),
    OfferDeclined: ({ row, event }) => withOffer(row, event.data.offer, 'declined'),
    OfferCancelled: ({ row, event }) => withOffer(row, event.data.offer, 'cancelled'),
  },
});
