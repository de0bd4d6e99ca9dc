// The wire between an engine and its store: requests take time, replies get lost, and one day it is cut. What the store does, it does.
import { StatefoldError } from '../kernel/error.js';
import type { StoreConnection } from '../store/store.js';

/** What may happen to one request. `late`: its reply is lost, and it arrives some time later. */
export type WireFault = 'request lost' | 'reply lost' | 'twice' | 'late';

/** The requests that faults are for. */
export type Faulty = 'append' | 'apply';

/** Answered at once and here, whatever the wire does. */
const LOCAL: ReadonlySet<string> = new Set(['now', 'onAppend', 'onApply', 'onChange']);

/** Turns of the event loop that a late request takes. */
const LATE_TURNS = 40;

/** One engine's wire. Requests arrive in the order in which they were sent. */
export class Wire {
  readonly #delays: readonly number[];
  readonly #onRequest: () => void;
  readonly #faults: Record<Faulty, WireFault[]> = { append: [], apply: [] };
  #requests = 0;
  #line: Promise<void> = Promise.resolve();
  #isCut = false;

  /** `delays`: the turns of the event loop that requests take, one after the other, over and over. */
  constructor(delays: readonly number[], onRequest: () => void) {
    this.#delays = delays;
    this.#onRequest = onRequest;
  }

  /** The next request of a kind meets a fault. */
  plan(request: Faulty, fault: WireFault): void {
    this.#faults[request].push(fault);
  }

  /** From now on nothing arrives, and nothing comes back. */
  cut(): void {
    this.#isCut = true;
  }

  /** Faults end; what is cut stays cut. */
  heal(): void {
    this.#faults.append.length = 0;
    this.#faults.apply.length = 0;
  }

  /** A connection over this wire. */
  over(connection: StoreConnection): StoreConnection {
    return new Proxy(connection, {
      get: (target, name) => {
        const port: unknown = Reflect.get(target, name, target);
        if (name === 'close') return () => target.close();
        return typeof port === 'object' && port !== null ? this.#port(port) : port;
      },
    });
  }

  #port(port: object): object {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const call = (...given: readonly unknown[]): unknown => Reflect.apply(member, target, given);
        if (typeof name !== 'string' || LOCAL.has(name)) return call;
        return (...given: readonly unknown[]) => this.#request(name, () => call(...given) as Promise<unknown>);
      },
    });
  }

  async #request(name: string, run: () => Promise<unknown>): Promise<unknown> {
    const fault = name === 'append' || name === 'apply' ? this.#faults[name].shift() : undefined;
    const delay = this.#delays[this.#requests++ % this.#delays.length] ?? 0;
    const before = this.#line;
    const arrived = (async () => {
      await before;
      await turns(delay);
    })();
    this.#line = arrived;
    await arrived;
    this.#onRequest();
    if (this.#isCut) throw away();
    if (fault === 'request lost') throw lost(name);
    if (fault === 'late') {
      void turns(LATE_TURNS).then(run).catch(ignored);
      throw lost(name);
    }
    const replied = run();
    // The same request once more, as a wire may deliver it: its reply goes nowhere.
    if (fault === 'twice') run().catch(ignored);
    const reply = await replied;
    if (this.#isCut) throw away();
    if (fault === 'reply lost') throw lost(name);
    return reply;
  }
}

/** Lets the event loop turn. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resume) => setImmediate(resume));
}

/** For what a request comes to that was given up, or is done once more: its sender is told otherwise, and nobody else waits for it. */
export function ignored(): void {}

function away(): StatefoldError<'UNAVAILABLE'> {
  return new StatefoldError('UNAVAILABLE', 'The connection is cut.', { what: 'wire of a test' });
}

function lost(name: string): StatefoldError {
  if (name === 'apply') return new StatefoldError('UNAVAILABLE', 'The reply was lost.', { what: 'tables of a test' });
  const details = { aggregate: '', aggregateId: '', commandId: '' };
  return new StatefoldError('OUTCOME_UNKNOWN', 'The connection was lost before the store answered.', details);
}
