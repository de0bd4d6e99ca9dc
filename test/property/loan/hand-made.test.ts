// The loan domain on logs made by hand: what the chart refuses, and what the replay makes of it. Needs no file.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.js';
import type { ApplicationId } from '../../domains/loan/domain/loan-application.domain.js';
import { loanApplicationMachine } from '../../domains/loan/domain/loan-application.machine.js';
import { startEngine } from '../../domains/loan/generated/index.js';
import { type LogEntry, readLog } from '../../domains/loan/replay/log-entry.js';
import { messagesOf } from '../../domains/loan/replay/messages.js';
import { replay } from '../../domains/loan/replay/replay.js';
import { xstateDeciding } from './xstate-deciding.js';

const OPENING = 'A_SUBMITTED A_PARTLYSUBMITTED A_PREACCEPTED A_ACCEPTED A_FINALIZED';
const OFFER = 'O_SELECTED O_CREATED O_SENT';

/** A log of one case, an entry a minute. Work is written `kind of work:LIFECYCLE`, with `_` for a space. */
function log(...parts: string[]): LogEntry[] {
  return parts
    .join(' ')
    .split(' ')
    .map((word, minute) => {
      const [activity = '', lifecycle = 'COMPLETE'] = word.split(':');
      return {
        case: '1',
        amount: 5000,
        activity: activity.replace(/(?<=W_.*)_/g, ' '),
        lifecycle: lifecycle as LogEntry['lifecycle'],
        time: new Date(Date.UTC(2012, 0, 2, 9, minute)).toISOString(),
        resource: minute % 2 === 0 ? '11' : null,
      };
    });
}

async function play(...parts: string[]) {
  const entries = log(...parts);
  const engine = await startEngine({ store: memoryStore() });
  try {
    const { refusals } = await replay(engine, entries);
    const loan = engine.aggregates.loanApplication('1' as ApplicationId);
    return {
      refused: refusals.map(({ reason }) => reason),
      state: await loan.state(),
      history: await loan.history(),
      lived: [...messagesOf(xstateDeciding(loanApplicationMachine), entries)],
    };
  } finally {
    await engine.close();
  }
}

it('settles a loan that is granted, booked and paid in any order', async () => {
  const { refused, state } = await play(OPENING, OFFER, 'O_SENT_BACK A_REGISTERED A_ACTIVATED A_APPROVED O_ACCEPTED');
  expect(refused).toEqual([]);
  expect(state.name).toMatch(/^application\.settled & offers\.accepted & /);
  expect(state.version).toBe(13);
});

it('grants nothing without an offer that is out', async () => {
  const { refused } = await play(OPENING, 'A_APPROVED O_SELECTED O_CREATED A_REGISTERED');
  expect(refused).toEqual([
    'ApproveLoan while open.finalized, not offerIsOut',
    'RegisterLoan while open.finalized, not offerIsOut',
  ]);
});

it.each(['A_APPROVED', 'A_REGISTERED', 'A_ACTIVATED'])('neither declines nor cancels after %s alone', async (grant) => {
  const { refused } = await play(OPENING, OFFER, grant, 'A_DECLINED A_CANCELLED O_CANCELLED O_DECLINED');
  expect(refused).toEqual([
    'DeclineApplication while open.finalized, not nothingGranted',
    'CancelApplication while open.finalized, not nothingGranted',
    'CancelOffer while out.sent, not nothingGranted',
    'DeclineOffer while out.sent, not nothingGranted',
  ]);
});

it('takes the offer back that another replaces, before the other is written', async () => {
  const { refused, history } = await play(OPENING, OFFER, 'O_SELECTED O_CREATED O_CANCELLED O_CREATED O_SENT');
  expect(refused).toEqual(['CreateOffer while replacing']);
  expect(history.slice(8).map(({ type, data }) => [type, 'offer' in data && data.offer])).toEqual([
    ['OfferSelected', 2],
    ['OfferCancelled', 1],
    ['OfferCreated', 2],
    ['OfferSent', 2],
  ]);
});

it('lets an offer go with its application, and takes none after that', async () => {
  const declined = await play(OPENING, OFFER, 'A_DECLINED O_DECLINED');
  expect(declined.refused).toEqual([]);
  const cancelled = await play(OPENING, OFFER, 'A_CANCELLED O_CANCELLED O_SELECTED');
  expect(cancelled.refused).toEqual(['SelectOffer while cancelled, not choosesOffer']);
});

