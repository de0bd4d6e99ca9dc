// What the application may hang into the pipeline: who may do what, and data fetched before deciding.
import { isStatefoldError, StatefoldError } from '../kernel/error.js';
import { failureText } from '../kernel/failure-text.js';
import type { Metadata } from '../kernel/message.js';

/** A command on its way in, as hooks see it. */
export interface CommandRequest<Type extends string = string, Data = unknown, Id extends string = string> {
  readonly type: Type;
  readonly aggregateId: Id;
  readonly data: Data;
  readonly commandId: string;
  readonly time: Date;
  readonly metadata: Metadata;
}

/** What hooks see of a command. */
export function commandRequest({ type, aggregateId, data, commandId, time, metadata }: CommandRequest): CommandRequest {
  return { type, aggregateId, data, commandId, time, metadata };
}

/** A query on its way in, as hooks see it. */
export interface QueryRequest<Type extends string = string, Parameters = unknown> {
  readonly type: Type;
  readonly parameters: Parameters;
  readonly metadata: Metadata;
}

/** Whether a message may pass. Runs after validation and before anything is read. */
export type AuthorizeRule<Request> = (request: Request) => boolean | Promise<boolean>;

/** Fields to add to a command's data before it is decided: fetched outside, recorded in the command, validated again. */
export type EnrichRule<Request> = (request: Request) => object | Promise<object>;

/** Rules by message name. Where there are any, a message without one is refused. */
export type AuthorizeRules = Readonly<Record<string, AuthorizeRule<never> | undefined>>;

/** Rules by command name. */
export type EnrichRules = Readonly<Record<string, EnrichRule<never> | undefined>>;

/** Throws `FORBIDDEN` unless the message's rule lets it pass. Says nothing of what exists. */
export async function authorize(
  rules: AuthorizeRules | undefined,
  request: CommandRequest | QueryRequest,
): Promise<void> {
  if (rules === undefined) return;
  const rule = Object.hasOwn(rules, request.type) ? rules[request.type] : undefined;
  const ask = async () => (rule as AuthorizeRule<unknown>)(request);
  if (rule !== undefined && (await called(`authorize.${request.type}`, ask)) === true) return;
  const why = rule === undefined ? 'it has no rule. Add one to "authorize"' : 'its rule said no';
  throw new StatefoldError('FORBIDDEN', `${request.type} is not allowed: ${why}.`, { message: request.type });
}

/** What a command's rule adds to its data; `null` where it has no rule. The rule owns the request that it is given. */
export async function enrichment(rules: EnrichRules | undefined, request: CommandRequest): Promise<object | null> {
  const rule = rules !== undefined && Object.hasOwn(rules, request.type) ? rules[request.type] : undefined;
  if (rule === undefined) return null;
  return called(`enrich.${request.type}`, async () => (rule as EnrichRule<CommandRequest>)(request));
}

/** What a hook answers. One that throws is the application's fault, unless it throws a `StatefoldError` on purpose. */
async function called<T>(where: string, hook: () => Promise<T>): Promise<T> {
  try {
    return await hook();
  } catch (cause) {
    if (isStatefoldError(cause)) throw cause;
    throw new StatefoldError('DEFECT', failureText(where, cause, 'Mend the rule.'), { where }, { cause });
  }
}

/** Names among the rules that are no message of the domain: a rule under a misspelt name would never be asked. */
export function unknownRules(rules: object | undefined, messages: readonly string[]): readonly string[] {
  return Object.keys(rules ?? {}).filter((name) => !messages.includes(name));
}
