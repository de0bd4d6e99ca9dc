// Writes and reads events by their descriptor alone: for tools that have nothing but the log, and to find where reading stopped.
import type { Schema, SchemaTable } from '../schema/schema.js';
import type { EventDescriptor } from './descriptor.js';
import type { EventCodec } from './event-codec.js';
import type { Reader } from './reader.js';
import {
  holdsItself,
  memberFor,
  type ObjectShape,
  objectShape,
  type Shape,
  shapeOf,
  type UnionShape,
} from './shape.js';
import type { Writer } from './writer.js';

/**
 * The codec of a descriptor. Writes the same bytes and reads the same values as the generated one, several times slower. Throws a
 * `TypeError` for a descriptor that no declaration makes.
 */
export function schemaCodec(descriptor: EventDescriptor): EventCodec {
  const { number, version, schema, types } = descriptor;
  const event = objectForm(new Forms(types), objectShape(types, schema));
  return {
    descriptor,
    write(to, data) {
      trail.length = 0;
      const fields = event.count(data as Fields);
      to.event(number, version, fields);
      event.writeFields(to, data as Fields, fields);
    },
    read(from, fields) {
      trail.length = 0;
      return event.readFields(from, fields);
    },
  };
}

/** Where in its event the last `schemaCodec` stopped that threw, as a JSON pointer. */
export function lastPlace(): string {
  return trail.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The way to the value that is being written or read. Grows and shrinks with it; what is thrown leaves it as it was. */
const trail: (string | number)[] = [];

type Fields = Readonly<Record<string, unknown>>;

/** How values of one shape are written and read. */
interface Form {
  write(to: Writer, value: unknown): void;
  read(from: Reader): unknown;
}

/** How objects are, apart from the head of their fields. */
interface ObjectForm extends Form {
  /** How many fields are written. */
  count(value: Fields): number;
  writeFields(to: Writer, value: Fields, fields: number): void;
  readFields(from: Reader, fields: number): Fields;
}

/** The forms of a schema table's types, each made when it is first needed: they may hold themselves. */
class Forms {
  readonly #types: SchemaTable;
  readonly #named = new Map<string, Form>();

  constructor(types: SchemaTable) {
    this.#types = types;
  }

  of(shape: Shape): Form {
    switch (shape.kind) {
      case 'oneOf':
        return {
          write: (to, value) => to.oneOf(shape.values, value),
          read: (from) => from.oneOf(shape.values),
        };
      case 'list':
        return listForm(this.of(shape.items));
      case 'tuple':
        return tupleForm(
          shape.items.map((item) => this.of(item)),
          shape.least,
        );
      case 'record':
        return recordForm(this.of(shape.values));
      case 'object':
        return objectForm(this, shape);
      case 'union':
        return unionForm(this, shape);
      case 'reference':
        return this.#reference(shape.name);
      default: {
        const { kind } = shape;
        return { write: (to, value) => to[kind](value as never), read: (from) => from[kind]() };
      }
    }
  }

  #reference(name: string): Form {
    const nests = holdsItself(this.#types, name);
    const form = (): Form => {
      const known = this.#named.get(name) ?? this.of(shapeOf(this.#types, this.#types[name] as Schema));
      this.#named.set(name, known);
      return known;
    };
    if (!nests) return form();
    return {
      write(to, value) {
        to.enter();
        form().write(to, value);
        to.leave();
      },
      read(from) {
        from.enter();
        const value = form().read(from);
        from.leave();
        return value;
      },
    };
  }
}

/** A field of an object. */
interface Part {
  readonly name: string;
  readonly optional: boolean;
  readonly form: Form;
}

function objectForm(forms: Forms, { fields, least }: ObjectShape): ObjectForm {
  const parts = fields.map(({ name, shape, optional }): Part => ({ name, optional, form: forms.of(shape) }));
  const form: ObjectForm = {
    count(value) {
      let count = parts.length;
      while (count > least && !has(value, parts[count - 1]?.name)) count--;
      return count;
    },
    writeFields(to, value, count) {
      for (let index = 0; index < count; index++) {
        const { name, optional, form } = parts[index] as Part;
        if (optional && !has(value, name)) to.absent();
        else {
          trail.push(name);
          form.write(to, value[name]);
          trail.pop();
        }
      }
    },
    readFields(from, count) {
      from.needs(least, count);
      const value: Record<string, unknown> = {};
      for (let index = 0; index < count && index < parts.length; index++) {
        const { name, optional, form } = parts[index] as Part;
        if (optional && from.skipAbsent()) continue;
        trail.push(name);
        value[name] = form.read(from);
        trail.pop();
      }
      from.skip(count - parts.length);
      return value;
    },
    write(to, value) {
      const count = form.count(value as Fields);
      to.array(count);
      form.writeFields(to, value as Fields, count);
    },
    read: (from) => form.readFields(from, from.array()),
  };
  return form;
}

function listForm(form: Form): Form {
  // Made once: what is called for each item must not be made for each list.
  const writeItem = (to: Writer, item: unknown): void => {
    form.write(to, item);
    nextItem();
  };
  const readItem = (from: Reader): unknown => {
    const item = form.read(from);
    nextItem();
    return item;
  };
  return {
    write(to, value) {
      trail.push(0);
      to.list(value as readonly unknown[], writeItem);
      trail.pop();
    },
    read(from) {
      trail.push(0);
      const items = from.list(readItem);
      trail.pop();
      return items;
    },
  };
}

/** Moves on to the next item of the list that is being written or read. */
function nextItem(): void {
  const last = trail.length - 1;
  trail[last] = (trail[last] as number) + 1;
}

function tupleForm(forms: readonly Form[], least: number): Form {
  return {
    write(to, value) {
      const items = value as readonly unknown[];
      to.tuple(items, least, forms.length);
      trail.push(0);
      for (const [index, item] of items.entries()) {
        forms[index]?.write(to, item);
        nextItem();
      }
      trail.pop();
    },
    read(from) {
      const length = from.fields(least);
      trail.push(0);
      const items = forms.slice(0, length).map((form) => {
        const item = form.read(from);
        nextItem();
        return item;
      });
      trail.pop();
      from.skip(length - items.length);
      return items;
    },
  };
}

function recordForm(form: Form): Form {
  const writeValue = (to: Writer, value: unknown): void => form.write(to, value);
  const readValue = (from: Reader): unknown => form.read(from);
  return {
    write: (to, value) => to.record(value as Fields, writeValue),
    read: (from) => from.record(readValue),
  };
}

function unionForm(forms: Forms, union: UnionShape): Form {
  const members = union.members.map(({ shape, isPlain }) => ({ isPlain, form: forms.of(shape) }));
  return {
    write(to, value) {
      const place = memberFor(union, value);
      const member = members[place];
      if (member === undefined) throw to.refusal('a value of none of the types that are declared');
      if (!member.isPlain) to.member(place);
      member.form.write(to, value);
    },
    read: (from) => members[from.member(union.plain, members.length)]?.form.read(from),
  };
}

function has(value: Fields, name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(value, name) && value[name] !== undefined;
}
