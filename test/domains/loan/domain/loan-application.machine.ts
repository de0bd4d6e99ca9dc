// What an application accepts, and how it changes: the application itself, its offers, and each kind of work, side by side.
import { and, not, or, stateIn } from 'xstate';
import { loanApplication } from '../generated/loan-application.aggregate.js';
import type { WorkInHand, WorkKind } from './loan-application.domain.js';

const { decide, evolve, guard } = loanApplication;

const chart = loanApplication.extend({
  guards: {
    /** Whether it is about this kind of work: all regions of work hear all of its commands and events. */
    concerns: guard(
      ['ScheduleWork', 'StartWork', 'CompleteWork'],
      ({ command }, { kind }: { kind: WorkKind }) => command.data.kind === kind,
    ),
    concerned: guard.event(
      ['WorkScheduled', 'WorkStarted', 'WorkCompleted'],
      ({ event }, { kind }: { kind: WorkKind }) => event.data.kind === kind,
    ),
    atFirstLook: stateIn('#takenIn'),
    beforeDecision: or([stateIn('#preaccepted'), stateIn('#accepted'), stateIn('#finalized')]),
    undecided: stateIn('#open'),
    readyForOffers: stateIn('#finalized'),
    readyForContract: or([stateIn('#finalized'), stateIn('#settled')]),
    nothingGranted: not(or([stateIn('#approved'), stateIn('#registered'), stateIn('#activated')])),
    choosesOffer: or([stateIn('#accepted'), stateIn('#finalized')]),
    offerIsOut: or([stateIn('#sent'), stateIn('#returned'), stateIn('#offerAccepted')]),
    mayDeclineOffer: or([stateIn('#finalized'), stateIn('#declined')]),
    mayCancelOffer: or([stateIn('#finalized'), stateIn('#cancelled')]),
  },
});

const selectOffer = {
  guard: 'choosesOffer',
  actions: decide.SelectOffer(({ command, state }) => ({
    type: 'OfferSelected',
    data: { ...command.data, offer: state.offers + 1 },
  })),
} as const;
const selected = evolve.OfferSelected(({ event }) => ({ offers: event.data.offer }));

const without = (inHand: readonly WorkInHand[], kind: WorkKind) => inHand.filter((item) => item.kind !== kind);

const started = evolve.WorkStarted(({ state, event }) => ({
  inHand: [...state.inHand, { kind: event.data.kind, since: event.time }],
}));
const completed = evolve.WorkCompleted(({ state, event }) => ({ inHand: without(state.inHand, event.data.kind) }));

const complete = decide.CompleteWork(({ command, state }) => {
  const since = state.inHand.find((item) => item.kind === command.data.kind)?.since ?? command.time;
  const milliseconds = Math.max(0, command.time.getTime() - since.getTime());
  return { type: 'WorkCompleted', data: { ...command.data, milliseconds } };
});

type Phase = 'atFirstLook' | 'beforeDecision' | 'undecided' | 'readyForOffers' | 'readyForContract';

/** The region of one kind of work. It begins in a phase of the application; what was begun may be completed at any time. */
function workRegion<const Kind extends WorkKind>(kind: Kind, phase: Phase) {
  const concerns = { type: 'concerns', params: { kind } } as const;
  const concerned = { type: 'concerned', params: { kind } } as const;
  const begins = and([concerns, phase]);
  const ScheduleWork = {
    guard: begins,
    actions: decide.ScheduleWork(({ command }) => ({ type: 'WorkScheduled', data: command.data })),
  };
  const StartWork = {
    guard: begins,
    actions: decide.StartWork(({ command }) => ({ type: 'WorkStarted', data: command.data })),
  };
  const CompleteWork = { guard: concerns, actions: complete };
  const WorkStarted = { guard: concerned, target: 'running', actions: started };
  return chart.createStateConfig({
    initial: 'none',
    states: {
      none: { on: { ScheduleWork, WorkScheduled: { guard: concerned, target: 'scheduled' } } },
      scheduled: { on: { StartWork, WorkStarted } },
      running: {
        on: {
          ScheduleWork,
          WorkScheduled: { guard: concerned, target: 'runningWithNext' },
          CompleteWork,
          WorkCompleted: { guard: concerned, target: 'laidDown', actions: completed },
        },
      },
      // The next item waits while this one runs.
      runningWithNext: {
        on: { CompleteWork, WorkCompleted: { guard: concerned, target: 'scheduled', actions: completed } },
      },
      // Done, or to be taken up again: the bank completes what is laid down for the night.
      laidDown: {
        on: { ScheduleWork, WorkScheduled: { guard: concerned, target: 'scheduled' }, StartWork, WorkStarted },
      },
    },
  });
}

