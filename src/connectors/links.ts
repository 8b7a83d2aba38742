import type { Links } from '../ports/systems.ts';

export interface LinkSettings {
  /** Base URL of Zuora's REST API. */
  readonly zuoraUrl: string;
  /** My Domain URL. Without it, there are no links to Salesforce. */
  readonly salesforceUrl?: string | undefined;
  readonly customersdotUrl: string;
}

/** Hosts of Zuora's user interface by REST host. */
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

/** Creates links to pages in the upstream systems. All ids are URL-encoded. */
export function createLinks({ zuoraUrl, salesforceUrl, customersdotUrl }: LinkSettings): Links {
  const zuoraOrigin = mappedOrigin(zuoraUrl, (host) => ZUORA_UI_HOSTS[host] ?? host);
  const lightningHost = (host: string) => host.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');
  const salesforceOrigin = salesforceUrl === undefined ? null : mappedOrigin(salesforceUrl, lightningHost);
  const customersdotBase = customersdotUrl.replace(/\/+$/, '');
  return {
    zuoraSubscription: (id) => pageUrl(zuoraOrigin, '/platform/subscriptions/', id),
    zuoraAccount: (id) => pageUrl(zuoraOrigin, '/platform/accounts/', id),
    crmAccount: (id) => pageUrl(salesforceOrigin, '/lightning/r/Account/', id, '/view'),
    crmOpportunity: (id) => pageUrl(salesforceOrigin, '/lightning/r/Opportunity/', id, '/view'),
    isCrmPage: (url) =>
      salesforceUrl !== undefined &&
      URL.canParse(url) &&
      [mappedOrigin(salesforceUrl, String), salesforceOrigin].includes(new URL(url).origin),
    ticket: (host, id) => `${schemeOf(host)}://${encodedHost(host)}/agent/tickets/${encodeURIComponent(id)}`,
    portalCustomers: (query) => `${customersdotBase}/admin/customer?query=${encodeURIComponent(query)}`,
  };
}

/** Returns the hosts that `createLinks` links to, so that pasted links to them are recognized. */
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

/** Returns null without an origin or a usable id. "." and ".." would change the path, because encoding keeps them. */
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
