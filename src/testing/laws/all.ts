// Every law, in the order in which they are checked. A new law is added here, and nowhere else.
import type { Law } from '../law.js';
import { answersAreTrue } from './answers-are-true.js';
import { eventsApply } from './events-apply.js';
import { invariants } from './invariants.js';
import { machinesAgree } from './machines-agree.js';
import { pure } from './pure.js';
import { queriesAgree } from './queries-agree.js';
import { rebuiltEqualsLive } from './rebuilt-equals-live.js';
import { retryActsOnce } from './retry-acts-once.js';
import { rollupsAreGroupBys } from './rollups-are-group-bys.js';
import { snapshotAndTail } from './snapshot-and-tail.js';
import { storedEqualsMeant } from './stored-equals-meant.js';

/** The laws. What concerns the domain's code alone comes first: where that is wrong, little else can hold. */
export const LAWS = [
  eventsApply,
  pure,
  machinesAgree,
  invariants,
  storedEqualsMeant,
  snapshotAndTail,
  rebuiltEqualsLive,
  rollupsAreGroupBys,
  queriesAgree,
  retryActsOnce,
  answersAreTrue,
] as const satisfies readonly Law[];
