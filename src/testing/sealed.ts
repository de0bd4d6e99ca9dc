// Runs a function with the outside out of reach: clock, randomness, environment, network and timers throw while it runs.

/** What the domain's own code reached for, and must not. */
export class Reached extends Error {
  override readonly name = 'Reached';

  constructor(what: string) {
    super(`It reached for ${what}. Take it from the command or the event: command.time, command.id, event.time.`);
  }
}

/** Runs `run`, which must not wait for anything. Whatever it reaches for throws `Reached` there and, if that was caught, here. */
export function sealed<T>(run: () => T): T {
  const reached: Reached[] = [];
  const refuse = (what: string) => (): never => {
    const error = new Reached(what);
    reached.push(error);
    throw error;
  };
  const restore = SEALS.map(({ target, name, what, make }) => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    const value = make?.(refuse) ?? refuse(what);
    Object.defineProperty(target, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: before?.enumerable ?? true,
    });
    return () => {
      if (before === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, before);
    };
  });
  let result: T;
  try {
    result = run();
  } finally {
    for (const undo of restore) undo();
  }
  const [first] = reached;
  if (first !== undefined) throw first;
  return result;
}

interface Seal {
  readonly target: object;
  readonly name: string;
  readonly what: string;
  /** What stands there meanwhile, where it is more than a function that throws. */
  readonly make?: (refuse: (what: string) => () => never) => unknown;
}

const SystemDate = globalThis.Date;

const SEALS: readonly Seal[] = [
  {
    target: globalThis,
    name: 'Date',
    what: 'new Date()',
    make: (refuse) =>
      new Proxy(SystemDate, {
        construct: (target, given, maker) =>
          given.length === 0 ? refuse('new Date()')() : Reflect.construct(target, given, maker),
        apply: refuse('Date()'),
        get: (target, name) => (name === 'now' ? refuse('Date.now()') : Reflect.get(target, name)),
      }),
  },
  // Who kept the constructor from before is met here.
  { target: SystemDate, name: 'now', what: 'Date.now()' },
  { target: Math, name: 'random', what: 'Math.random()' },
  { target: performance, name: 'now', what: 'performance.now()' },
  { target: process, name: 'hrtime', what: 'process.hrtime()' },
  {
    target: process,
    name: 'env',
    what: 'process.env',
    make: (refuse) =>
      new Proxy({}, { get: refuse('process.env'), has: refuse('process.env'), ownKeys: refuse('process.env') }),
  },
  { target: crypto, name: 'getRandomValues', what: 'crypto.getRandomValues()' },
  { target: crypto, name: 'randomUUID', what: 'crypto.randomUUID()' },
  ...['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    target: globalThis,
    name,
    what: `${name}()`,
  })),
];
