import type { Answer } from '../domain/answer.ts';
import { mapAnswer, told } from '../domain/answer.ts';
import { tenantDay } from '../domain/calendar.ts';
import type { CrmEvidence, Evidence, Subject, SubscriptionEvidence } from '../domain/evidence.ts';
import { maskEmail } from '../domain/mail.ts';
import type { Account, AccountRef, Subscription, Ticket } from '../domain/records.ts';
import type { Reference, TicketReference } from '../domain/reference.ts';
import { isCurrent } from '../domain/verdict.ts';
import { SeveralFound, UserError } from '../errors.ts';
import type { Look, Ports } from '../ports.ts';
import { ticketNamesNothing, zendeskNotConfigured } from '../words/answers.ts';

export interface Wanted {
  readonly subject: Reference;
  /** A ticket beside the subject: tells the topic and who asks. */
  readonly ticket: TicketReference | null;
}

/**
 * Asks every system about one thing, side by side. A system that fails costs a gap in the evidence; only what a
 * person must settle first (which of two, which subscription) is thrown.
 */
export async function gatherEvidence(ports: Ports, wanted: Wanted, look: Look): Promise<Evidence> {
  const [subject, ticket, found] = await Promise.all([
    storable(ports, wanted.subject),
    readTicket(ports, wanted, look),
    wanted.subject.kind === 'ticket' ? null : gatherSubject(ports, wanted.subject, look),
  ]);
  const rest = found ?? (await gatherTicket(ports, ticket, look));
  const [crm, portal] = await Promise.all([gatherCrm(ports, rest, look), gatherPortal(ports, rest, look)]);
  return { subject, ticket, ...rest, crm, portal };
}

type Billed = Pick<Evidence, 'accounts' | 'listing' | 'subscriptions'>;

async function storable(ports: Ports, subject: Reference): Promise<Subject> {
  if (subject.kind !== 'email') return subject;
  const { address } = subject;
  return { kind: 'email', masked: maskEmail(address), fingerprint: await ports.fingerprint(address) };
}

function readTicket(ports: Ports, { subject, ticket }: Wanted, look: Look): Promise<Answer<Ticket> | null> {
  const reference = subject.kind === 'ticket' ? subject : ticket;
  return reference ? ports.helpdesk.ticket(reference.id, look) : Promise.resolve(null);
}

function gatherSubject(
  ports: Ports,
  subject: Exclude<Reference, TicketReference>,
  look: Look,
): Promise<Billed> {
  switch (subject.kind) {
    case 'subscription':
      return gatherSubscription(ports, subject.number, look);
    case 'account':
      return gatherAccount(ports, subject.number, look);
    case 'zuora-subscription':
      return gatherSubscription(ports, subject.id, look);
    case 'zuora-account':
      return gatherAccountById(ports, subject.id, look);
    case 'crm-account':
      return gatherAccounts(ports, ports.billing.accountsByCrmId(subject.id, look), look);
    case 'email':
      return gatherAccounts(ports, ports.billing.accountsByEmail(subject.address, look), look);
  }
}

async function gatherTicket(ports: Ports, answer: Answer<Ticket> | null, look: Look): Promise<Billed> {
  const nothing: Billed = { accounts: null, listing: null, subscriptions: [] };
  if (!answer) return nothing;
  if (!answer.ok) {
    if (answer.gap === 'not-configured') throw new UserError(zendeskNotConfigured());
    return nothing;
  }
  const { id, subscriptionNumbers, organisation } = answer.value;
  const [number, ...others] = subscriptionNumbers;
  if (others.length > 0) {
    throw new SeveralFound(subscriptionNumbers.map((each) => ({ kind: 'subscription', number: each })));
  }
  if (number) return gatherSubscription(ports, number, look);
  if (!organisation?.salesforceId) throw new UserError(ticketNamesNothing(id));
  return gatherAccounts(ports, ports.billing.accountsByCrmId(organisation.salesforceId, look), look);
}

