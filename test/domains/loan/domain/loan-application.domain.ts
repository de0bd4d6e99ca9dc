// A bank's applications for personal loans: what can be asked of one, what can happen to it, and what can be read about all.
import type {
  Aggregate,
  Branded,
  Count,
  Int,
  Max,
  Min,
  Page,
  Paging,
  Projection,
  Query,
  Rollup,
  Sum,
} from 'statefold/domain';

/**
 * The number of an application.
 * @pattern ^[0-9]+$
 */
export type ApplicationId = Branded<string, 'ApplicationId'>;

/**
 * The number of an employee, or of the system that acts by itself.
 * @minLength 1
 */
export type Resource = Branded<string, 'Resource'>;

/**
 * Whole euros.
 * @minimum 0
 */
export type Euros = Int;

/** What employees work at for an application. */
export type WorkKind =
  | 'leads'
  | 'completion'
  | 'offerCalls'
  | 'validation'
  | 'missingInformation'
  | 'fraud'
  | 'contractChange';

/** Who did it; the bank does not always know. */
export interface By {
  resource: Resource | null;
}

/** Work on an application. */
export interface Work extends By {
  kind: WorkKind;
}

/** An offer of this application, counted from 1. */
export interface NumberedOffer extends By {
  /** @minimum 1 */
  offer: Int;
}

/** An item that somebody works at. */
export interface WorkInHand {
  kind: WorkKind;
  since: Date;
}

/** An application for a loan, with the offers made on it and the work that it takes. */
export interface LoanApplication extends Aggregate<ApplicationId> {
  state: {
    /** How many offers were selected so far: the newest has this number. */
    offers: Int;
    inHand: WorkInHand[];
  };
  commands: {
    /** The customer applies, for an amount. */
    SubmitApplication: { amount: Euros; resource: Resource | null };
    /** What came in by the web is taken over for a first look. */
    TakeInApplication: By;
    /** The first look is passed; more information is needed. */
    PreacceptApplication: By;
    /** The information is complete. */
    AcceptApplication: By;
    /** The application is ready for offers. */
    FinalizeApplication: By;
    ApproveLoan: By;
    RegisterLoan: By;
    ActivateLoan: By;
    /** The bank says no; not once the loan is decided. */
    DeclineApplication: By;
    /** The customer does, or no longer answers; not once the loan is decided. */
    CancelApplication: By;
    /** Chooses what to offer. With an offer out, that one must be cancelled next. */
    SelectOffer: By;
    CreateOffer: By;
    SendOffer: By;
    /** The customer sends the offer back. */
    ReturnOffer: By;
    AcceptOffer: By;
    DeclineOffer: By;
    CancelOffer: By;
    /** Puts an item into the queue of its kind. */
    ScheduleWork: Work;
    StartWork: Work;
    /** Ends what was started: for good, or until it is started again. */
    CompleteWork: Work;
  };
  events: {
    ApplicationSubmitted: { amount: Euros; resource: Resource | null };
    ApplicationTakenIn: By;
    ApplicationPreaccepted: By;
    ApplicationAccepted: By;
    ApplicationFinalized: By;
    LoanApproved: By;
    LoanRegistered: By;
    LoanActivated: By;
    ApplicationDeclined: By;
    ApplicationCancelled: By;
    OfferSelected: NumberedOffer;
    OfferCreated: NumberedOffer;
    OfferSent: NumberedOffer;
    OfferReturned: NumberedOffer;
    OfferAccepted: NumberedOffer;
    OfferDeclined: NumberedOffer;
    OfferCancelled: NumberedOffer;
    WorkScheduled: Work;
    WorkStarted: Work;
    WorkCompleted: {
      kind: WorkKind;
      resource: Resource | null;
      /**
       * From start to completion.
       * @minimum 0
       */
      milliseconds: Int;
    };
  };
}

