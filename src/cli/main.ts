#!/usr/bin/env node
// The `statefold` command: what it can be asked, and nothing of how it is done.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { changes } from './changes.js';
import { codegen } from './codegen.js';
import { init } from './init.js';
import { exportToLines, type LogSelection, type TailOptions, tail } from './log-commands.js';
import { exit } from './output.js';
import { storeOf } from './store-module.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('statefold')
  .description('Event-sourced CQRS from a domain declared as types.')
  .version(version);

program
  .command('codegen')
  .description('generate code from domain/ into generated/')
  .option('--check', 'write nothing; fail if generated files are not up to date', false)
  .option('--root <folder>', 'folder of package.json and domain/', '.')
  .option('--forget <events...>', 'lock the newest version of these events anew: only where it was never released')
  .action(async ({ check, root, forget }: { check: boolean; root: string; forget?: string[] }) => {
    process.exitCode = await codegen(resolve(root), check, forget);
  });

program
  .command('changes')
  .description('list what changed in domain/: events, commands, queries, state')
  .option('--since <commit>', 'the commit whose domain/schema.lock.json to compare with', 'HEAD')
  .option('--json', 'print JSON', false)
  .option('--root <folder>', 'folder of package.json and domain/', '.')
  .action(async ({ root, since, json }: { root: string; since: string; json: boolean }) => {
    process.exitCode = await changes(resolve(root), { since, json });
  });

program
  .command('init')
  .description('write a small domain, its machine, projection and test into this package')
  .option('--root <folder>', 'folder of package.json', '.')
  .action(async ({ root }: { root: string }) => {
    process.exitCode = await init(resolve(root));
  });

/** A command on a log, and what part of it is asked for. */
function logCommand(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .requiredOption('--store <module>', 'a module of yours that exports "store"')
    .option('--from <position>', 'first position to read')
    .option('--to <position>', 'last position to read')
    .option('--partition <number>', 'one partition only, from 0')
    .option('--aggregate <name>', 'one type of aggregates, "Order", or one of them, "Order-7"');
}

logCommand('tail', 'show events of a log: the last ones, or those of a range')
  .option('--follow', 'go on with what is stored from now on', false)
  .option('--event <name...>', 'events of these names only')
  .option('--json', 'a line of JSON per commit', false)
  .action(async ({ store, ...options }: TailOptions & { store: string }) => {
    const ending = new AbortController();
    // The second one ends the process, should closing hang.
    process.once('SIGINT', () => ending.abort());
    exit(await tail(() => storeOf(store), options, ending.signal));
  });

logCommand('export', 'print a log as lines of JSON, with all that it takes to read them').action(
  async ({ store, ...selection }: LogSelection & { store: string }) => {
    exit(await exportToLines(() => storeOf(store), selection));
  },
);

// Whoever reads our output may have seen enough: `statefold export | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  exit(1);
});
