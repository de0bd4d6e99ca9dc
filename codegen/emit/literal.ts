// Plain data as TypeScript source, broken over lines where it would be too wide. Knows nothing of what the data means.

/** Lines of generated code are no wider than this where they can be broken. */
export const WIDTH = 120;

/** What a literal can hold: plain data, all the way down. */
export type Literal = string | number | boolean | null | object;

/**
 * Source of a value. `indent` is the depth at which its first line stands, `taken` the characters already on that line.
 * Properties that are `undefined` are left out.
 */
export function literal(value: Literal, indent = 0, taken = indent): string {
  const inline = oneLine(value);
  if (taken + inline.length < WIDTH || typeof value !== 'object' || value === null) return inline;
  const inner = ' '.repeat(indent + 2);
  const items = Array.isArray(value)
    ? value.map((item: Literal) => `${inner}${literal(item, indent + 2)},\n`)
    : entriesOf(value).map(([key, item]) => {
        const name = `${propertyName(key)}: `;
        return `${inner}${name}${literal(item, indent + 2, indent + 2 + name.length)},\n`;
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${items.join('')}${' '.repeat(indent)}${close}`;
}

/** A string in single quotes, escaped. */
export function quoted(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** A property name, quoted only where it must be. `__proto__` is computed: as a plain name it would set the prototype. */
export function propertyName(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

function oneLine(value: Literal): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const entries = entriesOf(value);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${propertyName(key)}: ${oneLine(item)}`).join(', ')} }`;
}

function entriesOf(value: object): [string, Literal][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