export const loanApplicationMachine = chart.createMachine({
  id: 'loanApplication',
  context: { offers: 0, inHand: [] },
  type: 'parallel',
  states: {
    application: {
      initial: 'new',
      states: {
        new: {
          on: {
            SubmitApplication: {
              actions: decide.SubmitApplication(({ command }) => ({
                type: 'ApplicationSubmitted',
                data: command.data,
              })),
            },
            ApplicationSubmitted: 'submitted',
          },
        },
        submitted: {
          on: {
            TakeInApplication: {
              actions: decide.TakeInApplication(({ command }) => ({ type: 'ApplicationTakenIn', data: command.data })),
            },
            ApplicationTakenIn: 'open',
          },
        },
        open: {
          id: 'open',
          initial: 'takenIn',
          states: {
            takenIn: {
              id: 'takenIn',
              on: {
                PreacceptApplication: {
                  actions: decide.PreacceptApplication(({ command }) => ({
                    type: 'ApplicationPreaccepted',
                    data: command.data,
                  })),
                },
                ApplicationPreaccepted: 'preaccepted',
              },
            },
            preaccepted: {
              id: 'preaccepted',
              on: {
                AcceptApplication: {
                  actions: decide.AcceptApplication(({ command }) => ({
                    type: 'ApplicationAccepted',
                    data: command.data,
                  })),
                },
                ApplicationAccepted: 'accepted',
              },
            },
            accepted: {
              id: 'accepted',
              on: {
                FinalizeApplication: {
                  actions: decide.FinalizeApplication(({ command }) => ({
                    type: 'ApplicationFinalized',
                    data: command.data,
                  })),
                },
                ApplicationFinalized: 'finalized',
              },
            },
            // Three departments, each in its own time.
            finalized: {
              id: 'finalized',
              type: 'parallel',
              states: {
                approval: {
                  initial: 'pending',
                  states: {
                    pending: {
                      on: {
                        ApproveLoan: {
                          guard: 'offerIsOut',
                          actions: decide.ApproveLoan(({ command }) => ({ type: 'LoanApproved', data: command.data })),
                        },
                        LoanApproved: 'approved',
                      },
                    },
                    approved: { id: 'approved', type: 'final' },
                  },
                },
                registration: {
                  initial: 'pending',
                  states: {
                    pending: {
                      on: {
                        RegisterLoan: {
                          guard: 'offerIsOut',
                          actions: decide.RegisterLoan(({ command }) => ({
                            type: 'LoanRegistered',
                            data: command.data,
                          })),
                        },
                        LoanRegistered: 'registered',
                      },
                    },
                    registered: { id: 'registered', type: 'final' },
                  },
                },
                activation: {
                  initial: 'pending',
                  states: {
                    pending: {
                      on: {
                        ActivateLoan: {
                          guard: 'offerIsOut',
                          actions: decide.ActivateLoan(({ command }) => ({
                            type: 'LoanActivated',
                            data: command.data,
                          })),
                        },
                        LoanActivated: 'activated',
                      },
                    },
                    activated: { id: 'activated', type: 'final' },
                  },
                },
              },
              onDone: '#settled',
            },
          },
          on: {
            DeclineApplication: {
              guard: 'nothingGranted',
              actions: decide.DeclineApplication(({ command }) => ({
                type: 'ApplicationDeclined',
                data: command.data,
              })),
            },
            ApplicationDeclined: 'declined',
            CancelApplication: {
              guard: 'nothingGranted',
              actions: decide.CancelApplication(({ command }) => ({
                type: 'ApplicationCancelled',
                data: command.data,
              })),
            },
            ApplicationCancelled: 'cancelled',
          },
        },
        settled: { id: 'settled', type: 'final' },
        declined: { id: 'declined', type: 'final' },
        cancelled: { id: 'cancelled', type: 'final' },
      },
    },
    offers: {
      initial: 'none',
      states: {
        none: { on: { SelectOffer: selectOffer, OfferSelected: { target: 'selected', actions: selected } } },
        selected: {
          on: {
            CreateOffer: {
              guard: 'readyForOffers',
              actions: decide.CreateOffer(({ command, state }) => ({
                type: 'OfferCreated',
                data: { ...command.data, offer: state.offers },
              })),
            },
            OfferCreated: 'created',
          },
        },
        created: {
          on: {
            SendOffer: {
              guard: 'readyForOffers',
              actions: decide.SendOffer(({ command, state }) => ({
                type: 'OfferSent',
                data: { ...command.data, offer: state.offers },
              })),
            },
            OfferSent: 'out',
          },
        },
        out: {
          initial: 'sent',
          states: {
            sent: {
              id: 'sent',
              on: {
                ReturnOffer: {
                  guard: 'readyForOffers',
                  actions: decide.ReturnOffer(({ command, state }) => ({
                    type: 'OfferReturned',
                    data: { ...command.data, offer: state.offers },
                  })),
                },
                OfferReturned: 'returned',
              },
            },
            returned: { id: 'returned' },
          },
          on: {
            AcceptOffer: {
              guard: 'readyForContract',
              actions: decide.AcceptOffer(({ command, state }) => ({
                type: 'OfferAccepted',
                data: { ...command.data, offer: state.offers },
              })),
            },
            OfferAccepted: 'accepted',
            DeclineOffer: {
              guard: and(['mayDeclineOffer', 'nothingGranted']),
              actions: decide.DeclineOffer(({ command, state }) => ({
                type: 'OfferDeclined',
                data: { ...command.data, offer: state.offers },
              })),
            },
            OfferDeclined: 'declined',
            CancelOffer: {
              guard: and(['mayCancelOffer', 'nothingGranted']),
              actions: decide.CancelOffer(({ command, state }) => ({
                type: 'OfferCancelled',
                data: { ...command.data, offer: state.offers },
              })),
            },
            OfferCancelled: 'cancelled',
            SelectOffer: selectOffer,
            OfferSelected: { target: 'replacing', actions: selected },
          },
        },
        // Another offer is selected, and the one before is still out.
        replacing: {
          on: {
            CancelOffer: {
              guard: 'mayCancelOffer',
              actions: decide.CancelOffer(({ command, state }) => ({
                type: 'OfferCancelled',
                data: { ...command.data, offer: state.offers - 1 },
              })),
            },
            OfferCancelled: 'selected',
          },
        },
        cancelled: { on: { SelectOffer: selectOffer, OfferSelected: { target: 'selected', actions: selected } } },
        accepted: { id: 'offerAccepted', type: 'final' },
        declined: { type: 'final' },
      },
    },
    work: {
      type: 'parallel',
      states: {
        leads: workRegion('leads', 'atFirstLook'),
        completion: workRegion('completion', 'beforeDecision'),
        offerCalls: workRegion('offerCalls', 'readyForOffers'),
        validation: workRegion('validation', 'readyForOffers'),
        missingInformation: workRegion('missingInformation', 'readyForOffers'),
        fraud: workRegion('fraud', 'undecided'),
        contractChange: workRegion('contractChange', 'readyForContract'),
      },
    },
  },
});
