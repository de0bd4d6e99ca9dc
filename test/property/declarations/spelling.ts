// Writes a meaning as TypeScript, in one of the many ways to say it. What is made of other types is in the files beside this.
import type { Constraint, Meaning, ObjectMeaning, Scalar } from './meaning.js';
import { spellNamed } from './spelling-named.js';
import { spellObject } from './spelling-objects.js';
import { spellChoice, spellUnion } from './spelling-unions.js';
import { type Tag, tagLines, tagOf } from './tags.js';
import type { Writer } from './writer.js';
import { atom, holdsItself, plainly, type Scope, type Spelling, type Written } from './written.js';

const TOP: Scope = { recursive: false, bare: false };

/** Writes the payload of a command; what it declares on the way goes to the writer. */
export function spellPayload(writer: Writer, payload: ObjectMeaning): string {
  return spellObject(spellingOf(writer), payload, TOP);
}

function spellingOf(writer: Writer): Spelling {
  return {
    writer,
    spell: (meaning, scope) => spell(writer, meaning, scope),
    inline: (meaning, scope) => inline(writer, meaning, scope),
  };
}

function spell(writer: Writer, meaning: Meaning, scope: Scope): Written {
  let written = spellBase(writer, meaning, scope);
  if (scope.bare) return written;
  for (let level = 0; level < 3 && writer.random.chance(0.35); level++) {
    written = wrap(writer, meaning, written, { ...scope, recursive: scope.recursive || holdsItself(meaning) });
  }
  return written;
}

function inline(writer: Writer, meaning: Meaning, scope: Scope): Written {
  const written = spell(writer, meaning, scope);
  if (written.tags.length === 0) return written;
  writer.met('alias');
  const text = writer.declare((name) => `${tagLines(writer, written.tags, '')}type ${name} = ${written.text};`);
  return { ...written, text, compound: false, tags: [] };
}

function spellBase(writer: Writer, meaning: Meaning, scope: Scope): Written {
  const { random } = writer;
  switch (meaning.kind) {
    case 'null':
      writer.met('null');
      return plainly('null');
    case 'boolean':
      writer.met('boolean');
      if (!random.chance(0.2)) return plainly('boolean');
      writer.met('true | false');
      return plainly('true | false', { compound: true });
    case 'literals':
      writer.met(meaning.values.length === 1 ? 'literal' : 'literal union');
      return plainly(meaning.values.map((value) => spellLiteral(writer, value)).join(' | '), { compound: true });
    case 'array':
      return { ...spellArray(writer, meaning.item, scope), tags: tagsOf(writer, meaning.constraints) };
    case 'tuple':
      return spellTuple(writer, meaning, scope);
    case 'record':
      return { ...spellRecord(writer, meaning.value, scope), tags: tagsOf(writer, meaning.constraints) };
    case 'object':
      return plainly(spellObject(spellingOf(writer), meaning, inner(scope)), { settles: true });
    case 'choice':
      return spellChoice(spellingOf(writer), meaning.objects, scope);
    case 'union':
      return spellUnion(spellingOf(writer), meaning.members, scope);
    case 'named':
      return spellNamed(spellingOf(writer), meaning.holder);
    default:
      return spellScalar(writer, meaning, scope);
  }
}

function inner(scope: Scope): Scope {
  return { ...scope, bare: false };
}

const SCALARS = {
  text: 'string',
  number: 'number',
  whole: 'Int',
  bigint: 'bigint',
  date: 'Date',
  bytes: 'Uint8Array',
} as const;

function spellScalar(writer: Writer, { kind, constraints, brand }: Scalar, scope: Scope): Written {
  writer.met(SCALARS[kind]);
  const base = { ...plainly(SCALARS[kind]), tags: tagsOf(writer, constraints) };
  if (brand === null) return base;
  writer.met('Branded');
  if (scope.bare || !writer.random.chance(0.3)) return { ...base, text: `Branded<${base.text}, '${brand}'>` };
  writer.met('Branded of an alias');
  const aliased = alias(writer, base, { ...scope, recursive: false });
  return { ...aliased, text: `Branded<${aliased.text}, '${brand}'>` };
}

