import type { Links } from '../ports/systems.ts';

export interface LinkSettings {
  /** REST base of Zuora. */
  readonly zuoraUrl: string;
  /** My Domain address; without it there are no Salesforce links. */
  readonly salesforceUrl?: string | undefined;
  readonly customersdotUrl: string;
}

/** Zuora's REST hosts and the hosts that people see. */
const ZUORA_UI_HOSTS: Readonly<Record<string, string>> = {
  'rest.zuora.com': 'www.zuora.com',
  'rest.na.zuora.com': 'na.zuora.com',
  'rest.sandbox.na.zuora.com': 'sandbox.na.zuora.com',
  'rest.apisandbox.zuora.com': 'apisandbox.zuora.com',
  'rest.test.zuora.com': 'test.zuora.com',
  'rest.eu.zuora.com': 'eu.zuora.com',
  'rest.sandbox.eu.zuora.com': 'sandbox.eu.zuora.com',
  'rest.test.eu.zuora.com': 'test.eu.zuora.com',
  'rest.ap.zuora.com': 'ap.zuora.com',
  'rest.test.ap.zuora.com': 'test.ap.zuora.com',
};

/** Addresses of pages for people. Pure; whatever comes in is encoded. */
export function createLinks({ zuoraUrl, salesforceUrl, customersdotUrl }: LinkSettings): Links {
  const zuoraOrigin = mappedOrigin(zuoraUrl, (host) => ZUORA_UI_HOSTS[host] ?? host);
  const lightningHost = (host: string) => host.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');
  const salesforceOrigin = salesforceUrl === undefined ? null : mappedOrigin(salesforceUrl, lightningHost);
  const customersdotBase = customersdotUrl.replace(/\/+$/, '');
  return {
    zuoraSubscription: (id) => pageUrl(zuoraOrigin, '/platform/subscriptions/', id),
    zuoraAccount: (id) => pageUrl(zuoraOrigin, '/platform/accounts/', id),
    crmAccount: (id) => pageUrl(salesforceOrigin, '/lightning/r/Account/', id, '/view'),
    ticket: (host, id) => `${schemeOf(host)}://${encodedHost(host)}/agent/tickets/${encodeURIComponent(id)}`,
    portalCustomers: (query) => `${customersdotBase}/admin/customer?query=${encodeURIComponent(query)}`,
  };
}

/** Returns the hosts of the pages that our links open, so that a pasted link to one of them is recognized. */
export function linkHosts(settings: LinkSettings): Record<'zuora' | 'crm' | 'portal', string | null> {
  const links = createLinks(settings);
  const hostOf = (address: string | null) =>
    address !== null && URL.canParse(address) ? new URL(address).host : null;
  return {
    zuora: hostOf(links.zuoraAccount('0')),
    crm: hostOf(links.crmAccount('0')),
    portal: hostOf(links.portalCustomers('')),
  };
}

function mappedOrigin(address: string, mapHost: (host: string) => string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host } = new URL(address);
  return `${protocol}//${mapHost(host)}`;
}

/** Null where there is nothing to show. "." and ".." are the two texts that encoding leaves dangerous. */
function pageUrl(origin: string | null, path: string, id: string, suffix = ''): string | null {
  if (origin === null || /^(?:|\.|\.\.)$/.test(id.trim())) return null;
  return `${origin}${path}${encodeURIComponent(id)}${suffix}`;
}

function schemeOf(host: string): 'http' | 'https' {
  return /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host) ? 'http' : 'https';
}

function encodedHost(host: string): string {
  return encodeURIComponent(host).replace(/%3A(?=\d+$)/i, ':');
}
