import type { FoundReferences } from './found-references.ts';
import { readIds } from './read-ids.ts';
import type { Hosts } from './reference.ts';

const LINK = /(?<![@\w.-])(?:https?:\/\/[^\s<>"]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[^\s<>"]*)/gi;

/** The most links that are read from one text. */
const MAX_LINKS = 2_000;

/** Reads every link, with or without "https://". Returns the text without them. */
export function readLinks(text: string, hosts: Hosts, found: FoundReferences): string {
  const links = new Set<string>();
  const rest = text.replace(LINK, (link) => {
    if (links.size < MAX_LINKS) links.add(link);
    return ' ';
  });
  for (const link of links) {
    const url = parseUrl(link);
    if (url) readLink(url, hosts, found);
  }
  return rest;
}

/** Returns the refused hosts that a text contains, plain or percent-encoded. */
export function refusedIn(text: string, { refused }: Hosts): string[] {
  const named = `${text}\n${percentDecoded(text)}`.toLowerCase();
  return refused.filter((host) => named.includes(host));
}

function readLink(url: URL, hosts: Hosts, found: FoundReferences): void {
  const host = url.host.replace(/\.(?=$|:)/, '');
  const bare = host.replace(/:\d+$/, '');
  if (hosts.refused.some((refused) => bare === refused || bare.endsWith(`.${refused}`))) {
    found.refusedHosts.add(bare);
  } else if (hosts.ticket.includes(host)) {
    readTicketLink(url, host, found);
  } else if (isWithin(bare, 'salesforce.com') || isWithin(bare, 'force.com') || host === hosts.crm) {
    readCrmLink(url, found);
  } else if (isWithin(bare, 'zuora.com') || host === hosts.zuora) {
    readZuoraLink(url, found);
  } else if (host === hosts.portal) {
    readPortalLink(url, hosts, found);
  } else if (/^(?:www\.)?gitlab\.com$/.test(bare)) {
    found.addUnsupported('namespace', url.pathname.replace(/^\/(?:groups\/)?|\/$/g, '') || bare);
  } else {
    found.unknownHosts.add(host.slice(0, 60));
  }
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Returns the path followed by the fragment, in which single-page applications keep their route. */
function pathAndHash({ pathname, hash }: URL): string {
  return `${pathname}/${hash.replace(/^#\/?/, '').replace(/\?.*$/, '')}`;
}

function readTicketLink(url: URL, host: string, found: FoundReferences): void {
  const id = /\/(?:tickets|requests)\/(\d{1,15})(?:\.json)?(?:\/|$)/.exec(pathAndHash(url))?.[1];
  if (id) found.addTicketLink({ kind: 'ticket', host, id });
  else found.addTypo('not-a-ticket', host);
}

function readCrmLink(url: URL, found: FoundReferences): void {
  const id = /(?:^|\/)([a-z0-9]{18}|[a-z0-9]{15})(?:\/|$)/i.exec(pathAndHash(url))?.[1];
  if (id) found.addCrmId(id);
  else found.addTypo('crm-length', url.pathname);
}

/** Reads `/platform/subscriptions/<id>`, the older `/apps/Subscription.do?method=view&id=<id>`, and the same for accounts. */
function readZuoraLink(url: URL, found: FoundReferences): void {
  const place = pathAndHash(url);
  const [, things, key = ''] =
    /\/(subscriptions?|accounts?|customer-accounts)\/([\w-]{1,64})/i.exec(place) ?? [];
  const page = /\/(Subscription|CustomerAccount)\.do\b/i.exec(place)?.[1];
  const id = (key || url.searchParams.get('id') || '').toLowerCase();
  const isSubscription = /^sub/i.test(things ?? page ?? '');
  if (/^[0-9a-f]{32}$/.test(id) && (things ?? page)) {
    found.add({ kind: isSubscription ? 'zuora-subscription' : 'zuora-account', id });
  } else if (/^A-S\d{8,10}$/i.test(id)) {
    found.add({ kind: 'subscription', number: id.toUpperCase() });
  } else if (/^A\d{8}$/i.test(id)) {
    found.add({ kind: 'account', number: id.toUpperCase() });
  } else {
    found.addUnsupported('zuora-page', url.pathname);
  }
}

/** Reads ids in the path and the query. The page of a single record often has only an internal number. */
function readPortalLink(url: URL, hosts: Hosts, found: FoundReferences): void {
  const before = found.references.size;
  const path = url.pathname.split('/').map(decoded);
  for (const value of [...path, ...url.searchParams.values()]) readIds(value, hosts, found);
  if (found.references.size === before) found.addUnsupported('portal-page', url.pathname);
}

function decoded(part: string): string {
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

/** Decodes twice. A percent sign that was encoded repeatedly ("%252525") is decoded at once. */
function percentDecoded(text: string): string {
  let decoded = text;
  for (let round = 0; round < 2 && decoded.includes('%'); round += 1) {
    decoded = decoded.replace(/%(?:25)*([2-7][\da-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return decoded;
}