function spellLiteral(writer: Writer, value: string | number | boolean): string {
  if (Math.abs(Number(value)) === 4096) {
    writer.met('number literal in other digits');
    return String(value).replace('4096', writer.random.pick(['4_096', '0x1000', '4.096e3', '4096.0']));
  }
  if (typeof value !== 'string') return String(value);
  const json = JSON.stringify(value);
  return writer.random.chance(0.5) ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function spellArray(writer: Writer, item: Meaning, scope: Scope): Written {
  const written = inline(writer, item, scope);
  const ways = ['T[]', 'readonly T[]', 'Array<T>', 'ReadonlyArray<T>', 'generic alias of an array'] as const;
  const way = writer.random.pick(ways.slice(0, scope.recursive ? 4 : 5));
  writer.met(way);
  if (way === 'T[]') return plainly(`${atom(written)}[]`);
  if (way === 'readonly T[]') return plainly(`readonly ${atom(written)}[]`, { compound: true });
  if (way !== 'generic alias of an array') return plainly(way.replace('T', written.text));
  return plainly(`${writer.shared('list', (name) => `type ${name}<Item> = Item[];`)}<${written.text}>`);
}

function spellTuple(writer: Writer, { items, required }: Meaning & { kind: 'tuple' }, scope: Scope): Written {
  const named = writer.random.chance(0.4);
  writer.met('tuple', ...(named ? (['named tuple'] as const) : []));
  if (required < items.length) writer.met('optional tail');
  const elements = items.map((item, index) => {
    const written = inline(writer, item, scope);
    const optional = index >= required ? '?' : '';
    if (named) return `item${index}${optional}: ${written.text}`;
    return optional === '' ? written.text : `${atom(written)}?`;
  });
  return plainly(`[${elements.join(', ')}]`);
}

function spellRecord(writer: Writer, value: Meaning, scope: Scope): Written {
  const { text } = inline(writer, value, scope);
  writer.met('Record');
  if (!scope.recursive && writer.random.chance(0.25)) {
    writer.met('generic alias of a record');
    return plainly(`${writer.shared('dictionary', (name) => `type ${name}<Value> = Record<string, Value>;`)}<${text}>`);
  }
  if (!writer.random.chance(0.25)) return plainly(`Record<string, ${text}>`);
  writer.met('Record by an alias of string');
  return plainly(`Record<${writer.declare((name) => `type ${name} = string;`)}, ${text}>`);
}

function tagsOf(writer: Writer, constraints: readonly Constraint[]): readonly Tag[] {
  writer.met(...constraints.map(({ tag }) => `@${tag}` as const));
  return writer.random.shuffled(constraints.map((constraint) => tagOf(writer.random, constraint)));
}

/** Says a type once more, in other words. */
function wrap(writer: Writer, meaning: Meaning, written: Written, scope: Scope): Written {
  switch (writer.random.between(0, 4)) {
    case 0:
    case 1:
      return alias(writer, written, scope);
    case 2:
      return field(writer, written, scope);
    case 3: {
      if (written.settles && written.tags.length > 0) return written;
      const isData = ['array', 'tuple', 'record', 'object', 'choice'].includes(meaning.kind);
      if (isData) {
        writer.met('Readonly<T>');
        return { ...written, text: `Readonly<${written.text}>`, compound: false };
      }
      writer.met('parentheses');
      return { ...written, text: `(${written.text})`, compound: false };
    }
    default: {
      if (written.settles && written.tags.length > 0) return written;
      if (scope.recursive) return written;
      writer.met('identity alias');
      const identity = writer.shared('identity', (name) => `type ${name}<Same> = Same;`);
      return { ...written, text: `${identity}<${written.text}>`, compound: false };
    }
  }
}

function alias(writer: Writer, written: Written, scope: Scope): Written {
  const { here, later } = splitTags(writer, written, scope);
  writer.met(/^T\d+x\d+$/.test(written.text) ? 'alias of an alias' : 'alias');
  const text = writer.declare((name) => `${tagLines(writer, here, '')}type ${name} = ${written.text};`);
  return { ...written, text, compound: false, tags: later };
}

function field(writer: Writer, written: Written, scope: Scope): Written {
  const { here, later } = splitTags(writer, written, scope);
  writer.met("T['field']");
  const holder = writer.declare(
    (name) => `interface ${name} {\n${tagLines(writer, here, '  ')}  held: ${written.text};\n  other: string;\n}`,
  );
  return { ...written, text: `${holder}['held']`, compound: false, tags: later };
}

/** Which tags go on this level, and which are left for the next: a tag that is left may stand here in a looser form. */
function splitTags(writer: Writer, { tags, settles }: Written, { recursive }: Scope) {
  if (settles || recursive) return { here: tags, later: [] };
  const here: Tag[] = [];
  const later: Tag[] = [];
  for (const tag of tags) {
    if (writer.random.chance(0.5)) {
      here.push(tag);
      continue;
    }
    later.push(tag);
    if (tag.looser === null || !writer.random.chance(0.5)) continue;
    writer.met('looser tag on an alias');
    here.push({ ...tag, value: tag.looser, looser: null });
  }
  if (here.length > 0 && later.length > 0) writer.met('tags of one type on two levels');
  return { here, later };
}
