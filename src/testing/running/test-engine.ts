// Given / when / then on a running engine: the same words, through the bus, the log and the read models.
import { digestOfContent } from '../../codec/content-digest.js';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import { ENGINE_OPTIONS } from '../../engine/checked-options.js';
import type { Engine } from '../../engine/engine.js';
import type { EngineOptions } from '../../engine/engine-options.js';
import { startEngine } from '../../engine/start-engine.js';
import { type WiredCodecs, wireCodecs } from '../../engine/wire-codecs.js';
import { isStatefoldError, StatefoldError } from '../../kernel/error.js';
import { partitionOf, tagOf } from '../../kernel/hash.js';
import { kindOf, type OptionKinds } from '../../kernel/option-kinds.js';
import { version } from '../../kernel/version.js';
import { memoryStore } from '../../store/memory/memory-store.js';
import type { StoreConnection } from '../../store/store.js';
import { assertOptions } from '../assert-options.js';
import { type DomainUnderTest, domainUnderTest } from '../domain-under-test.js';
import { allRowsOf, caughtUp, handleOf } from '../engine-looks.js';
import type { CommandsOf, EventsOf, Expected, RefusedBy } from '../given-types.js';
import {
  type Answered,
  assertFields,
  assertNotAwaited,
  assertOutcome,
  assertRows,
  assertValid,
  type ExpectedRows,
  eventsOf,
  type Loose,
  type LooseExpected,
  ownerOf,
} from '../given-words.js';
import { stagedApp } from '../staged-app.js';
import { turns } from '../wire.js';
import { FakeClock } from './fake-clock.js';

/** What a test engine is started with: the options of an engine, of which none must be given. */
export interface TestEngineOptions<T extends DomainTypes = DomainTypes> extends Partial<EngineOptions<T>> {
  /** The time of engine and store. Begins at 2024-01-01 when absent, and stands still until the test moves it. */
  readonly clock?: FakeClock;
}

const OPTIONS: OptionKinds<TestEngineOptions> = {
  ...ENGINE_OPTIONS,
  clock: kindOf('a FakeClock', (value) => value instanceof FakeClock),
};

/** Some events that are in the log of a running engine. */
export interface GivenRunning<T extends DomainTypes> {
  /** A command that is sent to the engine. */
  when(command: CommandsOf<T>): WhenRunning<T>;
  /** The rows of the read models that are named, once they hold everything. Rejects with a diff. */
  then(rows: { readonly [Table in keyof T['rows'] & string]?: readonly T['rows'][Table][] }): Promise<void>;
}

/** A command that is sent to a running engine. */
export interface WhenRunning<T extends DomainTypes> {
  /** What comes of it: the events that are in the log then, or `refused(…)`. Rejects with a diff; with any other error of the command, that error. */
  then(expected: Expected<T> | readonly Expected<T>[] | RefusedBy): Promise<void>;
}

/** An engine on a store and a clock of the test's own. */
export interface TestEngine<T extends DomainTypes = DomainTypes> {
  readonly engine: Engine<T>;
  readonly clock: FakeClock;
  /** Appends events to the log, behind what is there; they happen when the clock says, unless they say when. */
  given(events?: readonly EventsOf<T>[]): GivenRunning<T>;
  /** Ends the engine. */
  close(): Promise<void>;
}

/**
 * Starts an engine for a test: on an empty store in memory where no other is given. Throws a `TypeError` for options that cannot be, and what
 * `startEngine` throws.
 */
