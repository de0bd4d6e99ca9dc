// The engines of a simulation, their store, and what befalls them. Sends no commands, and judges nothing.
import type { AppDefinition } from '../../engine/app-definition.js';
import type { Engine } from '../../engine/engine.js';
import { startEngine } from '../../engine/start-engine.js';
import { isStatefoldError, wordsOf } from '../../kernel/error.js';
import type { StoreConnection } from '../../store/store.js';
import { BEGINNING } from '../history.js';
import type { Adoption } from '../history-checker/observed.js';
import { Chance } from './chance.js';
import { Weather } from './fault.js';
import { Host } from './host.js';
import { Scheduler } from './scheduler.js';
import type { Blow, Setting } from './setting.js';
import { SimulatedConnection } from './simulated-connection.js';
import { type OpenServer, SimulatedServer } from './simulated-server.js';
import { Trace } from './trace.js';

/** One engine, and the machine that it runs on. When that ends, another takes its place. */
export interface Slot {
  readonly host: Host;
  /** `null` until it has started. */
  engine: Engine | null;
  /** Whether commands are sent to it. */
  readonly isServing: boolean;
}

/** What a world is made of. */
export interface WorldOptions {
  readonly seed: number;
  readonly isTraced: boolean;
  readonly setting: Setting;
  readonly open: OpenServer;
  /** Puts something between an engine and its store. */
  readonly between: (connection: StoreConnection) => StoreConnection;
}

/** Milliseconds that a command, and a query, may take where its sender does not say. */
export const TIMEOUT = 2000;
const RESTART_MS = [0, 300] as const;
const PAUSE_MS = [50, 7000] as const;
const REST_MS = [0, 400] as const;
/** Until every engine that is awake has heard that another server serves. */
const LEARNING_MS = 1000;
/** How long a store that is to end is watched for the moment that hurts most. */
const WATCH_MS = 200;
const WATCH_EVERY_MS = 0.3;
const START_AGAIN_MS = 50;
const MOST_STARTS = 100;

/** Everything that a simulation consists of but its senders. */
export class World {
  readonly scheduler = new Scheduler(BEGINNING);
  readonly chance: Chance;
  readonly weather: Weather;
  readonly trace: Trace;
  readonly setting: Setting;
  readonly slots: Slot[] = [];
  readonly adopted: Adoption[] = [];
  /** What goes on beside the commands: pauses, rebuilds, engines that start. */
  readonly #aside = new Set<Promise<unknown>>();
  readonly #options: WorldOptions;
  readonly #app: AppDefinition;
  #server: SimulatedServer | null = null;
  #engines = 0;
  #clock = 0;

  constructor(app: AppDefinition, options: WorldOptions) {
    const { seed, isTraced, setting } = options;
    this.#app = app;
    this.#options = options;
    this.setting = setting;
    this.chance = new Chance(seed, 'world');
    this.weather = new Weather(new Chance(seed, 'weather'));
    this.trace = new Trace(this.scheduler, isTraced);
  }

  get server(): SimulatedServer {
    if (this.#server === null) throw new TypeError('A world begins before anything else.');
    return this.#server;
  }

  /** The order of what is asked and told. */
  readonly tick = (): number => this.#clock++;

  /** Opens the store and starts all engines, while nothing goes wrong yet. */
  async begin(): Promise<void> {
    const { scheduler, weather, trace } = this;
    const { partitions, durability, engines, workers } = this.setting;
    const chance = new Chance(this.#options.seed, 'server');
    const { open } = this.#options;
    this.#server = await SimulatedServer.open({ scheduler, chance, weather, trace, partitions, durability, open });
    for (let index = 0; index < engines + workers; index++) await this.#start(index, index < engines);
  }

  /** Lets everything happen until a promise settles. Throws `Broken` where it never does. */
  through<T>(promise: Promise<T>, what: string): Promise<T> {
    return this.scheduler.through(promise, what);
  }

  /** Resolves after some milliseconds. */
  sleep(ms: number): Promise<void> {
    return this.scheduler.sleep(ms);
  }

  /** Resolves when all that goes on beside the commands is over. */
  async calm(): Promise<void> {
    while (this.#aside.size > 0) await Promise.all(this.#aside);
  }

  /** Something befalls an engine, or the store. */
  befall(blow: Blow): void {
    const going = this.#befall(blow).finally(() => this.#aside.delete(going));
    this.#aside.add(going);
  }

  #befall({ what }: Blow): Promise<void> {
    const slot = this.chance.pick(this.slots);
    switch (what) {
      case 'engine crash':
        return this.#crash(slot);
      case 'pause':
        return this.#pause(slot);
      case 'store ends':
        return this.#endStore();
      case 'folding stops':
        return this.#rest(slot);
      case 'rebuild':
        return this.#rebuild(slot);
    }
  }

  /** Starts an engine; where its store is away it is tried again. */
  async #start(index: number, isServing: boolean): Promise<void> {
    const { scheduler, weather, trace, server } = this;
    this.#engines++;
    const name = `engine ${this.#engines}`;
    const chance = new Chance(this.#options.seed, name);
    const host = new Host(name, { scheduler, chance });
    const slot: Slot = { host, engine: null, isServing };
    this.slots[index] = slot;
    const connect = async () =>
      this.#options.between(await SimulatedConnection.open({ host, server, scheduler, chance, weather, trace }));
    for (let attempt = 1; !host.isDead; attempt++) {
      try {
        const starting = startEngine(this.#app, {
          store: { name: 'simulated', connect },
          runtime: host,
          commandTimeout: TIMEOUT,
          queryTimeout: TIMEOUT,
          foldTimeout: this.setting.foldTimeout,
          limits: this.setting.limits,
          onError: (error) => trace.note(name, () => `reports ${error.code}: ${error.message}`),
        });
        const engine = await Promise.race([starting, host.died()]);
        slot.engine = engine ?? null;
        trace.note(name, () => (engine === undefined ? 'ended before it had started' : 'has started'));
        return;
      } catch (error) {
        if (!isStatefoldError(error, 'UNAVAILABLE') || attempt === MOST_STARTS) throw error;
        trace.note(name, () => `cannot start: ${wordsOf(error)}`);
        await this.sleep(START_AGAIN_MS);
      }
    }
  }

  async #crash(slot: Slot): Promise<void> {
    const { host, isServing } = slot;
    const index = this.slots.indexOf(slot);
    if (index === -1 || slot.engine === null) return;
    this.trace.note(host.name, () => 'crashes');
    host.kill();
    slot.engine = null;
    this.weather.happened('engine crash');
    await this.sleep(this.chance.between(...RESTART_MS));
    await this.#start(index, isServing);
  }