it('measures work from its start to its completion, and keeps kinds apart', async () => {
  const work = 'W_Completeren_aanvraag';
  const other = 'W_Nabellen_offertes';
  const { refused, history, state } = await play(
    OPENING,
    `${work}:SCHEDULE ${other}:SCHEDULE ${work}:START ${other}:START ${other}:SCHEDULE ${work}:COMPLETE ${other}:COMPLETE`,
  );
  expect(refused).toEqual([]);
  expect(history.slice(-2).map(({ data }) => data)).toEqual([
    { kind: 'completion', resource: '11', milliseconds: 180_000 },
    { kind: 'offerCalls', resource: null, milliseconds: 180_000 },
  ]);
  expect(state.value).toMatchObject({ work: { completion: 'laidDown', offerCalls: 'scheduled', fraud: 'none' } });
  expect(state.state.inHand).toEqual([]);
});

const STEPS = OPENING.split(' ');

it.each([
  ['W_Afhandelen_leads', 2, 2],
  ['W_Completeren_aanvraag', 3, 5],
  ['W_Nabellen_offertes', 5, 5],
  ['W_Valideren_aanvraag', 5, 5],
  ['W_Nabellen_incomplete_dossiers', 5, 5],
  ['W_Beoordelen_fraude', 2, 5],
  ['W_Wijzigen_contractgegevens', 5, 5],
])('begins %s from step %i of an application to step %i', async (work, first, last) => {
  for (let step = 1; step <= STEPS.length; step++) {
    const { refused } = await play(STEPS.slice(0, step).join(' '), `${work}:SCHEDULE ${work}:START`);
    expect(refused.length === 0, `${work} at ${STEPS[step - 1]}`).toBe(step >= first && step <= last);
  }
});

it('finishes work on an application that has ended, and begins none', async () => {
  const work = 'W_Nabellen_offertes';
  const { refused } = await play(
    OPENING,
    `${work}:SCHEDULE ${work}:START A_CANCELLED ${work}:COMPLETE ${work}:START ${work}:COMPLETE ${work}:SCHEDULE`,
  );
  expect(refused).toEqual([
    'StartWork while laidDown, not readyForOffers',
    'CompleteWork while laidDown',
    'ScheduleWork while laidDown, not readyForOffers',
  ]);
});

it('says which guards of the region that is meant refuse, and none of the regions beside it', async () => {
  const engine = await startEngine({ store: memoryStore() });
  try {
    await replay(engine, log(OPENING));
    const work = { kind: 'leads', resource: null } as const;
    await expect(engine.commands.scheduleWork('1' as ApplicationId, work)).rejects.toMatchObject({
      code: 'REJECTED',
      details: { guards: ['atFirstLook'] },
    });
    const { considerations } = await engine.explain.scheduleWork('1' as ApplicationId, work);
    expect(considerations).toEqual([
      { state: 'loanApplication.work.leads.none', on: 'ScheduleWork', passed: false, refusedBy: ['atFirstLook'] },
    ]);
  } finally {
    await engine.close();
  }
});

it('yields each command with its events, a refused one without', async () => {
  const { lived, history } = await play('A_SUBMITTED A_PREACCEPTED A_PARTLYSUBMITTED');
  expect(lived.map(({ kind, message: { type, version } }) => [kind, type, version])).toEqual([
    ['command', 'SubmitApplication', 0],
    ['event', 'ApplicationSubmitted', 1],
    ['command', 'PreacceptApplication', 1],
    ['command', 'TakeInApplication', 1],
    ['event', 'ApplicationTakenIn', 2],
  ]);
  expect(history.map(({ type }) => type)).toEqual(['ApplicationSubmitted', 'ApplicationTakenIn']);
});

it('reads a gzipped log, and refuses an activity that the glossary lacks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loan-'));
  const engine = await startEngine({ store: memoryStore() });
  try {
    const path = join(folder, 'log.ndjson.gz');
    await writeFile(path, gzipSync(`${JSON.stringify(log('A_ONBEKEND')[0])}\n`));
    const entries = await readLog(path);
    expect(entries).toEqual(log('A_ONBEKEND'));
    await expect(replay(engine, entries)).rejects.toThrow('A_ONBEKEND is not in the glossary');
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
});
