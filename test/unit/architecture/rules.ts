// The rules of the house that a look at all files together can check. Pure: paths and texts in, violations out.
import { posix } from 'node:path';
import { cyclesOf } from './cycles.js';
import { isDefinition, moduleOf, rankOf, STRANGERS, WORDS } from './modules.js';
import { type Import, readSourceFile, type SourceFile } from './source-file.js';

/** The longest file in src/ and codegen/. Past about half of it, ask whether it still holds one idea. */
const LONGEST = 300;

// Names that say nothing of what is inside. Helpers are also Statefold's own word, for what a user writes machines and
// folds with: `projection-helpers.ts` says what it holds, and `emit/helpers.ts` is named, as all emitters, after its output.
const EMPTY_NAME = /[/-](utils?|misc|common|shared|manager|impl)\.ts$|(?<!codegen\/emit)\/helpers?\.ts$/;

interface Edge extends Import {
  readonly from: SourceFile;
  /** The file it leads to; `undefined` for a package or a file that is none of ours. */
  readonly to: string | undefined;
}

/** What the rules look at: TypeScript files by their path from the repository's root. */
export interface Tree {
  readonly files: ReadonlyMap<string, string>;
  /** Source files behind the package's exports: the only ones in src/ that may export what others define. */
  readonly packageExports: readonly string[];
  /** Files that were thought over at the limit of length, and hold one idea all the same. */
  readonly longOnPurpose?: readonly string[];
}

/** All violations, as `path:line message`, sorted. An empty list is a sound architecture. */
export function violationsOf({ files, packageExports, longOnPurpose = [] }: Tree): string[] {
  const sources = [...files].map(([path, text]) => readSourceFile(path, text));
  const edges = sources.flatMap((from) => from.imports.map((found) => edgeOf(from, found, files)));
  return [
    ...edges.flatMap((edge) =>
      [...layering(edge), ...borders(edge, packageExports)].map((text) => at(edge.from, edge.line, text)),
    ),
    ...sources.flatMap((source) => shape(source, packageExports, longOnPurpose.includes(source.path))),
    ...cyclesOf(graphOf(edges, (path) => path)).map(
      (cycle) => `${cycle[0]}:1 is in a cycle of files: ${cycle.join(' → ')}.`,
    ),
    ...cyclesOf(graphOf(edges, moduleOf)).map(
      (cycle) => `src/${cycle[0]}:1 is in a cycle of modules: ${cycle.join(' → ')}.`,
    ),
  ].sort();
}

function at({ path }: SourceFile, line: number, text: string): string {
  return `${path}:${line} ${text}`;
}

function edgeOf(from: SourceFile, found: Import, files: ReadonlyMap<string, string>): Edge {
  const to = posix.join(posix.dirname(from.path), found.specifier).replace(/\.js$/, '.ts');
  return { ...found, from, to: found.specifier.startsWith('.') && files.has(to) ? to : undefined };
}

function graphOf(edges: readonly Edge[], nodeOf: (path: string) => string | undefined): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const [tail, head] = [nodeOf(from.path), to === undefined ? undefined : nodeOf(to)];
    if (tail === undefined || head === undefined || tail === head) continue;
    graph.set(tail, (graph.get(tail) ?? new Set()).add(head));
  }
  return graph;
}

// Lower never imports higher.
function layering({ from, to, typeOnly }: Edge): string[] {
  if (to === WORDS) return typeOnly ? [] : [`imports ${to} at run time. It holds types only: write "import type".`];
  const [user, used] = [moduleOf(from.path), to === undefined ? undefined : moduleOf(to)];
  if (user === undefined || used === undefined || user === used) return [];
  const [userRank, usedRank] = [rankOf(user), rankOf(used)];
  if (userRank === undefined) return [`is in ${user}, which has no place in the order of modules.`];
  if (usedRank === undefined) return [`imports ${used}, which has no place in the order of modules.`];
  if (usedRank > userRank)
    return [`imports ${to}: ${user} lies below ${used}. Pass it in, or move what both need down.`];
  const strangers = STRANGERS.some((pair) => pair.includes(user) && pair.includes(used));
  return strangers ? [`imports ${to}: ${user} and ${used} do not meet. Let the engine bring them together.`] : [];
}

