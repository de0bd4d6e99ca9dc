// The process that measures one figure, or profiles one path: nothing that ran before is in its heap or its compiled code.
import { compare } from './compare.js';
import type { Effort, Figure } from './figure.js';
import { inProcess } from './figures/in-process.js';
import { moduleOf, paths } from './paths.js';
import { type Result, resultOf } from './result.js';
import { selfTimes } from './self-times.js';

/** What this process is asked for. */
export type Task = { readonly effort: Effort; readonly pairs: number } & (
  | { readonly kind: 'figure'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string }
);

/** What it tells meanwhile, and in the end. */
export type Report =
  | { readonly kind: 'turn'; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly result: Result; readonly beside: readonly string[] }
  | { readonly kind: 'profile'; readonly shares: readonly (readonly [part: string, share: number])[] };

const tell = (report: Report) => process.send?.(report);
const collectGarbage = globalThis.gc ?? (() => {});

const task = JSON.parse(process.argv[2] ?? '') as Task;
if (task.kind === 'figure') {
  const named = ({ name }: Figure) => name === task.name;
  // What Redis figures import slows the whole process down: no other figure pays for it.
  const figure = inProcess.find(named) ?? (await import('./figures/all.js')).figures.find(named);
  if (figure === undefined) throw new Error(`There is no figure ${task.name}.`);
  await measure(figure, task);
} else {
  const path = paths.get(task.name);
  if (path === undefined) throw new Error(`There is no path ${task.name}.`);
  const turn = await path(task.effort);
  await turn();
  await turn();
  collectGarbage();
  tell({ kind: 'profile', shares: [...(await selfTimes(turn, moduleOf))] });
}
process.disconnect?.();

async function measure(figure: Figure, { effort, pairs }: Task): Promise<void> {
  const comparison = await compare(figure, {
    effort,
    pairs,
    beforeTurn: collectGarbage,
    onTurn: (done, total) => tell({ kind: 'turn', done, total }),
  });
  const beside = (await figure.beside?.(effort)) ?? [];
  await figure.close?.();
  tell({ kind: 'result', result: resultOf(figure, comparison), beside });
}
