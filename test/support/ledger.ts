// A small aggregate for tests of the command path: a ledger whose entries name the entry that they were decided on.
import type { Actors } from '../../src/aggregate/actors.js';
import { Actors as ActorDirectory, type ActorLimits } from '../../src/aggregate/actors.js';
import type { Committer } from '../../src/aggregate/attempt.js';
import { Loader } from '../../src/aggregate/loader.js';
import type { Request } from '../../src/aggregate/request.js';
import { encodeCommit } from '../../src/codec/commit.js';
import { digestOfContent } from '../../src/codec/content-digest.js';
import { EventCodecs } from '../../src/codec/event-codecs.js';
import type { Aggregate, Empty } from '../../src/domain.js';
import type { StatefoldError } from '../../src/kernel/error.js';
import type { Receipt } from '../../src/kernel/place.js';
import { systemRuntime } from '../../src/kernel/runtime.js';
import type { EventLog } from '../../src/log/event-log.js';
import type { Snapshots } from '../../src/log/snapshots.js';
import type { SchemaTable } from '../../src/schema/schema.js';
import { createValidators } from '../../src/schema/validator.js';
import { aggregateSetup } from '../../src/statechart/aggregate-setup.js';
import { compileMachine } from '../../src/statechart/compile.js';
import { codecsOf, recordedEvents } from './app-codecs.js';

export interface Ledger extends Aggregate {
  state: { total: number; last: string | null; seen: string[] };
  commands: {
    Enter: { amount: number };
    EnterTwice: { amount: number };
    Nothing: Empty;
    Close: Empty;
    ThrowInGuard: Empty;
    ThrowInDecision: Empty;
    MutateInGuard: Empty;
    MutateInDecision: Empty;
    MutateInEvolve: Empty;
    DecideInvalid: Empty;
    DecideUnapplied: Empty;
  };
  events: {
    Entered: { amount: number; total: number; after: string | null };
    Closed: Empty;
    Ignored: Empty;
    Mutated: Empty;
  };
}

const ledger = aggregateSetup<Ledger>({
  commands: [
    'Enter',
    'EnterTwice',
    'Nothing',
    'Close',
    'ThrowInGuard',
    'ThrowInDecision',
    'MutateInGuard',
    'MutateInDecision',
    'MutateInEvolve',
    'DecideInvalid',
    'DecideUnapplied',
  ],
  events: ['Entered', 'Closed', 'Ignored', 'Mutated'],
});
const { decide, evolve, guard } = ledger;

/** Names a command by id and time: the same command, decided by two engines, is two decisions. */
export function nameOf({ id, time }: { readonly id: string; readonly time: Date }): string {
  return `${id.split('#')[0]}@${time.getTime()}`;
}

/** The bound that the guard `enough` keeps. */
const LEDGER_FLOOR = 0;

const machine = ledger
  .extend({
    guards: {
      enough: guard.Enter(({ state, command }) => state.total + command.data.amount >= LEDGER_FLOOR),
      mutating: guard.MutateInGuard(({ state }) => state.seen.push('guard') > 0),
      broken: guard.ThrowInGuard((): boolean => {
        throw new Error('the guard is broken');
      }),
    },
  })
  .createMachine({
    context: { total: 0, last: null, seen: [] },
    initial: 'open',
    states: {
      open: {
        on: {
          Enter: {
            guard: 'enough',
            actions: decide.Enter(({ state, command }) => ({
              type: 'Entered',
              data: { amount: command.data.amount, total: state.total + command.data.amount, after: state.last },
            })),
          },
          EnterTwice: {
            actions: decide.EnterTwice(({ state, command }) => [
              {
                type: 'Entered',
                data: { ...command.data, total: state.total + command.data.amount, after: state.last },
              },
              {
                type: 'Entered',
                data: { ...command.data, total: state.total + 2 * command.data.amount, after: nameOf(command) },
              },
            ]),
          },
          Entered: {
            actions: evolve.Entered(({ event }) => ({ total: event.data.total, last: nameOf(event) })),
          },
          Nothing: { actions: decide.Nothing(() => []) },
          Close: { actions: decide.Close(() => ({ type: 'Closed', data: {} })) },
          Closed: 'closed',
          ThrowInGuard: { guard: 'broken', actions: decide.ThrowInGuard(() => []) },
          ThrowInDecision: {
            actions: decide.ThrowInDecision((): never[] => {
              throw new Error('the decision is broken');
            }),
          },
          MutateInGuard: { guard: 'mutating', actions: decide.MutateInGuard(() => []) },
          MutateInDecision: {
            actions: decide.MutateInDecision(({ state }) => {
              state.total = 1_000_000;
              return [];
            }),
          },
          MutateInEvolve: { actions: decide.MutateInEvolve(() => ({ type: 'Mutated', data: {} })) },
          Mutated: {
            actions: evolve.Mutated(({ state }) => {
              state.seen.push('evolve');
              return { seen: state.seen };
            }),
          },
          DecideInvalid: {
            actions: decide.DecideInvalid(() => ({
              type: 'Entered',
              data: { amount: Number.NaN, total: 0, after: null },
            })),
          },
          DecideUnapplied: { actions: decide.DecideUnapplied(() => ({ type: 'Ignored', data: {} })) },
        },
      },
      closed: { type: 'final' },
    },
  });

