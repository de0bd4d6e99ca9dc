// An engine's connection to a simulated server: requests and answers take their time, and meet faults. What the server does, it does.
import { StatefoldError } from '../../kernel/error.js';
import { Gate } from '../../store/gate.js';
import type { StoreConnection } from '../../store/store.js';
import { callListener } from '../../store/wake-ups.js';
import { ignored } from '../wire.js';
import type { Chance } from './chance.js';
import type { Weather, WireFault } from './fault.js';
import type { Host } from './host.js';
import { isWrite, type Request, unanswered, unsent, wordsOf } from './request.js';
import type { Scheduler } from './scheduler.js';
import type { Client, SimulatedServer } from './simulated-server.js';
import type { Trace } from './trace.js';

/** What a connection works with. */
export interface ConnectionContext {
  readonly host: Host;
  readonly server: SimulatedServer;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly trace: Trace;
}

/** A request that has no answer yet. */
interface Pending {
  readonly request: Request;
  readonly fault: WireFault | null;
  readonly incarnation: number;
  readonly settle: (outcome: { readonly value: unknown } | { readonly error: unknown }) => void;
}

type Member = (...given: readonly unknown[]) => unknown;

/** Milliseconds that a request or an answer takes, that a delayed one takes more, until a sender gives up, and until late ones come. */
const WAY_MS = [0.05, 2] as const;
const DELAY_MS = [20, 400] as const;
const SILENCE_MS = [0.1, 300] as const;
/** A request that is late comes within so many ms. */
export const LATEST_MS = 4000;
const LATE_MS = [5, LATEST_MS] as const;
const AGAIN_MS = [0.1, 300] as const;
const WAKE_MS = [0.05, 5] as const;

/** Answered here, from what is known without a round trip. */
const LOCAL: ReadonlySet<string> = new Set(['now']);
const LISTENING = /^on[A-Z]/;

/** One connection. Requests arrive in the order in which they are sent, and answers too, unless a fault says otherwise. */
export class SimulatedConnection implements Client {
  readonly #context: ConnectionContext;
  readonly #gate = new Gate();
  #inner: StoreConnection;
  readonly #pending = new Set<Pending>();
  readonly #listening = new Set<{ readonly listen: () => () => void; stop: () => void; readonly ring: () => void }>();
  /** What this connection has read in the registry or added to it. */
  readonly #descriptors = new Map<string, string>();
  /** The server that it was put back to, where another had it. */
  #restoredTo: number;
  #lastArrival = 0;
  #lastAnswer = 0;

  private constructor(context: ConnectionContext) {
    this.#context = context;
    this.#inner = null as never;
    this.#restoredTo = context.server.incarnation;
  }

  /** Connects. Fails with `UNAVAILABLE` while there is no server. */
  static async open(context: ConnectionContext): Promise<StoreConnection> {
    const connection = new SimulatedConnection(context);
    if (!context.server.isUp) throw unsent();
    connection.#inner = await context.server.connect(connection);
    return connection.#ports();
  }

  onDown(): void {
    const { host, chance } = this.#context;
    for (const { request, settle } of this.#pending) {
      host.after(chance.between(...SILENCE_MS), () => settle({ error: unanswered(request) }));
    }
    this.#pending.clear();
  }

  onUp(inner: StoreConnection): void {
    this.#inner = inner;
    for (const one of this.#listening) {
      one.stop = one.listen();
      one.ring();
    }
  }

  #ports(): StoreConnection {
    const ports = Object.entries(this.#inner).map(([name, member]) => {
      if (typeof member !== 'object' || member === null) return [name, member];
      return [name, this.#port(name as keyof StoreConnection, member)];
    });
    return { ...Object.fromEntries(ports), close: async () => this.#close() } as StoreConnection;
  }

