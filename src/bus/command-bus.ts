// The way of a command: validate → authorise → enrich → the aggregate's actor → receipt. One pipeline for all commands.
import type { Actors } from '../aggregate/actors.js';
import type { AggregateDefinition } from '../aggregate/definition.js';
import { digestOfContent } from '../codec/content-digest.js';
import { StatefoldError, type Violation } from '../kernel/error.js';
import type { Metadata } from '../kernel/message.js';
import type { Receipt } from '../kernel/place.js';
import type { Runtime } from '../kernel/runtime.js';
import type { EventLog } from '../log/event-log.js';
import { copyValue } from '../schema/copy.js';
import type { Validators } from '../schema/validator.js';
import type { CommandOptions } from './command-options.js';
import { type AuthorizeRules, authorize, type CommandRequest, type EnrichRule, type EnrichRules } from './hooks.js';
import type { UnderWay } from './under-way.js';

/** A command in one object, as `engine.dispatch` takes it. */
export interface CommandInput<Type extends string = string, Data = unknown, Id extends string = string>
  extends CommandOptions {
  readonly type: Type;
  readonly aggregateId: Id;
  readonly data: Data;
}

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

const METADATA_FIELDS: ReadonlySet<string> = new Set([
  'correlationId',
  'causationId',
  'userId',
] satisfies (keyof Metadata)[]);
const MAX_ID_LENGTH = 200;
/** A day: longer waits are mistakes. */
const MAX_TIMEOUT = 24 * 60 * 60 * 1000;

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
    const timeoutMs = input.timeout ?? defaultTimeout;
    const deadline = log.now() + timeoutMs;
    const { aggregate, request } = this.check(input);
    await authorize(this.#ports.authorize, request);
    // The digest is of what the sender gave: a retry is the same command, whatever enriching finds this time.
    const digest = digestOfContent(request.type, request.data);
    const data = await this.#enriched(request);
    return actors.send(aggregate.type, request.aggregateId, {
      type: request.type,
      data,
      commandId: request.commandId,
      retryable: input.commandId !== undefined,
      digest,
      time: request.time,
      metadata: request.metadata,
      expectedVersion: input.expectedVersion ?? null,
      deadline,
      timeoutMs,
    });
  }

  /** Validates a command, and copies it: what happens to the sender's objects afterwards does not matter. Throws `INVALID`. */
  check(input: CommandInput): CheckedCommand {
    const { runtime, validators } = this.#ports;
    const aggregate = this.#byCommand.get(input.type);
    if (aggregate === undefined) {
      throw invalid(String(input.type), [{ pointer: '/type', message: 'is no command of this domain' }]);
    }
    const violations = [
      ...idViolations(validators, aggregate, input.aggregateId),
      ...optionViolations(input),
      ...validators.violations(input.type, input.data),
    ];
    if (violations.length > 0) throw invalid(input.type, violations);
    const request: CommandRequest = {
      type: input.type,
      aggregateId: input.aggregateId,
      data: copyValue(input.data),
      commandId: input.commandId ?? runtime.freshId(),
      time: new Date(input.time ?? runtime.now()),
      metadata: { ...input.metadata },
    };
    return { aggregate, request };
  }

  async #enriched(request: CommandRequest): Promise<unknown> {
    const rules = this.#ports.enrich;
    const rule = rules !== undefined && Object.hasOwn(rules, request.type) ? rules[request.type] : undefined;
    if (rule === undefined) return request.data;
    const found = await (rule as EnrichRule<CommandRequest>)({ ...request, data: copyValue(request.data) });
    const data = { ...(request.data as object), ...found };
    const violations = this.#ports.validators.violations(request.type, data);
    if (violations.length === 0) return copyValue(data);
    throw new StatefoldError(
      'DEFECT',
      `enrich.${request.type} made the command invalid: ${listOf(violations)}. Mend the rule.`,
      { where: `enrich.${request.type}`, aggregateId: request.aggregateId, violations },
    );
  }
}

function idViolations(validators: Validators, aggregate: AggregateDefinition, id: unknown): readonly Violation[] {
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_LENGTH || !id.isWellFormed()) {
    return [{ pointer: '/aggregateId', message: `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters` }];
  }
  if (aggregate.id === null) return [];
  return validators.violations(aggregate.id, id).map(({ message }) => ({ pointer: '/aggregateId', message }));
}

function optionViolations(input: CommandInput): readonly Violation[] {
  const violations: Violation[] = [];
  const { commandId, expectedVersion, timeout, time, metadata } = input;
  if (commandId !== undefined && !isShortText(commandId)) {
    violations.push({
      pointer: '/commandId',
      message: `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters`,
    });
  }
  if (expectedVersion !== undefined && !(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) {
    violations.push({ pointer: '/expectedVersion', message: 'must be a count of events: 0 or more' });
  }
  if (timeout !== undefined && !(Number.isFinite(timeout) && timeout > 0 && timeout <= MAX_TIMEOUT)) {
    violations.push({ pointer: '/timeout', message: `must be milliseconds: more than 0, at most ${MAX_TIMEOUT}` });
  }
  if (time !== undefined && !(time instanceof Date && Number.isFinite(time.getTime()))) {
    violations.push({ pointer: '/time', message: 'must be a valid Date' });
  }
  for (const [field, value] of Object.entries(metadata ?? {})) {
    if (METADATA_FIELDS.has(field) && (value === undefined || isShortText(value))) continue;
    const message = METADATA_FIELDS.has(field)
      ? `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters`
      : `is not one of ${[...METADATA_FIELDS].join(', ')}`;
    violations.push({ pointer: `/metadata/${field}`, message });
  }
  return violations;
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH && value.isWellFormed();
}

function invalid(message: string, violations: readonly Violation[]): StatefoldError<'INVALID'> {
  return new StatefoldError('INVALID', `${message}: ${listOf(violations)}. Correct the message and send it again.`, {
    message,
    violations,
  });
}

/** Violations as one line; the first few, since hostile input may have thousands. */
function listOf(violations: readonly Violation[]): string {
  const shown = violations.slice(0, 5).map(({ pointer, message }) => `${pointer || '/'} ${message}`);
  const rest = violations.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
