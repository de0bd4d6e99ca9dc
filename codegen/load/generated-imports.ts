// Checks what domain files import from the generated folder: helpers only, and only what is generated.
import { GENERATED, type OutputFile } from '../emit/generated-file.js';
import type { Problem } from '../model.js';
import { isGeneratedPath } from './fingerprint.js';
import type { ProjectSources } from './project-sources.js';

/** Problems with imports from `generated/` in the files of the domain. `helpers` are all that they may import. */
export function checkGeneratedImports(sources: ProjectSources, helpers: readonly OutputFile[]): Problem[] {
  const exported = new Map(helpers.map(({ path, text }) => [`${GENERATED}/${path}`, exportsOf(text)]));
  const problems: Problem[] = [];
  for (const file of sources.domainFiles()) {
    for (const { specifier, target, names, at } of sources.imports(file)) {
      const path = target.kind === 'file' ? target.file : guessedPath(specifier, file);
      if (!isGeneratedPath(path)) continue;
      const known = exported.get(path);
      if (known === undefined) {
        const message = `Domain files may import ${[...exported.keys()].join(', ') || 'no generated file'}; ${path} is not one of them.`;
        problems.push({ at, message: `${message} Import what is declared, or a helper.` });
        continue;
      }
      for (const name of new Set(names.values())) {
        if (known.has(name)) continue;
        problems.push({ at, message: `${path} does not export ${name}. It exports ${[...known].join(', ')}.` });
      }
    }
  }
  return problems;
}

function exportsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^export (?:const|type|interface) (\w+)/gm)].map(([, name = '']) => name));
}

/** The file that a relative specifier means when there is none: it may have been deleted, or not been made yet. */
function guessedPath(specifier: string, from: string): string {
  if (!specifier.startsWith('.')) return '';
  const { pathname } = new URL(specifier, `file:///${from}`);
  return pathname.slice(1).replace(/\.js$/, '.ts');
}
