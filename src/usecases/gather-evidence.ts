import { type ConnectorResult, type Gap, mapResult, valueOrNull } from '../domain/connector-result.ts';
import { maskEmail, stripPlusTag } from '../domain/email-address.ts';
import type { CheckSubject, Evidence } from '../domain/evidence.ts';
import type { Reference, TicketReference } from '../domain/reference.ts';
import type { AccountRef } from '../domain/upstream-records.ts';
import { ChoiceRequiredError, SubscriptionNeededError, UserError } from '../errors.ts';
import type { Ports, UseCaseSettings } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';
import {
  restrictedOrganisationText,
  ticketWithoutReferenceText,
  zendeskNotConfiguredText,
} from '../words/replies.ts';
import {
  type GatheredEvidence,
  gatherAccount,
  gatherCandidates,
  gatherSubscriptionEvidence,
  NO_EVIDENCE,
  toAccountRef,
} from './gather-account.ts';
import { gatherSiblings } from './gather-siblings.ts';
import { gatherSupportingEvidence } from './gather-supporting-evidence.ts';
import { type CheckedTicket, readRequesterAccount, readTicket, requireEndCustomer } from './gather-ticket.ts';

export interface LookupRequest {
  readonly subject: Reference;
  /** A ticket given together with another subject; supplies the topic and the requester. */
  readonly ticket: TicketReference | null;
}

interface LookupDependencies extends Pick<Ports, 'monotonic'> {
  readonly settings: Pick<UseCaseSettings, 'checkDeadlineMs'>;
}

/** Starts the deadline of one check. `requestKey`: the idempotency key of the request, for the log. */
export function createLookupOptions(
  { settings: { checkDeadlineMs }, monotonic }: LookupDependencies,
  { requestKey, bypassCache }: { readonly requestKey: string; readonly bypassCache: boolean },
): LookupOptions {
  return {
    signal: AbortSignal.timeout(checkDeadlineMs),
    deadlineMonotonicMs: monotonic() + checkDeadlineMs,
    bypassCache,
    request: { key: requestKey },
  };
}

/**
 * Reads all systems about one subject, in parallel. A system that fails leaves a gap in the evidence. Throws
 * `ChoiceRequiredError` or `UserError` when a person has to decide or act first. The ticket is read before anything
 * else, because its organisation may forbid the rest.
 */
export async function gatherEvidence(
  ports: Ports,
  lookup: LookupRequest,
  options: LookupOptions,
): Promise<Evidence> {
  const subject = toStorableSubject(ports, lookup.subject);
  const ticket = await readTicket(ports, subject.kind === 'ticket' ? subject : lookup.ticket, options);
  if (valueOrNull(ticket)?.restricted) throw new UserError(restrictedOrganisationText());
  const [requester, gathered] = await Promise.all([
    readRequesterAccount(ports, ticket, options),
    lookup.subject.kind === 'ticket'
      ? gatherByTicket(ports, { subject: lookup.subject, ticket }, options)
      : gatherBySubject(ports, lookup.subject, options),
  ]);
  if (lookup.subject.kind === 'ticket') requireEndCustomer({ subject: lookup.subject, ticket, ...requester });
  const { ticket: reference } = lookup;
  const accompanyingTicket = reference && subject.kind !== 'ticket' ? { accompanyingTicket: reference } : {};
  return { subject, ticket, ...accompanyingTicket, ...requester, ...gathered };
}

function toStorableSubject(ports: Ports, subject: Reference): CheckSubject {
  if (subject.kind !== 'email') return subject;
  const { address } = subject;
  return { kind: 'email', masked: maskEmail(address), fingerprint: ports.emailFingerprint(address) };
}

function gatherBySubject(
  ports: Ports,
  subject: Exclude<Reference, TicketReference>,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  switch (subject.kind) {
    case 'subscription':
      return gatherSubscription(ports, subject.number, options);
    case 'account':
      return gatherAccount(ports, subject.number, options);
    case 'zuora-subscription':
      return gatherSubscriptionById(ports, subject.id, options);
    case 'zuora-account':
      return gatherAccountById(ports, subject.id, options);
    case 'crm-account':
      return gatherSingleAccount(ports, ports.billing.accountsByCrmId(subject.id, options), options);
    case 'email':
      return gatherByEmail(ports, subject.address, options);
  }
}

