// Run as a process of its own, to be killed: an engine that takes commands from its parent, and writes down what it was asked and what it answered.
import { openSync, writeSync } from 'node:fs';
import { isStatefoldError } from '../../src/kernel/error.js';
import type { Receipt } from '../../src/kernel/place.js';
import { redisStore } from '../../src/store/redis/redis-store.js';
import { recorder } from '../../src/testing/history-checker/recorder.js';
import { diaryApp, startDiaries } from './diary.js';

/** What the parent asks for: a page to be written, and then perhaps the row that holds it. */
export interface Task {
  readonly number: number;
  readonly diary: string;
  readonly commandId: string;
  readonly text: string;
  readonly read: boolean;
}

/** What the worker says: that it is ready, or what came of a task. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly number: number; readonly receipt: Receipt }
  | { readonly kind: 'failed'; readonly number: number; readonly code: string };

/** What it is started with. */
export interface WorkerSettings {
  readonly url: string;
  /** Of its operations; no two processes have the same one. */
  readonly session: string;
  readonly file: string;
}

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const tell = (told: Told): void => void process.send?.(told);
const file = openSync(settings.file, 'a');
const store = redisStore({ url: settings.url, durability: 'memory', timeout: 2000, onWarning: () => {} });
const plain = await startDiaries({ store, onError: () => {} });
const write = (line: object): void => void writeSync(file, `${JSON.stringify(line)}\n`);
const engine = recorder(diaryApp, { session: settings.session, write })(plain);

process.on('message', (task: Task) => void answer(task));
process.on('disconnect', () => process.exit());
tell({ kind: 'ready' });

async function answer({ number, diary, commandId, text, read }: Task): Promise<void> {
  try {
    const receipt = await engine.commands.write(diary, { writer: 'w', text }, { commandId, timeout: 2000 });
    if (read) await engine.queries.getDiary({ diaryId: diary }, { after: receipt, timeout: 300 });
    tell({ kind: 'done', number, receipt });
  } catch (error) {
    tell({ kind: 'failed', number, code: isStatefoldError(error) ? error.code : String(error) });
  }
}