const empty = { type: 'object', properties: {}, required: [], additionalProperties: false } as const;
const schemas: SchemaTable = {
  Entered: {
    type: 'object',
    properties: {
      amount: { type: 'number' },
      total: { type: 'number' },
      after: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
    required: ['amount', 'total', 'after'],
    additionalProperties: false,
  },
  Closed: empty,
  Ignored: empty,
  Mutated: empty,
};
const validators = createValidators(schemas);
const codecs = codecsOf('Ledger', schemas, ['Entered', 'Closed', 'Ignored', 'Mutated']);
const eventCodecs = new EventCodecs(codecs);

/** Opens the commits of ledgers. */
export const recordedLedgers = recordedEvents(codecs);

const ledgerDecider: Committer = {
  type: 'Ledger',
  stepper: compileMachine(machine),
  events: new Set(['Entered', 'Closed', 'Ignored', 'Mutated']),
  violations: (name, data) => validators.violations(name, data),
  encode: (commit) => encodeCommit(commit, eventCodecs),
};

const TEST_LIMITS: ActorLimits = {
  blocksInFlight: 3,
  itemsPerBlock: 64,
  bytesPerBlock: 1 << 20,
  maxResident: 100,
  maxMailbox: 1000,
  snapshotEvery: 100,
};

/** What the command side needs of a store beside its log. */
export interface LedgerOptions extends Partial<ActorLimits> {
  readonly snapshots?: Snapshots;
  readonly fingerprint?: string;
  readonly onSnapshotError?: (error: StatefoldError) => void;
}

/** The command side of one engine that knows ledgers only; without snapshots unless some are given. */
export function ledgerActors(log: EventLog, options: LedgerOptions = {}): Actors {
  const { snapshots = NO_SNAPSHOTS, fingerprint = 'ledger', onSnapshotError = thrown, ...limits } = options;
  const { stepper } = ledgerDecider;
  const runtime = systemRuntime;
  const loader = new Loader({
    log,
    recorded: recordedLedgers,
    snapshots,
    stepper,
    fingerprint,
    runtime,
    onSnapshotError,
  });
  const types = new Map([['Ledger', { decider: ledgerDecider, loader }]]);
  return new ActorDirectory({ log, appends: log, types, runtime, limits: { ...TEST_LIMITS, ...limits } });
}

function thrown(error: StatefoldError): void {
  throw error;
}

/** A cache that keeps nothing. */
const NO_SNAPSHOTS: Snapshots = { load: async () => null, save: async () => false, clear: async () => {} };

// No two commands are given at the same time.
let tick = Date.now();

/** How a test sends a command to a ledger. */
export interface LedgerSend {
  readonly commandId?: string;
  readonly expectedVersion?: number;
  readonly timeout?: number;
}

/** Sends a command to a ledger, as the bus would. */
export function sendTo(
  actors: Actors,
  log: EventLog,
  id: string,
  command: {
    readonly [C in keyof Ledger['commands']]: { type: C; data: Ledger['commands'][C] };
  }[keyof Ledger['commands']],
  options: LedgerSend = {},
): Promise<Receipt> {
  const timeoutMs = options.timeout ?? 5000;
  const request: Request = {
    aggregate: 'Ledger',
    aggregateId: id,
    type: command.type,
    data: command.data,
    commandId: options.commandId ?? systemRuntime.freshId(),
    retryable: options.commandId !== undefined,
    digest: digestOfContent(command.type, command.data),
    time: new Date(tick++),
    metadata: {},
    expectedVersion: options.expectedVersion ?? null,
    deadline: log.now() + timeoutMs,
    timeoutMs,
  };
  return actors.send(request);
}
