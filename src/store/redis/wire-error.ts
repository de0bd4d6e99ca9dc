// What went wrong with one command, and what that means for it. Holds no arguments: they may be payloads or passwords.
import { wordsOf } from '../../kernel/error.js';

/**
 * What is known of the command.
 * `unsent`: it was never written. `again`: the server cannot now, and did nothing. `elsewhere`: this server does not take it.
 * `refused`: the server did nothing, and will not. `lost`: it was sent, and no reply came. `unclear`: an error that is not known here.
 */
export type WireErrorKind = 'unsent' | 'again' | 'elsewhere' | 'refused' | 'lost' | 'unclear';

/** The failure of one command. Never leaves the store. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly kind: WireErrorKind;

  constructor(kind: WireErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

// By the first word of an error reply. All of these are given before a command, or the first write of a script, is executed.
const KIND_OF_REPLY: ReadonlyMap<string, WireErrorKind> = new Map([
  ['LOADING', 'again'],
  ['BUSY', 'again'],
  ['UNKILLABLE', 'again'],
  ['TRYAGAIN', 'again'],
  ['CLUSTERDOWN', 'again'],
  ['MASTERDOWN', 'again'],
  ['NOREPLICAS', 'again'],
  ['NOSCRIPT', 'again'],
  ['READONLY', 'elsewhere'],
  ['MOVED', 'elsewhere'],
  ['ASK', 'elsewhere'],
  ['OOM', 'refused'],
  ['MISCONF', 'refused'],
  ['NOPERM', 'refused'],
  ['NOAUTH', 'refused'],
  ['WRONGPASS', 'refused'],
  ['NOPROTO', 'refused'],
  ['DENIED', 'refused'],
  ['WRONGTYPE', 'refused'],
  ['CROSSSLOT', 'refused'],
]);

// These begin with a plain ERR, and are as sure.
const REFUSALS =
  /^ERR (unknown command|Protocol error|max number of clients|The ID specified in XADD|AUTH|Client sent AUTH)/;

/** What the client library says of an answer that it cannot read: an HTTP server's, say. */
const NOT_REDIS = /Unknown RESP type/;

/** What an error of the client library means. */
export function wireErrorOf(error: unknown): WireError {
  const message = wordsOf(error);
  if (message.startsWith("Stream isn't writeable")) return new WireError('unsent', 'the connection is closed');
  if (NOT_REDIS.test(message)) return new WireError('lost', 'what answers there does not speak as Redis does');
  if (!isReply(error)) return new WireError('lost', cleaned(message));
  const kind = KIND_OF_REPLY.get(message.split(' ', 1)[0] ?? '') ?? (REFUSALS.test(message) ? 'refused' : 'unclear');
  return new WireError(kind, cleaned(message));
}

/** What OpenSSL says of a server that answers in plain words. */
const PLAIN_ANSWER = /wrong version number|packet length too long|record layer failure/i;

/** What Node and the client library say of a server that hung up before it said anything. */
const WORDLESS = /\b(ECONNRESET|EPIPE)\b|before secure TLS connection|^Connection is closed/;

/** Why no connection was made. Of two sides, only one of which speaks TLS, each waits for the other, or hangs up. */
export function unconnected(error: unknown, { isOverTls, isLate }: { isOverTls: boolean; isLate: boolean }): WireError {
  const failure = wireErrorOf(error);
  const { kind, message } = failure;
  if (kind !== 'lost') return failure;
  const isWordless = WORDLESS.test(message);
  if (isOverTls && (isLate || isWordless || message.includes('ETIMEDOUT') || PLAIN_ANSWER.test(message))) {
    return new WireError(kind, 'no TLS handshake came about');
  }
  return isWordless && !isLate ? new WireError(kind, 'it hung up before it said anything') : failure;
}

/** Why a database was not selected: what is meant for one must never go to another. */
export function unselected(database: number, error: unknown): WireError {
  const { kind, message } = wireErrorOf(error);
  const isNo = isReply(error) && kind !== 'again';
  return isNo
    ? new WireError('refused', `database ${database} cannot be selected: ${message}`)
    : new WireError(kind, message);
}

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

const LONGEST = 200;

/** A server's words, without what they may quote of a command, on one line. */
export function cleaned(message: string): string {
  const [words = ''] = message.split(/,? with args beginning with/);
  const line = JSON.stringify(words).slice(1, -1);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
