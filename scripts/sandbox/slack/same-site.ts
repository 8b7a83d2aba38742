import type { IncomingMessage } from 'node:http';

/** Names of this machine; `.test` belongs to nobody. Any other name may be one that a website has pointed at us. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\]|([\w-]+\.)+test)(:\d{1,5})?$/i;

/**
 * True for what our own page, the bot or a person's tools send. Another website that is open in the same browser may
 * neither read through a host name of its own (DNS rebinding) nor post to us (cross-site request forgery).
 */
export function isSameSite({ method, headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOCAL.test(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = headers['sec-fetch-site'];
  const isRead = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  // A link from another website may lead here; it may do nothing.
  return isRead || site === undefined || site === 'same-origin' || site === 'none';
}
