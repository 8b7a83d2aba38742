import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface LoadBalancer {
  readonly port: number;
  /** Returns how many connections were sent to two copies. */
  duplicated(): number;
  close(): void;
}

/** Share of the connections that are sent to two copies, as if Slack had repeated a request. */
const DUPLICATE_SHARE = 0.15;

/** Connects each caller to a copy that listens, and some callers to a second copy too, whose answer is dropped. */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  let duplicates = 0;
  const server = createServer((caller) => {
    caller.on('error', () => caller.destroy());
    void (async () => {
      const [first, second] = await connectToCopies(ports, Math.random() < DUPLICATE_SHARE ? 2 : 1);
      if (!first) return caller.destroy();
      caller.pipe(first).pipe(caller);
      first.on('close', () => caller.destroy());
      if (!second) return;
      duplicates += 1;
      caller.pipe(second);
      second.resume();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    duplicated: () => duplicates,
    close: () => void server.close(),
  };
}

/** Connects to up to `count` copies that listen, in random order. */
async function connectToCopies(ports: readonly number[], count: number): Promise<Socket[]> {
  const order = ports.map((port) => ({ port, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
  const connected: Socket[] = [];
  for (const { port } of order) {
    if (connected.length === count) break;
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => socket.destroy());
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    if (isUp) connected.push(socket);
  }
  return connected;
}
