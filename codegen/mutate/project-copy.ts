// A copy of a project in a folder of its own, in which mutants live and die: the user's own files are never written.
import { constants } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { TextChange } from './mutant.js';

const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** A copy of a project. */
export class ProjectCopy {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Copies a project; its packages are linked, those of folders around it included. */
  static async of(project: string): Promise<ProjectCopy> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'statefold-mutant-')));
    const withPackages: string[] = [];
    await cp(project, root, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      verbatimSymlinks: true,
      filter: (path) => {
        if (basename(path) === 'node_modules') withPackages.push(path);
        return path === project || !LEFT_OUT.has(basename(path));
      },
    });
    for (const packages of withPackages) await linkPackages(packages, join(root, relative(project, packages)));
    for (let around = dirname(project); ; around = dirname(around)) {
      await linkPackages(join(around, 'node_modules'), join(root, 'node_modules'));
      if (around === dirname(around)) return new ProjectCopy(root);
    }
  }

  /** Makes a change, runs `work`, and takes the change back, whatever comes of it. */
  async changed<T>({ file, start, end, text }: TextChange, work: () => Promise<T>): Promise<T> {
    const path = join(this.root, file);
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.slice(0, start) + text + before.slice(end));
    try {
      return await work();
    } finally {
      await writeFile(path, before);
    }
  }

  /** Deletes the copy. */
  async delete(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

// Each by itself: what tools keep in the folder beside the packages, such as caches, is then the copy's own.
async function linkPackages(from: string, to: string): Promise<void> {
  for (const name of await namesIn(from)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    await mkdir(to, { recursive: true });
    if (name.startsWith('@')) await linkPackages(join(from, name), join(to, name));
    else await link(join(from, name), join(to, name));
  }
}

async function link(from: string, to: string): Promise<void> {
  try {
    await symlink(from, to, 'junction');
  } catch (error) {
    // The nearer one counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw error;
  }
}
