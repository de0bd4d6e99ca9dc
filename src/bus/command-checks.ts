// What is checked of a command beside its data: the aggregate's id and the options.
import type { AggregateDefinition } from '../aggregate/definition.js';
import type { Violation } from '../kernel/error.js';
import type { Metadata } from '../kernel/message.js';
import { adviceOn } from '../kernel/unknown-options.js';
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
const MUST_BE_SHORT_TEXT = `must be a string of 1 to ${MAX_ID_LENGTH} well-formed characters`;
/** Hostile input may have any number of fields: what is wrong with more of them is not told. */
const MOST_NAMED = 100;
const NONE: readonly Violation[] = Object.freeze([]);

/** What is wrong with an aggregate's id; nothing = it may be used. */
export function idViolations(
  validators: Validators,
  aggregate: AggregateDefinition,
  id: unknown,
): readonly Violation[] {
  if (id === undefined) return [{ pointer: '/aggregateId', message: 'is missing' }];
  if (!isShortText(id)) return [{ pointer: '/aggregateId', message: MUST_BE_SHORT_TEXT }];
  if (aggregate.id === null) return NONE;
  const violations = validators.violations(aggregate.id, id);
  return violations.length === 0 ? NONE : violations.map(({ message }) => ({ pointer: '/aggregateId', message }));
}

/** What is wrong with everything in a command but its id and data. */
export function optionViolations(input: CommandInput): readonly Violation[] {
  const { commandId, expectedVersion, time, timeout, metadata } = input;
  const unknown = unknownFields(input);
  const isBare =
    commandId === undefined &&
    expectedVersion === undefined &&
    time === undefined &&
    timeout === undefined &&
    metadata === undefined;
  if (isBare) return unknown;
  const violations = [...unknown, ...timeoutViolations(timeout)];
  if (commandId !== undefined && !isShortText(commandId)) {
    violations.push({ pointer: '/commandId', message: MUST_BE_SHORT_TEXT });
  }
  if (expectedVersion !== undefined && !(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) {
    violations.push({ pointer: '/expectedVersion', message: 'must be a count of events: 0 or more' });
  }
  if (time !== undefined && !(time instanceof Date && Number.isFinite(time.getTime()))) {
    violations.push({ pointer: '/time', message: 'must be a valid Date' });
  }
  if (metadata !== undefined) violations.push(...metadataViolations(metadata));
  return violations;
}

function metadataViolations(metadata: unknown): readonly Violation[] {
  if (typeof metadata !== 'object' || metadata === null)
    return [{ pointer: '/metadata', message: 'must be an object' }];
  const violations: Violation[] = [];
  for (const [field, value] of Object.entries(metadata)) {
    if (violations.length === MOST_NAMED) break;
    if (METADATA_FIELDS.has(field) && (value === undefined || isShortText(value))) continue;
    const message = METADATA_FIELDS.has(field)
      ? MUST_BE_SHORT_TEXT
      : `is not one of ${[...METADATA_FIELDS].join(', ')}`;
    violations.push({ pointer: `/metadata/${field}`, message });
  }
  return violations;
}

/** A misspelt `commandId` would silently make a retry unsafe. */
function unknownFields(input: CommandInput): readonly Violation[] {
  let violations: Violation[] | null = null;
  for (const name in input) {
    // Those that every command has, ahead of a look-up.
    if (name === 'type' || name === 'aggregateId' || name === 'data' || INPUT_FIELDS.has(name)) continue;
    if (!Object.hasOwn(input, name)) continue;
    violations ??= [];
    if (violations.length === MOST_NAMED) break;
    const message = `is no option of a command (${adviceOn(name, [...INPUT_FIELDS])})`;
    violations.push({ pointer: `/${name}`, message });
  }
  return violations ?? NONE;
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH && value.isWellFormed();
}
