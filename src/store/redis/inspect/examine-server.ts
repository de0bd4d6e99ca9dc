// Looks at a server's settings, and at what it says of its own state. Changes nothing.
import { checkServer, type Durability, infoOf } from '../server-check.js';
import { pairsOf } from '../wire.js';
import type { Inspection } from './inspection.js';
import type { Finding, ServerReport } from './report.js';

/** Of its memory, from where on a server is short of it. */
const SHORT_OF_MEMORY = 0.8;

/** The server, what it is known by, and what is wrong with it for a durability. */
export async function examineServer(
  { server, ask }: Inspection,
  durability: Durability,
): Promise<{ readonly report: ServerReport; readonly replid: string; readonly findings: readonly Finding[] }> {
  const { unsafe, unverified } = await ask((wire, until) => checkServer(wire, { durability }, until));
  const info = await ask((wire, until) => infoOf(wire, until));
  const settings = await ask((wire, until) =>
    wire
      .send('config', ['GET', 'appendfsync', 'appendonly', 'maxmemory-policy'], until, 'utf8')
      .then(pairsOf, () => new Map<string, string>()),
  );
  const text = (name: string): string => info.get(name) ?? 'hidden';
  const number = (name: string): number => Number(info.get(name) ?? 0);
  const report: ServerReport = {
    name: server,
    version: text('redis_version'),
    role: text('role'),
    replicas: number('connected_slaves'),
    appendonly: settings.get('appendonly') ?? text('aof_enabled'),
    appendfsync: settings.get('appendfsync') ?? 'hidden',
    maxmemoryPolicy: settings.get('maxmemory-policy') ?? text('maxmemory_policy'),
    memory: number('used_memory'),
    maxmemory: number('maxmemory'),
  };
  const findings: Finding[] = [
    ...unsafe.map(({ message }): Finding => ({ level: 'error', message })),
    ...unverified.map(
      (setting): Finding => ({
        level: 'warning',
        message: `The server does not tell its ${setting}: look it up where the server is managed.`,
      }),
    ),
  ];
  const say = (level: Finding['level'], isSo: boolean, message: string): void => {
    if (isSo) findings.push({ level, message });
  };
  say('error', report.role === 'slave', 'The server is a replica, which takes no command. Give --store the master.');
  say(
    'error',
    number('evicted_keys') > 0,
    `The server has evicted ${number('evicted_keys')} keys since it was started; parts of the log may be among them. Run: statefold verify --log`,
  );
  say(
    'error',
    info.get('aof_last_write_status') === 'err',
    'The server cannot write its append-only file. Free its disk, and look into its log.',
  );
  say(
    'error',
    info.get('rdb_last_bgsave_status') === 'err',
    'The last save of the server failed, and it may refuse writes (MISCONF). Free its disk, then: BGSAVE',
  );
  say(
    'warning',
    info.get('aof_last_bgrewrite_status') === 'err',
    'The last rewrite of the append-only file failed, so that it goes on growing. Free its disk, then: BGREWRITEAOF',
  );
  const { memory, maxmemory } = report;
  say(
    'warning',
    maxmemory > 0 && memory > SHORT_OF_MEMORY * maxmemory,
    `The server uses ${Math.round((100 * memory) / maxmemory)} % of its maxmemory, and refuses all writes when it is full. Raise it: CONFIG SET maxmemory <bytes>`,
  );
  return { report, replid: info.get('master_replid') ?? '', findings };
}
