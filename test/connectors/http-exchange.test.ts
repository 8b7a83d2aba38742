import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient } from '../../src/connectors/http-client.ts';
import { createDirectExchange, exchangeByFetch } from '../../src/connectors/http-exchange.ts';
import type { UpstreamResult } from '../../src/connectors/upstream-result.ts';
import {
  fixedNow,
  type LocalHttpServer,
  neverRespond,
  type RequestResponder,
  resetConnection,
  respondWith,
  startLocalHttpServer,
} from './local-http-server.ts';

let server: LocalHttpServer;

afterEach(() => server.close());

describe.each([
  ["Node's own client", createDirectExchange()],
  ['fetch', exchangeByFetch],
])('A call by %s', (_what, exchange) => {
  async function start(handle: RequestResponder, timeoutMs = 300): Promise<HttpClient> {
    server = await startLocalHttpServer(handle);
    return createHttpClient({ timeoutMs, now: fixedNow, waitToRetry: async () => {}, exchange });
  }

  function get(http: HttpClient, signal = AbortSignal.timeout(5000)): Promise<UpstreamResult<unknown>> {
    return http.send({ url: `${server.url}/x`, method: 'GET', headers: {}, mapError: () => null }, signal);
  }

  it('sends method, headers and body', async () => {
    const http = await start((request, response, body) => {
      const { method, headers } = request;
      respondWith({ method, type: headers['content-type'], length: headers['content-length'], body })(
        request,
        response,
        body,
      );
    });

    const outcome = await http.send(
      {
        url: `${server.url}/x`,
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'größer',
        mapError: () => null,
      },
      AbortSignal.timeout(5000),
    );

    expect(outcome).toMatchObject({
      value: { method: 'POST', type: 'text/plain', length: '8', body: 'größer' },
    });
  });

  it('asks for an uncompressed answer and names the bot', async () => {
    const http = await start((request, response, body) =>
      respondWith(request.headers)(request, response, body),
    );

    const outcome = await get(http);

    expect(outcome).toMatchObject({
      value: { 'accept-encoding': 'identity', 'user-agent': 'reseller-check' },
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads an answer compressed with %s', async (encoding, compress) => {
    const http = await start((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"a":1}'));
    });

    const outcome = await get(http);

    expect(outcome).toEqual({ ok: true, value: { a: 1 } });
  });

  it('stops at two megabytes of decompressed content', async () => {
    const compressed = gzipSync(`{"a":"${'x'.repeat(20_000_000)}"}`);
    const http = await start((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(compressed);
    }, 4000);

    const outcome = await get(http);

    expect(outcome).toMatchObject({ gap: 'invalid-response', detail: 'response larger than 2 MB' });
  });

  it('fails when the compression is broken', async () => {
    const http = await start((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"a":1}');
    });

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: false, gap: 'unavailable', causeCode: 'Z_DATA_ERROR' });
  });

  it('does not follow redirects', async () => {
    const http = await start((request, response, body) => {
      const isFirst = server.seen.length === 1;
      respondWith({ a: 1 }, isFirst ? 302 : 200, { location: '/y' })(request, response, body);
    });

    const outcome = await get(http);

    expect(outcome).toMatchObject({ gap: 'invalid-response', detail: 'redirect' });
    expect(server.seen).toEqual(['GET /x']);
  });

  it.each([
    ['silence', (() => undefined) as RequestResponder, { gap: 'timeout' }],
    ['a stalled body', neverRespond, { gap: 'timeout' }],
    ['a reset connection', resetConnection, { gap: 'unavailable', causeCode: 'ECONNRESET' }],
  ])('ends after %s', async (_what, handle, expected) => {
    const http = await start(handle);

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: false, ...expected });
  });

  it.each([
    ['before the answer', (() => undefined) as RequestResponder],
    ['in the middle of the answer', neverRespond],
  ])('closes the connection of a caller that leaves %s', async (_when, handle) => {
    const leaving = new AbortController();
    const sockets: Socket[] = [];
    const http = await start((request, response, body) => {
      sockets.push(request.socket);
      handle(request, response, body);
      setTimeout(() => leaving.abort(), 20);
    }, 60_000);

    const outcome = await get(http, leaving.signal);
    for (const socket of sockets) if (!socket.closed) await once(socket, 'close');

    expect(outcome).toMatchObject({ gap: 'timeout' });
    expect(sockets).toHaveLength(1);
  });

  it('reuses connections', async () => {
    const sockets = new Set<Socket>();
    const http = await start((request, response, body) => {
      sockets.add(request.socket);
      respondWith({ a: 1 })(request, response, body);
    });

    for (let call = 0; call < 10; call += 1) await get(http);

    expect(server.seen).toHaveLength(10);
    expect(sockets.size).toBeLessThan(5);
  });

  it('is encrypted for an https URL, and refuses a certificate that no authority has signed', async () => {
    const http = await start(respondWith({}));
    const folder = 'test/e2e/certificate';
    const certificate = {
      cert: readFileSync(`${folder}/certificate.pem`),
      key: readFileSync(`${folder}/key.pem`),
    };
    const secure = createServer(certificate, (_request, response) => void response.end('{}'));
    await once(secure.listen(0, '127.0.0.1'), 'listening');
    const url = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/`;

    const outcome = await http.send(
      { url, method: 'GET', headers: {}, mapError: () => null },
      AbortSignal.timeout(5000),
    );
    secure.close();

    expect(outcome).toMatchObject({ gap: 'unavailable', causeCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});
