// The store that a command works on, as it was typed: a server's URL or a module. Passwords come from files and the environment, too.
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Keys } from '../store/redis/keys.js';
import { type RedisStoreOptions, settingsOf } from '../store/redis/options.js';
import type { Store } from '../store/store.js';
import { storeOf } from './store-module.js';
import { UsageError } from './user-module.js';

/** What a command says of its store. */
export interface StoreOptions {
  /** A URL, or the path of a module. */
  readonly store: string;
  readonly namespace?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
}

/** Where a password may stand that neither a command nor a file names. */
const PASSWORD = 'STATEFOLD_REDIS_PASSWORD';

/** Adds the options that name a store. */
export function withStore(command: Command): Command {
  return withServerOptions(
    command.requiredOption(
      '--store <store>',
      'a server, redis:// or rediss:// (TLS); or a module of yours that exports "store"',
    ),
  );
}

/** The same for what works on servers only. */
export function withServer(command: Command): Command {
  return withServerOptions(command.requiredOption('--store <url>', 'a server, redis:// or rediss:// (TLS)'));
}

function withServerOptions(command: Command): Command {
  return command
    .addOption(new Option('--namespace <name>', 'which log of the server').default(undefined, 'statefold'))
    .option('--password-file <file>', `the server's password, instead of the URL or ${PASSWORD}`)
    .option('--ca-file <file>', 'the certificate that the server is trusted by');
}

/** Whether a store was named by the URL of a server. */
export function isServer(store: string): boolean {
  return /^rediss?:/i.test(store);
}

/**
 * The store that was named. `more`: what a server is opened with. A log is never made where there is none, unless `creates` is true.
 * Throws a `UsageError` for what names none.
 */
export async function findStore(
  options: StoreOptions,
  more: Partial<RedisStoreOptions> & { readonly creates?: boolean } = {},
): Promise<Store> {
  if (!isServer(options.store)) {
    const given = (['namespace', 'passwordFile', 'caFile'] as const).find((name) => options[name] !== undefined);
    if (given !== undefined) {
      throw new UsageError(`${OPTION[given]} is of a server, and --store names a module. Leave it out.`);
    }
    mustNotBeAddress(options.store);
    return storeOf(options.store);
  }
  const { creates = false, ...settings } = more;
  // On demand: a project without ioredis has commands, too.
  const { redisStore } = await withClient(() => import('../store/redis/redis-store.js'));
  const { mustHoldLog } = await withClient(() => import('./server-log.js'));
  const opened = { ...(await serverOf(options)), ...settings };
  const store = redisStore(opened);
  if (creates) return store;
  return {
    ...store,
    connect: async () => {
      await mustHoldLog(opened);
      return store.connect();
    },
  };
}

/** Throws a `UsageError` for a server that is named without saying that it is one. */
export function mustNotBeAddress(store: string): void {
  if (!/^[\w.-]+:\d+$/.test(store)) return;
  throw new UsageError(`A server is named by its URL: --store redis://${store}`);
}

const OPTION = { namespace: '--namespace', passwordFile: '--password-file', caFile: '--ca-file' } as const;

/** What a server is opened with. Reading asks for no durability; what the server should be otherwise is told by `doctor`. */
export async function serverOf(options: StoreOptions): Promise<RedisStoreOptions> {
  const { store: url, namespace, passwordFile, caFile } = options;
  const password =
    passwordFile === undefined ? fromEnvironment(url) : contentOf('--password-file', passwordFile).trim();
  const opened: RedisStoreOptions = {
    url,
    durability: 'memory',
    allowUnsafe: true,
    onWarning: () => {},
    ...(namespace === undefined ? {} : { namespace }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(caFile === undefined ? {} : { tls: { ca: contentOf('--ca-file', caFile) } }),
  };
  mustMakeSense(opened);
  return opened;
}

/** The password in the environment, where the URL has none. */
function fromEnvironment(url: string): string | undefined {
  return URL.canParse(url) && new URL(url).password !== '' ? undefined : process.env[PASSWORD];
}

function contentOf(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code = 'it fails' } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${option} ${path} cannot be read (${code}). Name a file that this user may read.`, { cause });
  }
}

/** What is wrong with options is a mistake of whoever typed them. None of it repeats the URL. */
function mustMakeSense(options: RedisStoreOptions): void {
  try {
    new Keys(settingsOf(options).namespace);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    if (!(error instanceof URIError)) throw error;
    throw new UsageError('User or password in the URL of --store are not percent-encoded: write % as %25.', {
      cause: error,
    });
  }
}

/** Imports what needs the client library. */
export async function withClient<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError('A server is reached with ioredis. Install: npm install ioredis', { cause });
  }
}
