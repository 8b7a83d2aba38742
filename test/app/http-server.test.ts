import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRoutes, type HttpServer, startHttpServer } from '../../src/app/http-server.ts';
import { slackEventsHandler } from '../../src/slack/ingress/http-transport.ts';

const open: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(routes: HttpRoutes, limits = {}): Promise<{ server: HttpServer; faults: string[] }> {
  const faults: string[] = [];
  const onFault = (what: string) => void faults.push(what);
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, onFault, limits });
  open.push(server);
  return { server, faults };
}

/** Writes each part once something came back for the one before; resolves with all that came when the server closes. */
function sendRawRequest(port: number, parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const left = [...parts];
    const socket = connect(port, '127.0.0.1');
    const next = () => socket.write(left.shift() ?? '');
    socket.on('connect', next).on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      if (left.length > 0) next();
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
  });
}

const GREETING: HttpRoutes = { '/hello': { GET: (_, response) => void response.end('hello') } };
/** Ends a request whose body never arrives soon. */
const SHORT_LIMITS = { headersTimeout: 60, requestTimeout: 60, connectionsCheckingInterval: 5 };
/** Headers that only the body shows to be forged. */
const forgedHeaders = (sentAt = Date.now()) =>
  `X-Slack-Signature: v0=${'0'.repeat(64)}\r\nX-Slack-Request-Timestamp: ${Math.round(sentAt / 1000)}\r\n`;
const slackRoute = (receive = async () => {}): HttpRoutes => ({
  '/slack/events': {
    POST: slackEventsHandler({ signingSecret: 's', now: () => new Date(), receive, onFault: () => {} }),
  },
});

