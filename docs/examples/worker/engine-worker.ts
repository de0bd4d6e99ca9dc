// The worker's side: an engine on a Redis store. Does what the main thread asks for, and closes the engine when it is told to.
import { parentPort, workerData } from 'node:worker_threads';
import { isStatefoldError } from 'statefold';
import { redisStore } from 'statefold/redis';
import { startEngine } from '../../../generated/index.js';
import type { Answer, EngineOptions, Request } from './messages.js';

const { url, namespace, durability } = workerData as EngineOptions;
const engine = await startEngine({ store: redisStore({ url, namespace, durability }) });
parentPort?.on('message', (request: Request) => void answer(request));
parentPort?.postMessage('ready');

async function answer(request: Request): Promise<void> {
  parentPort?.postMessage(await outcomeOf(request));
  // Nothing listens any more, so that the thread ends by itself.
  if (request.kind === 'close') parentPort?.close();
}

async function outcomeOf(request: Request): Promise<Answer> {
  try {
    return { number: request.number, kind: 'done', value: await done(request) };
  } catch (error) {
    // An error loses its class on its way between threads: what callers look at goes along by itself.
    const code = isStatefoldError(error) ? error.code : 'DEFECT';
    return {
      number: request.number,
      kind: 'failed',
      code,
      message: String(error instanceof Error ? error.message : error),
    };
  }
}

async function done(request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'command':
      return engine.dispatch(request.command);
    case 'order': {
      const { value } = await engine.queries.getOrder({ orderId: request.orderId }, { after: request.after });
      return value;
    }
    case 'close':
      return engine.close();
  }
}