async function gatherByTicket(
  ports: Ports,
  { subject, ticket: answer }: CheckedTicket,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  if (!answer) return NO_EVIDENCE;
  if (!answer.ok) {
    if (answer.gap === 'not-configured') throw new UserError(zendeskNotConfiguredText());
    return NO_EVIDENCE;
  }
  const { id, subscriptionNumbers, organisation, subscriptionFieldUnreadable } = answer.value;
  const [number, ...others] = subscriptionNumbers;
  if (others.length > 0) {
    const choices = subscriptionNumbers.map((each) => ({ kind: 'subscription', number: each }) as const);
    throw new ChoiceRequiredError(choices, { ticket: { kind: 'ticket', host: answer.value.host, id } });
  }
  if (number) return gatherSubscription(ports, number, options);
  requireEndCustomer({ subject, ticket: answer });
  if (!organisation?.salesforceId) {
    throw new SubscriptionNeededError(ticketWithoutReferenceText(id, subscriptionFieldUnreadable), {
      ticket: subject,
    });
  }
  return gatherSingleAccount(
    ports,
    ports.billing.accountsByCrmId(organisation.salesforceId, options),
    options,
  );
}

/**
 * Reads in two rounds: first the subscription and its versions; then the accounts, and Salesforce by the id that the
 * versions include. Two more rounds follow only where the verdict depends on the account's other subscriptions.
 */
async function gatherSubscription(
  ports: Ports,
  number: string,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const { billing } = ports;
  const ownerHistory = billing.invoiceOwnerHistory(number, options);
  const crmIdHint = billing.customerCrmIdHint(number, options);
  const subscription = await billing.subscription(number, options);
  if (!subscription.ok) return unreadableSubscription(number, subscription);
  const account = billing.account(subscription.value.subscriptionOwner.number, options);
  const read = { ...subscription, number, account, ownerHistory };
  const evidence = gatherSubscriptionEvidence(ports, read, options);
  const [readEvidence, siblings, supporting] = await Promise.all([
    evidence,
    evidence.then((one) => gatherSiblings(ports, one, options)),
    gatherSupportingEvidence(ports, { account, crmIdHint }, options),
  ]);
  return { ...NO_EVIDENCE, subscriptions: [readEvidence], ...siblings, ...supporting };
}

/** `id`: of any version. Looks up the number first, then the newest version by that number. */
async function gatherSubscriptionById(
  ports: Ports,
  id: string,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const answer = await ports.billing.subscription(id, options);
  return answer.ok
    ? gatherSubscription(ports, answer.value.number, options)
    : unreadableSubscription(id, answer);
}

function unreadableSubscription(number: string, subscription: Gap): GatheredEvidence {
  const unread = { account: subscription, invoiceOwnerAccount: null, ownerHistory: subscription };
  return { ...NO_EVIDENCE, subscriptions: [{ number, subscription, ...unread }] };
}

async function gatherAccountById(
  ports: Ports,
  id: string,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const account = await ports.billing.account(id, options);
  const accounts = mapResult(account, (value): readonly AccountRef[] => [toAccountRef(value)]);
  return account.ok ? gatherAccount(ports, account.value.number, options) : { ...NO_EVIDENCE, accounts };
}

/** When nobody has an address with a "+tag", also looks it up without the tag. That result is only a suggestion. */
async function gatherByEmail(
  ports: Ports,
  address: string,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const exact = await gatherSingleAccount(ports, ports.billing.accountsByEmail(address, options), options);
  const addressWithoutTag = stripPlusTag(address);
  const isNotFound = exact.accounts?.ok === false && exact.accounts.gap === 'not-found';
  if (addressWithoutTag === null || !isNotFound) return exact;
  const untagged = await ports.billing.accountsByEmail(addressWithoutTag, options);
  return { ...exact, untaggedEmailAccounts: mapResult(untagged, (list) => list.map(toAccountRef)) };
}

async function gatherSingleAccount(
  ports: Ports,
  lookup: Promise<ConnectorResult<readonly AccountRef[]>>,
  options: LookupOptions,
): Promise<GatheredEvidence> {
  const accounts = await lookup;
  const [only, ...others] = accounts.ok ? accounts.value : [];
  if (!only) return { ...NO_EVIDENCE, accounts };
  if (others.length > 0) {
    const candidates = await gatherCandidates(ports, [only, ...others], options);
    return { ...NO_EVIDENCE, accounts, candidates };
  }
  return { ...(await gatherAccount(ports, only.number, options)), accounts };
}
