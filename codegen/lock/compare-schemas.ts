// Compares two forms of a type: what differs, and the newer form in the order of the older one's bytes. Judges no version.
import type {
  ArraySchema,
  ObjectSchema,
  RecordSchema,
  Schema,
  SchemaTable,
  TupleSchema,
} from '../../src/schema/schema.js';
import { nameOf, resolve } from '../../src/schema/union.js';
import { compareConstraints, type PlainSchema } from './constraints.js';
import type { Difference, DifferenceKind, Form, OldNames } from './difference.js';
import { GrownTypes } from './grown-types.js';
import { wordsOf } from './type-words.js';
import { formOf, type Leaf, Leaves, type Resolved } from './union-leaves.js';

/** Two forms side by side. */
export interface Comparison {
  /** In the order of the old form. Inside a named type, each is told once, by the first way to it. */
  readonly differences: readonly Difference[];
  /** The new form, with what it shares with the old one in the old one's place, at every depth; what is new comes after. */
  readonly grown: Form;
}

const NO_OLD_NAMES: OldNames = () => null;

/**
 * Compares two forms. If every difference is compatible, each value of the old form is one of the new, and its bytes, written in
 * the order of `old`, are read as the same value in the order of `grown`. Recursive types may be given.
 */
export function compareSchemas(old: Form, next: Form, oldNames: OldNames = NO_OLD_NAMES): Comparison {
  const comparing = new Comparing(old.types, next.types, oldNames);
  const schema = comparing.compare(old.schema, next.schema, '');
  return { differences: comparing.differences, grown: comparing.types.close(schema) };
}

/** The old and new form of one part, and the way to it. */
interface Pair<O, N> {
  readonly old: O;
  readonly next: N;
  readonly path: string;
}

class Comparing {
  readonly differences: Difference[] = [];
  readonly types: GrownTypes;
  readonly #old: SchemaTable;
  readonly #next: SchemaTable;
  readonly #oldNames: OldNames;

  constructor(old: SchemaTable, next: SchemaTable, oldNames: OldNames) {
    this.types = new GrownTypes(old, next);
    this.#old = old;
    this.#next = next;
    this.#oldNames = oldNames;
  }

  /** The new part in the old one's order. */
  compare(old: Schema, next: Schema, path: string): Schema {
    // Every endless way leads through a name of the new form.
    if (!('$ref' in next)) return this.#compareForms({ old, next, path }, next);
    const target = resolve(this.#next, next);
    return this.types.grow(old, nameOf(next.$ref), () => this.#compareForms({ old, next, path }, target));
  }

  /** `next` is what `pair.next` refers to: differences are reported at the reference. */
  #compareForms(pair: Pair<Schema, Schema>, next: Resolved): Schema {
    const old = resolve(this.#old, pair.old);
    if (isUnion(old, next) || isUnion(next, old)) return this.#compareUnions(pair);
    if ('enum' in old || 'enum' in next || 'anyOf' in old || 'anyOf' in next) this.#report('retyped', pair);
    else if (this.#compareKinds(pair, old, next)) return this.#compareParts({ old, next, path: pair.path }, pair.next);
    return next;
  }

  /** Whether two forms are of one kind. */
  #compareKinds(pair: Pair<Schema, Schema>, old: PlainSchema, next: PlainSchema): boolean {
    const [before, after] = [formOf(old), formOf(next)];
    if (before === 'integer' && after === 'number') this.#report('widened', pair);
    else if (before !== after) {
      this.#report(before === 'number' && after === 'integer' ? 'narrowed' : 'retyped', pair);
      return false;
    }
    const constraints = compareConstraints(old, next);
    // A number holds more than the integers that it was: of its constraints, only what some integer breaks counts.
    if (constraints === 'tightened' || (before === after && constraints === 'loosened'))
      this.#report(constraints, pair);
    return before === after;
  }

  /** What is inside of two forms of one kind. */
  #compareParts({ old, next, path }: Pair<PlainSchema, PlainSchema>, at: Schema): Schema {
    if ('properties' in old && 'properties' in next) return this.#compareObjects({ old, next, path });
    if ('prefixItems' in old && 'prefixItems' in next) return this.#compareTuples({ old, next, path }, at);
    if (isList(old) && isList(next)) return { ...next, items: this.compare(old.items, next.items, `${path}[]`) };
    if (isRecord(old) && isRecord(next)) {
      const inner = this.compare(old.additionalProperties, next.additionalProperties, `${path}[string]`);
      return { ...next, additionalProperties: inner };
    }
    return next;
  }

  #compareObjects({ old, next, path }: Pair<ObjectSchema, ObjectSchema>): Schema {
    const properties = new Map<string, Schema>();
    const names = new Map(Object.keys(next.properties).map((name) => [this.#oldName(old, next, name), name]));
    for (const [before, field] of Object.entries(old.properties)) {
      const name = names.get(before);
      const own = name === undefined ? undefined : next.properties[name];
      if (name === undefined || own === undefined) {
        this.differences.push({ kind: 'removed', path: join(path, before), old: wordsOf(field), new: null, at: next });
        continue;
      }
      const at = join(path, name);
      if (name !== before) this.differences.push({ kind: 'renamed', path: at, old: before, new: name, at: own });
      this.#compareNeed(old.required.includes(before), next.required.includes(name), {
        old: field,
        next: own,
        path: at,
      });
      properties.set(name, this.compare(field, own, at));
    }
    for (const [name, field] of Object.entries(next.properties)) {
      if (properties.has(name)) continue;
      const kind = next.required.includes(name) ? 'required' : 'added';
      this.differences.push({ kind, path: join(path, name), old: null, new: wordsOf(field), at: field });
      properties.set(name, field);
    }
    return {
      ...next,
      properties: Object.fromEntries(properties),
      required: [...properties.keys()].filter((name) => next.required.includes(name)),
    };
  }

  /** What a field of the new object was called in the old one: its own name if the old one has it, or nothing. */
  #oldName(old: ObjectSchema, next: ObjectSchema, name: string): string {
    if (Object.hasOwn(old.properties, name)) return name;
    const before = this.#oldNames(next, name, old);
    const isFree = before !== null && Object.hasOwn(old.properties, before) && !Object.hasOwn(next.properties, before);
    return isFree ? before : name;
  }

