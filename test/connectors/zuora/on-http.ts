import { afterEach, beforeEach } from '@jest/globals';
import type { FailedLookup } from '../../../src/connectors/memory.ts';
import type { UpstreamCall } from '../../../src/connectors/outcome.ts';
import type { UnreadField } from '../../../src/connectors/reader.ts';
import { createZuora } from '../../../src/connectors/zuora/client.ts';
import type { Billing } from '../../../src/ports.ts';
import { type Handler, type LocalServer, now, send, startServer } from '../local-server.ts';

export interface ZuoraOnHttp {
  server: LocalServer;
  billing: Billing;
  calls: UpstreamCall[];
  /** Fields that were reported as unreadable. */
  unread: UnreadField[];
  /** Looks that were reported as unanswered. */
  missing: FailedLookup[];
  /** Answers by path: the first key that the path starts with; all others are not there. */
  routes(handlers: Record<string, Handler>): void;
}

/** A new connector in front of a new server for each test. */
export function zuoraOnHttp(): ZuoraOnHttp {
  const at = { routes: (handlers) => route(at.server, handlers) } as ZuoraOnHttp;
  beforeEach(async () => {
    at.server = await startServer();
    at.calls = [];
    at.unread = [];
    at.missing = [];
    at.billing = createZuora({
      url: at.server.url,
      clientId: 'id',
      clientSecret: 'secret',
      channelField: 'SSPChannel__c',
      timeoutMs: 1000,
      now,
      onCall: (call) => at.calls.push(call),
      onUnread: (field) => at.unread.push(field),
      onGap: (missing) => at.missing.push(missing),
    });
  });
  afterEach(() => at.server.close());
  return at;
}

function route(server: LocalServer, handlers: Record<string, Handler>): void {
  server.handle = (request, response, body) => {
    const path = Object.keys(handlers).find((start) => (request.url ?? '').startsWith(start));
    (path ? handlers[path] : send({}, 404))?.(request, response, body);
  };
}
