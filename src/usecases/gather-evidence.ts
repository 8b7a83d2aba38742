import type { Answer, Gap } from '../domain/answer.ts';
import { mapAnswer, told } from '../domain/answer.ts';
import { tenantDay } from '../domain/calendar.ts';
import type { Evidence, Subject, SubscriptionEvidence } from '../domain/evidence.ts';
import { maskEmail, withoutTag } from '../domain/mail.ts';
import type { Account, AccountRef, Subscription, Ticket } from '../domain/records.ts';
import type { Reference, TicketReference } from '../domain/reference.ts';
import { isCurrent } from '../domain/verdict.ts';
import { SeveralFound, UserError } from '../errors.ts';
import type { Look, Ports } from '../ports.ts';
import { restrictedOrganisation, ticketNamesNothing, zendeskNotConfigured } from '../words/answers.ts';
import { gatherSupporting } from './gather-supporting.ts';

export interface Wanted {
  readonly subject: Reference;
  /** A ticket beside the subject: tells the topic and who asks. */
  readonly ticket: TicketReference | null;
}

/**
 * Asks every system about one thing, side by side. A system that fails costs a gap in the evidence; only what a
 * person must settle first (which of two, which subscription) is thrown. The ticket is read before anything else,
 * because its organisation may forbid the rest.
 */
export async function gatherEvidence(ports: Ports, wanted: Wanted, look: Look): Promise<Evidence> {
  const [subject, ticket] = await Promise.all([
    storable(ports, wanted.subject),
    readTicket(ports, wanted, look),
  ]);
  if (told(ticket)?.restricted) throw new UserError(restrictedOrganisation());
  const rest =
    wanted.subject.kind === 'ticket'
      ? await gatherTicket(ports, ticket, look)
      : await gatherSubject(ports, wanted.subject, look);
  const { ticket: reference } = wanted;
  const beside = reference && subject.kind !== 'ticket' ? { ticketBeside: reference } : {};
  return { subject, ticket, ...beside, ...rest };
}

type Gathered = Omit<Evidence, 'subject' | 'ticket'>;

const NOTHING: Gathered = { accounts: null, listing: null, subscriptions: [], crm: null, portal: null };

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
): Promise<Gathered> {
  switch (subject.kind) {
    case 'subscription':
      return gatherSubscription(ports, subject.number, look);
    case 'account':
      return gatherAccount(ports, subject.number, look);
    case 'zuora-subscription':
      return gatherSubscriptionById(ports, subject.id, look);
    case 'zuora-account':
      return gatherAccountById(ports, subject.id, look);
    case 'crm-account':
      return gatherAccounts(ports, ports.billing.accountsByCrmId(subject.id, look), look);
    case 'email':
      return gatherAddress(ports, subject.address, look);
  }
}

async function gatherTicket(ports: Ports, answer: Answer<Ticket> | null, look: Look): Promise<Gathered> {
  if (!answer) return NOTHING;
  if (!answer.ok) {
    if (answer.gap === 'not-configured') throw new UserError(zendeskNotConfigured());
    return NOTHING;
  }
  const { id, subscriptionNumbers, organisation, subscriptionFieldUnreadable } = answer.value;
  const [number, ...others] = subscriptionNumbers;
  if (others.length > 0) {
    const choices = subscriptionNumbers.map((each) => ({ kind: 'subscription', number: each }) as const);
    throw new SeveralFound(choices, { ticket: { kind: 'ticket', host: answer.value.host, id } });
  }
  if (number) return gatherSubscription(ports, number, look);
  if (!organisation?.salesforceId) throw new UserError(ticketNamesNothing(id, subscriptionFieldUnreadable));
  return gatherAccounts(ports, ports.billing.accountsByCrmId(organisation.salesforceId, look), look);
}

/**
 * Reads in two rounds: first the subscription and its versions; then the accounts, and Salesforce by the id that the
 * versions include.
 */
async function gatherSubscription(ports: Ports, number: string, look: Look): Promise<Gathered> {
  const { billing } = ports;
  const ownerHistory = billing.ownerHistory(number, look);
  const crmIdHint = billing.customerCrmId(number, look);
  const subscription = await billing.subscription(number, look);
  if (!subscription.ok) return unreadSubscription(number, subscription);
  const account = billing.account(subscription.value.subscriptionOwner.number, look);
  const read = { ...subscription, number, account, ownerHistory };
  const [one, supporting] = await Promise.all([
    readSubscription(ports, read, look),
    gatherSupporting(ports, { account, crmIdHint }, look),
  ]);
  return { ...NOTHING, subscriptions: [one], ...supporting };
}

