// The bench's command line. `npm run bench -- --help` lists the options. Measures nothing itself: see measure.ts.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { progressOnStderr } from '../../docs/examples/shop/progress.js';
import { canStartServers } from '../support/redis-server.js';
import { isSelected } from './figure.js';
import { figures } from './figures/all.js';
import type { Report, Task } from './measure.js';
import { paths } from './paths.js';
import { hasPeer } from './peers/peer.js';
import { jsonOf, linesOf, type Result } from './result.js';

interface Options {
  readonly only?: string;
  readonly profile?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
}

const program = new Command('bench')
  .description('Compares Statefold with named baselines: the same work, in turns, as ratios.')
  .option('--only <name>', 'one figure, or one group of them: statechart, command.memory, redis')
  .addOption(new Option('--profile <path>', 'tell where the time of a path goes, instead').choices([...paths.keys()]))
  .option('--quick', 'three pairs of shorter turns: to see that it runs, not to quote')
  .option('--json', 'end with all results as one line of JSON')
  .showHelpAfterError('(--help lists the options)')
  .action(async (options: Options) => {
    process.exitCode = (await (options.profile === undefined ? bench(options) : profile(options.profile, options)))
      ? 0
      : 1;
  });

await program.parseAsync();

/** Measures what is selected. True if everything ran that could, whether or not it met its goal. */
async function bench({ only, quick = false, json = false }: Options): Promise<boolean> {
  const selected = figures.filter((figure) => isSelected(figure, only));
  if (selected.length === 0) {
    const names = figures.map(({ name }) => name).join(', ');
    process.stderr.write(`There is no figure or group ${only}. There are ${names}.\n`);
    return false;
  }
  const results = new Map<string, Result>();
  let failures = 0;
  for (const figure of selected) {
    const missing = (figure.needs ?? []).filter((name) => !hasPeer(name));
    if (missing.length > 0) {
      print([`${figure.name.padEnd(20)} not measured: ${missing.join(', ')} is missing. Run "npm run bench:peers".`]);
      continue;
    }
    if (figure.server === 'redis' && !canStartServers) {
      print([
        `${figure.name.padEnd(20)} not measured: there is no redis-server on the PATH. Install Redis 7.0 or later.`,
      ]);
      continue;
    }
    const report = await run({ kind: 'figure', name: figure.name, ...effortOf(quick) });
    if (report?.kind !== 'result') {
      failures++;
      continue;
    }
    results.set(figure.name, report.result);
    print([...linesOf(figure, report.result), ...report.beside.map((line) => `  ${line}`)]);
  }
  if (json) print([jsonOf(results)]);
  return failures === 0;
}

/** Prints a path's self times by module. True if it ran. */
async function profile(path: string, { quick = false }: Options): Promise<boolean> {
  const report = await run({ kind: 'profile', name: path, ...effortOf(quick) });
  if (report?.kind !== 'profile') return false;
  const shown = report.shares.filter(([, share]) => share >= 0.005);
  print(shown.map(([module, share]) => `${(share * 100).toFixed(1).padStart(5)} %  ${module}`));
  return true;
}

function effortOf(quick: boolean): Pick<Task, 'effort' | 'pairs'> {
  return { effort: { quick }, pairs: quick ? 3 : 7 };
}

/** Runs a task in a process of its own. Answers its last report; `undefined` where it failed, and has said why on stderr. */
function run(task: Task): Promise<Report | undefined> {
  const child = fork(fileURLToPath(new URL('./measure.ts', import.meta.url)), [JSON.stringify(task)], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  let progress: ReturnType<ReturnType<typeof progressOnStderr>> | undefined;
  let last: Report | undefined;
  child.on('message', (report: Report) => {
    last = report;
    if (report.kind !== 'turn') return;
    progress ??= progressOnStderr(false)(task.name, report.total, 'turns');
    progress.reach(report.done);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      progress?.stop();
      if (code !== 0) process.stderr.write(`${task.name} failed.\n`);
      resolve(code === 0 ? last : undefined);
    });
  });
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
