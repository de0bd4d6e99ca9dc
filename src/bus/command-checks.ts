// What is checked of a command beside its data: the aggregate's id and the options.
import type { AggregateDefinition } from '../aggregate/definition.js';
import type { Violation } from '../kernel/error.js';
import type { Metadata } from '../kernel/message.js';
import type { Validators } from '../schema/validator.js';
import type { CommandInput } from './command-input.js';
import { timeoutViolations } from './invalid.js';

const METADATA_FIELDS: ReadonlySet<string> = new Set([
  'correlationId',
  'causationId',
  'userId',
] satisfies (keyof Metadata)[]);
const INPUT_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'aggregateId',
  'data',
  'commandId',
  'expectedVersion',
  'metadata',
  'time',
  'timeout',
] satisfies (keyof CommandInput)[]);
const MAX_ID_LENGTH = 200;

/** What is wrong with an aggregate's id; nothing = it may be used. */
export function idViolations(
  validators: Validators,
  aggregate: AggregateDefinition,
  id: unknown,
): readonly Violation[] {
  if (id === undefined) return [{ pointer: '/aggregateId', message: 'is missing' }];
  if (!isShortText(id)) {
    return [{ pointer: '/aggregateId', message: `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters` }];
  }
  if (aggregate.id === null) return [];
  return validators.violations(aggregate.id, id).map(({ message }) => ({ pointer: '/aggregateId', message }));
}

/** What is wrong with everything in a command but its id and data. */
export function optionViolations(input: CommandInput): readonly Violation[] {
  const violations: Violation[] = [...timeoutViolations(input.timeout)];
  for (const name of Object.keys(input)) {
    // A misspelt `commandId` would silently make a retry unsafe.
    if (!INPUT_FIELDS.has(name)) violations.push({ pointer: `/${name}`, message: 'is no option of a command' });
  }
  const { commandId, expectedVersion, time, metadata } = input;
  if (commandId !== undefined && !isShortText(commandId)) {
    violations.push({
      pointer: '/commandId',
      message: `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters`,
    });
  }
  if (expectedVersion !== undefined && !(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) {
    violations.push({ pointer: '/expectedVersion', message: 'must be a count of events: 0 or more' });
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
