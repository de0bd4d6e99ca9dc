// Generated from domain/loan-application.domain.ts. Do not edit.
/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
import { aggregateSetup } from 'statefold/contract';
import type { AggregateSetup, CommandOf, DecisionOf, EventOf } from 'statefold/contract';
import type { LoanApplication } from '../domain/loan-application.domain.js';

export type LoanApplicationState = LoanApplication['state'];
export type LoanApplicationCommand = CommandOf<LoanApplication>;
export type LoanApplicationEvent = EventOf<LoanApplication>;
export type LoanApplicationDecision = DecisionOf<LoanApplication>;

/** XState's `setup` for LoanApplication, with its helpers `decide`, `evolve` and `guard`. */
export const loanApplication: AggregateSetup<LoanApplication> = aggregateSetup<LoanApplication>({
  commands: [
    'SubmitApplication',
    'TakeInApplication',
    'PreacceptApplication',
    'AcceptApplication',
    'FinalizeApplication',
    'ApproveLoan',
    'RegisterLoan',
    'ActivateLoan',
    'DeclineApplication',
    'CancelApplication',
    'SelectOffer',
    'CreateOffer',
    'SendOffer',
    'ReturnOffer',
    'AcceptOffer',
    'DeclineOffer',
    'CancelOffer',
    'ScheduleWork',
    'StartWork',
    'CompleteWork',
  ],
  events: [
    'ApplicationSubmitted',
    'ApplicationTakenIn',
    'ApplicationPreaccepted',
    'ApplicationAccepted',
    'ApplicationFinalized',
    'LoanApproved',
    'LoanRegistered',
    'LoanActivated',
    'ApplicationDeclined',
    'ApplicationCancelled',
    'OfferSelected',
    'OfferCreated',
    'OfferSent',
    'OfferReturned',
    'OfferAccepted',
    'OfferDeclined',
    'OfferCancelled',
    'WorkScheduled',
    'WorkStarted',
    'WorkCompleted',
  ],
});
