// How names of the domain become names of files, exports and methods. One rule each, no state.

// Words that cannot name a constant in a module.
const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** `PlaceOrder` → `placeOrder`: the name of a method or property. */
export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `OrderLine` → `order-line`: the name of a file. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The export of an aggregate's setup: `Order` → `order`; `Return` → `returnAggregate`, since `return` cannot name a constant. */
export function setupName(aggregate: string): string {
  const name = camelCase(aggregate);
  return RESERVED.has(name) ? `${name}Aggregate` : name;
}

/** The generated file of an aggregate's setup. */
export function setupFile(aggregate: string): string {
  return `${kebabCase(aggregate)}.aggregate.ts`;
}
