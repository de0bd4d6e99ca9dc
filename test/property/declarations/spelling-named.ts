// Writes types with a name that other places refer to: shared ones, recursive ones, recursive generics.
import type { FieldMeaning, Holder, Meaning, ObjectMeaning } from './meaning.js';
import { fieldHead, fieldText } from './spelling-objects.js';
import { tagLines } from './tags.js';
import { holdsItself, plainly, type Scope, type Spelling, type Written } from './written.js';

/** Writes a type by its name; declares it where it is met first. */
export function spellNamed(spelling: Spelling, holder: Holder): Written {
  const { writer } = spelling;
  const name = writer.names.get(holder);
  if (name === undefined) declareNamed(spelling, holder);
  else if (!holder.recursive) writer.met('shared type');
  return plainly(writer.names.get(holder) ?? '', { settles: true });
}

function declareNamed(spelling: Spelling, holder: Holder): void {
  const { writer } = spelling;
  const { meaning, recursive } = holder;
  if (recursive && meaning.kind === 'object') {
    if (useTwin(spelling, holder, meaning) || declareGeneric(spelling, holder, meaning)) return;
  }
  writer.declare((name) => {
    // Known from here on: what is within it may refer to it.
    writer.names.set(holder, name);
    if (meaning.kind !== 'object') {
      if (recursive) writer.met(meaning.kind === 'choice' ? 'recursive union' : 'recursive alias');
      const scope = { recursive: recursive || holdsItself(meaning), bare: recursive };
      const { text, tags } = spelling.spell(meaning, scope);
      return `${tagLines(writer, tags, '')}type ${name} = ${text};`;
    }
    if (recursive) writer.met('recursive interface');
    const scope = { recursive: recursive || holdsItself(meaning), bare: false };
    const body = `{\n${meaning.fields.map((field) => fieldText(spelling, field, scope, '  ')).join('')}}`;
    return writer.random.chance(0.5) ? `interface ${name} ${body}` : `type ${name} = ${body};`;
  });
}

const TOP: Scope = { recursive: true, bare: true };

/** Declares a recursive generic with one field's type, by its name, as argument; `false` where that cannot be. */
function declareGeneric(spelling: Spelling, holder: Holder, { fields }: ObjectMeaning): boolean {
  const { writer } = spelling;
  const free = fields.filter(({ meaning }) => !holdsItself(meaning));
  const given = free.find(({ name }) => name === 'value') ?? free[0];
  const isSimple = fields.every(({ meaning }) => !holdsItself(meaning) || selfText(meaning, holder, '') !== null);
  if (given === undefined || !isSimple || writer.random.chance(0.2)) return false;
  const argument = argumentOf(spelling, given);
  writer.met('recursive generic');
  writer.withoutNamespaces();
  const name = writer.declare((declared) => {
    const own = (field: FieldMeaning): string => {
      const text = field === given ? 'Value' : selfText(field.meaning, holder, `${declared}<Value>`);
      return text === null
        ? fieldText(spelling, field, { recursive: true, bare: false }, '  ')
        : `  ${fieldHead(writer, field)}: ${text};\n`;
    };
    return `interface ${declared}<Value> {\n${fields.map(own).join('')}}`;
  });
  writer.names.set(holder, `${name}<${argument}>`);
  if (given.name === 'value') writer.generics.set(holder, name);
  return true;
}

/** Writes a type as another use of the generic that its twin is. */
function useTwin(spelling: Spelling, holder: Holder, { fields }: ObjectMeaning): boolean {
  const { writer } = spelling;
  const generic = holder.twin === undefined ? undefined : writer.generics.get(holder.twin);
  const given = fields.find(({ name }) => name === 'value');
  if (generic === undefined || given === undefined) return false;
  writer.met('recursive generic used twice');
  writer.names.set(holder, `${generic}<${argumentOf(spelling, given)}>`);
  return true;
}

/** The type of a field, by a name: codegen makes the name of a recursive type of it. */
function argumentOf(spelling: Spelling, { meaning }: FieldMeaning): string {
  const { text } = spelling.inline(meaning, TOP);
  return /^[A-Za-z]\w*$/.test(text) ? text : spelling.writer.declare((name) => `type ${name} = ${text};`);
}

/** A type that is nothing but the holder, an array of it, or it or null; `null` for any other. */
function selfText(meaning: Meaning, holder: Holder, self: string): string | null {
  switch (meaning.kind) {
    case 'named':
      return meaning.holder === holder ? self : null;
    case 'null':
      return 'null';
    case 'array': {
      const item = meaning.constraints.length > 0 ? null : selfText(meaning.item, holder, self);
      return item === null || meaning.item.kind !== 'named' ? null : `${item}[]`;
    }
    case 'union': {
      const members = meaning.members.map((member) => selfText(member, holder, self));
      return members.includes(null) ? null : members.join(' | ');
    }
    default:
      return null;
  }
}