/** `id`: of any version. Looks up the number first, then the newest version by that number. */
async function gatherSubscriptionById(ports: Ports, id: string, look: Look): Promise<Gathered> {
  const named = await ports.billing.subscription(id, look);
  return named.ok ? gatherSubscription(ports, named.value.number, look) : unreadSubscription(id, named);
}

function unreadSubscription(number: string, subscription: Gap): Gathered {
  const unread = { account: subscription, invoiceOwnerAccount: null, ownerHistory: subscription };
  return { ...NOTHING, subscriptions: [{ number, subscription, ...unread }] };
}

async function gatherAccountById(ports: Ports, id: string, look: Look): Promise<Gathered> {
  const account = await ports.billing.account(id, look);
  const accounts = mapAnswer(account, (value): readonly AccountRef[] => [plainRef(value)]);
  return account.ok ? gatherAccount(ports, account.value.number, look) : { ...NOTHING, accounts };
}

/** When nobody has an address with a "+tag", also looks it up without the tag. That result is only a suggestion. */
async function gatherAddress(ports: Ports, address: string, look: Look): Promise<Gathered> {
  const asked = await gatherAccounts(ports, ports.billing.accountsByEmail(address, look), look);
  const plain = withoutTag(address);
  const isNotThere = asked.accounts?.ok === false && asked.accounts.gap === 'not-found';
  if (plain === null || !isNotThere) return asked;
  const untagged = await ports.billing.accountsByEmail(plain, look);
  return { ...asked, untagged: mapAnswer(untagged, (list) => list.map(plainRef)) };
}

async function gatherAccounts(
  ports: Ports,
  asked: Promise<Answer<readonly AccountRef[]>>,
  look: Look,
): Promise<Gathered> {
  const accounts = await asked;
  const [only, ...others] = accounts.ok ? accounts.value : [];
  if (!only || others.length > 0) return { ...NOTHING, accounts };
  return { ...(await gatherAccount(ports, only.number, look)), accounts };
}

async function gatherAccount(ports: Ports, number: string, look: Look): Promise<Gathered> {
  const [account, all] = await Promise.all([
    ports.billing.account(number, look),
    ports.billing.subscriptionsOf(number, look),
  ]);
  const accounts = mapAnswer(account, (value): readonly AccountRef[] => [value]);
  const listing = mapAnswer(all, ({ length }) => length);
  const worthJudging = worthALook(told(all) ?? [], tenantDay(ports.now()));
  const { asOf } = all;
  const found = { accounts: mapAnswer(accounts, (list) => list.map(plainRef)), listing };
  if (!account.ok || worthJudging.length === 0) return { ...NOTHING, ...found };
  const itself = Promise.resolve(account);
  const reads = worthJudging.map((value) => ({ number: value.number, value, asOf, account: itself }));
  const [subscriptions, supporting] = await Promise.all([
    fewAtOnce(reads, (read) => readSubscription(ports, read, look)),
    gatherSupporting(ports, { account: itself, crmIdHint: Promise.resolve(null) }, look),
  ]);
  return { ...found, subscriptions, ...supporting };
}

/** How many subscriptions of one account are read side by side. Kept low so that a large account does not delay other checks. */
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
  /** The subscription owner's account. */
  readonly account: Promise<Answer<Account>>;
  /** Set when the history is being read already. */
  readonly ownerHistory?: ReturnType<Ports['billing']['ownerHistory']>;
}

async function readSubscription(ports: Ports, read: Read, look: Look): Promise<SubscriptionEvidence> {
  const { number, value, asOf } = read;
  const { subscriptionOwner, invoiceOwner } = value;
  const another = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  const [account, invoiceOwnerAccount, ownerHistory] = await Promise.all([
    read.account,
    another ? ports.billing.account(invoiceOwner.number, look) : null,
    read.ownerHistory ?? ports.billing.ownerHistory(number, look),
  ]);
  return { number, subscription: { ok: true, value, asOf }, account, invoiceOwnerAccount, ownerHistory };
}
