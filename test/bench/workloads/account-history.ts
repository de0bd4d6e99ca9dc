// The stored past of many accounts, as blocks that go straight into a log: what comes before a measurement, without commands.
import { encodeCommit } from '../../../src/codec/commit.js';
import { digestOfContent } from '../../../src/codec/content-digest.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import type { Appended, BlockDraft, CommitDraft, EventLog, Head } from '../../../src/log/event-log.js';
import { commit, NOWHERE, PARTITION } from '../../contract/drafts.js';
import { concurrently } from '../rate.js';
import { accountApp } from './account.js';
import { accountLives } from './account-lives.js';

const BLOCKS_IN_FLIGHT = 3;

const codecs = new EventCodecs(accountApp.codecs);
const EVENT_OF = { OpenAccount: 'AccountOpened', Deposit: 'Deposited', Withdraw: 'Withdrawn' } as const;

/** One event of an account, with all that the log keeps of it. */
export interface PastEvent {
  readonly id: string;
  readonly version: number;
  readonly commandId: string;
  readonly time: number;
  readonly type: string;
  readonly data: object;
}

/** So many accounts that have so many events each, one a commit; neighbours are of different accounts. */
export function* accountPast(accounts: number, eventsEach: number): Generator<PastEvent> {
  for (const [index, { id, command }] of accountLives(accounts, eventsEach).entries()) {
    const version = Math.floor(index / accounts) + 1;
    const said = { commandId: systemRuntime.freshId(), time: 1_767_225_600_000 + index };
    yield { id, version, ...said, type: EVENT_OF[command.type], data: command.data };
  }
}

/** A past as blocks of so many commits. */
export function* blocksOf(past: Iterable<PastEvent>, size: number): Generator<BlockDraft> {
  const heads = new Map<string, Head>();
  let commits: CommitDraft[] = [];
  for (const { id, commandId, time, type, data } of past) {
    const digest = digestOfContent(type, data);
    const payload = encodeCommit({ commandId, digest, time, metadata: {}, events: [{ type, data }] }, codecs);
    const draft = commit({ type: 'Account', id }, heads.get(id) ?? NOWHERE, commandId, { payload });
    heads.set(id, draft.next);
    commits.push(draft);
    if (commits.length === size) {
      yield { commits, checks: [] };
      commits = [];
    }
  }
  if (commits.length > 0) yield { commits, checks: [] };
}

/** Stores blocks in their order, three in flight. Answers what became of the last. */
export async function storeAll(
  log: EventLog,
  blocks: Iterable<BlockDraft>,
): Promise<Extract<Appended, { readonly kind: 'appended' }>> {
  const rest = blocks[Symbol.iterator]();
  let last: Appended | undefined;
  // Blocks go over one connection: they are stored in the order in which they are sent.
  await concurrently(BLOCKS_IN_FLIGHT, BLOCKS_IN_FLIGHT, async () => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) {
      const appended = await log.append(PARTITION, next.value);
      if (appended.kind !== 'appended') throw new Error('A block was refused.');
      if (last?.kind !== 'appended' || appended.first > last.first) last = appended;
    }
  });
  if (last?.kind !== 'appended') throw new Error('There was nothing to store.');
  return last;
}
