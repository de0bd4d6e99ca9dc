// Plays a history on real engines, under circumstances, and keeps what senders were told. Judges nothing.
import type { CommandInput } from '../bus/command-input.js';
import type { AppDefinition } from '../engine/app-definition.js';
import type { Engine } from '../engine/engine.js';
import { startEngine } from '../engine/start-engine.js';
import { isStatefoldError, type StatefoldError } from '../kernel/error.js';
import type { Message } from '../kernel/message.js';
import type { Receipt } from '../kernel/place.js';
import { type Runtime, systemRuntime } from '../kernel/runtime.js';
import { copyValue } from '../schema/copy.js';
import type { Store, StoreConnection } from '../store/store.js';
import { Broken } from './broken.js';
import type { Circumstances, Happening } from './circumstances.js';
import { allRowsOf, askOf, caughtUp, handleOf, inTurns } from './engine-looks.js';
import { commandIdOf, type History, timesOf } from './history.js';
import { ALL_ROWS_METHOD, type RowsByTable } from './staged-app.js';
import { TestClock } from './test-clock.js';
import { type Faulty, turns, Wire, type WireFault } from './wire.js';

/** Opens an empty store. `now` is the clock of the test, for stores that have none of their own. */
export type OpenStore = (options: {
  readonly partitions: number;
  readonly now: () => number;
}) => Store | Promise<Store>;

/** What a sender was told. `before` and `after`: versions of the aggregate when it asked, and when it was told. */
export interface Told {
  readonly index: number;
  readonly before: number;
  readonly after: number;
  readonly answer: { readonly receipt: Receipt } | { readonly error: StatefoldError };
}

/** What is stored of one aggregate. */
export interface Streamed {
  readonly type: string;
  readonly id: string;
  readonly events: readonly Message[];
}

/** Milliseconds that a command may take, by the clock of the test. */
const TIMEOUT = 2000;
/** Milliseconds that a crashed engine is waited for: by the clock of the test, and by a real one. */
const FOLD_TIMEOUT = 2000;
const REAL_FOLD_TIMEOUT = 300;
/** Milliseconds in which a read model must have got over whatever hindered it. */
const LONG_WAIT = 30_000;
const PAUSE_TURNS = 30;
/** Turns in which abandoned engines may come to their end. */
const ABANDONED_TURNS = 1000;

interface Running {
  readonly engine: Engine;
  readonly wire: Wire;
  /** What goes on beside the commands: rebuilds, and folding that stops. With the engine it ends. */
  readonly side: Promise<unknown>[];
}

/** Engines on one store, and a history played on them. */
export class Stage {
  readonly #app: AppDefinition;
  readonly #store: Store;
  readonly #circumstances: Circumstances;
  readonly #runtime: Runtime;
  readonly #clock: TestClock;
  readonly #running: Running[] = [];
  readonly #ending: Promise<unknown>[] = [];
  readonly #told: Told[] = [];
  /** Unharmed by anything: how a test looks at the store. */
  readonly #plain: StoreConnection;

  private constructor(app: AppDefinition, store: Store, plain: StoreConnection, given: Given) {
    this.#app = app;
    this.#store = store;
    this.#plain = plain;
    this.#circumstances = given.circumstances;
    this.#clock = given.clock;
    // A store behind a network takes its time, and time must not jump meanwhile.
    this.#runtime = store.name === 'memory' ? given.clock : systemRuntime;
  }

  /** Starts engines of a staged domain on an empty store. */
  static async open(app: AppDefinition, open: OpenStore, circumstances: Circumstances): Promise<Stage> {
    const clock = new TestClock();
    const store = await open({ partitions: circumstances.partitions, now: () => clock.now() });
    const stage = new Stage(app, store, await store.connect(), { circumstances, clock });
    for (let index = 0; index < circumstances.engines; index++) stage.#running.push(await stage.#start(true));
    return stage;
  }

