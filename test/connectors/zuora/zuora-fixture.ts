import { afterEach, beforeEach } from 'vitest';
import type { FailedLookup } from '../../../src/connectors/lookup-cache.ts';
import type { UnreadableField } from '../../../src/connectors/upstream-reader.ts';
import type { UpstreamCall } from '../../../src/connectors/upstream-result.ts';
import { createZuora } from '../../../src/connectors/zuora/client.ts';
import type { Billing } from '../../../src/ports/systems.ts';
import {
  fakeFingerprint,
  fixedNow,
  type LocalHttpServer,
  type RequestResponder,
  respondWith,
  startLocalHttpServer,
} from '../local-http-server.ts';

export interface ZuoraFixture {
  server: LocalHttpServer;
  billing: Billing;
  calls: UpstreamCall[];
  /** Fields reported as unreadable. */
  unread: UnreadableField[];
  /** Lookups reported as failed. */
  missing: FailedLookup[];
  /** Sets handlers by path prefix. Other paths return 404. */
  routes(handlers: Record<string, RequestResponder>): void;
}

/** Creates a connector and a server for each test. */
export function useZuoraFixture(): ZuoraFixture {
  const at = { routes: (handlers) => routeRequests(at.server, handlers) } as ZuoraFixture;
  beforeEach(async () => {
    at.server = await startLocalHttpServer();
    at.calls = [];
    at.unread = [];
    at.missing = [];
    at.billing = createZuora({
      url: at.server.url,
      clientId: 'id',
      clientSecret: 'secret',
      channelField: 'SSPChannel__c',
      emailFingerprint: fakeFingerprint,
      timeoutMs: 1000,
      now: fixedNow,
      onUpstreamCall: (call) => at.calls.push(call),
      onUnreadableField: (field) => at.unread.push(field),
      onLookupFailed: (missing) => at.missing.push(missing),
    });
  });
  afterEach(() => at.server.close());
  return at;
}

function routeRequests(server: LocalHttpServer, handlers: Record<string, RequestResponder>): void {
  server.handle = (request, response, body) => {
    const path = Object.keys(handlers).find((start) => (request.url ?? '').startsWith(start));
    (path ? handlers[path] : respondWith({}, 404))?.(request, response, body);
  };
}
