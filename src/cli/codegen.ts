// `statefold codegen`: runs codegen and reports. Generates nothing itself.
import { problemText } from '../../codegen/read/problem-list.js';
import { counted } from './numbers.js';
import { lacksPeers } from './peers.js';
import { lacksRoot } from './root.js';

// Asked for by name, before anything that imports them is loaded.
const NEEDED = ['ts-morph', 'tsx', 'xstate'];

/**
 * Runs codegen on a project; the exit code: 0 = generated files and lock are up to date now. `forget` names events whose newest
 * version is locked anew, as one that was never released.
 */
export async function codegen(root: string, check: boolean, forget: readonly string[] = []): Promise<number> {
  if (lacksRoot(root) || lacksPeers(NEEDED)) return 1;
  const { runCodegen } = await import('../../codegen/main.js');
  const found = await runCodegen({ root, check, forget, progress: showStep });
  const { problems, written, stale, orphaned } = found;
  showStep('');
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  for (const note of found.notes) process.stdout.write(`${note}\n`);
  if (problems.length > 0) {
    process.stderr.write(
      `${counted(problems.length, 'problem')}. ${written.length > 0 ? 'Only helpers were' : 'Nothing was'} generated.\n`,
    );
    return 1;
  }
  if (!check) {
    const deleted = orphaned.length === 0 ? '' : `; deleted ${orphaned.join(', ')}`;
    process.stdout.write(
      written.length + orphaned.length === 0
        ? 'generated/ is up to date.\n'
        : `Generated ${counted(written.length, 'file')}${deleted}.\n`,
    );
    return 0;
  }
  if (stale.length + orphaned.length === 0) {
    process.stdout.write('generated/ is up to date.\n');
    return 0;
  }
  for (const path of stale) process.stderr.write(`${path} is stale or missing.\n`);
  for (const path of orphaned) process.stderr.write(`${path} is no longer generated.\n`);
  if (found.changes.length > 0) {
    const { changeLog } = await import('../../codegen/lock/change-text.js');
    process.stderr.write(`Not locked yet:\n${changeLog(found.changes)}`);
  }
  const forgetting = forget.length === 0 ? '' : ` -- --forget ${forget.join(' ')}`;
  process.stderr.write(`Run: npm run codegen${forgetting}\n`);
  return 1;
}

/** Shows the current step on a terminal, in place of the one before. */
function showStep(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${step}`);
}