// What each top-level folder may reach, beside itself.
function borders({ from, to, specifier }: Edge, packageExports: readonly string[]): string[] {
  const folder = from.path.split('/')[0] ?? '';
  const target = to?.split('/')[0];
  const ours = specifier === 'statefold' || specifier.startsWith('statefold/');
  const words = (allowed: readonly string[]) =>
    allowed.includes(specifier) || specifier.startsWith('.') ? [] : [specifier];
  switch (folder) {
    case 'src': {
      if (ours) return [`imports ${specifier}. Inside src, import the file by its path.`];
      if (to !== undefined && to !== WORDS && packageExports.includes(to)) {
        return [`imports ${to}, which is for users of the package. Import the file that defines it.`];
      }
      const allowed = moduleOf(from.path) === 'cli' ? ['src', 'codegen'] : ['src'];
      return target === undefined || allowed.includes(target) ? [] : [`imports ${to}. src knows no ${target}/.`];
    }
    case 'codegen':
      if (ours) return [`imports ${specifier}. Import the definition by its path.`];
      if (target === undefined || target === 'codegen' || (to !== undefined && isDefinition(to))) return [];
      return [`imports ${to}. Generating needs definitions only, never the running engine.`];
    case 'domain':
      if (to === 'generated/index.ts' || to === 'generated/app.ts')
        return [`imports ${to}, which imports it: a cycle.`];
      return [
        ...(target === undefined || target === 'domain' || target === 'generated'
          ? []
          : [`imports ${to} by its path.`]),
        ...words(['statefold/domain', 'xstate']).map(
          (name) => `imports ${name}. A domain is statefold/domain and xstate.`,
        ),
      ];
    case 'generated': {
      const forTests = /^generated\/(arbitraries|testing)\.ts$/.test(from.path);
      const allowed = [
        'statefold/contract',
        'statefold/domain',
        'xstate',
        ...(forTests ? ['statefold/testing', 'fast-check'] : []),
      ];
      return [
        ...(target === undefined || target === 'domain' || target === 'generated'
          ? []
          : [`imports ${to} by its path.`]),
        ...words(allowed).map(
          (name) => `imports ${name}. Generated code imports ${allowed.join(', ')} and the domain.`,
        ),
      ];
    }
    case 'docs':
      return target === 'src' || target === 'codegen' ? [`imports ${to}. An example imports what a user can.`] : [];
    default:
      return [];
  }
}

// What one file must be in itself.
function shape(source: SourceFile, packageExports: readonly string[], mayBeLong: boolean): string[] {
  const { path, lines, startsWithComment, reexports, topLevelAwaits } = source;
  const ours = /^(src|codegen)\//.test(path);
  const name = posix.basename(path, '.ts');
  const module = moduleOf(path);
  const required = /^(src|generated)\//.test(path) && module !== 'cli';
  const found = [
    module !== undefined &&
      rankOf(module) === undefined &&
      `is in ${module}, which has no place in the order of modules.`,
    module === undefined &&
      path.startsWith('src/') &&
      !packageExports.includes(path) &&
      'belongs into a module: only package exports lie in src/ itself.',
    ours &&
      lines > LONGEST &&
      !mayBeLong &&
      `has ${lines} lines, more than ${LONGEST}. Find the second idea in it, and give it a file.`,
    ours && EMPTY_NAME.test(path) && `is named ${name}, which says nothing. Name it after what it exports.`,
    /^(src|codegen|scripts|generated)\//.test(path) &&
      !startsWithComment &&
      'does not start with a comment that says its job and its limit.',
  ];
  return [
    ...found.flatMap((text) => (text === false ? [] : [at(source, 1, text)])),
    ...reexports
      .filter(() => ours && !packageExports.includes(path))
      .map((line) => at(source, line, 'exports what another file defines. Only the package exports do that.')),
    ...topLevelAwaits
      .filter(() => required)
      .map((line) => at(source, line, 'awaits at the top level, so CommonJS could not require the package.')),
  ];
}
