// Runs TypeScript's compiler on a project of a test. Judges nothing of what it says.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** The lines that the compiler prints of the project in a folder, as long as they may be; none where it finds no error. */
export function compilerLines(folder: string): readonly string[] {
  try {
    execFileSync(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string };
    // Without output it did not run at all.
    if (!stdout) throw error;
    return stdout.split('\n');
  }
}
