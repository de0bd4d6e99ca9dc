// Whether a server keeps what it acknowledges as long as it is meant to. Reads its settings, changes none.
import { StatefoldError } from '../../kernel/error.js';
import { pairsOf, type Reply, type Wire } from './wire.js';
import { WireError } from './wire-error.js';

/**
 * What an acknowledged commit survives. `memory`: nothing but the client. `everysec`: a crash, but for about its last second.
 * `fsync`: every crash of the server. `replicas`: so many replicas had it, or the outcome is unknown after `timeout` ms.
 */
export type Durability = 'memory' | 'everysec' | 'fsync' | { readonly replicas: number; readonly timeout: number };

/** What a server is compared with. */
export interface Demands {
  readonly durability: Durability;
  /** Whether it must keep others out too: its `default` user, whom nobody has to name, must be off. */
  readonly hardened?: boolean;
}

/** What was found. */
export interface ServerReport {
  /** What does not fit, the worst first. */
  readonly unsafe: readonly StatefoldError<'UNSAFE_SERVER'>[];
  /** Settings that the server does not tell. */
  readonly unverified: readonly string[];
}

const OLDEST_VERSION = 7;
const SETTINGS = ['appendfsync', 'maxmemory-policy'];

/** Compares a server with what is wanted of it. Fails with a `WireError`. */
export async function checkServer(
  wire: Wire,
  { durability, hardened = false }: Demands,
  until: number,
): Promise<ServerReport> {
  const [info, settings] = await Promise.all([infoOf(wire, until), settingsOf(wire, until)]);
  // It tells of an append-only file that it does not have, as long as it reads it.
  if (info.get('loading') === '1') throw new WireError('again', 'LOADING the server reads its data');
  const unsafe: StatefoldError<'UNSAFE_SERVER'>[] = [];
  const unverified: string[] = [];
  const mustBe = (
    setting: string,
    actual: string | undefined,
    fits: (value: string) => boolean,
    remedy: string,
  ): void => {
    if (actual === undefined) unverified.push(setting);
    else if (!fits(actual)) unsafe.push(unsafeServer(setting, actual, remedy));
  };

  const isNewEnough = (version: string): boolean => Number(version.split('.')[0]) >= OLDEST_VERSION;
  mustBe('redis_version', info.get('redis_version'), isNewEnough, `Run Redis ${OLDEST_VERSION}.0 or later.`);
  if (info.get('cluster_enabled') === '1') {
    const remedy = 'This release speaks to one server: name one that holds all slots of its cluster, or is of none.';
    mustBe('cluster_size', await clusterSize(wire, until), is('1'), remedy);
  }
  if (hardened) {
    const remedy =
      'Give the application a user of its own, and turn off the one that nobody has to name: ACL SETUSER default off';
    mustBe('default user', await defaultUser(wire, until), is('off'), remedy);
  }
  const policy = settings.get('maxmemory-policy') ?? info.get('maxmemory_policy');
  mustBe(
    'maxmemory-policy',
    policy,
    is('noeviction'),
    'Any other policy evicts parts of the log: CONFIG SET maxmemory-policy noeviction',
  );
  if (durability === 'everysec' || durability === 'fsync') {
    const remedy = 'A restart would empty the log: CONFIG SET appendonly yes';
    mustBe('appendonly', info.get('aof_enabled'), is('1'), remedy);
    const isSynced = durability === 'fsync' ? is('always') : (value: string) => value !== 'no';
    mustBe(
      'appendfsync',
      settings.get('appendfsync'),
      isSynced,
      `CONFIG SET appendfsync ${durability === 'fsync' ? 'always' : 'everysec'}`,
    );
  } else if (durability !== 'memory') {
    const enough = (count: string): boolean => Number(count) >= durability.replicas;
    mustBe(
      'connected_slaves',
      info.get('connected_slaves'),
      enough,
      `Connect ${durability.replicas} replicas, or ask for fewer.`,
    );
  }
  return { unsafe, unverified };
}

function is(wanted: string): (value: string) => boolean {
  return (value) => value === wanted;
}

function unsafeServer(setting: string, actual: string, remedy: string): StatefoldError<'UNSAFE_SERVER'> {
  const message = `The server's ${setting} is ${actual}, which is not as it was asked to be. ${remedy}`;
  return new StatefoldError('UNSAFE_SERVER', message, { setting });
}

/** What a server tells of itself, by name. */
export async function infoOf(wire: Wire, until: number): Promise<ReadonlyMap<string, string>> {
  return linesOf(String(await wire.send('info', [], until, 'utf8')));
}

/** How many servers hold the slots of a cluster. Until all of them are held it is not there yet. */
async function clusterSize(wire: Wire, until: number): Promise<string | undefined> {
  const info = linesOf(String(await wire.send('cluster', ['INFO'], until, 'utf8')));
  if (info.get('cluster_state') !== 'ok') throw new WireError('again', 'CLUSTERDOWN not all slots are served');
  return info.get('cluster_size');
}

/** Whether the user is 'on' whom a connection has that logs in as nobody. One that may not look at users is not told. */
async function defaultUser(wire: Wire, until: number): Promise<string | undefined> {
  try {
    const user = (await wire.send('acl', ['GETUSER', 'default'], until, 'utf8')) as readonly Reply[];
    const flags = user[user.indexOf('flags') + 1] as readonly Reply[];
    return flags.includes('on') ? 'on' : 'off';
  } catch (error) {
    if (error instanceof WireError && error.kind === 'refused') return undefined;
    throw error;
  }
}

function linesOf(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\r\n');
  return new Map(lines.filter((line) => line.includes(':')).map((line) => line.split(':', 2) as [string, string]));
}

/** What a managed server hides is not there. */
async function settingsOf(wire: Wire, until: number): Promise<ReadonlyMap<string, string>> {
  try {
    return pairsOf(await wire.send('config', ['GET', ...SETTINGS], until, 'utf8'));
  } catch (error) {
    if (error instanceof WireError && error.kind === 'refused') return new Map();
    throw error;
  }
}
