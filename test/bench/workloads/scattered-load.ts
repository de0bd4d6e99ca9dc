// Cold loads of an account whose events lie among those of others: a few in each block, or all in one.
import { encodeCommit } from '../../../src/codec/commit.js';
import { EventCodecs } from '../../../src/codec/event-codecs.js';
import type { Digest } from '../../../src/kernel/hash.js';
import { systemRuntime } from '../../../src/kernel/runtime.js';
import type { CommitDraft } from '../../../src/log/event-log.js';
import { memoryStore } from '../../../src/store/memory/memory-store.js';
import { commit, NOWHERE, PARTITION } from '../../contract/drafts.js';
import type { Side } from '../figure.js';
import { accountApp } from './account.js';
import { coldLoads } from './cold-load.js';

const BLOCK = 64;
/** A snapshot would leave nothing to load. */
const NEVER = 1_000_000;

/** Milliseconds until an account of so many events is there, `each` of which lie in one block of 64 commits; the median of a turn's loads. */
export function scatteredLoadOf(events: number, each: number): Side {
  return async ({ quick }) => {
    const store = memoryStore({ shared: false });
    const { log, close } = await store.connect();
    const codecs = new EventCodecs(accountApp.codecs);
    let head = NOWHERE;
    let others = 0;
    const opening = (id: string) => draft(id, 'AccountOpened', { owner: 'Owner', limit: 0 });
    const draft = (id: string, type: string, data: object, on = NOWHERE): CommitDraft => {
      const commandId = systemRuntime.freshId();
      const said = { commandId, digest: '0123456789abcdef' as Digest, time: 0, metadata: {} };
      const payload = encodeCommit({ ...said, events: [{ type, data }] }, codecs);
      return commit({ type: 'Account', id }, on, commandId, { payload });
    };
    const next = (): CommitDraft => {
      const data = { amount: 1, reference: `R-${head.version}` };
      const made = head === NOWHERE ? opening('account') : draft('account', 'Deposited', data, head);
      head = made.next;
      return made;
    };
    for (let stored = 0; stored < events; stored += each) {
      const commits = Array.from({ length: BLOCK }, (_, index) => {
        const isOurs = index >= BLOCK / 2 && index < BLOCK / 2 + each;
        return isOurs ? next() : opening(`neighbour-${others++}`);
      });
      const appended = await log.append(PARTITION, { commits, checks: [] });
      if (appended.kind !== 'appended') throw new Error('The block was refused.');
    }
    await close();
    return coldLoads(store, { events, neighbour: 'neighbour-0', snapshotEvery: NEVER, quick });
  };
}
