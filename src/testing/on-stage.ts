// Runs a law's check on engines that are started for one case, and ended after it.
import { QUIET } from './circumstances.js';
import type { Case, LawContext } from './law.js';
import { Stage } from './stage.js';

/** Starts the engines of a case, runs `check`, and ends them. */
export async function onStage<T>(
  { app, open }: LawContext,
  tried: Case,
  check: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await Stage.open(app, open, tried.circumstances ?? QUIET);
  let isDone = false;
  try {
    const played = check(stage).then(async (found) => {
      await stage.close();
      return found;
    });
    const found = await Promise.race([played, stage.hangs()]);
    isDone = true;
    return found;
  } finally {
    if (!isDone) stage.abandon();
  }
}
