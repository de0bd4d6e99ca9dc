// Stores the commits of an exported log once more while an engine folds them, and compares what was folded. Sends no command.

import type { AppDefinition } from '../../engine/app-definition.js';
import type { ExportedCommit } from '../../engine/export-lines.js';
import { startEngine } from '../../engine/start-engine.js';
import { NO_TAG, partitionOf, type Tag } from '../../kernel/hash.js';
import { version as versionOf } from '../../kernel/version.js';
import type { EventLog } from '../../log/event-log.js';
import { allRowsOf, caughtUp } from '../engine-looks.js';
import { groupBy } from '../group-by.js';
import { mustBeFolded, mustVerify } from '../laws/rebuilt-equals-live.js';
import { mustBeGroupBys } from '../laws/rollups-are-group-bys.js';
import { plainRows } from '../plain-rows.js';
import type { Life } from '../play.js';
import type { OpenStore } from '../stage.js';
import { turns } from '../wire.js';
import { aggregateKeyOf, type ExportedLog } from './exported-log.js';

/** The laws of read models, in the order in which they are checked. */
export type RefoldLaw = 'rebuilt = live' | 'rollups are group-bys';

/** What is folded once more, and where. */
export interface Refolding extends ExportedLog {
  /** A domain with a query of all rows. */
  readonly app: AppDefinition;
  readonly open: OpenStore;
  /** The same events, by aggregate. */
  readonly lives: readonly Life[];
}

const PARTITIONS = 3;
/** Commits that are stored at once. */
const CHUNK = 200;

/** Throws `Broken` where a law of read models does not hold; `isAt` hears which one is looked at. */
export async function checkReadModels(given: Refolding, isAt: (law: RefoldLaw) => void): Promise<void> {
  const { app, open, lives, registry, commits } = given;
  if (app.projections.length === 0) return;
  isAt('rebuilt = live');
  const store = await open({ partitions: PARTITIONS, now: () => Date.now() });
  const connection = await store.connect();
  try {
    await connection.registry.add(registry);
    const writer = new Writing(connection.log);
    const half = Math.floor(commits.length / 2);
    for (let start = 0; start < half; start += CHUNK)
      await writer.append(commits.slice(start, Math.min(half, start + CHUNK)));
    // What halts a read model is told by its status.
    const engine = await startEngine(app, { store, onError: () => {} });
    try {
      for (let start = half; start < commits.length; start += CHUNK) {
        await writer.append(commits.slice(start, start + CHUNK));
        await turns(1);
      }
      const pause = (looks: number) => new Promise<void>((resume) => setTimeout(resume, looks));
      await caughtUp(engine, pause);
      const streams = lives.map(({ aggregate, events }) => ({ type: aggregate.definition.type, events }));
      const rows = await allRowsOf(engine);
      mustBeFolded('live', app, { rows, folded: plainRows(app, streams) });
      await mustVerify(app, engine);
      isAt('rollups are group-bys');
      mustBeGroupBys(app, rows);
    } finally {
      await engine.close();
    }
  } finally {
    await connection.close();
  }
}

/** Stores commits behind one another. */
class Writing {
  readonly #log: EventLog;
  readonly #heads = new Map<string, { readonly version: number; readonly tag: Tag }>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  async append(commits: readonly ExportedCommit[]): Promise<void> {
    const parts = groupBy(commits, ({ aggregate: { type, id } }) => partitionOf(type, id, this.#log.partitions));
    for (const [partition, own] of parts) {
      const drafts = own.map((commit) => {
        const { aggregate, events, tag, payload } = commit;
        const key = aggregateKeyOf(commit);
        const before = this.#heads.get(key) ?? { version: 0, tag: NO_TAG };
        const after = { version: before.version + events.length, tag };
        this.#heads.set(key, after);
        const head = { version: versionOf(before.version), tag: before.tag };
        const expects = { aggregate, head, deadline: Number.MAX_SAFE_INTEGER };
        return { expects, next: { version: versionOf(after.version), tag }, payload };
      });
      const { kind } = await this.#log.append(partition, { commits: drafts, checks: [] });
      if (kind !== 'appended')
        throw new TypeError('The store refused commits that follow each other: it was not empty.');
    }
  }
}
