// Constraint tags as they stand in doc comments. Knows nothing of types.
import type { Constraint } from './meaning.js';
import type { Random } from './random.js';
import type { Writer } from './writer.js';

/** A tag as written; `looser` is a value that allows more, for a level below. */
export interface Tag {
  readonly name: Constraint['tag'];
  readonly value: string;
  readonly looser: string | null;
}

/** Writes a constraint. */
export function tagOf(random: Random, { tag, value }: Constraint): Tag {
  const by = tag.startsWith('max') || tag === 'exclusiveMaximum' ? 1 : -1;
  return { name: tag, value: textOf(random, value), looser: looserThan(random, tag, value, by) };
}

function looserThan(random: Random, tag: Constraint['tag'], value: Constraint['value'], by: number): string | null {
  if (typeof value === 'bigint') return String(value + BigInt(by * random.between(0, 99)));
  if (value instanceof Date) return new Date(value.getTime() + by * random.between(0, 1e9)).toISOString();
  if (typeof value !== 'number') return null;
  if (tag === 'multipleOf') return String(random.pick([1, 2, 3].filter((divisor) => value % divisor === 0)));
  const looser = value + by * random.between(0, 3);
  return String(/Length|Items|Properties/.test(tag) ? Math.max(0, looser) : looser);
}

function textOf(random: Random, value: Constraint['value']): string {
  if (value === true) return random.pick(['', 'true']);
  if (!(value instanceof Date)) return String(value);
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') && random.chance(0.5) ? text.slice(0, 10) : text;
}

/** The doc comment of a field or declaration, on lines of its own; '' where there is nothing to say. */
export function tagLines(writer: Writer, tags: readonly Tag[], indent: string): string {
  const { random } = writer;
  const lines = tags.map(({ name, value }) => `@${name} ${value}`.trimEnd());
  if (random.chance(0.15)) {
    writer.met('comment with text and ordinary tags');
    lines.unshift('What it is for: see `@minimum` in the manual.', '', ...random.pick([['@deprecated soon'], []]));
    lines.push('@example', '```', '@maxLength 1', '```', '@see https://example.org');
  }
  const [only] = lines;
  if (only === undefined) return '';
  if (lines.length === 1 && random.chance(0.6)) return `${indent}/** ${only} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}
