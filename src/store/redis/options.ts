// What a Redis store can be made with, and what that means for the client library. Opens nothing.
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';
import type { OptionNames } from '../../kernel/unknown-options.js';
import { mustBeOptions } from '../known-options.js';
import { mustBePartitions } from '../partitions.js';
import type { Durability } from './server-check.js';
import type { ServerName } from './store-error.js';

/** What a Redis store is made with. */
export interface RedisStoreOptions {
  /** `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS. */
  readonly url: string;
  /** Instead of the URL's. Neither is ever part of an error or a message. */
  readonly username?: string;
  readonly password?: string;
  /** Certificates and the like; makes the connection one over TLS. */
  readonly tls?: ConnectionOptions;
  /** Names the log on the server: letters, digits, `. _ ~ -`. Default `statefold`. */
  readonly namespace?: string;
  /**
   * P, for a log that is new: how many partitions it has, 1,024 at most. Default 1, or what the log has; another number than that is
   * `INCOMPATIBLE`.
   */
  readonly partitions?: number;
  /** What an acknowledged commit survives; the server is checked against it. Default `everysec`. */
  readonly durability?: Durability;
  /** Whether a server that does not fit is reported instead of refused. Default false. */
  readonly allowUnsafe?: boolean;
  /** Whether the server must also keep others out: TLS, unless it is on this machine, and its `default` user off. Default false. */
  readonly hardened?: boolean;
  /** How long the server may be silent (ms) before a call fails and the connection is given up. Default 5,000. */
  readonly timeout?: number;
  /** Bytes of blocks that one stream holds before the next begins. Default 64 MiB: a larger key holds its server up when it moves. */
  readonly segmentBytes?: number;
  /** Told of what an operator should know: unsafe settings, a new epoch, a loss. Default: process warnings. */
  readonly onWarning?: (message: string) => void;
}

/** The options, complete. */
export interface Settings {
  /** For messages: where the server is, without user and password. */
  readonly server: ServerName;
  readonly redis: RedisOptions;
  readonly namespace: string;
  /** `null` = what the log has. */
  readonly partitions: number | null;
  readonly durability: Durability;
  readonly allowUnsafe: boolean;
  readonly hardened: boolean;
  readonly timeout: number;
  readonly segmentBytes: number;
  readonly warn: (message: string) => void;
}

const OPTIONS: OptionNames<RedisStoreOptions> = {
  url: true,
  username: true,
  password: true,
  tls: true,
  namespace: true,
  partitions: true,
  durability: true,
  allowUnsafe: true,
  hardened: true,
  timeout: true,
  segmentBytes: true,
  onWarning: true,
};
const DEFAULT_PORT = 6379;
const LEVELS: readonly Durability[] = ['memory', 'everysec', 'fsync'];
/** This machine. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Completes options. Throws a `RangeError` for what makes no sense, without repeating a URL: it may hold a password. */
export function settingsOf(options: RedisStoreOptions): Settings {
  mustBeOptions('redisStore', options, OPTIONS);
  const { partitions, timeout = 5000, segmentBytes = 64 << 20, durability = 'everysec' } = options;
  if (partitions !== undefined) mustBePartitions(partitions);
  if (!(timeout >= 1)) throw new RangeError(`A timeout is a number of milliseconds, at least 1, not ${timeout}.`);
  if (!(segmentBytes >= 1)) throw new RangeError(`A segment holds a number of bytes, at least 1, not ${segmentBytes}.`);
  if (typeof durability !== 'object' && !LEVELS.includes(durability)) {
    throw new RangeError(`A durability is ${LEVELS.join(', ')} or { replicas, timeout }, not '${String(durability)}'.`);
  }
  if (typeof durability === 'object' && !(durability.replicas >= 1 && durability.timeout >= 1)) {
    throw new RangeError('Durability by replicas takes at least one replica, and a timeout of at least 1 ms.');
  }
  const url = parsed(options.url);
  const host = url.hostname.replace(/^\[|\]$/g, '') || 'localhost';
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const username = options.username ?? decodeURIComponent(url.username);
  const password = options.password ?? decodeURIComponent(url.password);
  const isOverTls = options.tls !== undefined || url.protocol === 'rediss:';
  // An address is no name: Node would warn.
  const tls = isOverTls ? { ...(isIP(host) === 0 ? { servername: host } : {}), ...options.tls } : undefined;
  if (options.hardened && tls === undefined && !LOOPBACK.test(host)) {
    throw new RangeError(
      'What goes to another machine must be over TLS where a store is hardened: name a rediss:// URL.',
    );
  }
  const redis: RedisOptions = {
    host,
    port,
    db: databaseOf(url),
    connectionName: 'statefold',
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  };
  return {
    server: `Redis at ${host}:${port}`,
    redis,
    namespace: options.namespace ?? 'statefold',
    partitions: partitions ?? null,
    durability,
    allowUnsafe: options.allowUnsafe ?? false,
    hardened: options.hardened ?? false,
    timeout,
    segmentBytes,
    warn: options.onWarning ?? ((message) => process.emitWarning(message)),
  };
}

function parsed(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'redis:' || url?.protocol === 'rediss:') return url;
  throw new RangeError('A Redis store takes a URL such as redis://localhost:6379, or rediss:// for TLS.');
}

function databaseOf({ pathname }: URL): number {
  const text = pathname.replace(/^\//, '');
  if (/^\d*$/.test(text)) return Number(text);
  throw new RangeError('The path of a Redis URL is the number of a database, such as redis://localhost:6379/0.');
}
