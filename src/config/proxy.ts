import { Secret } from './secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Proxies for outgoing calls. Addresses may carry a password. */
export interface ProxySettings {
  readonly https: Secret | null;
  readonly http: Secret | null;
  /** Hosts that are called directly, with commas between, as `NO_PROXY` gives them. */
  readonly except: string;
}

/** Settings of the environment that curl and Node know too; as there, a lower-case name wins. */
function settingOf(env: Environment, name: 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'): string {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || '';
}

/** Null when calls go out directly. */
export function proxyFrom(env: Environment): ProxySettings | null {
  const [https, http] = [settingOf(env, 'HTTPS_PROXY'), settingOf(env, 'HTTP_PROXY')];
  if (!https && !http) return null;
  const kept = (address: string) => (address ? new Secret(address) : null);
  return { https: kept(https), http: kept(http), except: settingOf(env, 'NO_PROXY') };
}

/** What is wrong with them, one sentence each. No sentence repeats a value. */
export function proxyProblems(env: Environment): string[] {
  return (['HTTPS_PROXY', 'HTTP_PROXY'] as const)
    .filter((name) => !isAddress(settingOf(env, name)))
    .map((name) => `${name} must be the whole address of a proxy. Example: http://proxy.example.com:3128`);
}

function isAddress(value: string): boolean {
  return value === '' || (/^https?:\/\//i.test(value) && URL.canParse(value));
}