  #compareNeed(was: boolean, is: boolean, pair: Pair<Schema, Schema>): void {
    if (was !== is) this.#report(is ? 'required' : 'optional', pair);
  }

  #compareTuples({ old, next, path }: Pair<TupleSchema, TupleSchema>, at: Schema): Schema {
    const items = next.prefixItems.map((item, index) => {
      const before = old.prefixItems[index];
      const here = `${path}[${index}]`;
      if (before === undefined) {
        const kind = index < next.minItems ? 'required' : 'added';
        this.differences.push({ kind, path: here, old: null, new: wordsOf(item), at: item });
        return item;
      }
      this.#compareNeed(index < old.minItems, index < next.minItems, { old: before, next: item, path: here });
      return this.compare(before, item, here);
    });
    if (old.prefixItems.length > next.prefixItems.length)
      this.differences.push({ kind: 'narrowed', path, old: wordsOf(old), new: wordsOf(next), at });
    return { ...next, prefixItems: items };
  }

  /**
   * Members of unions inside a union count as its own: so bytes see them. A value is stored with its member's place among all, or as
   * the first member of its kind: members that were there keep their places, also where an inner union has grown.
   */
  #compareUnions(pair: Pair<Schema, Schema>): Schema {
    const before = new Leaves(this.#old, pair.old);
    const after = new Leaves(this.#next, pair.next);
    let lost = false;
    const keep = (member: Leaf): Schema | null => {
      if ('literals' in member) {
        const values = member.literals.filter((value) => after.takeLiteral(value));
        if (values.length < member.literals.length) lost = true;
        return values.length === 0 ? null : { enum: values };
      }
      const isNull = formOf(resolve(this.#old, member.schema)) === 'null';
      if (isNull && after.takeLiteral(null)) return { type: 'null' };
      const taken = after.take(this.#old, member.schema);
      if (taken === null) lost = true;
      return taken === null ? null : this.compare(member.schema, taken, pair.path);
    };
    const members = before.all.map(keep).filter((member) => member !== null);
    const added = after.left;
    if (lost) this.#report(members.length === 0 ? 'retyped' : 'narrowed', pair);
    if (added.length > 0 && members.length > 0) this.#report('widened', pair);
    const all = withLiterals([...members, ...added.filter((member) => !('enum' in member))], added);
    return all.length > 1 ? { anyOf: all } : (all[0] ?? pair.next);
  }

  #report(kind: DifferenceKind, { old, next, path }: Pair<Schema, Schema>): void {
    this.differences.push({
      kind,
      path,
      old: this.#words(this.#old, old, next),
      new: this.#words(this.#next, next, old),
      at: next,
    });
  }

  /** A name says nothing where the other form has the same one. */
  #words(types: SchemaTable, schema: Schema, other: Schema): string {
    const isSame = '$ref' in schema && '$ref' in other && schema.$ref === other.$ref;
    return wordsOf(isSame ? resolve(types, schema) : schema);
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Whether a form is compared as a union with another. `null` is a type of its own, and a literal among others. */
function isUnion(form: Resolved, other: Resolved): boolean {
  return 'anyOf' in form || ('enum' in form && ('enum' in other || formOf(other) === 'null'));
}

function isList(schema: PlainSchema): schema is ArraySchema {
  return 'items' in schema && !('prefixItems' in schema);
}

function isRecord(schema: PlainSchema): schema is RecordSchema {
  return 'additionalProperties' in schema && !('properties' in schema);
}

/** New literals go to the end of the first enum, or make one after all members. */
function withLiterals(members: readonly Schema[], added: readonly Schema[]): readonly Schema[] {
  const literals = added.find((member) => 'enum' in member);
  if (literals === undefined || !('enum' in literals)) return members;
  const at = members.findIndex((member) => 'enum' in member);
  const present = members[at];
  if (present === undefined || !('enum' in present)) return [...members, literals];
  return members.with(at, { enum: [...present.enum, ...literals.enum] });
}
