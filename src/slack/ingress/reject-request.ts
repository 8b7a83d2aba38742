import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Answers with an error status and closes the connection, so that rejected clients don't use up the connections. Reads and
 * drops the rest of the body first, because closing while the client sends would discard the answer. The server's limit for
 * a request ends that.
 */
export function rejectRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers = {} }: { readonly status: number; readonly headers?: OutgoingHttpHeaders },
): void {
  response.writeHead(status, { ...headers, connection: 'close', 'content-length': 0 });
  response.flushHeaders();
  if (request.complete) response.end();
  else request.once('close', () => response.end()).resume();
}
