import type { IncomingMessage } from 'node:http';

/** Local host names; `.test` is reserved. Any other name may be one that a website has pointed at this machine. */
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\]|([\w-]+\.)+test)(:\d{1,5})?$/i;

/**
 * Returns true for requests of our own page, the bot or command-line tools. Rejects other websites in the same browser:
 * reads through their own host name (DNS rebinding) and cross-site posts (CSRF).
 */
export function isSameSite({ method, headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  if (!LOCAL.test(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = headers['sec-fetch-site'];
  const isRead = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  // Another website may link here, but not trigger an action.
  return isRead || site === undefined || site === 'same-origin' || site === 'none';
}