  #port(port: keyof StoreConnection, first: object): object {
    const methods = new Map<string, Member>();
    return new Proxy(first, {
      get: (_, name) => {
        const target = this.#inner[port] as unknown as Readonly<Record<string | symbol, unknown>>;
        const member = target[name];
        if (typeof member !== 'function' || typeof name !== 'string') return member;
        const known = methods.get(name) ?? this.#method(port, name);
        methods.set(name, known);
        return known;
      },
    });
  }

  #method(port: keyof StoreConnection, method: string): Member {
    const run: Member = (...given) => {
      const target = this.#inner[port] as unknown as Readonly<Record<string, Member>>;
      return target[method]?.(...given);
    };
    if (LOCAL.has(method) || port === 'audit') return run;
    if (LISTENING.test(method)) {
      return (...given) =>
        this.#listen((ring) => run(...given.slice(0, -1), ring) as () => void, given.at(-1) as () => void);
    }
    return (...given) => this.#request({ port, method, given });
  }

  #listen(start: (ring: () => void) => () => void, wake: () => void): () => void {
    const { host, chance } = this.#context;
    this.#gate.mustBeOpen();
    let isOver = false;
    const ring = () => {
      host.after(chance.between(...WAKE_MS), () => {
        if (!isOver) callListener(wake);
      });
    };
    const one = { listen: () => start(ring), stop: start(ring), ring };
    this.#listening.add(one);
    return this.#gate.untilClosed(() => {
      isOver = true;
      one.stop();
      this.#listening.delete(one);
    });
  }

  #request(request: Request): Promise<unknown> {
    const { host, server, scheduler, weather, trace, chance } = this.#context;
    return new Promise((resolve, reject) => {
      this.#gate.mustBeOpen();
      if (!server.isUp) {
        host.after(chance.between(...WAY_MS), () => reject(unsent()));
        return;
      }
      const fault = weather.strike(request.method);
      const pending: Pending = {
        request,
        fault,
        incarnation: server.incarnation,
        settle: (outcome) => {
          this.#learn(request, outcome);
          if (trace.isWanted) trace.note(host.name, () => `← ${answerWords(request, outcome)}`);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.value);
        },
      };
      trace.note(host.name, () => `→ ${wordsOf(request)}${fault === null ? '' : ` (${fault})`}`);
      this.#pending.add(pending);
      scheduler.after(this.#arrival(fault), () => this.#arrive(pending));
      if (fault === 'request lost' || fault === 'late') this.#giveUp(pending);
    });
  }

  #learn({ port, method, given }: Request, outcome: { readonly value: unknown } | { readonly error: unknown }): void {
    if (port !== 'registry' || 'error' in outcome) return;
    const texts = (method === 'read' ? outcome.value : given[0]) as ReadonlyMap<string, string>;
    for (const [fingerprint, text] of texts) this.#descriptors.set(fingerprint, text);
  }

  /** Milliseconds until a request arrives. A late one lets those behind it pass. */
  #arrival(fault: WireFault | null): number {
    const { scheduler, chance } = this.#context;
    const way = chance.between(...WAY_MS);
    if (fault === 'late') return way + chance.between(...LATE_MS);
    const delay = fault === 'delayed' && chance.oneIn(2) ? chance.between(...DELAY_MS) : 0;
    this.#lastArrival = Math.max(this.#lastArrival, scheduler.elapsed + way + delay);
    return this.#lastArrival - scheduler.elapsed;
  }

  #arrive(pending: Pending): void {
    const { server, weather, host, trace, scheduler, chance } = this.#context;
    const { request, fault, incarnation } = pending;
    // A server does nothing for those who speak to another.
    if (incarnation !== server.incarnation) return;
    if (fault === 'request lost') {
      weather.happened(fault);
      return;
    }
    if (isWrite(request)) this.#restore();
    const done = server.execute(this, this.#inner, request);
    if (fault === 'late') {
      weather.happened(fault);
      trace.note('store', () => `does what ${host.name} gave up: ${wordsOf(request)}`);
      done.catch(ignored);
      return;
    }
    if (fault === 'duplicated') {
      scheduler.after(chance.between(...AGAIN_MS), () => {
        if (incarnation !== server.incarnation) return;
        weather.happened(fault);
        trace.note('store', () => `does it again for ${host.name}: ${wordsOf(request)}`);
        server.execute(this, this.#inner, request).catch(ignored);
      });
    }
    const told = (outcome: { readonly value: unknown } | { readonly error: unknown }) =>
      server.whenSafe(() => this.#answer(pending, outcome));
    done.then(
      (value) => told({ value }),
      (error: unknown) => told({ error }),
    );
  }

  /** Puts back what another server may not have of the registry, before anything is written there: the log goes on in another epoch. */
  #restore(): void {
    const { server, trace, host } = this.#context;
    if (this.#restoredTo === server.incarnation) return;
    this.#restoredTo = server.incarnation;
    trace.note('store', () => `has ${this.#descriptors.size} descriptors put back by ${host.name}`);
    const request: Request = { port: 'registry', method: 'add', given: [new Map(this.#descriptors)] };
    server.execute(this, this.#inner, request).catch(ignored);
  }

  #answer(pending: Pending, outcome: { readonly value: unknown } | { readonly error: unknown }): void {
    const { scheduler, chance, host, weather } = this.#context;
    const { fault } = pending;
    if (!this.#pending.has(pending)) return;
    if (fault === 'reply lost') {
      weather.happened(fault);
      this.#giveUp(pending);
      return;
    }
    if (fault === 'delayed') weather.happened(fault);
    const delay = fault === 'delayed' ? chance.between(...DELAY_MS) : 0;
    this.#lastAnswer = Math.max(this.#lastAnswer, scheduler.elapsed + chance.between(...WAY_MS) + delay);
    host.after(this.#lastAnswer - scheduler.elapsed, () => {
      if (this.#pending.delete(pending)) pending.settle(outcome);
    });
  }

  /** The sender hears nothing, and after a while it waits no longer. */
  #giveUp(pending: Pending): void {
    const { host, chance } = this.#context;
    host.after(chance.between(...SILENCE_MS), () => {
      if (this.#pending.delete(pending)) pending.settle({ error: unanswered(pending.request) });
    });
  }

  #close(): void {
    this.#gate.close();
    this.#context.server.disconnect(this);
  }
}

function answerWords(request: Request, outcome: { readonly value: unknown } | { readonly error: unknown }): string {
  if ('error' in outcome) {
    const { error } = outcome;
    return `${request.method}: ${error instanceof StatefoldError ? error.code : String(error)}`;
  }
  const value = outcome.value as { readonly kind?: unknown; readonly commits?: unknown } | null | undefined;
  const kind = value?.kind;
  if (typeof kind !== 'string') return request.method;
  return `${request.method}: ${kind}${value?.commits === undefined ? '' : ` ${JSON.stringify(value.commits)}`}`;
}
