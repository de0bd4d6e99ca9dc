// A port that a server may be started on, and started again on.
import { createServer } from 'node:net';

// Below those that systems give to outgoing connections: one that is tried again and again may get the very port that it calls,
// connect to itself, and keep the server from coming back.
const [FIRST, LAST] = [12_000, 32_000];

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on a port. */
export function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
