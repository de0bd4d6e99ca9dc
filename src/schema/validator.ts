// The one validator of domain values, by the name of their schema. Knows neither JSON text nor what the values are for.
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Violation } from '../kernel/error.js';
import { ajvTable } from './ajv-schema.js';
import { FORMATS } from './formats.js';
import { KEYWORDS } from './keywords.js';
import { checkDepth, startCounting, TooMuch } from './plain.js';
import { isRecursive } from './recursion.js';
import type { SchemaTable } from './schema.js';
import { violationsOf } from './violation-message.js';

/** Looks at one value and says all that is wrong with it; the shared empty array if nothing is. Never throws. */
export type Validate = (value: unknown) => readonly Violation[];

/** The validators of a domain, by name. */
export interface Validators {
  /** Everything that is wrong with a value; the shared empty array if nothing is. Throws a `TypeError` only for an unknown name. */
  violations(name: string, value: unknown): readonly Violation[];
  /** The validator of one name, to be held where it is called often. Compiles on its first call. Throws a `TypeError` for an unknown name. */
  of(name: string): Validate;
  /** Whether two names have the same schema: what fits one fits the other. */
  alike(name: string, other: string): boolean;
}

/** Where a value is looked at: the whole of it. Ajv's validators make one of their own for each call that gives none. */
const WHOLE = { instancePath: '', parentData: {}, parentDataProperty: '', rootData: {}, dynamicAnchors: {} };
/** What a valid value's validation answers. */
const NONE: readonly Violation[] = Object.freeze([]);
const TABLE = 'statefold';
/** A value that holds more is only told the first thing that is wrong: looking for all takes time for each part. */
const EXPLAINED_VALUES = 10_000;

/** By table, as long as it is used: engines of one domain in one process share what was compiled. */
const MADE = new WeakMap<SchemaTable, Validators>();

/**
 * The validators of a schema table: plain data only, of bounded depth and size. Each compiles on its first use
 * (1 to 10 ms), or all now when `eager`. The same ones each time for the same table.
 */
export function createValidators(schemas: SchemaTable, options: { readonly eager?: boolean } = {}): Validators {
  const known = options.eager ? undefined : MADE.get(schemas);
  if (known !== undefined) return known;
  const made = makeValidators(schemas, options.eager ?? false);
  MADE.set(schemas, made);
  return made;
}

function makeValidators(schemas: SchemaTable, eager: boolean): Validators {
  const compiler = createCompiler(schemas);
  const known = new Map<string, Validate>();
  const of = (name: string): Validate => {
    let validate = known.get(name);
    if (validate === undefined) {
      if (!Object.hasOwn(schemas, name)) throw new TypeError(`No schema is named '${name}'. Generate the code again.`);
      validate = createValidate(name, compiler, isRecursive(schemas, name));
      known.set(name, validate);
    }
    return validate;
  };
  if (eager) for (const name of Object.keys(schemas)) compiler.deciding(name);
  let forms: ReadonlyMap<string, number> | null = null;
  const alike = (name: string, other: string): boolean => {
    forms ??= formsOf(schemas);
    const form = forms.get(name);
    return form !== undefined && form === forms.get(other);
  };
  return { of, alike, violations: (name, value) => of(name)(value) };
}

/** A number for each name; equal ones for equal schemas. Asked for each command: comparing their texts would take longer. */
function formsOf(schemas: SchemaTable): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const forms = new Map<string, number>();
  for (const [name, schema] of Object.entries(schemas)) {
    const text = JSON.stringify(schema);
    const form = numbers.get(text) ?? numbers.size;
    numbers.set(text, form);
    forms.set(name, form);
  }
  return forms;
}

interface Compiler {
  /** Stops at the first thing that is wrong. */
  deciding(name: string): ValidateFunction;
  /** Finds everything that is wrong; compiled once something is. */
  explaining(name: string): ValidateFunction;
}

function createCompiler(schemas: SchemaTable): Compiler {
  const table = lazy(() => ajvTable(schemas, TABLE));
  const fast = lazy(() => createAjv(schemas, table(), false));
  const thorough = lazy(() => createAjv(schemas, table(), true));
  return { deciding: (name) => compiled(fast(), name), explaining: (name) => compiled(thorough(), name) };
}

function createAjv(schemas: SchemaTable, table: AnySchema, allErrors: boolean): Ajv2020 {
  // A field such as `toString` is there without being the object's own: only then is each field's ownership looked up.
  const ownProperties = Object.values(schemas).some((schema) => INHERITED.test(JSON.stringify(schema)));
  const ajv = new Ajv2020({
    allErrors,
    ownProperties,
    // Errors carry schema and value, of which the messages are made.
    verbose: true,
    messages: false,
    // V8 makes the same of it; without, compiling takes half the time.
    code: { optimize: false },
    meta: false,
    validateSchema: false,
    strict: false,
    strictNumbers: true,
    formats: FORMATS,
  });
  for (const definition of KEYWORDS) ajv.addKeyword(definition);
  ajv.addSchema(table);
  return ajv;
}

const INHERITED = new RegExp(`"(${Object.getOwnPropertyNames(Object.prototype).join('|')})":`);

function compiled(ajv: Ajv2020, name: string): ValidateFunction {
  const validate = ajv.getSchema(`${TABLE}#/$defs/${name}`);
  if (validate === undefined) throw new TypeError(`The schema '${name}' cannot be compiled.`);
  return validate;
}

function createValidate(name: string, compiler: Compiler, recursive: boolean): Validate {
  let deciding: ValidateFunction | undefined;
  return (value) => {
    deciding ??= compiler.deciding(name);
    try {
      startCounting();
      // What a schema without recursion accepts is no deeper than the schema.
      if (recursive) checkDepth(value);
      return deciding(value, WHOLE) ? NONE : explain(value, deciding, compiler, name);
    } catch (error) {
      // The value's own code ran (a proxy or getter that throws), or it is endless.
      return [
        { pointer: '', message: error instanceof TooMuch ? error.message : 'must be plain data: reading it throws' },
      ];
    }
  };
}

function explain(value: unknown, deciding: ValidateFunction, compiler: Compiler, name: string): readonly Violation[] {
  const first = deciding.errors ?? [];
  if (!isSmall(value)) return atLeastOne(violationsOf(first));
  startCounting();
  const explaining = compiler.explaining(name);
  explaining(value);
  return atLeastOne(violationsOf(explaining.errors ?? first));
}

/** A refusal must never look like an acceptance, also where a value shows itself differently the second time. */
function atLeastOne(violations: readonly Violation[]): readonly Violation[] {
  return violations.length > 0
    ? violations
    : [{ pointer: '', message: 'must be plain data: it changes while it is read' }];
}

function isSmall(value: unknown): boolean {
  try {
    startCounting(EXPLAINED_VALUES);
    checkDepth(value);
    return true;
  } catch {
    // Too much, or reading it throws: then what has been found already must do.
    return false;
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
