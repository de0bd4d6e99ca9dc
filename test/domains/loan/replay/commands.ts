// What each entry of the bank's log asks of its application: the glossary, as code.
import type { ApplicationId, LoanApplication, Resource, WorkKind } from '../domain/loan-application.domain.js';
import type { LogEntry } from './log-entry.js';

/** A command as an entry of the log gives it, with the time at which it was given. */
export type TimedCommand = {
  [C in keyof LoanApplication['commands']]: {
    readonly type: C;
    readonly aggregateId: ApplicationId;
    readonly data: LoanApplication['commands'][C];
    readonly time: Date;
  };
}[keyof LoanApplication['commands']];

/** Commands that carry nothing but who gave them. */
type PlainCommand = {
  [C in keyof LoanApplication['commands']]: { resource: null } extends LoanApplication['commands'][C] ? C : never;
}[keyof LoanApplication['commands']];

const PLAIN: Readonly<Record<string, PlainCommand>> = {
  A_PARTLYSUBMITTED: 'TakeInApplication',
  A_PREACCEPTED: 'PreacceptApplication',
  A_ACCEPTED: 'AcceptApplication',
  A_FINALIZED: 'FinalizeApplication',
  A_APPROVED: 'ApproveLoan',
  A_REGISTERED: 'RegisterLoan',
  A_ACTIVATED: 'ActivateLoan',
  A_DECLINED: 'DeclineApplication',
  A_CANCELLED: 'CancelApplication',
  O_SELECTED: 'SelectOffer',
  O_CREATED: 'CreateOffer',
  O_SENT: 'SendOffer',
  O_SENT_BACK: 'ReturnOffer',
  O_ACCEPTED: 'AcceptOffer',
  O_DECLINED: 'DeclineOffer',
  O_CANCELLED: 'CancelOffer',
};

const WORK: Readonly<Record<string, WorkKind>> = {
  'W_Afhandelen leads': 'leads',
  'W_Completeren aanvraag': 'completion',
  'W_Nabellen offertes': 'offerCalls',
  'W_Valideren aanvraag': 'validation',
  'W_Nabellen incomplete dossiers': 'missingInformation',
  'W_Beoordelen fraude': 'fraud',
  'W_Wijzigen contractgegevens': 'contractChange',
};

const LIFECYCLE = { SCHEDULE: 'ScheduleWork', START: 'StartWork', COMPLETE: 'CompleteWork' } as const;

/** The command that an entry stands for. Throws for an activity that is not in the glossary. */
export function commandOf({ case: id, amount, activity, lifecycle, time, resource: by }: LogEntry): TimedCommand {
  const resource = by as Resource | null;
  const given = { aggregateId: id as ApplicationId, time: new Date(time) };
  if (activity === 'A_SUBMITTED') return { ...given, type: 'SubmitApplication', data: { amount, resource } };
  const plain = PLAIN[activity];
  if (plain !== undefined) return { ...given, type: plain, data: { resource } };
  const kind = WORK[activity];
  if (kind !== undefined) return { ...given, type: LIFECYCLE[lifecycle], data: { kind, resource } };
  throw new Error(`${id} at ${time}: ${activity} is not in the glossary. Add it to PLAIN or WORK.`);
}
