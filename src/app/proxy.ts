import type { Dispatcher } from 'undici';
import { EnvHttpProxyAgent, getGlobalDispatcher, install, setGlobalDispatcher } from 'undici';
import type { ProxySettings } from '../config/proxy.ts';

/**
 * Sends every call that this process makes through the given proxies, the connectors' and the Slack libraries' alike:
 * all use the global `fetch`. Node's own knows no proxies on some supported versions, so undici's takes its place.
 * Returns the hosts of the proxies.
 */
export function useProxy({ https, http, except }: ProxySettings): readonly string[] {
  const [httpsProxy, httpProxy] = [https?.reveal() ?? '', http?.reveal() ?? ''];
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpsProxy, httpProxy, noProxy: except }));
  install();
  return [httpsProxy, httpProxy].filter(Boolean).map((address) => new URL(address).host);
}

/** The proxies for Slack's websocket, which does not use `fetch`. Undefined when it connects directly. */
export function proxyDispatcher(): Dispatcher | undefined {
  const dispatcher = getGlobalDispatcher();
  return dispatcher instanceof EnvHttpProxyAgent ? dispatcher : undefined;
}
