// The server of a simulated store: does what the memory store does, and may end without what it had not yet written or copied.
import type { Store, StoreConnection } from '../../store/store.js';
import type { Chance } from './chance.js';
import type { Weather } from './fault.js';
import { isWrite, type Request } from './request.js';
import type { Scheduler } from './scheduler.js';
import type { Trace } from './trace.js';

/** Opens the empty store that a server keeps its data in. */
export type OpenServer = (options: {
  readonly partitions: number;
  readonly now: () => number;
  readonly epoch: () => string;
}) => Store | Promise<Store>;

/**
 * What a server does before it answers. `written`: it answers when all that it did is on its disk, and loses nothing that it has
 * answered. `copied`: it answers at once, and a copy of it follows a little behind.
 */
export type Durability = 'written' | 'copied';

/** What a server works with. */
export interface ServerContext {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly partitions: number;
  readonly durability: Durability;
  readonly open: OpenServer;
  /** The clock that judges deadlines; the scheduler's when absent. */
  readonly now?: () => number;
}

/** An engine's end of a connection, as the server sees it. */
export interface Client {
  /** The server has ended: whatever was on its way is lost. */
  onDown(): void;
  /** A server is there again: `inner` is this client's way into it. */
  onUp(inner: StoreConnection): void;
}

/** Something that was done. */
interface Done {
  readonly client: Client;
  readonly request: Request;
  readonly now: number;
  readonly epoch: string;
  /** When a copy has it, in ms since the simulation began. */
  readonly copiedAt: number;
}

/** Milliseconds in which a copy follows, in which a disk writes, and in which a server is there again. */
const COPY_MS = [0.2, 8] as const;
const WRITE_MS = [0.1, 3] as const;
const RESTART_MS = [2, 400] as const;

/** A server, and what succeeds it. */
export class SimulatedServer {
  readonly #context: ServerContext;
  #store: Store;
  readonly #clients = new Map<Client, StoreConnection>();
  /** All that was done and may have changed something, in order. */
  #done: Done[] = [];
  /** How many of them are on the disk. */
  #written = 0;
  #isWriting = false;
  /** Answers that wait for the disk. */
  #waiting: { readonly done: number; readonly tell: () => void }[] = [];
  #epoch: string;
  #incarnation = 0;
  #isUp = true;
  /** Since when nothing reaches the copy, in ms since the simulation began. */
  #cutOffAt = Number.POSITIVE_INFINITY;
  /** What is done again is done at its own time and in its own epoch. */
  #then: { readonly now: number; readonly epoch: string } | null = null;

  private constructor(context: ServerContext, epoch: string) {
    this.#context = context;
    this.#epoch = epoch;
    this.#store = null as never;
  }

  /** A server that holds nothing. */
  static async open(context: ServerContext): Promise<SimulatedServer> {
    const server = new SimulatedServer(context, String(Math.floor(context.scheduler.now() / 1000)));
    server.#store = await server.#empty();
    return server;
  }

  get name(): string {
    return this.#store.name;
  }

  get durability(): Durability {
    return this.#context.durability;
  }

  /** The epoch that the log is in now. */
  get epoch(): string {
    return this.#epoch;
  }

