// The way of a command: validate → authorise → enrich → the aggregate's actor → receipt. One pipeline for all commands.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { digestOfContent } from '../codec/content-digest.js';
import { StatefoldError } from '../kernel/error.js';
import type { Metadata } from '../kernel/message.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { EventLog } from '../log/event-log.js';
import { copyValue, frozenCopy } from '../schema/copy.js';
import type { Validate, Validators } from '../schema/validator.js';
import { idViolations, optionViolations } from './command-checks.js';
import type { CommandInput } from './command-input.js';
import { type AuthorizeRules, authorize, type CommandRequest, type EnrichRules, enrichment } from './hooks.js';
import { invalid, listOf, suggestion, unknownName, unreadable } from './invalid.js';

/** What the pipeline works with. */
export interface CommandBusPorts {
  readonly aggregates: readonly AggregateDefinition[];
  readonly actors: Actors;
  readonly log: EventLog;
  readonly validators: Validators;
  readonly runtime: Runtime;
  readonly authorize: AuthorizeRules | undefined;
  readonly enrich: EnrichRules | undefined;
  /** Commands that may be under way at once. */
  readonly maxPending: number;
  /** Milliseconds, where a command does not say. */
  readonly defaultTimeout: number;
  /** Throws `CLOSED` once the engine takes no more commands. */
  readonly assertOpen: () => void;
}

/** A command that has passed validation. */
export interface CheckedCommand {
  readonly aggregate: AggregateDefinition;
  readonly request: CommandRequest;
}

/** A command that has passed validation, and when it came: ms, by the log's clock. */
interface Arrival {
  readonly input: CommandInput;
  readonly startedAt: number;
  readonly checked: CheckedCommand;
}

/** Where a command goes. */
interface Route {
  readonly aggregate: AggregateDefinition;
  readonly validate: Validate;
}

const NO_METADATA: Metadata = Object.freeze({});

/** Dispatches the commands of a domain. */
export class CommandBus {
  readonly #ports: CommandBusPorts;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(ports: CommandBusPorts) {
    this.#ports = ports;
    this.#routes = new Map(
      ports.aggregates.flatMap((aggregate) =>
        aggregate.commands.map((command) => [command, { aggregate, validate: ports.validators.of(command) }] as const),
      ),
    );
  }

  /** Sends a command through the pipeline. Fails with `OVERLOADED` at once where too much is under way already. */
  dispatch(input: CommandInput): Promise<Receipt> {
    try {
      const { log, authorize, enrich } = this.#ports;
      this.#assertRoom();
      const startedAt = log.now();
      const arrival: Arrival = { input, startedAt, checked: this.check(input) };
      // A promise where nothing waits would be a turn of the queue, for each command.
      return authorize === undefined && enrich === undefined
        ? this.#forward(arrival, arrival.checked.request.data)
        : this.#throughHooks(arrival);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Validates a command, and copies it: what happens to the sender's objects afterwards does not matter. Throws `INVALID`. */
  check(input: CommandInput): CheckedCommand {
    try {
      return this.#checked(input);
    } catch (error) {
      throw unreadable('dispatch', error);
    }
  }

  #checked(input: CommandInput): CheckedCommand {
    const { runtime, validators } = this.#ports;
    if (typeof input !== 'object' || input === null) {
      throw invalid('dispatch', [{ pointer: '', message: 'must be an object with type, aggregateId and data' }]);
    }
    const route = this.#routes.get(input.type);
    if (route === undefined) {
      const message = `is no command of this domain${suggestion(input.type, this.#routes.keys())}`;
      throw invalid(unknownName(input.type), [{ pointer: '/type', message }]);
    }
    const { aggregate, validate } = route;
    const ofId = idViolations(validators, aggregate, input.aggregateId);
    const ofOptions = optionViolations(input);
    const ofData = validate(input.data);
    if (ofId.length + ofOptions.length + ofData.length > 0) {
      throw invalid(input.type, [...ofId, ...ofOptions, ...ofData]);
    }
    const request: CommandRequest = {
      type: input.type,
      aggregateId: input.aggregateId,
      data: frozenCopy(input.data),
      commandId: input.commandId ?? runtime.freshId(),
      time: new Date(input.time ?? runtime.now()),
      metadata: input.metadata === undefined ? NO_METADATA : { ...input.metadata },
    };
    return { aggregate, request };
  }

  #assertRoom(): void {
    const { actors, maxPending, assertOpen } = this.#ports;
    if (actors.underWay.count >= maxPending) {
      const message = `The engine has ${maxPending} commands under way already. Send fewer at once, or raise maxPending.`;
      throw new StatefoldError('OVERLOADED', message, { what: 'engine', limit: maxPending });
    }
    assertOpen();
  }

  async #throughHooks(arrival: Arrival): Promise<Receipt> {
    const { actors, authorize: rules } = this.#ports;
    const { request } = arrival.checked;
    let data: unknown;
    actors.underWay.enter();
    try {
      await authorize(rules, request);
      data = await this.#enriched(request);
    } finally {
      actors.underWay.leave();
    }
    return this.#forward(arrival, data);
  }

  #forward({ input, startedAt, checked: { aggregate, request } }: Arrival, data: unknown): Promise<Receipt> {
    const timeoutMs = input.timeout ?? this.#ports.defaultTimeout;
    return this.#ports.actors.send(aggregate.type, request.aggregateId, {
      type: request.type,
      data,
      commandId: request.commandId,
      retryable: input.commandId !== undefined,
      // Of what the sender gave: a retry is the same command, whatever enriching finds this time.
      digest: digestOfContent(request.type, request.data),
      time: request.time,
      metadata: request.metadata,
      expectedVersion: input.expectedVersion ?? null,
      deadline: startedAt + timeoutMs,
      timeoutMs,
    });
  }

  async #enriched(request: CommandRequest): Promise<unknown> {
    if (this.#ports.enrich === undefined) return request.data;
    const found = await enrichment(this.#ports.enrich, { ...request, data: copyValue(request.data) });
    if (found === null) return request.data;
    const data = { ...(request.data as object), ...found };
    const violations = this.#ports.validators.violations(request.type, data);
    if (violations.length === 0) return frozenCopy(data);
    throw new StatefoldError(
      'DEFECT',
      `enrich.${request.type} made the command invalid: ${listOf(violations)}. Mend the rule.`,
      { where: `enrich.${request.type}`, aggregateId: request.aggregateId, violations },
    );
  }
}
