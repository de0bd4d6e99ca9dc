// The statements of generated codecs: how one type's values are written and read. Decides on no bytes: shapes do.
import type { ObjectShape, Shape, UnionShape } from '../../src/codec/shape.js';
import { conditionOf } from './codec-conditions.js';
import { access, type CodecType, type CodecTypes, longer, nullableOf } from './codec-types.js';
import { literal, propertyName, quoted } from './literal.js';

type Tuple = Shape & { readonly kind: 'tuple' };
type Field = ObjectShape['fields'][number];

/** The parts of one type's declaration and functions, as lines of text. In them, `to` is a writer, `from` a reader. */
export class CodecBodies {
  readonly #all: CodecTypes;
  readonly #type: CodecType;

  constructor(all: CodecTypes, type: CodecType) {
    this.#all = all;
    this.#type = type;
  }

  /** The type, where it is no object. */
  typeText(): string {
    const { shape, name } = this.#type;
    if (shape.kind === 'union' && nullableOf(shape) === null) {
      return shape.members.map((member, place) => this.#textOf(member.shape, memberName(name, place))).join(' | ');
    }
    if (shape.kind !== 'tuple') return this.#textOf(shape, name);
    const items = shape.items.map((item, index) => {
      const text = this.#textOf(item, itemName(name, index));
      return index < shape.least ? text : `(${text})?`;
    });
    return `[${items.join(', ')}]`;
  }

  /** The fields, where it is an object. */
  fieldTypes({ fields }: ObjectShape): readonly string[] {
    return fields.map(({ name, shape, optional }) => {
      return `${propertyName(name)}${optional ? '?' : ''}: ${this.#textOf(shape, this.#nameOf(name))};`;
    });
  }

  /** Writes `value`. */
  writing(): readonly string[] {
    const { shape, name } = this.#type;
    if (shape.kind === 'object') return this.writingObject(shape, (fields) => `to.array(${fields});`);
    if (shape.kind === 'tuple') return this.#writingTuple(shape);
    if (shape.kind === 'union' && nullableOf(shape) === null) return this.#writingUnion(shape);
    return [`${this.#write(shape, 'value', name)};`];
  }

  /** Reads a value and returns it; `last` is done before. */
  reading(last: readonly string[] = []): readonly string[] {
    const { shape, name } = this.#type;
    if (shape.kind === 'object')
      return this.readingObject(shape, [`const fields = from.fields(${shape.least});`], last);
    if (shape.kind === 'tuple') return this.#readingTuple(shape, last);
    if (shape.kind === 'union' && nullableOf(shape) === null) return this.#readingUnion(shape, last);
    return returning(this.#read(shape, name), last);
  }

  /** Writes the fields of `value` behind their head. */
  writingObject({ fields, least }: ObjectShape, head: (fields: string) => string): readonly string[] {
    const growing = fields.slice(least);
    const count = growing.reduceRight(
      (otherwise, field, index) => `${otherwise}${isThere(field)} ? ${least + index + 1} : `,
      '',
    );
    const lines = growing.length === 0 ? [head(String(least))] : [`const fields = ${count}${least};`, head('fields')];
    for (const [index, field] of fields.entries()) {
      const { name, shape, optional } = field;
      const value = `value${access(name)}`;
      const write = `${this.#write(shape, value, this.#nameOf(name))};`;
      if (!optional) lines.push(write);
      else {
        lines.push(`if (${isThere(field)}) ${write}`);
        if (index < least) lines.push('else to.absent();');
        else if (index < fields.length - 1) lines.push(`else if (fields > ${index + 1}) to.absent();`);
      }
    }
    return lines;
  }

  /** Reads an object whose head has been read: `head` ends with knowing how many `fields` there are. */
  readingObject(
    { fields, least }: ObjectShape,
    head: readonly string[],
    last: readonly string[] = [],
  ): readonly string[] {
    const { name } = this.#type;
    const first = fields.findIndex(({ optional }) => optional);
    const sure = first < 0 ? fields : fields.slice(0, first);
    const rest = fields.slice(sure.length);
    // To TypeScript, every object has a `toString` of another type.
    const isWhole = rest.every(({ optional, name }) => optional && !(name in Object.prototype));
    const read = (field: Field) => this.#read(field.shape, this.#nameOf(field.name));
    const lines = [...head];
    if (sure.length === 0) lines.push(isWhole ? `const value: ${name} = {};` : `const value = {} as ${name};`);
    else {
      lines.push(isWhole ? `const value: ${name} = {` : 'const value = {');
      lines.push(...sure.map((field) => `  ${propertyName(field.name)}: ${read(field)},`));
      lines.push(isWhole ? '};' : `} as ${name};`);
    }
    for (const [index, field] of rest.entries()) {
      const place = sure.length + index;
      const guard = place < least ? '!from.skipAbsent()' : `fields > ${place} && !from.skipAbsent()`;
      const assign = `value${access(field.name)} = ${read(field)};`;
      lines.push(field.optional ? `if (${guard}) ${assign}` : assign);
    }
    lines.push(skipping('fields', fields.length));
    return [...lines, ...last, 'return value;'];
  }

  #writingTuple({ items, least }: Tuple): readonly string[] {
    const { name } = this.#type;
    return [
      `to.tuple(value, ${least}, ${items.length});`,
      ...items.map((item, index) => {
        const write = `${this.#write(item, `value[${index}]`, itemName(name, index))};`;
        return index < least ? write : `if (value[${index}] !== undefined) ${write}`;
      }),
    ];
  }

  #readingTuple({ items, least }: Tuple, last: readonly string[]): readonly string[] {
    const { name } = this.#type;
    const read = items.map((item, index) => this.#read(item, itemName(name, index)));
    return [
      `const items = from.fields(${least});`,
      `const value: ${name} = [${read.slice(0, least).join(', ')}];`,
      ...read.slice(least).map((item, index) => `if (items > ${least + index}) value[${least + index}] = ${item};`),
      skipping('items', items.length),
      ...last,
      'return value;',
    ];
  }

  #writingUnion(union: UnionShape): readonly string[] {
    const { name } = this.#type;
    const members = union.members.map((member, place) => ({ member, place, condition: conditionOf(union, member) }));
    const isObject = ({ member }: (typeof members)[number]) => member.kind === 'object' || member.kind === 'record';
    // Objects come last: only they may be asked for a tag.
    const ordered = [...members.filter((each) => !isObject(each)), ...members.filter(isObject)];
    const lines = ordered.map(({ member, place, condition }, index) => {
      const value =
        member.kind === 'tuple' ? `value as ${this.#textOf(member.shape, memberName(name, place))}` : 'value';
      const write = `${this.#write(member.shape, value, memberName(name, place))};`;
      const marked = member.isPlain ? write : `{ to.member(${place}); ${write} }`;
      const start = index === 0 ? '' : 'else ';
      return condition === null ? `${start}${marked}` : `${start}if (${condition}) ${marked}`;
    });
    const isAll = ordered.at(-1)?.condition === null;
    return isAll ? lines : [...lines, `else throw to.refusal('a value of none of the types that are declared');`];
  }

