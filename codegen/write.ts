// Compares generated files with what lies on disk, and brings the disk up to date. Deletes only files that carry our header.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { GENERATED, isGenerated, type OutputFile } from './emit/generated-file.js';

/** Paths, relative to the project's root, of files that are missing or hold something else. Line endings do not count. */
export async function staleFiles(root: string, files: readonly OutputFile[]): Promise<OutputFile[]> {
  const stale: OutputFile[] = [];
  for (const file of files) {
    const present = await readIfThere(join(root, GENERATED, file.path));
    if (present === null || unixLines(present) !== unixLines(file.text)) stale.push(file);
  }
  return stale;
}

/** Writes files into the generated folder. */
export async function writeFiles(root: string, files: readonly OutputFile[]): Promise<void> {
  for (const { path, text } of files) {
    const target = join(root, GENERATED, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** Generated files that codegen no longer makes: their paths in the generated folder, in order. */
export async function orphanedFiles(root: string, made: ReadonlySet<string>): Promise<string[]> {
  const folder = join(root, GENERATED);
  const present = await listIfThere(folder);
  const orphans: string[] = [];
  for (const path of present.filter((candidate) => !made.has(candidate))) {
    const text = await readIfThere(join(folder, path));
    if (text !== null && isGenerated(text)) orphans.push(path);
  }
  return orphans.sort();
}

/** Deletes files of the generated folder. */
export async function deleteFiles(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(join(root, GENERATED, path));
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

async function readIfThere(path: string): Promise<string | null> {
  return unlessAbsent(readFile(path, 'utf8'));
}

async function listIfThere(folder: string): Promise<string[]> {
  const entries = (await unlessAbsent(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, '/'));
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
