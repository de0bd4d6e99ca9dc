// Writes object types: as literals, interfaces, aliases, intersections, by `extends`, and as generics of the user's own.
import type { FieldMeaning, ObjectMeaning } from './meaning.js';
import { tagLines } from './tags.js';
import type { Writer } from './writer.js';
import type { Scope, Spelling } from './written.js';

/** An object type, written out or by its name. */
export function spellObject(spelling: Spelling, { fields }: ObjectMeaning, scope: Scope): string {
  const { writer } = spelling;
  const { random } = writer;
  const body = (some: readonly FieldMeaning[], indent = '  ') =>
    some.length === 0
      ? '{}'
      : `{\n${some.map((field) => fieldText(spelling, field, scope, indent)).join('')}${indent.slice(2)}}`;
  const half = random.between(1, Math.max(1, fields.length - 1));
  const [some, others] = [fields.slice(0, half), fields.slice(half)];
  const part = (of: readonly FieldMeaning[]) =>
    writer.declare((name) => (random.chance(0.5) ? `interface ${name} ${body(of)}` : `type ${name} = ${body(of)};`));
  switch (random.between(0, 6)) {
    case 0:
      writer.met('interface');
      return writer.declare((name) => `interface ${name} ${body(fields)}`);
    case 1:
      writer.met('alias of an object');
      return writer.declare((name) => `type ${name} = ${body(fields)};`);
    case 2:
      return spellExtending(spelling, fields, scope, part);
    case 3: {
      if (others.length === 0) return body(fields);
      writer.met('intersection');
      const right = random.chance(0.5) ? part(others) : body(others);
      const left = random.chance(0.5) ? part(some) : body(some);
      return random.chance(0.5)
        ? writer.declare((name) => `type ${name} = ${left} & ${right};`)
        : `(${left} & ${right})`;
    }
    case 4:
    case 5:
      return scope.recursive ? body(fields) : spellGeneric(spelling, fields, scope);
    default:
      writer.met('object literal');
      return body(fields);
  }
}

function spellExtending(
  spelling: Spelling,
  fields: readonly FieldMeaning[],
  scope: Scope,
  part: (of: readonly FieldMeaning[]) => string,
): string {
  const { writer } = spelling;
  const { random } = writer;
  const own = fields.filter(() => random.chance(0.4));
  const inherited = fields.filter((field) => !own.includes(field));
  if (inherited.length === 0) return part(fields);
  writer.met('extends');
  const [first, ...rest] = inherited;
  const split = rest.length > 0 && first !== undefined && random.chance(0.5);
  if (split) writer.met('extends two');
  const bases = split
    ? [part([first]), part(rest)]
    : [scope.recursive ? part(inherited) : base(spelling, inherited, scope, part)];
  const [overridden] = own.filter(({ meaning }) => 'sort' in meaning);
  if (overridden !== undefined && random.chance(0.7)) {
    writer.met('field overridden');
    bases.push(
      writer.declare(
        (name) =>
          `interface ${name} { ${nameText(writer, overridden)}?: string | number | bigint | Date | Uint8Array }`,
      ),
    );
  }
  return writer.declare(
    (name) =>
      `interface ${name} extends ${bases.join(', ')} {\n${own.map((field) => fieldText(spelling, field, scope, '  ')).join('')}}`,
  );
}

function base(
  spelling: Spelling,
  fields: readonly FieldMeaning[],
  scope: Scope,
  part: (of: readonly FieldMeaning[]) => string,
): string {
  const { writer } = spelling;
  if (!writer.random.chance(0.4)) return part(fields);
  writer.met('generic base');
  return spellGeneric(spelling, fields, scope);
}

/** An object type with one field's type as its argument. */
function spellGeneric(spelling: Spelling, fields: readonly FieldMeaning[], scope: Scope): string {
  const { writer } = spelling;
  const { random } = writer;
  writer.met('generic interface');
  const given = random.pick(fields);
  // The field's tags stand in the generic type or on the argument.
  const inGeneric = random.chance(0.5);
  const { text, tags } = inGeneric ? spelling.spell(given.meaning, scope) : spelling.inline(given.meaning, scope);
  if (tags.length > 0) writer.met('tag on a field of a type parameter');
  const body = () =>
    fields
      .map((field) =>
        field === given
          ? `${tagLines(writer, tags, '  ')}  ${fieldHead(writer, field)}: Given;\n`
          : fieldText(spelling, field, scope, '  '),
      )
      .join('');
  if (fields.length === 1 && tags.length === 0) {
    writer.met('generic interface for all');
    const key = `box of ${given.name}${given.optional ? '?' : ''}`;
    return `${writer.shared(key, (name) => `interface ${name}<Given> {\n${body()}}`)}<${text}>`;
  }
  const byDefault = random.chance(0.3);
  if (byDefault) writer.met('default type argument');
  const parameter = byDefault ? `<Given = ${text}>` : '<Given>';
  const name = writer.declare((declared) =>
    random.chance(0.5)
      ? `interface ${declared}${parameter} {\n${body()}}`
      : `type ${declared}${parameter} = {\n${body()}};`,
  );
  return byDefault ? name : `${name}<${text}>`;
}

/** A field with its comment, on lines of its own. */
export function fieldText(spelling: Spelling, field: FieldMeaning, scope: Scope, indent: string): string {
  const { writer } = spelling;
  const { text, tags } = spelling.spell(field.meaning, scope);
  return `${tagLines(writer, tags, indent)}${indent}${fieldHead(writer, field)}: ${text};\n`;
}

/** A field up to its colon. */
export function fieldHead(writer: Writer, field: FieldMeaning): string {
  const isReadonly = writer.random.chance(0.15);
  if (isReadonly) writer.met('readonly field');
  if (field.optional) writer.met('optional field');
  return `${isReadonly ? 'readonly ' : ''}${nameText(writer, field)}${field.optional ? '?' : ''}`;
}

function nameText(writer: Writer, { name }: FieldMeaning): string {
  if (name !== 'quoted') return name;
  writer.met('quoted field');
  return `'${name}'`;
}
