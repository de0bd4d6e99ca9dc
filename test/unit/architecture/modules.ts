// The modules of src/ and their order. Knows paths only, never what is in a file.

/** From low to high; a module imports its own rank and lower ones. */
const RANKS: readonly (readonly string[])[] = [
  ['kernel'],
  ['schema', 'codec', 'statechart'],
  ['log', 'table'],
  ['store'],
  ['aggregate', 'projection'],
  ['bus'],
  ['engine'],
  ['worker', 'http', 'testing', 'cli'],
];

/** Modules that share nothing but what lies below both. */
export const STRANGERS: readonly (readonly [string, string])[] = [['aggregate', 'projection']];

/** The words of a declaration: types only, so every module may import them as types. */
export const WORDS = 'src/domain.ts';

/** The module of a file in a folder of src/; `undefined` for files elsewhere, and those directly in src/. */
export function moduleOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** How high a module stands; `undefined` when it has no place in the order. */
export function rankOf(module: string): number | undefined {
  const rank = RANKS.findIndex((modules) => modules.includes(module));
  return rank === -1 ? undefined : rank;
}

// What codegen may know of the engine: the shapes that generated code fills, how a machine is marked and stepped, and how events are stored.
const DEFINING_MODULES = ['kernel', 'schema', 'codec', 'statechart'];

/** Samples of events are made for tests, and frozen by codegen. */
const SAMPLES = 'src/testing/corpus/samples-of.ts';

/** Whether a file of src/ only defines shapes, and so may be used while generating. */
export function isDefinition(path: string): boolean {
  const module = moduleOf(path);
  if (module === undefined) return path === WORDS;
  return DEFINING_MODULES.includes(module) || path === SAMPLES || /(^|[/-])definition\.ts$/.test(path);
}
