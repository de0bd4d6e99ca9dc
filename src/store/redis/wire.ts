// One physical connection to a server, from its first byte to its last. Never connects again, never sends anything twice.
import { Command, Redis, type RedisOptions } from 'ioredis';
import { type Argument, type Packed, packedCommand } from './packed-call.js';
import { type ScriptName, scriptOf } from './script.js';
import { unconnected, unselected, WireError, wireErrorOf } from './wire-error.js';

/** What a server answers; texts as bytes unless asked for as text. */
export type Reply = null | number | string | Buffer | readonly Reply[];

/** The pairs of an answer that was asked for as text: names and values, one after the other. */
export function pairsOf(reply: Reply): ReadonlyMap<string, string> {
  const texts = reply as readonly string[];
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < texts.length; at += 2) pairs.set(texts[at] ?? '', texts[at + 1] ?? '');
  return pairs;
}

/** How long to wait. */
export interface Patience {
  /** How long a server may be silent (ms) while it owes a reply. */
  readonly silenceMs: number;
}

// The client library must not bridge a lost connection: what it would send again, nobody could take back.
const ONE_LIFE: RedisOptions = {
  lazyConnect: true,
  retryStrategy: () => null,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  enableAutoPipelining: false,
  disableClientInfo: true,
  noDelay: true,
  keepAlive: 10_000,
  disconnectTimeout: 100,
};

/** Of the time that others wait for a connection, so much is for making it: then they hear why there is none. */
const TO_CONNECT = 0.9;

/** So much is not held back for what may be sent with it. */
const LARGE_BYTES = 2048;

/** A connection that has been made. Once it ends, all that waits for a reply fails as `lost`. */
export class Wire {
  readonly #client: Redis;
  readonly #pending = new Set<(error: WireError) => void>();
  readonly #watch: NodeJS.Timeout;
  /** Replies that have not come, also those that nobody waits for any more. */
  #unanswered = 0;
  #heardAt = performance.now();
  #hasEnded = false;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;

  private constructor(client: Redis, { silenceMs }: Patience) {
    this.#client = client;
    this.ended = new Promise((resolve) => {
      client.once('end', () => {
        this.#end('the connection was closed');
        resolve();
      });
    });
    this.#watch = setInterval(() => {
      if (this.#unanswered > 0 && performance.now() - this.#heardAt > silenceMs) {
        this.drop('the server has been silent for too long');
      }
    }, silenceMs / 4).unref();
  }

  /** Connects and logs in. Fails with a `WireError`, within the time that a server may be silent, or once `signal` is aborted. */
  static async open(options: RedisOptions, patience: Patience, signal?: AbortSignal): Promise<Wire> {
    const connectTimeout = TO_CONNECT * patience.silenceMs;
    // The library goes on in database 0 where the one that is meant cannot be selected: it is not told of any.
    const { db = 0, ...rest } = options;
    const client = new Redis({ ...rest, ...ONE_LIFE, connectTimeout, replyMapping: 'legacy' });
    let reason: unknown = null;
    // Without a listener the library prints what fails, arguments included.
    client.on('error', (error) => {
      reason = error;
    });
    let isLate = false;
    const giveUp = (): void => {
      isLate = true;
      client.disconnect();
    };
    const timer = setTimeout(giveUp, connectTimeout);
    signal?.addEventListener('abort', giveUp);
    try {
      await client.connect();
      if (db !== 0) await client.select(db).catch((error: unknown) => Promise.reject(unselected(db, error)));
    } catch (error) {
      client.disconnect();
      if (error instanceof WireError && !isLate) throw error;
      throw unconnected(reason ?? error, { isOverTls: options.tls !== undefined, isLate });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
    return new Wire(client, patience);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How many commands wait for a reply. */
  get owed(): number {
    return this.#pending.size;
  }

  /** Sends a command before it returns. Fails with a `WireError`: `lost` where there was no reply by `until` (`performance.now()`). */
  send(name: string, args: readonly Argument[], until: number, encoding: 'utf8' | null = null): Promise<Reply> {
    // In capitals, since the library gives some replies another shape by a name in small letters.
    return this.#transmit(new Command(name.toUpperCase(), [...args], { replyEncoding: encoding }), until);
  }

  #transmit(command: Command, until: number): Promise<Reply> {
    if (this.#hasEnded) return Promise.reject(new WireError('unsent', 'the connection is closed'));
    if (this.#unanswered === 0) this.#heardAt = performance.now();
    this.#unanswered += 1;
    return new Promise((resolve, reject) => {
      const fail = (error: WireError): void => {
        clearTimeout(timer);
        this.#pending.delete(fail);
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new WireError('lost', 'the server did not answer in time')),
        Math.max(1, until - performance.now()),
      );
      this.#pending.add(fail);
      this.#gather();
      this.#client.sendCommand(command);
      this.#release();
      command.promise.then(
        (reply: unknown) => {
          this.#heard();
          clearTimeout(timer);
          this.#pending.delete(fail);
          resolve(reply as Reply);
        },
        (error: unknown) => {
          this.#heard();
          fail(wireErrorOf(error));
        },
      );
    });
  }

  /** Runs a script: one command, sent before this returns. A server that does not know it gets its text. */
  script(
    name: ScriptName,
    keys: readonly (string | Packed)[],
    args: readonly Argument[],
    until: number,
  ): Promise<Reply> {
    const { sha, text } = scriptOf(name);
    const count = keys.reduce((sum, key) => sum + (typeof key === 'string' ? 1 : key.count), 0);
    const rest = [count, ...keys, ...args];
    return this.#transmit(packedCommand('EVALSHA', [sha, ...rest]), until).catch((error: unknown) => {
      // Nothing was executed: sending it again is sending it once.
      if (error instanceof WireError && error.message.startsWith('NOSCRIPT')) {
        return this.#transmit(packedCommand('EVAL', [text, ...rest]), until);
      }
      throw error;
    });
  }

  /** Calls `hear` for every message of the channels that this connection subscribes to. */
  onMessage(hear: (channel: string, message: string) => void): void {
    this.#client.on('smessage', hear);
  }

  /** Ends the connection at once. What waits for a reply fails as `lost`. */
  drop(reason: string): void {
    this.#end(reason);
    this.#client.disconnect();
  }

  /** Has the socket write together what is sent before the event loop goes on: a write of its own costs more than a small command. */
  #gather(): void {
    const { stream } = this.#client;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** What is large goes at once: the server works on it meanwhile. */
  #release(): void {
    const { stream } = this.#client;
    if (stream.writableLength >= LARGE_BYTES) stream.uncork();
  }

  #heard(): void {
    this.#heardAt = performance.now();
    this.#unanswered -= 1;
  }

  #end(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#watch);
    for (const fail of [...this.#pending]) fail(new WireError('lost', reason));
  }
}
