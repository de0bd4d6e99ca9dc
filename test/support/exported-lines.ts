// A store's log as the lines of its export. For tests that check or change what was exported.
import { exportLog, type Store } from '../../src/index.js';

/** All lines, as `statefold export` writes them. */
export async function exportedLines(store: Store): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportLog(await store.connect())) lines.push(line);
  return lines;
}
