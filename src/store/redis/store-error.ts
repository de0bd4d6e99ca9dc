// The errors that leave the store: what happened, and what to do about it. Knows nothing of connections.
import { StatefoldError, wordsOf } from '../../kernel/error.js';
import { WireError } from './wire-error.js';

const REMEDIES: readonly (readonly [start: string, remedy: string])[] = [
  ['OOM', 'Give the server more memory (maxmemory), or take data off it.'],
  ['MISCONF', 'The server cannot write its file: look into its log, and free its disk.'],
  ['NOPERM', "Give the user the commands and keys that the log needs (ACL SETUSER); see the log's namespace."],
  ['NOAUTH', 'Name a user and a password.'],
  ['WRONGPASS', 'Mend user and password.'],
  ['READONLY', 'The server is a replica: name the master.'],
  ['NOREPLICAS', 'Bring its replicas back, or lower min-replicas-to-write.'],
  ['LOADING', 'Try again when it has loaded its data.'],
  ['BUSY', 'Find out which script blocks it (SLOWLOG GET), and try again.'],
  ['MOVED', 'The server is part of a cluster, and this release speaks to a single server.'],
  [
    'no TLS handshake',
    'It may not speak TLS there: then name a redis:// URL, or its port for TLS. Else try again when it can be reached.',
  ],
  ['what answers there', "Name the server's own host and port."],
  ['it hung up', 'It may speak only TLS there: then name a rediss:// URL. Else try again when it answers.'],
];

/** What is meant by "the store" in messages: `Redis at localhost:6379`. */
export type ServerName = string;

/** The error for what was definitely not done: `CORRUPT` where a key holds what is not ours, else `UNAVAILABLE`. */
export function notDone(server: ServerName, cause: unknown): StatefoldError {
  const reason = reasonOf(cause);
  if (reason.startsWith('WRONGTYPE') || reason.includes('The ID specified in XADD')) {
    const message = `${server} holds something else under a key of the log: ${reason}. Restore the log, or use a namespace of its own.`;
    return new StatefoldError('CORRUPT', message, { where: server }, { cause });
  }
  const remedy =
    REMEDIES.find(([start]) => reason.startsWith(start))?.[1] ?? 'Nothing was done: try again when it answers.';
  return new StatefoldError(
    'UNAVAILABLE',
    `${server} is not available: ${reason}. ${remedy}`,
    { what: server },
    { cause },
  );
}

/** What a server says where a script could not go on: of what it reads, something is not as it was written. */
const SCRIPT_FAILED = /\buser_script:\d+:/;

/** What the cause says, without the end of its sentence. */
function reasonOf(cause: unknown): string {
  return wordsOf(cause).replace(/\.$/, '');
}

/** The error for what may have been done. */
function noAnswer(server: ServerName, cause: WireError, mayRepeat: boolean): StatefoldError<'UNAVAILABLE' | 'CORRUPT'> {
  if (SCRIPT_FAILED.test(cause.message)) {
    const message = `${server} holds what a script cannot read: ${cause.message}. Restore the log from a replica or a backup.`;
    return new StatefoldError('CORRUPT', message, { where: server }, { cause });
  }
  const remedy = mayRepeat
    ? 'Try again when it answers: asking twice does no harm.'
    : 'What was asked for may have been done: look before trying again.';
  const message = `${server} gave no answer: ${reasonOf(cause)}. ${remedy}`;
  return new StatefoldError('UNAVAILABLE', message, { what: server }, { cause });
}

/**
 * What a failure of the connection is called outside of the store. Other errors stay what they are. `mayRepeat`: whether doing twice what
 * was asked for is doing it once, as with all reads.
 */
export function storeErrorOf(server: ServerName, error: unknown, mayRepeat = false): unknown {
  if (!(error instanceof WireError)) return error;
  return error.kind === 'lost' || error.kind === 'unclear'
    ? noAnswer(server, error, mayRepeat)
    : notDone(server, error);
}
