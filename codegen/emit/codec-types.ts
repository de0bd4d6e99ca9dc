// The types of stored events as `codecs.ts` declares them, each with its functions. Shapes that are the same share one.
import { holdsItself, type Shape, shapeOf } from '../../src/codec/shape.js';
import type { Schema, SchemaTable } from '../../src/schema/schema.js';
import { literal, propertyName } from './literal.js';
import { camelCase } from './names.js';

/** A shape under a name: what the functions `write…` and `read…` of that name are for. */
export interface CodecType {
  readonly name: string;
  readonly shape: Shape;
  /** The types that the shape refers to. */
  readonly types: SchemaTable;
  /** Whether its values may hold others of it. */
  readonly nests: boolean;
}

/** Names that TypeScript's library and the file itself need. */
const TAKEN = ['Array', 'Date', 'Object', 'Uint8Array', 'codecs'];

/** Hands out names and functions, each once. Types that are asked for come out of `rest`. */
export class CodecTypes {
  readonly #taken: Set<string>;
  readonly #byShape = new Map<string, CodecType>();
  readonly #constants = new Map<string, string>();
  readonly #printed = new Set<CodecType>();

  /** `reserved`: names that types of the file cannot have. */
  constructor(reserved: readonly string[]) {
    this.#taken = new Set([...TAKEN, ...reserved]);
  }

  /** All types that were asked for since the last call, and not given before. */
  *rest(): Generator<CodecType> {
    for (const type of this.#byShape.values()) {
      if (this.#printed.has(type)) continue;
      this.#printed.add(type);
      yield type;
    }
  }

  /** The type with a shape, if it has functions of its own. `name` is what it is called where nothing else names it. */
  named(shape: Shape, types: SchemaTable, name: string): CodecType {
    if (shape.kind !== 'reference') return this.#once(capital(name), shape, types, false);
    const target = shapeOf(types, types[shape.name] as Schema);
    return this.#once(shape.name, target, types, holdsItself(types, shape.name));
  }

  /** The type whose functions are for the values of a list or record: all but names and objects need some made for them. */
  element(shape: Shape, types: SchemaTable, name: string): CodecType {
    return this.named(shape, types, isScalar(shape) ? shape.kind : name);
  }

  #elementText(shape: Shape, types: SchemaTable, name: string): string {
    return isScalar(shape) ? this.textOf(shape, types, name) : this.element(shape, types, name).name;
  }

  /** Its type in TypeScript. */
  textOf(shape: Shape, types: SchemaTable, name: string): string {
    switch (shape.kind) {
      case 'text':
        return 'string';
      case 'integer':
        return 'number';
      case 'date':
        return 'Date';
      case 'bytes':
        return 'Uint8Array';
      case 'oneOf':
        return shape.values.map((value) => literal(value)).join(' | ');
      case 'list':
        return `${this.#elementText(shape.items, types, `${name}Item`)}[]`;
      case 'record':
        return `{ [key: string]: ${this.#elementText(shape.values, types, `${name}Value`)} }`;
      case 'union': {
        const other = nullableOf(shape);
        if (other !== null) return `${this.textOf(other, types, name)} | null`;
        return this.named(shape, types, name).name;
      }
      case 'object':
      case 'tuple':
      case 'reference':
        return this.named(shape, types, name).name;
      default:
        return shape.kind;
    }
  }

  /** The name of a constant whose value is this text. */
  constant(name: string, text: string): string {
    const known = this.#constants.get(text);
    if (known !== undefined) return known;
    const free = this.#free(camelCase(name));
    this.#constants.set(text, free);
    return free;
  }

  /** All constants: values, and the names that they have. */
  get constants(): ReadonlyMap<string, string> {
    return this.#constants;
  }

  /** All names that were given away. */
  get names(): readonly string[] {
    return [...this.#taken];
  }

  #once(name: string, shape: Shape, types: SchemaTable, nests: boolean): CodecType {
    const key = `${name} ${closureText(shape, types)}`;
    const known = this.#byShape.get(key);
    if (known !== undefined) return known;
    const type = { name: this.#free(name), shape, types, nests };
    this.#byShape.set(key, type);
    return type;
  }

  #free(name: string): string {
    let free = name;
    for (let next = 2; this.#taken.has(free); next++) free = `${name}${next}`;
    this.#taken.add(free);
    return free;
  }
}

function isScalar({ kind }: Shape): boolean {
  return !['oneOf', 'list', 'record', 'union', 'object', 'tuple', 'reference'].includes(kind);
}

/** What a union is besides null, where that is one type; `null` for any other shape. Such a union needs no function of its own. */
export function nullableOf(shape: Shape): Shape | null {
  if (shape.kind !== 'union' || shape.members.length !== 2) return null;
  const [other, ...more] = shape.members.filter(({ kind }) => kind !== 'null');
  if (other === undefined || more.length > 0) return null;
  return other.shape.kind === 'oneOf' && other.shape.values.includes(null) ? null : other.shape;
}

/** How a field of a value is reached. */
export function access(name: string): string {
  const property = propertyName(name);
  return property === name ? `.${name}` : `[${property}]`;
}

/** A name with more at its end, as type names are written: `OrderPlaced`, `ship-to` → `OrderPlacedShipTo`. */
export function longer(name: string, field: string): string {
  return `${name}${field
    .split(/[^\p{L}\p{N}]+/u)
    .map(capital)
    .join('')}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A shape and the shapes of all that it refers to, as text. */
function closureText(shape: Shape, types: SchemaTable): string {
  const reached = new Map<string, Shape>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { kind, name } = part as { readonly kind?: unknown; readonly name?: string };
    if (kind === 'reference' && name !== undefined && !reached.has(name)) {
      const target = shapeOf(types, types[name] as Schema);
      reached.set(name, target);
      visit(target);
    } else for (const inner of Object.values(part)) visit(inner);
  };
  visit(shape);
  return JSON.stringify([shape, [...reached].sort(([a], [b]) => (a < b ? -1 : 1))]);
}
