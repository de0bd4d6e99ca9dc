// The way of a command: validate → authorise → enrich → the aggregate's actor → receipt. One pipeline for all commands.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import type { Request } from '../aggregate/request.js';
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
import {
  type AuthorizeRules,
  authorize,
  type CommandRequest,
  commandRequest,
  type EnrichRules,
  enrichment,
} from './hooks.js';
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
      const { log, authorize, enrich, actors } = this.#ports;
      this.#assertRoom();
      const startedAt = log.now();
      const request = this.check(input, startedAt);
      // A promise where nothing waits would be a turn of the queue, for each command.
      return authorize === undefined && enrich === undefined ? actors.send(request) : this.#throughHooks(request);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Validates a command that came at `startedAt` (ms, by the log's clock), and copies it: what happens to the sender's objects afterwards
   * does not matter. Throws `INVALID`.
   */
  check(input: CommandInput, startedAt = this.#ports.log.now()): Request {
    try {
      return this.#checked(input, startedAt);
    } catch (error) {
      throw unreadable('dispatch', error);
    }
  }

  #checked(input: CommandInput, startedAt: number): Request {
    const { runtime, validators, defaultTimeout } = this.#ports;
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
    const data = frozenCopy(input.data);
    const timeoutMs = input.timeout ?? defaultTimeout;
    return {
      aggregate: aggregate.type,
      aggregateId: input.aggregateId,
      type: input.type,
      data,
      commandId: input.commandId ?? runtime.freshId(),
      retryable: input.commandId !== undefined,
      // Of what the sender gave: a retry is the same command, whatever enriching finds this time.
      digest: digestOfContent(input.type, data),
      time: new Date(input.time ?? runtime.now()),
      metadata: input.metadata === undefined ? NO_METADATA : { ...input.metadata },
      expectedVersion: input.expectedVersion ?? null,
      deadline: startedAt + timeoutMs,
      timeoutMs,
    };
  }

  #assertRoom(): void {
    const { actors, maxPending, assertOpen } = this.#ports;
    if (actors.underWay.count >= maxPending) {
      const message = `The engine has ${maxPending} commands under way already. Send fewer at once, or raise maxPending.`;
      throw new StatefoldError('OVERLOADED', message, { what: 'engine', limit: maxPending });
    }
    assertOpen();
  }

  async #throughHooks(request: Request): Promise<Receipt> {
    const { actors, authorize: rules } = this.#ports;
    const shown = commandRequest(request);
    let data: unknown;
    actors.underWay.enter();
    try {
      await authorize(rules, shown);
      data = await this.#enriched(shown);
    } finally {
      actors.underWay.leave();
    }
    return actors.send({ ...request, data });
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
