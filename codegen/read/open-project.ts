// Opens the domain files of a project in TypeScript, and nothing that they do not import.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { join } from 'node:path/posix';
import { Project, ts } from 'ts-morph';
import { compareText } from './problem-list.js';

/** Where the domain is. */
export interface DomainLocation {
  /** The project's root folder. */
  readonly root: string;
  /** The folder of the domain files, from the root: `domain` when absent. */
  readonly domainDir?: string;
  /** The project's tsconfig: `tsconfig.json` of the root when absent. */
  readonly tsConfigPath?: string;
}

/** Overrides of the project's own options: only types matter here, and only those of the domain. */
const OPTIONS: ts.CompilerOptions = {
  types: [],
  noEmit: true,
  skipLibCheck: true,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

/** What a project without a tsconfig is read with. */
const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
};

/** A ts-morph project with the domain's files, in the order of their names. */
export interface OpenProject {
  readonly project: Project;
  readonly root: string;
  readonly domainDir: string;
}

/** Opens a project. */
export function openProject(location: DomainLocation): OpenProject {
  const root = resolve(location.root).replaceAll('\\', '/');
  const tsConfigFilePath = location.tsConfigPath ?? join(root, 'tsconfig.json');
  const configured = existsSync(tsConfigFilePath);
  const project = new Project({
    ...(configured ? { tsConfigFilePath } : {}),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: configured ? OPTIONS : { ...DEFAULTS, ...OPTIONS },
  });
  return { project, root, domainDir: location.domainDir ?? 'domain' };
}

/** Adds the domain files of a project to it, and returns their paths in order. */
export function addDomainFiles({ project, root, domainDir }: OpenProject): readonly string[] {
  const folder = join(root, domainDir);
  const files = project.getFileSystem().globSync([`${folder}/**/*.domain.ts`]);
  const paths = [...files].sort(compareText);
  for (const path of paths) project.addSourceFileAtPath(path);
  return paths;
}
