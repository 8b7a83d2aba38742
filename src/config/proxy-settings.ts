import { Secret } from './secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Proxies for outgoing calls. Their URLs are secret, because they may contain a password. */
export interface ProxySettings {
  readonly https: Secret | null;
  readonly http: Secret | null;
  /** Hosts that are called directly: the value of `NO_PROXY`, separated by commas. */
  readonly noProxy: string;
}

/** Returns a proxy variable. As with curl and Node, the lower-case name takes precedence. */
function proxyVariable(env: Environment, name: 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'): string {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || '';
}

/** Returns the proxies, or null when none is set. */
export function readProxySettings(env: Environment): ProxySettings | null {
  const [https, http] = [proxyVariable(env, 'HTTPS_PROXY'), proxyVariable(env, 'HTTP_PROXY')];
  if (!https && !http) return null;
  const secret = (address: string) => (address ? new Secret(address) : null);
  return { https: secret(https), http: secret(http), noProxy: proxyVariable(env, 'NO_PROXY') };
}

/** Returns one sentence for each proxy variable that is not valid, without its value. */
export function proxyProblems(env: Environment): string[] {
  return (['HTTPS_PROXY', 'HTTP_PROXY'] as const)
    .filter((name) => !isEmptyOrProxyUrl(proxyVariable(env, name)))
    .map((name) => `${name} must be a complete proxy URL. Example: http://proxy.example.com:3128`);
}

function isEmptyOrProxyUrl(value: string): boolean {
  return value === '' || (/^https?:\/\//i.test(value) && URL.canParse(value));
}
