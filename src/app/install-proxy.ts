import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, getGlobalDispatcher, install, setGlobalDispatcher } from 'undici';
import type { ProxySettings } from '../config/proxy-settings.ts';

/**
 * Routes every outgoing call of this process through the given proxies: with a proxy, the connectors use the global `fetch`,
 * as Slack's libraries do. It is replaced by undici's, because Node's own doesn't support proxies in every supported version.
 * Returns the hosts of the proxies.
 */
export function installProxy({ https, http, noProxy: except }: ProxySettings): readonly string[] {
  const [httpsProxy, httpProxy] = [https?.reveal() ?? '', http?.reveal() ?? ''];
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpsProxy, httpProxy, noProxy: except }));
  install();
  return [httpsProxy, httpProxy].filter(Boolean).map((address) => new URL(address).host);
}

/** Returns the dispatcher for Slack's websocket, which does not use `fetch`; undefined without a proxy. */
export function proxyDispatcher(): Dispatcher | undefined {
  const dispatcher = getGlobalDispatcher();
  return dispatcher instanceof EnvHttpProxyAgent ? dispatcher : undefined;
}
