// Writes down what is asked of an engine and what it answers. Changes neither, but for an id that tells whose a commit is.
import type { CommandOptions } from '../../bus/command-options.js';
import type { AppDefinition, DomainTypes } from '../../engine/app-definition.js';
import { methodName } from '../../engine/bus-methods.js';
import type { AggregateHandle, Engine } from '../../engine/engine.js';
import { isStatefoldError } from '../../kernel/error.js';
import type { Message } from '../../kernel/message.js';
import { FUNCTION, type OptionKinds, TEXT } from '../../kernel/option-kinds.js';
import type { Receipt } from '../../kernel/place.js';
import { toJson } from '../../schema/json-form.js';
import { assertOptions } from '../assert-options.js';
import type { CommandOutcome, RowRead } from './operation.js';
import type { Answering, Asking, OperationLine } from './operation-lines.js';
import { digestOfRow } from './row-digest.js';
import { aggregateRowQueries } from './row-queries.js';

/** How a recorder writes. */
export interface RecorderOptions {
  /** Whose operations these are: a name that nobody else has in the whole test, also not the same process started again. */
  readonly session: string;
  /** Keeps a line. It must be safe when this returns: `writeSync(fd, `${JSON.stringify(line)}\n`)` outlives a killed process. */
  readonly write: (line: OperationLine) => void;
  /** A clock that all sessions share. Default: the machine's, in microseconds since it started, the same for all its processes. */
  readonly now?: () => number;
}

const OPTIONS: OptionKinds<RecorderOptions> = { session: TEXT, write: FUNCTION, now: FUNCTION };

/**
 * Makes a function that takes an engine and gives the same engine, with everything written down that is sent to it and read from it:
 * commands however they are sent; `state`, `version` and `history` of aggregates; queries that answer with an aggregate's row. One
 * session may use several engines, one after the other or side by side. A command without an id gets a `causationId` by which its
 * commit is known; where it has a `causationId` already, it gets an id instead.
 */
export function recorder<T extends DomainTypes>(
  app: AppDefinition<T>,
  options: RecorderOptions,
): (engine: Engine<T>) => Engine<T> {
  assertOptions('recorder', options, { kinds: OPTIONS, required: ['session', 'write'] });
  const notes = new Notes(options);
  return (engine) => {
    const given = engine as unknown as Engine;
    const recording = new Recording(app as unknown as AppDefinition, given, notes);
    return {
      ...given,
      commands: recording.commands(),
      dispatch: (input: Sending) => recording.send(input),
      aggregates: recording.aggregates(),
      queries: recording.queries(),
    } as unknown as Engine<T>;
  };
}

/** A command as `dispatch` takes it. */
interface Sending extends CommandOptions {
  readonly type: string;
  readonly aggregateId: string;
  readonly data: unknown;
}

type Ask = (parameters: unknown, more?: { readonly after?: Receipt }) => Promise<unknown>;

/** What one session writes. */
class Notes {
  readonly session: string;
  readonly #write: (line: OperationLine) => void;
  readonly #now: () => number;
  #count = 0;

  constructor({ session, write, now = machineTime }: RecorderOptions) {
    this.session = session;
    this.#write = write;
    this.#now = now;
  }

  /** A name that nothing else has that is sent in this test. */
  get nextName(): string {
    return `${this.session}:${this.#count + 1}`;
  }

  /** Asks, and writes down what and when, and what came of it. */
  async during<Value>(what: What, ask: () => Promise<Value>, say: Saying<Value>): Promise<Value> {
    this.#count += 1;
    const n = this.#count;
    const { session } = this;
    this.#write({ n, asked: { ...what, session, invoked: this.#now() } });
    const answer = (answered: Answering) => this.#write({ n, session, returned: this.#now(), answered });
    let value: Value;
    try {
      value = await ask();
    } catch (error) {
      answer(say.failed(error));
      throw error;
    }
    answer(say.ok(value));
    return value;
  }
}

type What = DistributiveOmit<Asking, 'session' | 'invoked'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What is written down of an answer. */
interface Saying<Value> {
  readonly ok: (value: Value) => Answering;
  readonly failed: (error: unknown) => Answering;
}

/** One engine whose commands and reads are written down. */
class Recording {
  readonly #app: AppDefinition;
  readonly #engine: Engine;
  readonly #notes: Notes;

  constructor(app: AppDefinition, engine: Engine, notes: Notes) {
    this.#app = app;
    this.#engine = engine;
    this.#notes = notes;
  }

  /** A method for each command. */
  commands(): object {
    const names = this.#app.aggregates.flatMap(({ commands }) => commands);
    return Object.fromEntries(
      names.map((type) => [
        methodName(type),
        (aggregateId: string, data: unknown = {}, more: CommandOptions = {}) =>
          this.send({ ...more, type, aggregateId, data }),
      ]),
    );
  }

