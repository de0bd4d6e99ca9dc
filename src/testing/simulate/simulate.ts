// A whole system in one process, under one seed: engines, store, network, clock and chance. In the end the history checker judges it.
import fc from 'fast-check';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import { wordsOf } from '../../kernel/error.js';
import { FLAG, FUNCTION, type OptionKinds, WHOLE_NUMBER, wholeNumber } from '../../kernel/option-kinds.js';
import { memoryStore } from '../../store/memory/memory-store.js';
import type { StoreConnection } from '../../store/store.js';
import { assertOptions } from '../assert-options.js';
import type { Origin } from '../decided-again.js';
import { type DomainUnderTest, domainUnderTest } from '../domain-under-test.js';
import { commandIdOf, type History, timesOf } from '../history.js';
import { historiesOf } from '../history-arbitrary.js';
import { type OperationLine, operationsOf } from '../history-checker/operation-lines.js';
import { type PlainFold, plainFoldOf } from '../history-checker/plain-fold.js';
import { OVERRIDES, type Overrides } from '../overrides.js';
import { stagedApp } from '../staged-app.js';
import { Chance } from './chance.js';
import { endOf } from './ending.js';
import { FAULTS, type Fault } from './fault.js';
import { Sender, type Task } from './sender.js';
import { settingOf } from './setting.js';
import type { OpenServer } from './simulated-server.js';
import { TIMEOUT, World } from './world.js';

/** What to simulate. */
export interface SimulationOptions {
  /** The same seed gives the same simulation, to the last byte. */
  readonly seed: number;
  /** How many commands are sent, at least; 30 or more. Default 30. */
  readonly commands?: number;
  /** Whether to write down what happens. A simulation in which something is wrong is always written down. Default false. */
  readonly trace?: boolean;
  /** Arbitraries in place of the generated ones, as for the laws. The same object each time, so that it is prepared once. */
  readonly arbitraries?: Overrides;
  /** Opens the store that the simulated server keeps its data in. Default: `memoryStore`. */
  readonly store?: OpenServer;
  /** Puts something between each engine and its store: a mistake that must be found. */
  readonly between?: (connection: StoreConnection) => StoreConnection;
}

const OPTIONS: OptionKinds<SimulationOptions> = {
  seed: WHOLE_NUMBER,
  commands: wholeNumber(1),
  trace: FLAG,
  arbitraries: OVERRIDES,
  store: FUNCTION,
  between: FUNCTION,
};

/** What came of a simulation. */
export interface SimulationReport {
  readonly seed: number;
  /** Whether every promise was kept. */
  readonly holds: boolean;
  /** All that is wrong, in words. */
  readonly violations: readonly string[];
  /** How many commands were sent, each retry counted. */
  readonly commands: number;
  readonly engines: number;
  /** How often each kind of fault had its effect. */
  readonly faults: Readonly<Record<Fault, number>>;
  /** What happened, a line each; empty where it was not asked for and nothing is wrong. */
  readonly trace: readonly string[];
  /** All of it, to be printed. */
  readonly text: string;
}

const LEAST_COMMANDS = 30;
/** A history has up to so many commands more than the least. */
const SPARE_COMMANDS = 20;
/** Milliseconds that commands may take. */
const TIMEOUTS = [150, TIMEOUT, TIMEOUT, 5000] as const;
/** How often a simulation goes on in which nothing has gone wrong yet. */
const MOST_ROUNDS = 8;

/** A domain as simulations take it. */
interface Simulated {
  readonly app: AppDefinition;
  readonly domain: DomainUnderTest;
  /** By how many commands they have at least: the ways into a domain's states are looked for once. */
  readonly histories: (least: number) => fc.Arbitrary<History>;
  readonly fold: PlainFold;
}

/** Made once for each domain and its arbitraries: machines are compiled and validators made only then. */
const prepared = new WeakMap<object, WeakMap<object, Simulated>>();
const NO_OVERRIDES: Overrides = {};

/**
 * Runs a domain on two or more engines and a store that fails, all in this process and under one seed: answers and requests are lost,
 * late, doubled and delayed, engines stand still and crash, the store crashes or is succeeded by a copy that lags behind. Then nothing
 * goes wrong any more, and everything that senders were told is held against the log. Never throws for a promise that is not kept. Throws a
 * `TypeError` for options that cannot be.
 */
export async function simulate<T extends DomainTypes>(
  app: AppDefinition<T>,
  options: SimulationOptions,
): Promise<SimulationReport> {
  assertOptions('simulate', options, { kinds: OPTIONS, required: ['seed'] });
  const given = app as unknown as AppDefinition;
  const { arbitraries = NO_OVERRIDES } = options;
  const known = prepared.get(given) ?? new WeakMap<object, Simulated>();
  const simulated = known.get(arbitraries) ?? prepare(given, arbitraries);
  prepared.set(given, known.set(arbitraries, simulated));
  const report = await new Simulation(simulated, options).run();
  if (report.holds || options.trace) return report;
  return new Simulation(simulated, { ...options, trace: true }).run();
}

