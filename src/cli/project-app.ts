// Finds the domain of a project, as an engine is started with it: what `generated/app.ts` exports as `app`. Starts nothing.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { AppDefinition } from '../engine/app-definition.js';
import { UsageError, userExport, type Wanted } from './user-module.js';

const WANTED: Wanted<AppDefinition> = {
  name: 'app',
  isOne: (exported): exported is AppDefinition =>
    Array.isArray((exported as Partial<AppDefinition> | undefined)?.aggregates),
  what: 'the domain',
  ifAbsent: 'Give --root the folder of package.json and domain/, and run npm run codegen there.',
  toExport: 'Codegen writes it: npm run codegen.',
};

/** The file that holds a project's domain; `null` where a folder is none of a project. */
function appFile(root: string): string | null {
  const names = ['app.ts', 'app.mts', 'app.js'].map((name) => join(root, 'generated', name));
  return names.find((name) => existsSync(name)) ?? null;
}

/** The domain of a project; `null` where a folder is none of a project. Throws a `UsageError` for a domain that cannot be loaded. */
export async function projectAppOrNull(root: string): Promise<AppDefinition | null> {
  const path = appFile(root);
  return path === null ? null : userExport(relative('.', path), WANTED);
}

/** The domain of a project. Throws a `UsageError` where there is none. */
export async function projectApp(root: string): Promise<AppDefinition> {
  const app = await projectAppOrNull(root);
  if (app !== null) return app;
  throw new UsageError(`${join(root, 'generated', 'app.ts')} does not exist. ${WANTED.ifAbsent}`);
}