/** By number, or by the id of any of its versions: the number then leads to the newest one. */
async function gatherSubscription(ports: Ports, key: string, look: Look): Promise<Billed> {
  const named = await ports.billing.subscription(key, look);
  const number = told(named)?.number ?? key;
  const subscription = number === key ? named : await ports.billing.subscription(number, look);
  const one = subscription.ok
    ? await readSubscription(ports, { ...subscription, number }, look)
    : { number, subscription, account: subscription, invoiceOwnerAccount: null, ownerHistory: subscription };
  return { accounts: null, listing: null, subscriptions: [one] };
}

async function gatherAccountById(ports: Ports, id: string, look: Look): Promise<Billed> {
  const account = await ports.billing.account(id, look);
  const accounts = mapAnswer(account, (value): readonly AccountRef[] => [plainRef(value)]);
  return account.ok
    ? gatherAccount(ports, account.value.number, look)
    : { accounts, listing: null, subscriptions: [] };
}

async function gatherAccounts(
  ports: Ports,
  asked: Promise<Answer<readonly AccountRef[]>>,
  look: Look,
): Promise<Billed> {
  const accounts = await asked;
  const [only, ...others] = accounts.ok ? accounts.value : [];
  if (!only || others.length > 0) return { accounts, listing: null, subscriptions: [] };
  return { ...(await gatherAccount(ports, only.number, look)), accounts };
}

async function gatherAccount(ports: Ports, number: string, look: Look): Promise<Billed> {
  const [account, all] = await Promise.all([
    ports.billing.account(number, look),
    ports.billing.subscriptionsOf(number, look),
  ]);
  const accounts = mapAnswer(account, (value): readonly AccountRef[] => [value]);
  const listing = mapAnswer(all, ({ length }) => length);
  const worthJudging = worthALook(told(all) ?? [], tenantDay(ports.now()));
  const { asOf } = all;
  const reads = account.ok
    ? worthJudging.map((value) => ({ number: value.number, value, asOf, account }))
    : [];
  const subscriptions = await fewAtOnce(reads, (read) => readSubscription(ports, read, look));
  return { accounts: mapAnswer(accounts, (list) => list.map(plainRef)), listing, subscriptions };
}

/** Subscriptions of a large account that are read side by side; a connector turns away what is too much at once. */
const AT_ONCE = 5;

async function fewAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}

function plainRef({ id, number, name }: AccountRef): AccountRef {
  return { id, number, name };
}

/** What runs or ended lately; where nothing does, the one that ended last. */
function worthALook(all: readonly Subscription[], today: string): readonly Subscription[] {
  const current = all.filter((subscription) => isCurrent(subscription, today));
  if (current.length > 0) return current;
  const [last] = [...all].sort((a, b) => (b.endsOn ?? '').localeCompare(a.endsOn ?? ''));
  return last ? [last] : [];
}

interface Read {
  readonly number: string;
  readonly value: Subscription;
  readonly asOf: string;
  /** Read already, when the subscriptions of one account are listed. */
  readonly account?: Answer<Account>;
}

async function readSubscription(ports: Ports, read: Read, look: Look): Promise<SubscriptionEvidence> {
  const { number, value, asOf } = read;
  const { subscriptionOwner, invoiceOwner } = value;
  const another = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  const [account, invoiceOwnerAccount, ownerHistory] = await Promise.all([
    read.account ?? ports.billing.account(subscriptionOwner.number, look),
    another ? ports.billing.account(invoiceOwner.number, look) : null,
    ports.billing.ownerHistory(number, look),
  ]);
  return { number, subscription: { ok: true, value, asOf }, account, invoiceOwnerAccount, ownerHistory };
}

async function gatherCrm(ports: Ports, { subscriptions }: Billed, look: Look): Promise<CrmEvidence | null> {
  const crmId = subscriptions.map(({ account }) => told(account)?.crmId).find((id) => id);
  if (!crmId) return null;
  const [account, partners, opportunities] = await Promise.all([
    ports.crm.account(crmId, look),
    ports.crm.partners(crmId, look),
    ports.crm.wonOpportunities(crmId, look),
  ]);
  return { account, partners, opportunities };
}

async function gatherPortal(ports: Ports, { subscriptions }: Billed, look: Look) {
  const account = subscriptions.map(({ account: answer }) => told(answer)).find((value) => value);
  return account ? ports.portal.state(account.number, look) : null;
}
