// The replay's command line: sends a bank's log to an engine in memory, and says what came of it.
import { memoryStore } from 'statefold';
import { startEngine } from '../generated/index.js';
import { readLog } from './log-entry.js';
import { countReasons, replay } from './replay.js';

const TABLES = ['ApplicationSummary', 'ApplicationWork', 'ApplicationOffers'] as const;

async function main(path: string | undefined): Promise<void> {
  if (path === undefined) throw new Error('Give the path of a gzipped log, one JSON object a line.');
  const entries = await readLog(path);
  const engine = await startEngine({ store: memoryStore({ shared: false }) });
  const { commands, accepted, refusals, seconds } = await replay(engine, entries);
  console.log(`${commands} commands, ${accepted} accepted, ${Math.round(commands / seconds)} a second`);
  for (const [reason, count] of countReasons(refusals)) console.log(`${String(count).padStart(7)}  ${reason}`);
  for (const table of TABLES) {
    const { events, seconds: took } = await engine.projections.rebuild(table);
    const { identical } = await engine.projections.verify(table);
    console.log(`${table}: ${events} events rebuilt in ${took} s, ${identical ? 'equal to the log' : 'NOT the log'}`);
  }
  const { rows } = await engine.queries.getPipeline({});
  for (const { status, applications } of rows) console.log(`${String(applications).padStart(7)}  ${status}`);
  await engine.close();
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
