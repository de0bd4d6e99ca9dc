#!/usr/bin/env node
// The `statefold` command: what it can be asked, and nothing of how it is done.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { wordsOf } from '../kernel/error.js';
import { changes } from './changes.js';
import { codegen } from './codegen.js';
import { init } from './init.js';
import { type LawsProcessOptions, lawsProcess } from './laws-process.js';
import { addLogCommands } from './log-program.js';
import { type MutateOptions, mutate } from './mutate.js';
import { exit, untilInterrupted } from './output.js';
import { type ReplayOptions, replay } from './replay.js';

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
  .description('write a small domain, its machine, projection and test into this package, unless it has a domain')
  .option('--root <folder>', 'folder of package.json', '.')
  .action(async ({ root }: { root: string }) => {
    process.exitCode = await init(resolve(root));
  });

program
  .command('replay')
  .description('run a failing history of the laws again, step by step, or hold an exported log against the laws')
  .argument('[file]', 'a log that was exported: lines of JSON')
  .option('--seed <number>', 'the seed of the failure')
  .option('--path <path>', 'the path of the failure: this one case')
  .option('--law <names...>', 'only these laws')
  .option('--runs <number>', 'histories tried for each law')
  .option('--commands <number>', 'commands of the longest history')
  .option('--options <module>', 'a module of yours that exports "options": arbitraries, invariants, stores')
  .option('--root <folder>', 'folder of package.json and generated/', '.')
  .action(async (file: string | undefined, { root, ...options }: ReplayOptions) => {
    exit(await replay(file, { ...options, root: resolve(root) }));
  });

program
  .command('mutate')
  .description('change the domain in one place at a time, and list what neither the laws nor your tests notice')
  .option('--tests <files...>', 'test files to run with Vitest; all of them when absent')
  .option('--command <line>', 'a command line that runs your tests instead of Vitest')
  .option('--options <module>', 'a module of yours that exports "options" of laws: arbitraries, invariants')
  .option('--only <places...>', 'only these places: domain/order.machine.ts, or domain/order.machine.ts:42')
  .option('--runs <number>', 'histories tried for each law, your tests’ own laws included', '20')
  .option('--seed <number>', 'the seed of the laws', '1')
  .option('--workers <number>', 'mutants that are tried at once; as many as there are cores when absent')
  .option('--time-limit <seconds>', 'for each check of a mutant; when absent, five times what it takes unchanged')
  .option('--all', 'list what was killed, too, and by what', false)
  .option('--root <folder>', 'folder of package.json and domain/', '.')
  .action(async ({ root, ...options }: MutateOptions) => {
    exit(await mutate({ ...options, root: resolve(root) }, untilInterrupted()));
  });

// Started by `mutate`, for each mutant.
program
  .command('laws', { hidden: true })
  .requiredOption('--root <folder>')
  .requiredOption('--runs <number>')
  .requiredOption('--seed <number>')
  .option('--engines', '', false)
  .option('--options <module>')
  .action(async (options: LawsProcessOptions) => {
    exit(await lawsProcess(options));
  });

addLogCommands(program);

// Whoever reads our output may have seen enough: `statefold export | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

program.parseAsync().catch((error: unknown) => {
  // Where it came from is for whoever mends this program.
  const stack = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`${process.env.STATEFOLD_DEBUG === undefined ? wordsOf(error) : (stack ?? wordsOf(error))}\n`);
  exit(1);
});
