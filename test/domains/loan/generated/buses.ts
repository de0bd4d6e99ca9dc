// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import type { CommandOptions, QueryMethod, Receipt } from 'statefold/contract';
import type {
  ApplicationId,
  ApplicationOffers,
  ApplicationSummary,
  ApplicationWork,
  GetApplication,
  GetApplications,
  GetOfferOutcomes,
  GetOffers,
  GetOffersPerApplication,
  GetPipeline,
  GetWorkByKind,
  GetWorkload,
  LoanApplication,
  OfferOutcomes,
  OffersPerApplication,
  Pipeline,
  WorkByKind,
  Workload,
} from '../domain/loan-application.domain.js';

/** One method per command. A refusal is a `StatefoldError`. */
export interface CommandBus {
  /** The customer applies, for an amount. */
  submitApplication(id: ApplicationId, data: LoanApplication['commands']['SubmitApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** What came in by the web is taken over for a first look. */
  takeInApplication(id: ApplicationId, data: LoanApplication['commands']['TakeInApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The first look is passed; more information is needed. */
  preacceptApplication(id: ApplicationId, data: LoanApplication['commands']['PreacceptApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The information is complete. */
  acceptApplication(id: ApplicationId, data: LoanApplication['commands']['AcceptApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The application is ready for offers. */
  finalizeApplication(id: ApplicationId, data: LoanApplication['commands']['FinalizeApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  approveLoan(id: ApplicationId, data: LoanApplication['commands']['ApproveLoan'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  registerLoan(id: ApplicationId, data: LoanApplication['commands']['RegisterLoan'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  activateLoan(id: ApplicationId, data: LoanApplication['commands']['ActivateLoan'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The bank says no; not once the loan is decided. */
  declineApplication(id: ApplicationId, data: LoanApplication['commands']['DeclineApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The customer does, or no longer answers; not once the loan is decided. */
  cancelApplication(id: ApplicationId, data: LoanApplication['commands']['CancelApplication'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** Chooses what to offer. With an offer out, that one must be cancelled next. */
  selectOffer(id: ApplicationId, data: LoanApplication['commands']['SelectOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  createOffer(id: ApplicationId, data: LoanApplication['commands']['CreateOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  sendOffer(id: ApplicationId, data: LoanApplication['commands']['SendOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** The customer sends the offer back. */
  returnOffer(id: ApplicationId, data: LoanApplication['commands']['ReturnOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  acceptOffer(id: ApplicationId, data: LoanApplication['commands']['AcceptOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  declineOffer(id: ApplicationId, data: LoanApplication['commands']['DeclineOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  cancelOffer(id: ApplicationId, data: LoanApplication['commands']['CancelOffer'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** Puts an item into the queue of its kind. */
  scheduleWork(id: ApplicationId, data: LoanApplication['commands']['ScheduleWork'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  startWork(id: ApplicationId, data: LoanApplication['commands']['StartWork'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
  /** Ends what was started: for good, or until it is started again. */
  completeWork(id: ApplicationId, data: LoanApplication['commands']['CompleteWork'], options?: CommandOptions): Promise<Receipt<'LoanApplication'>>;
}

/** One method per query. With `after: receipt` it waits until the rows include that command. */
export interface QueryBus {
  readonly getApplication: QueryMethod<GetApplication, 'LoanApplication'>;
  /** Applications of one status, those that wait longest first. */
  readonly getApplications: QueryMethod<GetApplications, 'LoanApplication'>;
  readonly getPipeline: QueryMethod<GetPipeline, 'LoanApplication'>;
  readonly getWorkload: QueryMethod<GetWorkload, 'LoanApplication'>;
  readonly getWorkByKind: QueryMethod<GetWorkByKind, 'LoanApplication'>;
  readonly getOffers: QueryMethod<GetOffers, 'LoanApplication'>;
  readonly getOffersPerApplication: QueryMethod<GetOffersPerApplication, 'LoanApplication'>;
  readonly getOfferOutcomes: QueryMethod<GetOfferOutcomes, 'LoanApplication'>;
}

/** The domain's types, by name. */
export interface AppTypes {
  readonly aggregates: {
    readonly loanApplication: LoanApplication;
  };
  readonly queries: {
    readonly GetApplication: GetApplication;
    readonly GetApplications: GetApplications;
    readonly GetPipeline: GetPipeline;
    readonly GetWorkload: GetWorkload;
    readonly GetWorkByKind: GetWorkByKind;
    readonly GetOffers: GetOffers;
    readonly GetOffersPerApplication: GetOffersPerApplication;
    readonly GetOfferOutcomes: GetOfferOutcomes;
  };
  readonly rows: {
    readonly ApplicationSummary: ApplicationSummary;
    readonly ApplicationWork: ApplicationWork;
    readonly ApplicationOffers: ApplicationOffers;
    readonly Pipeline: Pipeline;
    readonly Workload: Workload;
    readonly WorkByKind: WorkByKind;
    readonly OffersPerApplication: OffersPerApplication;
    readonly OfferOutcomes: OfferOutcomes;
  };
  readonly commandBus: CommandBus;
  readonly queryBus: QueryBus;
}