  /** Handles of which commands and reads are written down. */
  aggregates(): object {
    const makers = this.#engine.aggregates as Readonly<Record<string, (id: string) => AggregateHandle>>;
    return Object.fromEntries(
      this.#app.aggregates.map(({ type }) => {
        const make = makers[methodName(type)];
        return [methodName(type), (id: string) => (make === undefined ? undefined : this.#handle(type, id, make(id)))];
      }),
    );
  }

  /** Queries; those for an aggregate's row are written down. */
  queries(): object {
    const asks = this.#engine.queries as Readonly<Record<string, Ask>>;
    return { ...asks, ...Object.fromEntries(this.#rowQueries(asks)) };
  }

  async send(input: Sending): Promise<Receipt> {
    const aggregate = this.#app.aggregates.find(({ commands }) => commands.includes(input.type))?.type ?? '';
    const named = this.#named(input);
    const asked = {
      kind: 'command',
      aggregate,
      aggregateId: named.aggregateId,
      command: named.type,
      commandId: named.commandId ?? null,
      causationId: named.metadata?.causationId ?? null,
    } as const;
    return this.#notes.during(asked, () => this.#engine.dispatch(named as never), {
      ok: ({ commandId, version, place }) => ({ commandId, outcome: { kind: 'ok', version, place } }),
      failed: (error) => ({ ...idIn(error), outcome: outcomeOf(error) }),
    });
  }

  /** A command whose commit can be told from all others. */
  #named(input: Sending): Sending {
    if (input.commandId !== undefined) return input;
    const id = this.#notes.nextName;
    if (input.metadata?.causationId !== undefined) return { ...input, commandId: id };
    return { ...input, metadata: { ...input.metadata, causationId: id } };
  }

  #handle(aggregate: string, aggregateId: string, handle: AggregateHandle): AggregateHandle {
    const asked = { kind: 'read', aggregate, aggregateId } as const;
    const failed = () => ({ saw: null });
    const at = (version: number) => ({ saw: { version, events: null } });
    return {
      ...handle,
      send: (command, options = {}) =>
        this.send({ ...options, ...(command as { readonly type: string; readonly data: unknown }), aggregateId }),
      state: () => this.#notes.during(asked, () => handle.state(), { ok: ({ version }) => at(version), failed }),
      version: () => this.#notes.during(asked, () => handle.version(), { ok: at, failed }),
      history: () =>
        this.#notes.during(asked, () => handle.history(), {
          ok: (events) => {
            const messages: readonly Message[] = events;
            return { saw: { version: messages.at(-1)?.version ?? 0, events: messages.map(({ id }) => id) } };
          },
          failed,
        }),
    };
  }

  *#rowQueries(asks: Readonly<Record<string, Ask>>): Generator<readonly [string, Ask]> {
    for (const { name, parameter, projection } of aggregateRowQueries(this.#app)) {
      const method = methodName(name);
      const ask = asks[method];
      if (ask === undefined) continue;
      const { aggregate, name: table } = projection;
      yield [
        method,
        (parameters, more) => {
          const aggregateId = String((parameters as Readonly<Record<string, unknown>>)[parameter]);
          const asked = { kind: 'row', aggregate, aggregateId, table } as const;
          return this.#notes.during(asked, () => (more === undefined ? ask(parameters) : ask(parameters, more)), {
            ok: (answer) => seenRow(answer, aggregateId, more?.after),
            failed: () => ({ saw: null, includes: null }),
          });
        },
      ];
    }
  }
}

/** What a sender was told by an error: only `OUTCOME_UNKNOWN`, and what is none of ours, leave it open. */
function outcomeOf(error: unknown): CommandOutcome {
  if (!isStatefoldError(error) || error.code === 'OUTCOME_UNKNOWN') return { kind: 'unknown' };
  if (isStatefoldError(error, 'REJECTED')) return { kind: 'fail', code: error.code, version: error.details.version };
  if (isStatefoldError(error, 'CONFLICT')) return { kind: 'fail', code: error.code, version: error.details.actual };
  return { kind: 'fail', code: error.code, version: null };
}

/** The id that the bus gave to a command of which nobody can say: it may be sent again with it. */
function idIn(error: unknown): { readonly commandId?: string } {
  return isStatefoldError(error, 'OUTCOME_UNKNOWN') ? { commandId: error.details.commandId } : {};
}

/** With `after` a query says whether its answer includes that; of another aggregate's receipt nothing follows for this row. */
function seenRow(answer: unknown, aggregateId: string, after: Receipt | undefined): Pick<RowRead, 'saw' | 'includes'> {
  if (after === undefined) return { saw: shown(answer), includes: null };
  const { value, stale } = answer as { readonly value: unknown; readonly stale: boolean };
  return { saw: shown(value), includes: stale || after.aggregateId !== aggregateId ? null : after.version };
}

function shown(row: unknown): { readonly row: unknown; readonly digest: string | null } {
  return { row: toJson(row), digest: digestOfRow(row) };
}

function machineTime(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
