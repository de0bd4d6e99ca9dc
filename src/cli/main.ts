#!/usr/bin/env node
// The `statefold` command: what it can be asked, and nothing of how it is done.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { codegen } from './codegen.js';
import { init } from './init.js';

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
  .action(async ({ check, root }: { check: boolean; root: string }) => {
    process.exitCode = await codegen(resolve(root), check);
  });

program
  .command('init')
  .description('write a small domain, its machine, projection and test into this package')
  .option('--root <folder>', 'folder of package.json', '.')
  .action(async ({ root }: { root: string }) => {
    process.exitCode = await init(resolve(root));
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
