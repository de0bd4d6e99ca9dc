// Makes commands that mean something: values from small pools, and values that the aggregate's state holds.
import fc from 'fast-check';
import type { AppDefinition } from '../engine/app-definition.js';
import type { Validators } from '../schema/validator.js';
import { type Adapt, type Arbitraries, arbitrariesFor } from './arbitrary.js';
import { echoed } from './echo.js';
import type { OverrideInput, Overrides } from './overrides.js';
import { pooled } from './pool.js';

/** Items of an array beyond the fewest. */
const SPARE_ITEMS = 2;
/** How often a command takes values from the state: one of so many. */
const ECHO_ONE_IN = 2;

/** The commands of a domain, and its query parameters. */
export class CommandSource {
  readonly #arbitrary: Arbitraries;
  /** Without pools: all that a type allows. */
  readonly #wide: Arbitraries;
  readonly #validators: Validators;
  readonly #overrides: Overrides;
  readonly #names: ReadonlySet<string>;

  constructor(app: AppDefinition, validators: Validators, overrides: Overrides) {
    const { schemas } = app;
    this.#validators = validators;
    this.#overrides = overrides;
    this.#names = new Set(Object.keys(schemas));
    for (const [name, given] of Object.entries(overrides)) assertPlace(name, typeof given === 'function', app);
    const pools = new Map<string, fc.Arbitrary<unknown>>();
    const overridden = (where: string, otherwise: () => fc.Arbitrary<unknown>) => {
      const given = overrides[where];
      return given !== undefined && typeof given !== 'function' ? given : otherwise();
    };
    const adapt: Adapt = (where, schema, made) => overridden(where, () => pooled(schema, made, pools));
    this.#arbitrary = arbitrariesFor(schemas, { adapt, spareItems: SPARE_ITEMS });
    const adaptWide: Adapt = (where, _, made) => overridden(where, made);
    this.#wide = arbitrariesFor(schemas, { adapt: adaptWide, spareItems: SPARE_ITEMS });
  }

  /** Whether a user's arbitrary stands at a place: it is not shrunk, since nobody knows what else it may be. */
  isOverridden(where: string): boolean {
    return Object.hasOwn(this.#overrides, where);
  }

  /** Data of a command to an aggregate in this state. Throws a `TypeError` where an override makes no valid command. */
  data(command: string, state: object, random: fc.Random): unknown {
    const whole = this.#overrides[command];
    const made = typeof whole === 'function' ? whole({ state }) : this.#arbitrary(command);
    const { value } = made.generate(random, BIAS);
    const data = this.#withFields(command, value, { state }, random);
    this.#assertValid(command, data);
    if (this.isOverridden(command)) return data;
    return this.#echo(command, data, [state], random);
  }

  /** Parameters of a query over these rows. */
  parameters(query: string, rows: readonly object[], random: fc.Random): unknown {
    const { value } = this.#arbitrary(query).generate(random, BIAS);
    return this.#echo(query, value, rows, random);
  }

  /** Whatever a type allows, far from all pools. */
  anyOf(name: string): fc.Arbitrary<unknown> {
    return this.#wide(name);
  }

  /** Some different ids of a named type. */
  ids(name: string, count: number): readonly string[] {
    const made = fc.sample(this.#arbitrary<string>(name), { numRuns: 100, seed: 1 }).filter((id) => id !== '');
    return [...new Set(made)].slice(0, count);
  }

  // Overrides of a command's fields that depend on the state: the arbitrary itself is made once, without any.
  #withFields(command: string, value: unknown, input: OverrideInput, random: fc.Random): unknown {
    const fields = Object.entries(this.#overrides).filter(
      ([where, given]) => typeof given === 'function' && where.startsWith(`${command}.`),
    );
    if (fields.length === 0) return value;
    const data: Record<string, unknown> = { ...(value as object) };
    for (const [where, given] of fields) {
      if (typeof given !== 'function') continue;
      data[where.slice(command.length + 1)] = given(input).generate(random, BIAS).value;
    }
    return data;
  }

  #echo(name: string, value: unknown, sources: readonly object[], random: fc.Random): unknown {
    if (random.nextInt(1, ECHO_ONE_IN) > 1) return value;
    const data = echoed(value, sources, (below) => random.nextInt(0, below - 1));
    return this.#validators.violations(name, data).length === 0 ? data : value;
  }

  #assertValid(command: string, data: unknown): void {
    if (!this.#names.has(command)) return;
    const [violation] = this.#validators.violations(command, data);
    if (violation === undefined) return;
    const at = `${command}${violation.pointer}`;
    throw new TypeError(`${at} ${violation.message}: an override makes commands that the bus refuses. Mend it.`);
  }
}

/** fast-check's own measure of how much small and extreme values are preferred: 1 in so many. */
const BIAS = 3;

function assertPlace(name: string, isOfState: boolean, { schemas, aggregates }: AppDefinition): void {
  const [type = '', field] = name.split('.');
  const schema = schemas[type];
  const isThere =
    schema !== undefined &&
    (field === undefined || ('properties' in schema && Object.hasOwn(schema.properties, field)));
  const remedy = "Write 'Type' or 'Type.field'; a type without fields is named by the fields that have it";
  if (!isThere) throw new TypeError(`arbitraries: '${name}' is no command, type or field of this domain. ${remedy}.`);
  if (!isOfState || aggregates.some(({ commands }) => commands.includes(type))) return;
  throw new TypeError(
    `arbitraries: '${name}' belongs to no command, so there is no state to make it for. Give an arbitrary.`,
  );
}
