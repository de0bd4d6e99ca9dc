// `statefold codegen`: runs codegen and reports. Generates nothing itself.
import { existsSync } from 'node:fs';

// Peers that a production install goes without: asked for by name, before anything that imports them is loaded.
const NEEDED = ['ts-morph', 'tsx', 'xstate'];

/** Runs codegen on a project; the exit code: 0 = generated files are up to date now. */
export async function codegen(root: string, check: boolean): Promise<number> {
  if (!existsSync(root)) {
    process.stderr.write(`${root} does not exist. Give --root the folder of package.json and domain/.\n`);
    return 1;
  }
  const missing = NEEDED.filter((name) => !isInstalled(name));
  if (missing.length > 0) {
    const names = missing.join(' ');
    process.stderr.write(`Codegen needs ${names}. Install: npm install --save-dev ${names}\n`);
    return 1;
  }
  const { runCodegen } = await import('../../codegen/main.js');
  const { problems, written, stale, orphaned } = await runCodegen({ root, check, progress: showStep });
  showStep('');
  for (const { at, message } of problems) process.stderr.write(`${at.file}:${at.line}:${at.column} ${message}\n`);
  if (problems.length > 0) {
    process.stderr.write(
      `${count(problems.length, 'problem')}. ${written.length > 0 ? 'Only helpers were' : 'Nothing was'} generated.\n`,
    );
    return 1;
  }
  if (!check) {
    const deleted = orphaned.length === 0 ? '' : `; deleted ${orphaned.join(', ')}`;
    process.stdout.write(
      written.length + orphaned.length === 0
        ? 'generated/ is up to date.\n'
        : `Generated ${count(written.length, 'file')}${deleted}.\n`,
    );
    return 0;
  }
  if (stale.length + orphaned.length === 0) {
    process.stdout.write('generated/ is up to date.\n');
    return 0;
  }
  for (const path of stale) process.stderr.write(`${path} is stale or missing.\n`);
  for (const path of orphaned) process.stderr.write(`${path} is no longer generated.\n`);
  process.stderr.write('Run: npm run codegen\n');
  return 1;
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    // Resolution says in no other way that a package is not there.
    return false;
  }
}

/** Shows the current step on a terminal, in place of the one before. */
function showStep(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${step}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
