// Checks an exported log against the laws that speak of events, and makes a failing one small. Sends no command, and writes no file.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EventCodecs } from '../../codec/event-codecs.js';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import type { ExportedCommit } from '../../engine/export-lines.js';
import { isStatefoldError } from '../../kernel/error.js';
import { FUNCTION, MILLISECONDS, type OptionKinds } from '../../kernel/option-kinds.js';
import { memoryStore } from '../../store/memory/memory-store.js';
import { assertOptions } from '../assert-options.js';
import { Broken } from '../broken.js';
import { domainUnderTest } from '../domain-under-test.js';
import { groupBy } from '../group-by.js';
import { assertSubjects, INVARIANTS, type Invariant } from '../invariant.js';
import type { OpenStore } from '../stage.js';
import { stagedApp } from '../staged-app.js';
import { aggregateKeyOf, type ExportedLog, exportLines, readExport } from './exported-log.js';
import { type HistoryReport, historyFailure, historyReport } from './history-report.js';
import { checkLife, type PastContext, type PastLaw } from './past-lives.js';
import { checkReadModels, type RefoldLaw } from './refolded.js';
import { fewestThatFail } from './shrink-commits.js';

/** How an exported log is checked. Defaults stand beside each option. */
export interface HistoryOptions {
  /** The store on which the events are folded once more. Default: `memoryStore`. */
  readonly store?: OpenStore;
  /** What must hold of states and rows beside the laws. */
  readonly invariants?: readonly Invariant[];
  /** Milliseconds in which a failing log is made smaller. Default 60,000. */
  readonly timeLimit?: number;
}

const OPTIONS: OptionKinds<HistoryOptions> = { store: FUNCTION, invariants: INVARIANTS, timeLimit: MILLISECONDS };
const TIME_LIMIT = 60_000;

/**
 * Checks a log that `statefold export` wrote: a path, or its lines. Each event is read as it was stored, understood, and applied by some
 * state; machines agree with XState; read models, stored and folded once more, equal a fold from the first event; rollups are
 * group-bys. Never throws for a law that does not hold: the report says so, with the few commits that still fail. Throws `CORRUPT` for
 * what is no exported log, or not whole, and a `TypeError` for options that cannot be.
 */
export async function fromHistory<T extends DomainTypes>(
  app: AppDefinition<T>,
  history: string | URL | AsyncIterable<string> | Iterable<string>,
  options: HistoryOptions = {},
): Promise<HistoryReport> {
  assertOptions('fromHistory', options, { kinds: OPTIONS });
  const isPath = typeof history === 'string' || history instanceof URL;
  const log = await readExport(isPath ? linesOf(history) : history);
  const check = new HistoryCheck(app as unknown as AppDefinition, options);
  const found = await check.first(log);
  if (found === null) return historyReport(log.commits, null);
  const until = Date.now() + (options.timeLimit ?? TIME_LIMIT);
  const few = await fewestThatFail(found.among, aggregateKeyOf, {
    fails: async (commits) => isSame(await check.first({ ...log, commits }), found),
    isOver: () => Date.now() > until,
  });
  const last = (await check.first({ ...log, commits: few })) ?? found;
  return historyReport(log.commits, historyFailure({ ...last, commits: few, log: exportLines(log.registry, few) }));
}

function linesOf(path: string | URL): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}

/** What did not hold, and commits that suffice for it. */
interface Found {
  readonly law: PastLaw | RefoldLaw;
  readonly error: Error;
  readonly among: readonly ExportedCommit[];
}

/** Whether the same is wrong: a commit that was left out may make a history fail for another reason. */
function isSame(found: Found | null, wanted: Found): boolean {
  const words = ({ law, error }: Found) => `${law} ${error.message.replaceAll(/(?<=@|position )\d+/g, '')}`;
  return found !== null && words(found) === words(wanted);
}

class HistoryCheck {
  readonly #context: PastContext;

  constructor(app: AppDefinition, { store = memoryStore, invariants = [] }: HistoryOptions) {
    assertSubjects(invariants, app);
    const domain = domainUnderTest(app);
    this.#context = { domain, app: stagedApp(app), open: store, invariants, codecs: new EventCodecs(app.codecs) };
  }

  /** The first law that does not hold of some commits; `null` where all do. */
  async first({ registry, commits }: ExportedLog): Promise<Found | null> {
    let law: Found['law'] = 'stored = meant';
    const isAt = (at: Found['law']) => {
      law = at;
    };
    let among = commits;
    try {
      const byAggregate = [...groupBy(commits, aggregateKeyOf).values()];
      const lives = byAggregate.map((own) => {
        among = own;
        return checkLife(this.#context, own, isAt);
      });
      among = commits;
      const { app, open } = this.#context;
      await checkReadModels({ app, open, lives, registry, commits }, isAt);
      return null;
    } catch (error) {
      // What is neither is a mistake of ours, or of the store.
      if (error instanceof Broken || isStatefoldError(error)) return { law, error, among };
      throw error;
    }
  }
}