  /** Sends all commands of a history, with what happens around them. Afterwards nothing hinders any engine. */
  async play(history: History): Promise<readonly Told[]> {
    const times = timesOf(history);
    let pending: Promise<unknown>[] = [];
    for (const [index, sent] of history.entries()) {
      await this.#happen(({ before }) => before === index);
      if (sent.alongside !== true) {
        await Promise.all(pending);
        pending = [];
      }
      const given = { sent, index, time: new Date(times[index] ?? 0) };
      const first = this.#send(given, sent.from ?? 0);
      pending.push(first);
      if (sent.again === 'alongside') pending.push(this.#send(given, (sent.from ?? 0) + 1));
      if (sent.again === 'after') pending.push(first.then(() => this.#send(given, (sent.from ?? 0) + 1)));
    }
    await Promise.all(pending);
    await this.#happen(({ before }) => before >= history.length);
    for (const { engine, wire } of this.#running) {
      wire.heal();
      engine.projections.startFolding();
    }
    await Promise.all(this.#running.flatMap(({ side }) => side));
    return this.#told;
  }

  /** An engine that is running: the one with this number, or the last. */
  engine(index = 0): Engine {
    const running = this.#running[index % this.#running.length];
    if (running === undefined) throw new TypeError('A stage has at least one engine.');
    return running.engine;
  }

  /** All engines that are running. */
  engines(): readonly Engine[] {
    return this.#running.map(({ engine }) => engine);
  }

  /** An engine that has seen nothing yet, and folds nothing. */
  async fresh(): Promise<Engine> {
    const running = await this.#start(false);
    this.#running.push(running);
    return running.engine;
  }

  /** All stored events of an aggregate. */
  async events(type: string, id: string): Promise<readonly Message[]> {
    return (await handleOf(this.engine(), type, id).history()) as readonly Message[];
  }

  /** The stored events of every aggregate that a history sends to. */
  async streams(history: History): Promise<readonly Streamed[]> {
    const keys = new Map(history.map(({ aggregate: type, id }) => [JSON.stringify([type, id]), { type, id }]));
    return Promise.all(
      [...keys.values()].map(async ({ type, id }) => ({ type, id, events: await this.events(type, id) })),
    );
  }

  /** Waits until every read model holds everything. Throws `Broken` where one halts, or does not catch up. */
  caughtUp(): Promise<void> {
    const inReal = (looks: number) => new Promise<void>((resume) => this.#runtime.after(looks, resume));
    return caughtUp(this.engine(), this.#runtime === this.#clock ? inTurns : inReal);
  }

  /** Every row of every read model. */
  rows(): Promise<RowsByTable> {
    return allRowsOf(this.engine());
  }

  /** The rows of all read models, once they include a command. */
  async rowsAfter(after: Receipt): Promise<{ readonly value: RowsByTable; readonly stale: boolean }> {
    return (await this.ask(ALL_ROWS_METHOD, {}, { after, timeout: LONG_WAIT })) as {
      readonly value: RowsByTable;
      readonly stale: boolean;
    };
  }

  /** Asks a query by its method's name. */
  ask(method: string, parameters: unknown, options?: object): Promise<unknown> {
    return askOf(this.engine(), method, parameters, options);
  }

  /** Rejects with `Broken` if what is played here does not end. */
  hangs(): Promise<never> {
    // By real time, whoever runs the test says how long it may take.
    if (this.#runtime !== this.#clock) return new Promise(() => {});
    return new Promise((_, reject) => {
      this.#clock.watch(() =>
        reject(new Broken('It does not end: something waits for ever, or goes round in circles.')),
      );
    });
  }

  /** Ends all engines. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.map(({ engine }) => engine.close()), ...this.#ending]);
    this.#clock.stop();
    await this.#plain.close();
  }

  /** Cuts everything off, and waits for nothing: of a run that has failed nothing is needed any more. */
  abandon(): void {
    for (const { wire, engine } of this.#running) {
      wire.cut();
      engine.close().catch(expected);
    }
    turns(ABANDONED_TURNS).then(() => this.#clock.stop(), expected);
  }

  async #start(fold: boolean): Promise<Running> {
    const { delays, itemsPerBlock, blocksInFlight, isForgetful } = this.#circumstances;
    const wire = new Wire(delays, this.#clock.touch);
    const store: Store = { name: this.#store.name, connect: async () => wire.over(await this.#store.connect()) };
    const engine = await startEngine(this.#app, {
      store,
      fold,
      runtime: this.#runtime,
      commandTimeout: TIMEOUT,
      queryTimeout: TIMEOUT,
      foldTimeout: this.#runtime === this.#clock ? FOLD_TIMEOUT : REAL_FOLD_TIMEOUT,
      limits: { itemsPerBlock, blocksInFlight, ...(isForgetful ? { snapshotEvery: 1, maxResident: 1 } : {}) },
      // What goes wrong for good shows in what the laws look at.
      onError: () => {},
    });
    return { engine, wire, side: [] };
  }

  async #happen(isDue: (happening: Happening) => boolean): Promise<void> {
    for (const { engine, what } of this.#circumstances.happenings.filter(isDue)) {
      const place = engine % this.#running.length;
      const running = this.#running[place];
      if (running !== undefined) await this.#one(what, running, place);
    }
  }

  async #one(what: Happening['what'], running: Running, place: number): Promise<void> {
    const { engine, wire, side } = running;
    switch (what) {
      case 'pause':
        return turns(PAUSE_TURNS);
      case 'folding starts':
        return engine.projections.startFolding();
      case 'folding stops':
        // Not awaited: it stops somewhere between here and the next commands.
        side.push(engine.projections.stopFolding());
        return;
      case 'rebuild':
        for (const { name } of this.#app.projections) side.push(engine.projections.rebuild(name).catch(expected));
        return;
      case 'crash':
        wire.cut();
        this.#ending.push(engine.close().catch(expected), ...side);
        this.#running[place] = await this.#start(true);
        return;
      default: {
        const [request = '', ...fault] = what.split(' ');
        wire.plan(request as Faulty, fault.join(' ') as WireFault);
      }
    }
  }

  async #send({ sent, index, time }: Due, from: number): Promise<void> {
    const key = { type: sent.aggregate, id: sent.id };
    const version = async () => (await this.#plain.log.aggregateHead(key)).version;
    const input: CommandInput = {
      type: sent.command,
      aggregateId: sent.id,
      // The engine may freeze what it is given.
      data: copyValue(sent.data),
      time,
      // Tells whose an event is, also where the bus makes the id. Only what is sent twice has an id of its own.
      metadata: { causationId: commandIdOf(index) },
      ...(sent.again === undefined ? {} : { commandId: commandIdOf(index) }),
    };
    const before = await version();
    try {
      const receipt = await this.engine(from).dispatch(input as never);
      this.#told.push({ index, before, after: await version(), answer: { receipt } });
    } catch (error) {
      if (!isStatefoldError(error)) throw error;
      this.#told.push({ index, before, after: await version(), answer: { error } });
    }
  }
}

interface Given {
  readonly circumstances: Circumstances;
  readonly clock: TestClock;
}

interface Due {
  readonly sent: History[number];
  readonly index: number;
  readonly time: Date;
}

/** A rebuild may be called off, and an engine that was cut off cannot end well: neither is what a law speaks of. */
function expected(error: unknown): void {
  if (!isStatefoldError(error)) throw error;
}
