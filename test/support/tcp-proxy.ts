// A TCP proxy that a test can make slow, deaf or faithless. Counts what it did: a fault test asserts that its fault happened.
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/**
 * What the proxy does to what passes.
 * `pass`: nothing. `drop-replies`: requests arrive, replies do not. `hold-requests`: requests wait until `release`, even
 * if whoever sent them is gone. `black-hole`: nothing arrives anywhere, and nobody is told. A connection that has lost bytes
 * never gets well: no real one would go on behind a gap.
 */
export type ProxyMode = 'pass' | 'drop-replies' | 'hold-requests' | 'black-hole';

/** How often each thing happened: chunks swallowed or held, connections cut. */
export type ProxyFault = Exclude<ProxyMode, 'pass'> | 'reset';

/** A proxy before one port of this machine. */
export interface TcpProxy {
  readonly port: number;
  readonly url: string;
  mode: ProxyMode;
  /** Where connections that are made from now on lead: an address that moves when another server takes over. */
  target: number;
  /** Sees what servers send, and may give other bytes instead. */
  onReply: ((chunk: Buffer, connection: object) => Buffer) | null;
  /** Added to each direction. */
  latencyMs: number;
  readonly happened: Map<ProxyFault, number>;
  /** Delivers the requests that were held. */
  release(): void;
  /** Cuts all connections with a reset. */
  reset(): void;
  /** Cuts everything, and takes no more connections until `reopen`. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy before a port. */
export async function startProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let held: (() => void)[] = [];

  const listener = createServer((client) => {
    const server = connect(proxy.target, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    let owes = 0;
    let isLost = false;
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    const swallow = (): void => {
      isLost = true;
      count(proxy.mode === 'drop-replies' ? 'drop-replies' : 'black-hole');
    };
    client.on('data', (chunk) => {
      if (isLost || proxy.mode === 'black-hole') return swallow();
      if (proxy.mode === 'hold-requests') {
        count('hold-requests');
        owes += 1;
        held.push(() => {
          owes -= 1;
          server.write(chunk, () => client.destroyed && owes === 0 && server.end());
        });
        return;
      }
      later(() => server.write(chunk));
    });
    server.on('data', (chunk) => {
      if (isLost || proxy.mode === 'black-hole' || proxy.mode === 'drop-replies') return swallow();
      const seen = proxy.onReply === null ? chunk : proxy.onReply(chunk, pair);
      later(() => client.write(seen));
    });
    client.on('close', () => {
      if (owes === 0) server.end();
    });
    server.on('close', () => {
      pairs.delete(pair);
      if (!isLost) client.end();
    });
  });

  function later(deliver: () => void): void {
    if (proxy.latencyMs > 0) setTimeout(deliver, proxy.latencyMs);
    else deliver();
  }

  function count(fault: ProxyFault): void {
    proxy.happened.set(fault, (proxy.happened.get(fault) ?? 0) + 1);
  }

  const listen = (port: number): Promise<void> => new Promise((resolve) => listener.listen(port, '127.0.0.1', resolve));
  const port = await freePort();
  await listen(port);
  const proxy: TcpProxy = {
    port,
    url: `redis://127.0.0.1:${port}`,
    mode: 'pass',
    target: targetPort,
    onReply: null,
    latencyMs: 0,
    happened: new Map(),
    release: () => {
      const delivered = held;
      held = [];
      for (const deliver of delivered) deliver();
    },
    reset: () => {
      for (const { client, server } of pairs) {
        count('reset');
        client.resetAndDestroy();
        server.destroy();
      }
    },
    shut: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      proxy.reset();
      await closed;
    },
    reopen: () => listen(port),
    close: async () => {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      if (listener.listening) await new Promise((resolve) => listener.close(resolve));
    },
  };
  return proxy;
}