export async function startTestEngine<T extends DomainTypes>(
  app: AppDefinition<T>,
  options: TestEngineOptions<T> = {},
): Promise<TestEngine<T>> {
  assertOptions('startTestEngine', options, { kinds: OPTIONS });
  const { clock = new FakeClock(), ...given } = options;
  const store = given.store ?? memoryStore({ now: () => clock.now() });
  const staged = stagedApp(app as unknown as AppDefinition);
  const engine = await startEngine(staged, { runtime: clock, ...(given as Partial<EngineOptions>), store });
  const opened: { close(): Promise<void> }[] = [engine];
  const close = async () => {
    for (const one of opened) await one.close();
  };
  try {
    const connection = await store.connect();
    opened.push(connection);
    const domain = domainUnderTest(app as unknown as AppDefinition);
    const { validators } = domain;
    const codecs = await wireCodecs(connection, app.codecs, (event, data) => validators.violations(event, data));
    const stage: Stage = { engine, clock, connection, codecs, domain };
    return {
      engine: engine as unknown as Engine<T>,
      clock,
      given: (events = []) => new GivenStored(stage, eventsOf(events)) as unknown as GivenRunning<T>,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Stage {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly connection: StoreConnection;
  readonly codecs: WiredCodecs;
  readonly domain: DomainUnderTest;
}

class GivenStored {
  readonly #stage: Stage;
  readonly #events: readonly Loose[];

  constructor(stage: Stage, events: readonly Loose[]) {
    this.#stage = stage;
    this.#events = events;
    for (const event of events) {
      ownerOf(stage.domain, event, 'events');
      assertValid(stage.domain, event);
    }
  }

  when(command: Loose): WhenSent {
    assertFields(command);
    return new WhenSent(this.#stage, this.#events, command);
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: ExpectedRows): Promise<void> {
    assertNotAwaited(expected);
    return this.#compare(expected);
  }

  async #compare(expected: ExpectedRows): Promise<void> {
    const { engine, domain } = this.#stage;
    await storeAll(this.#stage, this.#events);
    await caughtUp(engine, () => turns(1));
    assertRows(domain, await allRowsOf(engine), expected);
  }
}

class WhenSent {
  readonly #stage: Stage;
  readonly #events: readonly Loose[];
  readonly #command: Loose;

  constructor(stage: Stage, events: readonly Loose[], command: Loose) {
    this.#stage = stage;
    this.#events = events;
    this.#command = command;
  }

  // biome-ignore lint/suspicious/noThenProperty: given, when and then are the words of the field.
  then(expected: LooseExpected): Promise<void> {
    assertNotAwaited(expected);
    return this.#compare(expected);
  }

  async #compare(expected: LooseExpected): Promise<void> {
    const { type, data, time } = this.#command;
    const { aggregate, id } = ownerOf(this.#stage.domain, this.#command, 'commands');
    await storeAll(this.#stage, this.#events);
    const handle = handleOf(this.#stage.engine, aggregate.definition.type, id);
    const before = await handle.version();
    const outcome = await this.#send({ type, aggregateId: id, data, ...(time === undefined ? {} : { time }) });
    const events = outcome ?? { kind: 'accepted', events: (await handle.history()).slice(before) };
    assertOutcome(type, events, expected);
  }

  /** The refusal; `null` where the command was accepted. Throws every other error. */
  async #send(input: object): Promise<Extract<Answered, { kind: 'rejected' }> | null> {
    try {
      await this.#stage.engine.dispatch(input as never);
      return null;
    } catch (error) {
      if (isStatefoldError(error, 'REJECTED')) return { kind: 'rejected', error };
      throw error;
    }
  }
}

/** Appends events as another process would: each in a commit of its own. */
async function storeAll({ clock, connection, codecs, domain }: Stage, events: readonly Loose[]): Promise<void> {
  for (const event of events) {
    const { aggregate, id } = ownerOf(domain, event, 'events');
    const key = { type: aggregate.definition.type, id };
    const head = await connection.log.aggregateHead(key);
    const commandId = clock.freshId();
    const { type, data } = event;
    const time = (event.time ?? new Date(clock.now())).getTime();
    const payload = codecs.encode({
      commandId,
      digest: digestOfContent(type, data),
      time,
      metadata: {},
      events: [{ type, data }],
    });
    const expects = { aggregate: key, head, deadline: Number.MAX_SAFE_INTEGER };
    const next = { version: version(head.version + 1), tag: tagOf(commandId) };
    const partition = partitionOf(key.type, id, connection.log.partitions);
    const appended = await codecs.appends.append(partition, { commits: [{ expects, next, payload }], checks: [] });
    if (appended.kind === 'appended') continue;
    const message = `${key.type}-${id}: ${type} could not be stored: another process has stored something since.`;
    throw new StatefoldError('CONFLICT', message, {
      aggregate: key.type,
      aggregateId: id,
      expected: head.version,
      actual: version((await connection.log.aggregateHead(key)).version),
    });
  }
}