describe('The HTTP server', () => {
  it('answers HEAD like GET without a body, and 405 with the allowed methods otherwise', async () => {
    const { server } = await start({ ...GREETING, ...slackRoute() });
    const ask = (path: string, method: string) => fetch(`http://127.0.0.1:${server.port}${path}`, { method });

    const head = await ask('/hello', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const wrong = [await ask('/hello', 'POST'), await ask('/slack/events', 'GET'), await ask('/hell', 'GET')];
    expect(wrong.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [405, 'GET, HEAD'],
      [405, 'POST'],
      [404, null],
    ]);
  });

  it('keeps an idle connection for longer than the 60 seconds of load balancers', async () => {
    const { server } = await start(GREETING);

    const { headers } = await fetch(`http://127.0.0.1:${server.port}/hello`);

    expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
  });

  it('gives each request on a keep-alive connection the full header timeout', async () => {
    const { server } = await start(GREETING, {
      headersTimeout: 60,
      requestTimeout: 120,
      connectionsCheckingInterval: 5,
    });
    const slow = 'GET /hello HTTP/1.1\r\nHost: x\r\n';

    const answer = await sendRawRequest(server.port, [`${slow}\r\n`, slow]);

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*HTTP\/1\.1 408 Request Timeout/);
  });

  it('cuts off a request whose body never arrives', async () => {
    const { server } = await start(slackRoute(), SHORT_LIMITS);

    const answer = await sendRawRequest(server.port, [
      `POST /slack/events HTTP/1.1\r\nHost: x\r\n${forgedHeaders()}Content-Length: 900000\r\n\r\n{"half`,
    ]);

    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d .*)?$/s);
  });

  it.each([
    ['unsigned', ''],
    ['without a timestamp', `X-Slack-Signature: v0=${'0'.repeat(64)}\r\n`],
    ['of ten minutes ago', forgedHeaders(Date.now() - 600_000)],
    ['of ten minutes ahead', forgedHeaders(Date.now() + 600_000)],
  ])('answers 401 to a large body %s before reading it', async (_what, headers) => {
    const { server } = await start(slackRoute(), SHORT_LIMITS);

    const answer = await sendRawRequest(server.port, [
      `POST /slack/events HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: 900000\r\n\r\n{"half`,
    ]);

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['with its length', 'Content-Length: 900000', 'x'.repeat(900_000)],
    ['in chunks', 'Transfer-Encoding: chunked', '0\r\n\r\n'],
  ])(
    'reads at most 32 large bodies at a time, told %s, and small ones in any number',
    async (_how, length, body) => {
      const { server } = await start(slackRoute());
      const sockets: Socket[] = [];
      /** Resolves with the first data of the answer. */
      const ask = (socket: Socket, text: string) =>
        new Promise<string>((resolve) => {
          socket.once('data', (chunk: Buffer) => resolve(chunk.toString())).write(text);
        });
      const begin = (headers: string) => {
        const socket = connect(server.port, '127.0.0.1');
        sockets.push(socket);
        return ask(socket, `POST /slack/events HTTP/1.1\r\nHost: x\r\n${forgedHeaders()}${headers}\r\n\r\n`);
      };
      /** Answered with 100 when the server reads the body. */
      const large = `${length}\r\nExpect: 100-continue`;

      const answers = await Promise.all(Array.from({ length: 32 }, () => begin(large)));

      expect(answers).toEqual(answers.map(() => 'HTTP/1.1 100 Continue\r\n\r\n'));
      expect(await begin(length)).toMatch(/^HTTP\/1\.1 503 /);
      expect(await begin('Content-Length: 0')).toMatch(/^HTTP\/1\.1 401 /);
      expect(await ask(sockets[0] as Socket, body)).toMatch(/^HTTP\/1\.1 401 /);
      expect(await begin(large)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
      for (const socket of sockets) socket.destroy();
    },
  );

  it.each([
    ['with its length', 'Content-Length: 1000001\r\n\r\n'],
    ['in chunks', `Transfer-Encoding: chunked\r\n\r\nF4241\r\n${'x'.repeat(1_000_001)}\r\n`],
  ])('answers 413 to a body over 1 MB told %s, before the rest of it has come', async (_how, rest) => {
    const received: unknown[] = [];
    const { server } = await start(slackRoute(async () => void received.push(1)));

    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write(`POST /slack/events HTTP/1.1\r\nHost: x\r\n${forgedHeaders()}${rest}`),
      );
      socket.once('data', (chunk: Buffer) => {
        socket.destroy();
        resolve(chunk.toString());
      });
    });

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toEqual([]);
  });

  it('limits connections, and accepts new ones when others close', async () => {
    const { server } = await start(GREETING, { maxConnections: 3 });
    const sockets = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(server.port, '127.0.0.1', () =>
              socket.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n'),
            );
            socket.once('data', () => resolve(socket));
          }),
      ),
    );

    expect(await sendRawRequest(server.port, ['GET /hello HTTP/1.1\r\nHost: x\r\n\r\n'])).toBe('');
    await Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve).destroy())),
    );
    expect((await fetch(`http://127.0.0.1:${server.port}/hello`)).status).toBe(200);
  });

  it.each([
    ['an unknown path', 404, 'GET /hell HTTP/1.1\r\n', ''],
    ['an unknown path that a body follows', 404, 'POST /hell HTTP/1.1\r\nContent-Length: 7\r\n', '{"half'],
    ['the wrong method', 405, 'GET /slack/events HTTP/1.1\r\n', ''],
    ['no signature', 401, 'POST /slack/events HTTP/1.1\r\nContent-Length: 2\r\n', '{}'],
    ['a body over 1 MB', 413, 'POST /slack/events HTTP/1.1\r\nContent-Length: 1000001\r\n', '{"half'],
  ])('closes the connection of a request with %s', async (_what, status, head, body) => {
    const { server } = await start({ ...GREETING, ...slackRoute() }, SHORT_LIMITS);

    const answer = await sendRawRequest(server.port, [`${head}Host: x\r\n\r\n${body}`]);

    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*\r\nconnection: close\r\n`, 'i'));
  });

  it('drops the rest of a large body, so that a client that reads late gets the answer', async () => {
    const { server } = await start(slackRoute());
    const body = 'x'.repeat(20_000_000);
    const socket = connect(server.port, '127.0.0.1').pause();
    const ended = new Promise<string>((resolve) => {
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.on('error', () => {}).on('close', () => resolve(answer));
    });

    socket.write(`POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.write(body, () => socket.resume());

    expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('answers 500 when a handler throws, and keeps running', async () => {
    const { server, faults } = await start({
      ...GREETING,
      '/broken': {
        GET: () => {
          throw new Error('broken');
        },
      },
    });

    const { status } = await fetch(`http://127.0.0.1:${server.port}/broken`);

    expect([status, faults]).toEqual([500, ['request failed']]);
    expect((await fetch(`http://127.0.0.1:${server.port}/hello`)).status).toBe(200);
  });
});