  #readingUnion(union: UnionShape, last: readonly string[]): readonly string[] {
    const { name } = this.#type;
    const members = this.#all.constant(`${name}Members`, literal(union.plain));
    const reads = union.members.map(({ shape }, place) => this.#read(shape, memberName(name, place)));
    const final = reads.length - 1;
    const labels = reads.map((_, place) => (place === final ? 'default:' : `case ${place}:`));
    const choice = `switch (from.member(${members}, ${reads.length})) {`;
    if (last.length === 0) return [choice, ...reads.map((read, place) => `  ${labels[place]} return ${read};`), '}'];
    const cases = reads.map((read, place) => `  ${labels[place]} value = ${read};${place === final ? '' : ' break;'}`);
    return [`let value: ${name};`, choice, ...cases, '}', ...last, 'return value;'];
  }

  /** An expression that writes the value of an expression. */
  #write(shape: Shape, value: string, name: string): string {
    switch (shape.kind) {
      case 'oneOf':
        return `to.oneOf(${this.#literals(shape.values, name)}, ${value})`;
      case 'list':
        return `to.list(${value}, write${this.#element(shape.items, `${name}Item`)})`;
      case 'record':
        return `to.record(${value}, write${this.#element(shape.values, `${name}Value`)})`;
      case 'union': {
        const other = nullableOf(shape);
        if (other !== null) return `${value} === null ? to.null(null) : ${this.#write(other, value, name)}`;
        return `write${this.#named(shape, name)}(to, ${value})`;
      }
      case 'object':
      case 'tuple':
      case 'reference':
        return `write${this.#named(shape, name)}(to, ${value})`;
      default:
        return `to.${shape.kind}(${value})`;
    }
  }

  /** An expression that reads a value. */
  #read(shape: Shape, name: string): string {
    switch (shape.kind) {
      case 'oneOf':
        return `from.oneOf(${this.#literals(shape.values, name)})`;
      case 'list':
        return `from.list(read${this.#element(shape.items, `${name}Item`)})`;
      case 'record':
        return `from.record(read${this.#element(shape.values, `${name}Value`)})`;
      case 'union': {
        const other = nullableOf(shape);
        return other === null
          ? `read${this.#named(shape, name)}(from)`
          : `from.skipNull() ? null : ${this.#read(other, name)}`;
      }
      case 'object':
      case 'tuple':
      case 'reference':
        return `read${this.#named(shape, name)}(from)`;
      default:
        return `from.${shape.kind}()`;
    }
  }

  /** The name of the functions for the values of a list or record. */
  #element(shape: Shape, name: string): string {
    return this.#all.element(shape, this.#type.types, name).name;
  }

  #named(shape: Shape, name: string): string {
    return this.#all.named(shape, this.#type.types, name).name;
  }

  #textOf(shape: Shape, name: string): string {
    return this.#all.textOf(shape, this.#type.types, name);
  }

  #literals(values: readonly unknown[], name: string): string {
    return this.#all.constant(name, `${literal(values)} as const`);
  }

  /** What a field's type is called where nothing else names it. */
  #nameOf(field: string): string {
    return longer(this.#type.name, field);
  }
}

function isThere({ name }: Field): string {
  const isThere = `value${access(name)} !== undefined`;
  // Everything has a `toString`; only its own is a field.
  return name in Object.prototype ? `${isThere} && Object.hasOwn(value, ${quoted(name)})` : isThere;
}

/** Skips what stands behind the values that are known. */
function skipping(count: string, known: number): string {
  return known === 0 ? `from.skip(${count});` : `if (${count} > ${known}) from.skip(${count} - ${known});`;
}

function returning(expression: string, last: readonly string[]): readonly string[] {
  return last.length === 0 ? [`return ${expression};`] : [`const value = ${expression};`, ...last, 'return value;'];
}

function memberName(name: string, place: number): string {
  return `${name}Member${place + 1}`;
}

function itemName(name: string, index: number): string {
  return `${name}Item${index + 1}`;
}
