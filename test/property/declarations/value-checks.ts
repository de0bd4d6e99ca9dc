// Holds one declaration's validator, arbitrary and JSON form against its meaning. Runs no compiler.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { createJsonForm, type JsonForm, toJson } from '../../../src/schema/json-form.js';
import type { SchemaTable } from '../../../src/schema/schema.js';
import { createValidators, type Validators } from '../../../src/schema/validator.js';
import { type Arbitraries, arbitrariesFor } from '../../../src/testing/arbitrary.js';
import { breakingsOf } from './break-value.js';
import type { Breaking } from './breaking.js';
import type { Declaration } from './declaration.js';
import { expressionOf } from './expression.js';
import { admits } from './meaning.js';
import { Random } from './random.js';
import { sampleOf } from './samples.js';

const ARBITRARY_VALUES = 20;
const SAMPLES = 8;
/** Samples that are broken, in every way that they can be. */
const BROKEN = 3;
/** Mutations of each kind that one sample is given. */
const OF_EACH_KIND = 2;

/** What codegen made of a batch. */
export interface Generated {
  readonly validators: Validators;
  readonly json: JsonForm;
  readonly arbitraries: Arbitraries;
}

/** Binds all that takes a schema table. */
export function generatedFor(schemas: SchemaTable): Generated {
  const validators = createValidators(schemas);
  return { validators, json: createJsonForm(schemas, validators), arbitraries: arbitrariesFor(schemas) };
}

/** The values that a declaration was held against, for the compiler to look at, too. */
export interface Checked {
  readonly valid: readonly { readonly what: string; readonly value: unknown }[];
  readonly broken: readonly Breaking[];
  /** What is wrong. */
  readonly failures: readonly string[];
}

/** Holds a declaration against values of its own arbitrary, against samples of its meaning, and against broken ones. */
export function checkValues(generated: Generated, declaration: Declaration, seed: number): Checked {
  const random = new Random(seed);
  const { payload, command } = declaration;
  const failures: string[] = [];
  const made = fc.sample(generated.arbitraries<unknown>(command), { numRuns: ARBITRARY_VALUES, seed });
  const samples = Array.from({ length: SAMPLES }, () => sampleOf(random, payload));
  for (const value of made) {
    if (!admits(payload, value)) failures.push(`The arbitrary makes what the type does not admit: ${show(value)}`);
  }
  for (const value of [...made, ...samples]) failures.push(...checkValid(generated, command, value));
  const broken = samples.slice(0, BROKEN).flatMap((value) => someOf(random, breakingsOf(payload, value)));
  for (const breaking of broken) failures.push(...checkBroken(generated, command, breaking));
  const valid = [
    ...made.map((value) => ({ what: 'value of the arbitrary', value })),
    ...samples.map((value) => ({ what: 'sample', value })),
  ].filter(({ value }) => admits(payload, value));
  return { valid, broken, failures };
}

function checkValid({ validators, json }: Generated, command: string, value: unknown): readonly string[] {
  const violations = validators.violations(command, value);
  if (violations.length > 0) return [`The validator refuses ${show(value)}: ${JSON.stringify(violations)}`];
  const read = json.fromJson(command, JSON.parse(JSON.stringify(toJson(value))));
  if (read.kind === 'value' && isDeepStrictEqual(read.value, value)) return [];
  return [`From JSON does not come back ${show(value)}, but ${show(read)}`];
}

function checkBroken({ validators, json }: Generated, command: string, breaking: Breaking): readonly string[] {
  const value = breaking.value();
  const told = `${breaking.what} at '${breaking.pointer}'`;
  const violations = validators.violations(command, value);
  if (violations.length === 0) return [`The validator accepts ${told}: ${show(value)}`];
  // It is said at the place, or of a part of what stands there now; what holds the place may be wrong because of it, too.
  const isSaid = violations.some(({ pointer }) => `${pointer}/`.startsWith(`${breaking.pointer}/`));
  const elsewhere = violations.filter(({ pointer }) => !isOnTheWay(pointer, breaking.pointer));
  if (!isSaid || elsewhere.length > 0)
    return [`The validator says of ${told}: ${JSON.stringify(violations)} in ${show(value)}`];
  if (!breaking.inJson) return [];
  const read = json.fromJson(command, JSON.parse(JSON.stringify(toJson(value))));
  return read.kind === 'invalid' ? [] : [`JSON of ${told} is read as if nothing were wrong: ${show(value)}`];
}

function isOnTheWay(pointer: string, broken: string): boolean {
  return `${pointer}/`.startsWith(`${broken}/`) || broken.startsWith(`${pointer}/`);
}

/** A few mutations of every kind. */
function someOf(random: Random, all: readonly Breaking[]): readonly Breaking[] {
  const byKind = new Map<string, Breaking[]>();
  for (const breaking of random.shuffled(all)) {
    const kind = byKind.get(breaking.what) ?? [];
    if (kind.length < OF_EACH_KIND) byKind.set(breaking.what, [...kind, breaking]);
  }
  return [...byKind.values()].flat();
}

function show(value: unknown): string {
  try {
    return expressionOf({ kind: 'null' }, toJson(value)).slice(0, 500);
  } catch {
    // Neither cycles nor symbols can be shown; what was done to the value is told beside it.
    return String(Object.prototype.toString.call(value));
  }
}
