// Generated from domain/. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { domainSources } from 'statefold/contract';
import type { AppDefinition } from 'statefold/contract';
import { loanApplicationMachine } from '../domain/loan-application.machine.js';
import { applicationOffers, applicationSummary, applicationWork } from '../domain/loan-application.projections.js';
import type { AppTypes } from './buses.js';
import { codecs } from './codecs.js';
import { aggregates, projections, queries, rollups } from './handlers.js';
import { schemas } from './validators.js';

export const app: AppDefinition<AppTypes> = {
  contract: 2,
  schemas: schemas,
  aggregates: [
    { ...aggregates.LoanApplication, machine: loanApplicationMachine },
  ],
  projections: [
    { ...projections.ApplicationSummary, folds: applicationSummary },
    { ...projections.ApplicationWork, folds: applicationWork },
    { ...projections.ApplicationOffers, folds: applicationOffers },
  ],
  rollups: [
    rollups.Pipeline,
    rollups.Workload,
    rollups.WorkByKind,
    rollups.OffersPerApplication,
    rollups.OfferOutcomes,
  ],
  queries: [
    queries.GetApplication,
    queries.GetApplications,
    queries.GetPipeline,
    queries.GetWorkload,
    queries.GetWorkByKind,
    queries.GetOffers,
    queries.GetOffersPerApplication,
    queries.GetOfferOutcomes,
  ],
  codecs: [
    codecs.ApplicationAccepted,
    codecs.ApplicationCancelled,
    codecs.ApplicationDeclined,
    codecs.ApplicationFinalized,
    codecs.ApplicationPreaccepted,
    codecs.ApplicationSubmitted,
    codecs.ApplicationTakenIn,
    codecs.LoanActivated,
    codecs.LoanApproved,
    codecs.LoanRegistered,
    codecs.OfferAccepted,
    codecs.OfferCancelled,
    codecs.OfferCreated,
    codecs.OfferDeclined,
    codecs.OfferReturned,
    codecs.OfferSelected,
    codecs.OfferSent,
    codecs.WorkCompleted,
    codecs.WorkScheduled,
    codecs.WorkStarted,
  ],
  sources: domainSources(import.meta, 'd42e276a06b6ad95'),
};
