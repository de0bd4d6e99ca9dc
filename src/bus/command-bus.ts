// The way of a command: validate → authorise → enrich → the aggregate's actor → receipt. One pipeline for all commands.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { digestOfContent } from '../codec/content-digest.js';
import { StatefoldError } from '../kernel/error.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { EventLog } from '../log/event-log.js';
import { copyValue } from '../schema/copy.js';
import { freeze } from '../schema/freeze.js';
import type { Validators } from '../schema/validator.js';
import { idViolations, optionViolations } from './command-checks.js';
import type { CommandInput } from './command-input.js';
import { type AuthorizeRules, authorize, type CommandRequest, type EnrichRules, enrichment } from './hooks.js';
import { invalid, listOf } from './invalid.js';
import type { UnderWay } from './under-way.js';

/** What the pipeline works with. */
export interface CommandBusPorts {
  readonly aggregates: readonly AggregateDefinition[];
  readonly actors: Actors;
  readonly underWay: UnderWay;
  readonly log: EventLog;
  readonly validators: Validators;
  readonly runtime: Runtime;
  readonly authorize: AuthorizeRules | undefined;
  readonly enrich: EnrichRules | undefined;
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

/** Dispatches the commands of a domain. */
export class CommandBus {
  readonly #ports: CommandBusPorts;
  readonly #byCommand: ReadonlyMap<string, AggregateDefinition>;

  constructor(ports: CommandBusPorts) {
    this.#ports = ports;
    this.#byCommand = new Map(
      ports.aggregates.flatMap((aggregate) => aggregate.commands.map((command) => [command, aggregate] as const)),
    );
  }

  /** Sends a command through the pipeline. */
  dispatch(input: CommandInput): Promise<Receipt> {
    return this.#ports.underWay.run(() => this.#send(input));
  }

  async #send(input: CommandInput): Promise<Receipt> {
    const { actors, log, defaultTimeout } = this.#ports;
    this.#ports.assertOpen();
    const startedAt = log.now();
    const { aggregate, request } = this.check(input);
    const timeoutMs = input.timeout ?? defaultTimeout;
    // Waiting for what does not wait is a turn of the queue, for each command.
    if (this.#ports.authorize !== undefined) await authorize(this.#ports.authorize, request);
    // The digest is of what the sender gave: a retry is the same command, whatever enriching finds this time.
    const digest = digestOfContent(request.type, request.data);
    const data = this.#ports.enrich === undefined ? request.data : await this.#enriched(request);
    return await actors.send(aggregate.type, request.aggregateId, {
      type: request.type,
      data,
      commandId: request.commandId,
      retryable: input.commandId !== undefined,
      digest,
      time: request.time,
      metadata: request.metadata,
      expectedVersion: input.expectedVersion ?? null,
      deadline: startedAt + timeoutMs,
      timeoutMs,
    });
  }

  /** Validates a command, and copies it: what happens to the sender's objects afterwards does not matter. Throws `INVALID`. */
  check(input: CommandInput): CheckedCommand {
    const { runtime, validators } = this.#ports;
    if (typeof input !== 'object' || input === null) {
      throw invalid('dispatch', [{ pointer: '', message: 'must be an object with type, aggregateId and data' }]);
    }
    const aggregate = this.#byCommand.get(input.type);
    if (aggregate === undefined) {
      throw invalid(String(input.type), [{ pointer: '/type', message: 'is no command of this domain' }]);
    }
    const ofId = idViolations(validators, aggregate, input.aggregateId);
    const ofOptions = optionViolations(input);
    const ofData = validators.violations(input.type, input.data);
    if (ofId.length + ofOptions.length + ofData.length > 0) {
      throw invalid(input.type, [...ofId, ...ofOptions, ...ofData]);
    }
    const request: CommandRequest = {
      type: input.type,
      aggregateId: input.aggregateId,
      data: freeze(copyValue(input.data)),
      commandId: input.commandId ?? runtime.freshId(),
      time: new Date(input.time ?? runtime.now()),
      metadata: { ...input.metadata },
    };
    return { aggregate, request };
  }

  async #enriched(request: CommandRequest): Promise<unknown> {
    const found = await enrichment(this.#ports.enrich, { ...request, data: copyValue(request.data) });
    if (found === null) return request.data;
    const data = { ...(request.data as object), ...found };
    const violations = this.#ports.validators.violations(request.type, data);
    if (violations.length === 0) return freeze(copyValue(data));
    throw new StatefoldError(
      'DEFECT',
      `enrich.${request.type} made the command invalid: ${listOf(violations)}. Mend the rule.`,
      { where: `enrich.${request.type}`, aggregateId: request.aggregateId, violations },
    );
  }
}