function prepare(given: AppDefinition, arbitraries: Overrides): Simulated {
  const domain = domainUnderTest(given, arbitraries);
  const known = new Map<number, fc.Arbitrary<History>>();
  const histories = (least: number) => {
    const made = known.get(least) ?? historiesOf(domain, { least, commands: least + SPARE_COMMANDS, isRush: true });
    known.set(least, made);
    return made;
  };
  return { app: stagedApp(given), domain, histories, fold: plainFoldOf(given) };
}

class Simulation {
  readonly #simulated: Simulated;
  readonly #world: World;
  readonly #seed: number;
  readonly #least: number;
  readonly #chance: Chance;
  readonly #lines: OperationLine[] = [];
  readonly #wrong: string[] = [];
  /** By correlation id. */
  readonly #origins = new Map<string, Origin>();
  readonly #senders: readonly Sender[];
  readonly #twins: readonly Sender[];
  #round = 0;
  /** Commands of all rounds so far. */
  #given = 0;

  constructor(simulated: Simulated, options: SimulationOptions) {
    const { seed, commands = LEAST_COMMANDS, trace = false, store = memoryStore, between = (same) => same } = options;
    const { app } = simulated;
    this.#simulated = simulated;
    this.#seed = seed;
    this.#chance = new Chance(seed, 'tasks');
    this.#least = Math.max(LEAST_COMMANDS, commands);
    const setting = settingOf(new Chance(seed, 'setting'), this.#least);
    this.#world = new World(app, { seed, isTraced: trace, setting, open: store, between });
    const context = {
      app,
      world: this.#world,
      write: (line: OperationLine) => this.#lines.push(line),
      onWrong: (what: string) => this.#wrong.push(what),
    };
    const senderOf = (name: string) => new Sender(name, context, new Chance(seed, name));
    this.#senders = Array.from({ length: setting.senders }, (_, index) => senderOf(`sender ${index + 1}`));
    // Who sends a command again beside its first sender is somebody else.
    this.#twins = this.#senders.map((_, index) => senderOf(`twin ${index + 1}`));
  }

  async run(): Promise<SimulationReport> {
    const { app, domain, fold } = this.#simulated;
    const world = this.#world;
    try {
      await world.through(world.begin(), 'starting');
      world.weather.begin();
      do await world.through(this.#play(this.#history()), 'sending');
      while (world.weather.total === 0 && this.#round < MOST_ROUNDS);
      const operations = () => operationsOf(this.#lines);
      this.#wrong.push(...(await endOf(world, { app, domain, fold, operations, origins: this.#origins })));
      if (world.weather.total === 0) this.#wrong.push('Nothing went wrong, so that nothing was tried.');
    } catch (error) {
      this.#wrong.push(wordsOf(error));
    }
    return this.#report();
  }

  /** The commands of a round, by seed. */
  #history(): History {
    const seed = this.#seed * MOST_ROUNDS + this.#round;
    const [history] = fc.sample(this.#simulated.histories(this.#least), { seed, numRuns: 1 });
    if (this.#round > 0) this.#world.weather.worsen();
    this.#round++;
    return history ?? [];
  }

  /** Has all senders send, until nothing is left to send. */
  async #play(history: History): Promise<void> {
    const { setting } = this.#world;
    const times = timesOf(history);
    // Ids of commands are counted on through the rounds.
    const first = this.#given;
    this.#given += history.length;
    let next = 0;
    const work = async (sender: Sender, twin: Sender): Promise<void> => {
      for (let sent = history[next]; sent !== undefined; sent = history[next]) {
        const timeout = this.#chance.pick(TIMEOUTS);
        const task: Task = { sent, index: first + next, time: new Date(times[next] ?? 0), timeout };
        for (const blow of setting.blows) if (blow.before === next) this.#world.befall(blow);
        this.#origins.set(commandIdOf(task.index), {
          sent,
          time: task.time.getTime(),
          name: `${sent.command} (${commandIdOf(task.index)})`,
        });
        next++;
        const doubled = sent.again === 'alongside' ? twin.send(task) : undefined;
        await Promise.all([sender.perform(task), doubled]);
      }
    };
    await Promise.all(this.#senders.map((sender, index) => work(sender, this.#twins[index] ?? sender)));
  }

  #report(): SimulationReport {
    const { weather, trace, setting } = this.#world;
    const commands = this.#lines.filter((line) => 'asked' in line && line.asked.kind === 'command').length;
    const engines = setting.engines + setting.workers;
    const common = {
      seed: this.#seed,
      violations: this.#wrong,
      commands,
      engines,
      faults: weather.counts,
      trace: trace.lines,
    };
    return { ...common, holds: this.#wrong.length === 0, text: textOf(common) };
  }
}

function textOf(report: Omit<SimulationReport, 'holds' | 'text'>): string {
  const { seed, violations, commands, engines, faults, trace } = report;
  const happened = FAULTS.filter((fault) => faults[fault] > 0).map((fault) => `${fault} ${faults[fault]}`);
  const lines = [
    `seed ${seed}: ${commands} commands to ${engines} engines; ${happened.join(', ') || 'nothing went wrong'}`,
    ...(violations.length === 0 ? ['Every promise was kept.'] : violations.map((what) => `NOT KEPT: ${what}`)),
    ...(violations.length === 0 ? [] : [`Run it again: simulate(app, { seed: ${seed}, trace: true })`]),
    ...trace,
  ];
  return `${lines.join('\n')}\n`;
}
