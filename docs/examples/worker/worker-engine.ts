// The main thread's side: sends commands and queries to an engine in a worker, and matches answers to requests.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Receipt } from 'statefold';
import type { OrderId, OrderSummary } from '../../../domain/order.domain.js';
import type { Answer, EngineOptions, OrderCommand, Task } from './messages.js';

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the worker's engine refused or could not do; `code` is that of the `StatefoldError` there. */
export class WorkerEngineError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An engine in a thread of its own. The main thread never waits for a fold, a decision or a server. */
export class WorkerEngine {
  readonly #worker: Worker;
  readonly #waiters = new Map<number, Waiter>();
  #numbers = 0;
  #hasEnded = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => this.#settle(answer));
    worker.on('error', (error) => this.#failAll(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      this.#hasEnded = true;
      this.#failAll(new Error('The worker has ended.'));
    });
  }

  /** Starts the thread, and resolves once its engine takes commands. Fails with what kept the engine from starting. */
  static async start(script: URL, options: EngineOptions): Promise<WorkerEngine> {
    const worker = new Worker(script, { workerData: options });
    // The first message says that the engine has started; an error before it rejects.
    await once(worker, 'message');
    return new WorkerEngine(worker);
  }

  /** Sends a command. Its receipt can be given to `order`. */
  send(command: OrderCommand): Promise<Receipt<'Order'>> {
    return this.#ask({ kind: 'command', command }) as Promise<Receipt<'Order'>>;
  }

  /** The row of an order, once it holds what a command did. */
  order(orderId: OrderId, after: Receipt<'Order'>): Promise<OrderSummary | null> {
    return this.#ask({ kind: 'order', orderId, after }) as Promise<OrderSummary | null>;
  }

  /** Lets what is under way end, closes the engine, and resolves when the thread is gone. */
  async close(): Promise<void> {
    const gone = once(this.#worker, 'exit');
    await this.#ask({ kind: 'close' });
    await gone;
  }

  #ask(task: Task): Promise<unknown> {
    if (this.#hasEnded) return Promise.reject(new Error('The worker has ended.'));
    const number = this.#numbers++;
    return new Promise((resolve, reject) => {
      this.#waiters.set(number, { resolve, reject });
      this.#worker.postMessage({ ...task, number });
    });
  }

  #settle(answer: Answer): void {
    const waiter = this.#waiters.get(answer.number);
    this.#waiters.delete(answer.number);
    if (answer.kind === 'done') waiter?.resolve(answer.value);
    else waiter?.reject(new WorkerEngineError(answer.code, answer.message));
  }

  #failAll(error: Error): void {
    for (const waiter of this.#waiters.values()) waiter.reject(error);
    this.#waiters.clear();
  }
}
