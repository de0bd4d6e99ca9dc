// Makes samples of a form of an event: few, different, and the same ones whenever they are made. Keeps none.
import { hash } from 'node:crypto';
import fc from 'fast-check';
import type { CorpusSample } from '../../codec/corpus-file.js';
import type { EventDescriptor } from '../../codec/descriptor.js';
import { schemaCodec } from '../../codec/schema-codec.js';
import { Writer } from '../../codec/writer.js';
import { bigintRange, dateRange } from '../../schema/domain-range.js';
import { toJson } from '../../schema/json-form.js';
import type { DomainSchema, StringSchema } from '../../schema/schema.js';
import { type Adapt, arbitrariesFor } from '../arbitrary.js';

const [FEWEST_SAMPLES, MOST_SAMPLES] = [3, 8];
const CANDIDATES = 40;
const SPARE_ITEMS = 2;
/** Numbers stay below it where their type lets them: what folds add up and multiply must not leave its type for being a sample. */
const MODEST = 1_000;
/** Parts of a whole in which a number steps: none is rounded. */
const STEPS = 4;
const [FIRST_DATE, LAST_DATE] = [Date.UTC(1990, 0, 1), Date.UTC(2050, 0, 1)];
/** Of one to four bytes each: letters that a reader of the file can tell apart. */
const LETTER = fc.constantFrom(...'abcdefghklmnoprstu', ' ', 'é', 'Ж', '中', '🙂');
const SPARE_LETTERS = 8;
/** Not the name of any type. */
const EVENT = ' event';

/**
 * Samples of the newest form in a descriptor: of many that are made by chance, with a seed of event and form, those that together show
 * most of what its data may be. Throws a `TypeError` that names the place where constraints leave no value.
 */
export function samplesOf({ schema, types, event, ...rest }: EventDescriptor): readonly CorpusSample[] {
  const form = rest.revisions.at(-1) ?? '';
  const seed = Number.parseInt(hash('sha256', `${event} ${form}`, 'hex').slice(0, 8), 16) | 0;
  const arbitrary = arbitrariesFor({ ...types, [EVENT]: schema }, { adapt: modest, spareItems: SPARE_ITEMS });
  const codec = schemaCodec({ schema, types, event, ...rest });
  const writer = new Writer();
  const candidates = new Map<string, CorpusSample>();
  for (const data of fc.sample(arbitrary<object>(EVENT), { seed, numRuns: CANDIDATES })) {
    writer.reset();
    codec.write(writer, data);
    const bytes = Buffer.from(writer.written()).toString('base64');
    if (!candidates.has(bytes)) candidates.set(bytes, { bytes, data: toJson(data) });
  }
  return telling([...candidates.values()], literalsOf([schema, types]));
}

/** Values that people can read, and a domain's own arithmetic survives. */
const modest: Adapt = (_where, schema, made) => {
  if ('domain' in schema) return modestDomain(schema.domain, made);
  if ('type' in schema && schema.type === 'string') return readable(schema, made);
  if (!('type' in schema) || (schema.type !== 'integer' && schema.type !== 'number')) return made();
  const { minimum = -MODEST, maximum = MODEST, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const least = Math.max(minimum, -MODEST);
  const most = Math.min(maximum, MODEST);
  const isBounded = multipleOf !== undefined || exclusiveMinimum !== undefined || exclusiveMaximum !== undefined;
  if (isBounded || Math.ceil(least) > Math.floor(most)) return made();
  const [first, last] = [Math.ceil(least * STEPS), Math.floor(most * STEPS)];
  if (schema.type === 'number') return fc.integer({ min: first, max: last }).map((steps) => steps / STEPS);
  return fc.integer({ min: Math.ceil(least), max: Math.floor(most) });
};

function readable(schema: StringSchema, made: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { pattern, format, minLength = 0, maxLength = minLength + SPARE_LETTERS } = schema;
  if (pattern !== undefined || format !== undefined || maxLength < minLength) return made();
  const length = { minLength, maxLength: Math.min(maxLength, minLength + SPARE_LETTERS) };
  // Not `fc.string`: it works out what strings are dangerous each time, which takes longer than all the rest.
  return fc.array(LETTER, length).map((letters) => letters.join(''));
}

function modestDomain(domain: DomainSchema, made: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (domain.type === 'bytes') return made();
  if (domain.type === 'bigint') {
    const { first, last } = bigintRange(domain);
    const [min, max] = [first < -MODEST ? BigInt(-MODEST) : first, last > MODEST ? BigInt(MODEST) : last];
    return min > max ? made() : fc.bigInt({ min, max });
  }
  const { first, last } = dateRange(domain);
  const [min, max] = [Math.max(first, FIRST_DATE), Math.min(last, LAST_DATE)];
  return min > max ? made() : fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });
}

/** The samples that show something which those before do not, each time the one that shows most. */
function telling(candidates: readonly CorpusSample[], literals: ReadonlySet<unknown>): readonly CorpusSample[] {
  const shown = new Set<string>();
  const left = candidates.map((sample) => ({ sample, traits: [...traitsOf(sample.data, '', literals)] }));
  const chosen: CorpusSample[] = [];
  while (chosen.length < MOST_SAMPLES && left.length > 0) {
    const news = left.map(({ traits }) => traits.filter((trait) => !shown.has(trait)).length);
    const most = Math.max(...news);
    if (most === 0 && chosen.length >= FEWEST_SAMPLES) break;
    const [best] = left.splice(news.indexOf(most), 1);
    if (best === undefined) break;
    for (const trait of best.traits) shown.add(trait);
    chosen.push(best.sample);
  }
  return chosen;
}

/** What a value shows: fields that are there and that are not, kinds, literals, empty lists. */
function* traitsOf(value: unknown, path: string, literals: ReadonlySet<unknown>): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    yield `${path} ${typeof value === 'boolean' || literals.has(value) ? String(value) : typeof value}`;
  } else if (Array.isArray(value)) {
    yield `${path} ${value.length === 0 ? 'none' : 'some'}`;
    for (const item of value) yield* traitsOf(item, `${path}[]`, literals);
  } else {
    yield `${path} {${Object.keys(value)}}`;
    for (const [name, item] of Object.entries(value)) yield* traitsOf(item, `${path}.${name}`, literals);
  }
}

/** The literals that stand anywhere in schemas. */
function literalsOf(schemas: unknown): ReadonlySet<unknown> {
  const literals = new Set<unknown>([null]);
  JSON.stringify(schemas, (key, value: unknown) => {
    if (key === 'enum' && Array.isArray(value)) for (const literal of value) literals.add(literal);
    return value;
  });
  return literals;
}
