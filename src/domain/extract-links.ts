import { extractIds } from './extract-ids.ts';
import type { KnownHosts } from './reference.ts';
import type { ReferenceCollector } from './reference-collector.ts';

const LINK = /(?<![@\w.-])(?:https?:\/\/[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[^\s<>"]*)/gi;

/** Maximum number of links read from one text. */
const MAX_LINKS = 2_000;

/** Collects the references in links, with or without "https://". Returns the remaining text. */
export function extractLinks(text: string, hosts: KnownHosts, found: ReferenceCollector): string {
  const links = new Set<string>();
  const rest = text.replace(LINK, (link) => {
    if (links.size < MAX_LINKS) links.add(link);
    return ' ';
  });
  for (const link of links) {
    const url = parseUrl(link);
    if (url) collectLink(url, hosts, found);
  }
  return rest;
}

/** Returns the refused hosts that a text contains, plain or percent-encoded. */
export function refusedHostsIn(text: string, { refused }: KnownHosts): string[] {
  const named = `${text}\n${percentDecode(text)}`.toLowerCase();
  return refused.filter((host) => named.includes(host));
}

function collectLink(url: URL, hosts: KnownHosts, found: ReferenceCollector): void {
  const host = url.host.replace(/\.(?=$|:)/, '');
  const hostname = host.replace(/:\d+$/, '');
  if (hosts.refused.some((refused) => hostname === refused || hostname.endsWith(`.${refused}`))) {
    found.refusedHosts.add(hostname);
  } else if (hosts.ticket.includes(host)) {
    collectTicketLink(url, host, found);
  } else if (
    isHostWithin(hostname, 'salesforce.com') ||
    isHostWithin(hostname, 'force.com') ||
    host === hosts.crm
  ) {
    collectCrmLink(url, found);
  } else if (isHostWithin(hostname, 'zuora.com') || host === hosts.zuora) {
    collectZuoraLink(url, found);
  } else if (host === hosts.portal) {
    collectPortalLink(url, hosts, found);
  } else if (/^(?:www\.)?gitlab\.com$/.test(hostname)) {
    found.addUnsupported('namespace', url.pathname.replace(/^\/(?:groups\/)?|\/$/g, '') || hostname);
  } else {
    found.unknownHosts.add(host.slice(0, 60));
  }
}

function isHostWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Returns the path followed by the fragment, in which single-page applications keep their route. */
function pathAndHash({ pathname, hash }: URL): string {
  return `${pathname}/${hash.replace(/^#\/?/, '').replace(/\?.*$/s, '')}`;
}

function collectTicketLink(url: URL, host: string, found: ReferenceCollector): void {
  const id = /\/(?:tickets|requests)\/(\d{1,15})(?:\.json)?(?:\/|$)/.exec(pathAndHash(url))?.[1];
  if (id) found.addTicketLink({ kind: 'ticket', host, id });
  else found.addInvalidReference('not-a-ticket', host);
}

function collectCrmLink(url: URL, found: ReferenceCollector): void {
  const id = /(?:^|\/)([a-z0-9]{18}|[a-z0-9]{15})(?:\/|$)/i.exec(pathAndHash(url))?.[1];
  if (id) found.addCrmId(id);
  else found.addInvalidReference('crm-length', url.pathname);
}

/** Reads `/platform/subscriptions/<id>`, the older `/apps/Subscription.do?method=view&id=<id>`, and the same for accounts. */
function collectZuoraLink(url: URL, found: ReferenceCollector): void {
  const route = pathAndHash(url);
  const [, recordType, key = ''] =
    /\/(subscriptions?|accounts?|customer-accounts)\/([\w-]{1,64})/i.exec(route) ?? [];
  const page = /\/(Subscription|CustomerAccount)\.do\b/i.exec(route)?.[1];
  const id = (key || url.searchParams.get('id') || '').toLowerCase();
  const isSubscription = /^sub/i.test(recordType ?? page ?? '');
  if (/^[0-9a-f]{32}$/.test(id) && (recordType ?? page)) {
    found.add({ kind: isSubscription ? 'zuora-subscription' : 'zuora-account', id });
  } else if (/^A-S\d{8,10}$/i.test(id)) {
    found.add({ kind: 'subscription', number: id.toUpperCase() });
  } else if (/^A\d{8}$/i.test(id)) {
    found.add({ kind: 'account', number: id.toUpperCase() });
  } else {
    found.addUnsupported('zuora-page', url.pathname);
  }
}

/** Collects ids in the path and the query. Pages of a single record often have only an internal number. */
function collectPortalLink(url: URL, hosts: KnownHosts, found: ReferenceCollector): void {
  const before = found.references.size;
  const path = url.pathname.split('/').map(decodeOrKeep);
  for (const value of [...path, ...url.searchParams.values()]) extractIds(value, hosts, found);
  if (found.references.size === before) found.addUnsupported('portal-page', url.pathname);
}

function decodeOrKeep(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parseUrl(link: string): URL | null {
  const trimmed = link.replace(/[).,;:!?'"\]]{1,200}$/, '');
  const address = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return URL.canParse(address) ? new URL(address) : null;
}

/** Decodes twice. A repeatedly encoded percent sign ("%252525") is decoded in one step. */
function percentDecode(text: string): string {
  let decoded = text;
  for (let round = 0; round < 2 && decoded.includes('%'); round += 1) {
    decoded = decoded.replace(/%(?:25)*([2-7][\da-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return decoded;
}