  async #pause({ host }: Slot): Promise<void> {
    const ms = this.chance.between(...PAUSE_MS);
    const before = host.heldBack;
    this.trace.note(host.name, () => `stands still for ${ms.toFixed(0)} ms`);
    host.pause(ms);
    await this.sleep(ms);
    if (host.heldBack > before) this.weather.happened('pause');
  }

  /** Ends the store at a moment at which something is lost with it, if there is one soon; resolves when one is there again. */
  async #endStore(): Promise<void> {
    const { server, weather, scheduler } = this;
    if (!server.isUp) return;
    if (server.durability === 'copied') {
      server.cutOff();
      await this.sleep(this.chance.between(1, WATCH_MS));
      if (!server.isUp) return;
      if (server.failOver()) weather.happened('failover');
      this.#adopted(server.epoch, this.tick());
    } else {
      const until = scheduler.elapsed + WATCH_MS;
      while (!server.hasUnwritten && scheduler.elapsed < until) await this.sleep(WATCH_EVERY_MS);
      if (server.isUp && server.crash()) weather.happened('store crash');
    }
    while (!server.isUp) await this.sleep(WATCH_MS);
    do await this.sleep(LEARNING_MS);
    while (this.slots.some(({ host }) => host.awakeAt > scheduler.elapsed - LEARNING_MS));
    // An engine answers from what it has folded until it hears of it.
    if (server.durability === 'copied') this.#adopted(server.epoch, this.adopted.at(-1)?.at ?? 0, this.tick());
  }

  /** What was read before `at`, of rows before `rowsAt`, may be gone. */
  #adopted(epoch: string, at: number, rowsAt = Number.POSITIVE_INFINITY): void {
    for (let partition = 0; partition < this.setting.partitions; partition++) {
      const known = this.adopted.findIndex((one) => one.partition === partition && one.epoch === epoch);
      const adoption = { partition, epoch, at, rowsAt };
      if (known === -1) this.adopted.push(adoption);
      else this.adopted[known] = adoption;
    }
  }

  async #rest({ engine, host }: Slot): Promise<void> {
    if (engine === null) return;
    this.trace.note(host.name, () => 'stops folding');
    await Promise.race([engine.projections.stopFolding(), host.died()]);
    await this.sleep(this.chance.between(...REST_MS));
    if (host.isDead) return;
    this.trace.note(host.name, () => 'folds again');
    engine.projections.startFolding();
  }

  async #rebuild({ engine, host }: Slot): Promise<void> {
    const { name } = this.chance.pick(this.#app.projections) ?? {};
    if (engine === null || name === undefined) return;
    this.trace.note(host.name, () => `rebuilds ${name}`);
    const rebuilt = engine.projections.rebuild(name).catch((error: unknown) => {
      // It may fail for a store that is away, or for another engine that rebuilds.
      if (!isStatefoldError(error)) throw error;
      this.trace.note(host.name, () => `does not rebuild ${name}: ${error.code}`);
    });
    await Promise.race([rebuilt, host.died()]);
  }
}
