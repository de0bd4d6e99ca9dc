// The commands that work on a log: what each can be asked, and nothing of how it is done.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RedisStoreOptions } from '../store/redis/options.js';
import type { Store } from '../store/store.js';
import { durabilityOf } from './durability.js';
import { importFile } from './import-log.js';
import { exportToLines, type LogSelection, type TailOptions, tail } from './log-commands.js';
import { exit, untilInterrupted } from './output.js';
import {
  findStore,
  isServer,
  mustNotBeAddress,
  type StoreOptions,
  serverOf,
  withClient,
  withServer,
  withStore,
} from './store-options.js';
import { UsageError } from './user-module.js';
import { type VerifyOptions, verify } from './verify.js';
import { saying } from './with-connection.js';

/** Adds them to the program. */
export function addLogCommands(program: Command): void {
  selecting(program, 'tail', 'show events of a log: the last ones, or those of a range')
    .option('--follow', 'go on with what is stored from now on', false)
    .option('--type <name...>', 'events of these names only')
    .option('--event <name...>', 'the same')
    .option('--json', 'a line of JSON per commit', false)
    .action(async ({ type, ...options }: TailOptions & StoreOptions & { type?: string[] }) => {
      const names = [...(type ?? []), ...(options.event ?? [])];
      const asked = names.length === 0 ? options : { ...options, event: names };
      exit(await tail(() => findStore(options), asked, untilInterrupted()));
    });

  selecting(program, 'export', 'print a log as lines of JSON, with all that it takes to read them').action(
    async (options: LogSelection & StoreOptions) => {
      exit(await exportToLines(() => findStore(options), options));
    },
  );

  withStore(program.command('import').description('write an exported log into an empty store'))
    .argument('<file>', 'lines of JSON, as export prints them')
    .option('--resume', 'go on with an import of the same file that was broken off', false)
    .option('--durability <level>', 'of a server: memory, everysec, fsync or a number of replicas', 'everysec')
    .action(async (file: string, options: StoreOptions & ImportingOptions) => {
      exit(await importFile((partitions) => importTarget(options, partitions), file, options, untilInterrupted()));
    });

  withStore(program.command('history').description('show all that happened to one aggregate'))
    .argument('<aggregate>', 'its type: Order')
    .argument('<id>')
    .option('--type <name...>', 'events of these names only')
    .option('--json', 'a line of JSON per commit', false)
    .action(async (type: string, id: string, options: StoreOptions & { json: boolean; type?: string[] }) => {
      // On demand, as below: codegen must be able to say that a peer is missing.
      const { history } = await import('./aggregate-commands.js');
      exit(await history(() => findStore(options), { type, id }, options));
    });

  withStore(program.command('state').description('show where one aggregate stands, by the machine of this project'))
    .argument('<aggregate>', 'its type: Order')
    .argument('<id>')
    .option('--at <version or time>', 'as it was then: 7, or 2024-01-31T12:00:00Z')
    .option('--json', 'print JSON', false)
    .option('--root <folder>', 'folder of package.json and generated/', '.')
    .action(async (type: string, id: string, options: StoreOptions & { at?: string; json: boolean; root: string }) => {
      const { state } = await import('./aggregate-commands.js');
      exit(await state(() => findStore(options), { type, id }, { ...options, root: resolve(options.root) }));
    });

  withStore(program.command('verify').description('prove that a log is as it was written'))
    .option('--log', 'walk its chain of marks, and compare the indexes of aggregates', false)
    .option('--from <position>', 'first position to prove')
    .option('--partition <number>', 'one partition only, from 0')
    .option('--json', 'print JSON', false)
    .action(async (options: StoreOptions & VerifyOptions) => {
      exit(await verify(() => findStore(options), options, untilInterrupted()));
    });

  withServer(program.command('doctor').description('look at a log on a server from all sides'))
    .option(
      '--durability <level>',
      'what commands are to survive: memory, everysec, fsync or a number of replicas',
      'everysec',
    )
    .option('--json', 'print JSON', false)
    .option('--root <folder>', 'a project whose code is to read the log', '.')
    .action(async (options: StoreOptions & { durability: string; json: boolean; root: string }) => {
      const run = async () => {
        // On demand: a project without the client library has commands, too.
        const { doctor } = await withClient(() => import('./doctor.js'));
        return doctor(() => findServer('doctor', options), { ...options, root: resolve(options.root) });
      };
      exit(await saying(run));
    });

  withServer(program.command('retire').description('delete the read models of a release that runs no more'))
    .argument('<release>', 'of a projection, as doctor tells it: OrderSummary@0123456789abcdef')
    .action(async (release: string, options: StoreOptions) => {
      const run = async () => {
        const { retire } = await withClient(() => import('./retire.js'));
        return retire(() => findServer('retire', options), release);
      };
      exit(await saying(run));
    });
}

async function findServer(command: string, options: StoreOptions): Promise<RedisStoreOptions> {
  if (isServer(options.store)) return serverOf(options);
  mustNotBeAddress(options.store);
  throw new UsageError(`${command} works on a server: give --store its URL, such as redis://localhost:6379.`);
}

interface ImportingOptions {
  readonly resume: boolean;
  readonly durability: string;
}

/** A store to import into: a log that is new on a server gets as many partitions as the exported one has. */
function importTarget(options: StoreOptions & ImportingOptions, partitions: number): Promise<Store> {
  if (!isServer(options.store)) return findStore(options);
  const onWarning = (message: string) => void process.stderr.write(`${message}\n`);
  const durability = durabilityOf(options.durability);
  return findStore(options, { creates: true, partitions, durability, allowUnsafe: false, onWarning });
}

/** A command on a log, and what part of it is asked for. */
function selecting(program: Command, name: string, description: string): Command {
  return withStore(program.command(name).description(description))
    .option('--from <position>', 'first position to read')
    .option('--to <position>', 'last position to read')
    .option('--partition <number>', 'one partition only, from 0')
    .option('--aggregate <name>', 'one type of aggregates, "Order", or one of them, "Order-7"');
}
