// A log as the lines of its export. For tests that check or change what was exported.
import { exportLog, type Store } from '../../src/index.js';

/** All lines of what a connection reaches, as `statefold export` writes them. */
export async function linesOf(source: Parameters<typeof exportLog>[0]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportLog(source)) lines.push(line);
  return lines;
}

/** The lines of a store. */
export async function exportedLines(store: Store): Promise<readonly string[]> {
  return linesOf(await store.connect());
}

/** Lines whose commits were changed, with an end that says how many there are. */
export function ended(lines: readonly string[]): readonly string[] {
  const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
  const commits = kinds.filter((kind) => kind === 'commit').length;
  return [...lines.filter((_, index) => kinds[index] !== 'end'), JSON.stringify({ kind: 'end', commits })];
}
