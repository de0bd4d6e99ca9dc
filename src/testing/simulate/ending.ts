// The end of a simulation: nothing goes wrong any more, everything comes to rest, and what is there then is held against the log.
import type { AppDefinition } from '../../engine/app-definition.js';
import type { Engine } from '../../engine/engine.js';
import { readLog } from '../../engine/log-reader.js';
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { Partition } from '../../kernel/place.js';
import { Broken } from '../broken.js';
import { decidedAgain, type Origin } from '../decided-again.js';
import type { DomainUnderTest } from '../domain-under-test.js';
import { allRowsOf } from '../engine-looks.js';
import { groupBy } from '../group-by.js';
import { checkHistory } from '../history-checker/check-history.js';
import { type CommitSeen, commitsSeen } from '../history-checker/commit-seen.js';
import type { TableSeen } from '../history-checker/observed.js';
import { aggregateOf, type Operation } from '../history-checker/operation.js';
import type { PlainFold } from '../history-checker/plain-fold.js';
import { thenText } from '../print-failure.js';
import type { RowsByTable } from '../staged-app.js';
import { LATEST_MS } from './simulated-connection.js';
import type { World } from './world.js';

/** What is judged beside the world. */
export interface EndingOptions {
  readonly app: AppDefinition;
  readonly operations: () => readonly Operation[];
  readonly fold: PlainFold;
  readonly domain: DomainUnderTest;
  /** The commands that were sent, by correlation id. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Looks until read models must have got over everything, and milliseconds between them. */
const LOOKS = 400;
const LOOK_EVERY_MS = 50;
/** What is late has come by then. */
const REST_MS = LATEST_MS + 1000;

/** Brings a world to rest, and answers with all that is wrong with what it leaves. Throws `Broken` where it does not come to rest. */
export async function endOf(
  world: World,
  { app, domain, operations, fold, origins }: EndingOptions,
): Promise<readonly string[]> {
  const { server, trace, adopted } = world;
  world.weather.end();
  trace.note('all', () => 'nothing goes wrong any more');
  await world.through(world.calm(), 'what goes on beside the commands');
  await world.through(world.sleep(REST_MS), 'resting');
  const engines = world.slots.flatMap(({ engine }) => (engine === null ? [] : [engine]));
  for (const engine of engines) engine.projections.startFolding();
  await world.through(caughtUp(world, engines), 'catching up');
  const [engine] = engines;
  if (engine === undefined) throw new Broken('No engine is there in the end.');
  const live = await world.through(allRowsOf(engine), 'reading all rows');
  const wrong: string[] = [];
  for (const { name } of app.projections) {
    const { differences } = await world.through(engine.projections.verify(name), `verifying ${name}`);
    if (differences.length > 0)
      wrong.push(`read models: ${name}: its tables are not what its events say: ${JSON.stringify(differences[0])}.`);
    await world.through(rebuilt(world, engine.projections, name), `rebuilding ${name}`);
  }
  const anew = await world.through(allRowsOf(engine), 'reading all rows that were rebuilt');
  await world.through(Promise.all(engines.map((one) => one.close())), 'closing all engines');
  const connection = await server.look();
  for (let partition = 0; partition < world.setting.partitions; partition++) {
    try {
      for await (const _ of readLog(connection, { partition: partition as Partition }));
    } catch (error) {
      wrong.push(`order: the log cannot be read by itself: ${wordsOf(error)}`);
    }
  }
  const commits = await commitsSeen(app, connection);
  wrong.push(...undecided(domain, commits, origins));
  const tables = [...tablesOf(live, 'live'), ...tablesOf(anew, 'rebuilt')];
  const found = checkHistory({ operations: operations(), commits, adopted, tables, fold });
  return [...wrong, ...found.map(({ rule, what }) => `${rule}: ${what}`)];
}

/** Commits that were not decided on the states that they stand on. */
function undecided(
  domain: DomainUnderTest,
  commits: readonly CommitSeen[],
  origins: ReadonlyMap<string, Origin>,
): readonly string[] {
  return [...groupBy(commits, aggregateOf).values()].flatMap((own) => {
    const aggregate = domain.aggregates.get(own[0]?.aggregate ?? '');
    if (aggregate === undefined) return [];
    try {
      decidedAgain(aggregate, {
        id: own[0]?.aggregateId ?? '',
        events: own.flatMap(({ events }) => events),
        originOf: ({ metadata }) => origins.get(metadata.correlationId ?? ''),
      });
      return [];
    } catch (error) {
      if (error instanceof Broken) return [`decisions: ${thenText(error)}`];
      throw error;
    }
  });
}

/** Waits until every read model holds everything. What a lost log has halted is rebuilt, as its message says. */
async function caughtUp(world: World, engines: readonly Engine[]): Promise<void> {
  for (let looks = 0; ; looks++) {
    let isThere = true;
    for (const { projections } of engines) {
      for (const { name, state, lag, error } of await projections.status()) {
        if (state === 'live' && lag.commits === 0) continue;
        isThere = false;
        // What is only away for now is tried again.
        if (error === null || isStatefoldError(error, 'UNAVAILABLE')) continue;
        // A copy that lags may lack what was read of the log, and the tables that were rebuilt.
        const isLost = isStatefoldError(error, 'LOG_TRUNCATED') || isStatefoldError(error, 'CORRUPT');
        if (!isLost || world.adopted.length === 0) throw new Broken(`${name} has halted: ${error.message}`);
        world.trace.note('all', () => `${name} is rebuilt: ${error.message}`);
        await rebuilt(world, projections, name);
        projections.startFolding();
      }
    }
    if (isThere) return;
    if (looks > LOOKS) throw new Broken('Not every read model catches up.');
    await world.sleep(LOOK_EVERY_MS);
  }
}

/** Rebuilds a projection, as soon as no engine that has ended seems to do it. */
async function rebuilt(world: World, projections: Engine['projections'], name: string): Promise<void> {
  for (let looks = 0; ; looks++) {
    try {
      await projections.rebuild(name);
      return;
    } catch (error) {
      const isBusy = isStatefoldError(error, 'OVERLOADED') || isStatefoldError(error, 'UNAVAILABLE');
      if (!isBusy || looks > LOOKS) throw error;
      await world.sleep(LOOK_EVERY_MS);
    }
  }
}

function tablesOf(rows: RowsByTable, which: TableSeen['which']): readonly TableSeen[] {
  return Object.entries(rows).map(([table, own]) => ({ table, which, rows: own, upTo: null }));
}