  /** Which server it is: another one each time that one has succeeded another. */
  get incarnation(): number {
    return this.#incarnation;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Whether something is done that a crash would lose. */
  get hasUnwritten(): boolean {
    return this.#written < this.#done.length;
  }

  async connect(client: Client): Promise<StoreConnection> {
    const inner = await this.#store.connect();
    this.#clients.set(client, inner);
    return inner;
  }

  /** A way into the store that meets no network: for looking at it when all is over. */
  look(): Promise<StoreConnection> {
    return this.#store.connect();
  }

  disconnect(client: Client): void {
    this.#clients.delete(client);
  }

  /** Does what a client asks, at once. */
  execute(client: Client, inner: StoreConnection, request: Request): Promise<unknown> {
    if (isWrite(request)) this.#keep(client, request);
    return call(inner, request);
  }

  /** Calls `tell` as soon as all that was done until now may be spoken of; never, if the server ends before. */
  whenSafe(tell: () => void): void {
    if (this.#context.durability === 'copied' || !this.hasUnwritten) tell();
    else this.#waiting.push({ done: this.#done.length, tell });
  }

  /** Ends, and begins again with what is on its disk. Answers whether something was lost. */
  crash(): boolean {
    const lost = this.#done.length - this.#written;
    this.#context.trace.note('store', () => `crashes; ${lost} writes were not on its disk`);
    this.#succeed(this.#done.slice(0, this.#written));
    return lost > 0;
  }

  /** From now on nothing reaches the copy. */
  cutOff(): void {
    this.#cutOffAt = this.#context.scheduler.elapsed;
  }

  /** Ends, and the copy takes its place with what it has. Answers whether something was lost. */
  failOver(): boolean {
    const until = Math.min(this.#cutOffAt, this.#context.scheduler.elapsed);
    const lacking = this.#done.findIndex(({ copiedAt }) => copiedAt > until);
    const copied = lacking === -1 ? this.#done : this.#done.slice(0, lacking);
    const lost = this.#done.length - copied.length;
    this.#context.trace.note('store', () => `fails over to a copy that lacks ${lost} writes`);
    this.#succeed(copied);
    this.#cutOffAt = Number.POSITIVE_INFINITY;
    return lost > 0;
  }

  #keep(client: Client, request: Request): void {
    const { scheduler, chance, durability } = this.#context;
    const before = this.#done.at(-1)?.copiedAt ?? 0;
    const copiedAt = Math.max(before, scheduler.elapsed + chance.between(...COPY_MS));
    this.#done.push({ client, request, now: this.#now(), epoch: this.#epoch, copiedAt });
    if (durability === 'written' && !this.#isWriting) this.#write();
  }

  #write(): void {
    const { scheduler, chance } = this.#context;
    const incarnation = this.#incarnation;
    const upTo = this.#done.length;
    this.#isWriting = true;
    // Now and then a disk is slow.
    const ms = chance.between(...WRITE_MS) * (chance.oneIn(20) ? 20 : 1);
    scheduler.after(ms, () => {
      if (incarnation !== this.#incarnation) return;
      this.#written = upTo;
      this.#isWriting = false;
      const told = this.#waiting.filter(({ done }) => done <= upTo);
      this.#waiting = this.#waiting.filter(({ done }) => done > upTo);
      for (const { tell } of told) tell();
      if (this.hasUnwritten) this.#write();
    });
  }

  /** Another server is there after a while, and holds what is given. */
  #succeed(held: readonly Done[]): void {
    const { scheduler, chance, trace } = this.#context;
    this.#isUp = false;
    this.#incarnation++;
    this.#waiting = [];
    this.#isWriting = false;
    for (const client of this.#clients.keys()) client.onDown();
    const epoch = String(Math.max(Number(this.#epoch) + 1, Math.floor(scheduler.now() / 1000)));
    this.#epoch = epoch;
    scheduler.after(chance.between(...RESTART_MS), () => {
      void this.#begin(held).then(() => trace.note('store', () => `is there again, in epoch ${epoch}`));
    });
  }

  async #begin(held: readonly Done[]): Promise<void> {
    this.#store = await this.#empty();
    const inners = new Map<Client, StoreConnection>();
    for (const client of new Set([...this.#clients.keys(), ...held.map((one) => one.client)]))
      inners.set(client, await this.#store.connect());
    for (const { client, request, now, epoch } of held) {
      this.#then = { now, epoch };
      // What failed then fails again, and its sender was told.
      call(inners.get(client) as StoreConnection, request).catch(() => {});
    }
    this.#then = null;
    this.#done = [...held];
    this.#written = held.length;
    this.#isUp = true;
    for (const client of this.#clients.keys()) {
      const inner = inners.get(client) as StoreConnection;
      this.#clients.set(client, inner);
      client.onUp(inner);
    }
  }

  #empty(): Promise<Store> {
    const { open, partitions } = this.#context;
    return Promise.resolve(open({ partitions, now: () => this.#now(), epoch: () => this.#then?.epoch ?? this.#epoch }));
  }

  #now(): number {
    const { scheduler, now = () => scheduler.now() } = this.#context;
    return this.#then?.now ?? now();
  }
}

function call(inner: StoreConnection, { port, method, given }: Request): Promise<unknown> {
  const target = inner[port] as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;
  const run = target[method];
  if (run === undefined) return Promise.reject(new TypeError(`${port} has no ${method}.`));
  return run.apply(target, [...given]);
}