/** How far an application has come. */
export type ApplicationStatus =
  | 'submitted'
  | 'takenIn'
  | 'preaccepted'
  | 'accepted'
  | 'finalized'
  | 'approved'
  | 'declined'
  | 'cancelled';

/** One row per application. */
export interface ApplicationSummary extends Projection<LoanApplication> {
  /** @key */
  applicationId: ApplicationId;
  amount: Euros;
  status: ApplicationStatus;
  submittedAt: Date;
  /** When it was approved, declined or cancelled. */
  decidedAt: Date | null;
  registered: boolean;
  activated: boolean;
}

/** One row per status. */
export interface Pipeline extends Rollup<ApplicationSummary, { key: 'status' }> {
  applications: Count;
  amount: Sum<ApplicationSummary, 'amount'>;
  oldest: Min<ApplicationSummary, 'submittedAt'>;
  newest: Max<ApplicationSummary, 'submittedAt'>;
}

/** What one resource did of one kind, for one application. */
export interface WorkDone {
  /** `unknown` where the bank does not know: groups need a name. */
  resource: Resource;
  kind: WorkKind;
  items: Int;
  milliseconds: Int;
}

/** One row per application: the work that was completed. */
export interface ApplicationWork extends Projection<LoanApplication> {
  /** @key */
  applicationId: ApplicationId;
  work: WorkDone[];
}

/** One row per resource. */
export interface Workload extends Rollup<ApplicationWork, { unnest: 'work'; key: 'work.resource' }> {
  applications: Count;
  items: Sum<ApplicationWork, 'work.items'>;
  milliseconds: Sum<ApplicationWork, 'work.milliseconds'>;
}

/** One row per kind of work. */
export interface WorkByKind extends Rollup<ApplicationWork, { unnest: 'work'; key: 'work.kind' }> {
  applications: Count;
  items: Sum<ApplicationWork, 'work.items'>;
  milliseconds: Sum<ApplicationWork, 'work.milliseconds'>;
}

export type OfferStatus = 'selected' | 'created' | 'sent' | 'returned' | 'accepted' | 'declined' | 'cancelled';

export interface Offer {
  number: Int;
  status: OfferStatus;
}

/** One row per application: its offers, oldest first. */
export interface ApplicationOffers extends Projection<LoanApplication> {
  /** @key */
  applicationId: ApplicationId;
  offers: Offer[];
  made: Int;
  /** The newest offer's status. */
  outcome: OfferStatus | 'none';
}

/** How many applications got how many offers. */
export interface OffersPerApplication extends Rollup<ApplicationOffers, { key: 'made' }> {
  applications: Count;
}

/** What came of the newest offers. */
export interface OfferOutcomes extends Rollup<ApplicationOffers, { key: 'outcome' }> {
  applications: Count;
  offers: Sum<ApplicationOffers, 'made'>;
}

export interface GetApplication extends Query<ApplicationSummary | null> {
  applicationId: ApplicationId;
}

/**
 * Applications of one status, those that wait longest first.
 * @sort submittedAt asc
 */
export interface GetApplications extends Query<Page<ApplicationSummary>> {
  status: ApplicationStatus;
  paging?: Paging;
}

/** @sort status asc */
export interface GetPipeline extends Query<Page<Pipeline>> {
  paging?: Paging;
}

/** @sort items desc */
export interface GetWorkload extends Query<Page<Workload>> {
  paging?: Paging;
}

/** @sort kind asc */
export interface GetWorkByKind extends Query<Page<WorkByKind>> {
  paging?: Paging;
}

export interface GetOffers extends Query<ApplicationOffers | null> {
  applicationId: ApplicationId;
}

/** @sort made asc */
export interface GetOffersPerApplication extends Query<Page<OffersPerApplication>> {
  paging?: Paging;
}

/** @sort outcome asc */
export interface GetOfferOutcomes extends Query<Page<OfferOutcomes>> {
  paging?: Paging;
}
