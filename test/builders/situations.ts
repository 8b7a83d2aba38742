import type { GapKind } from '../../src/domain/connector-result.ts';
import type {
  AccountEvidence,
  CrmEvidence,
  Evidence,
  SubscriptionEvidence,
} from '../../src/domain/evidence.ts';
import type {
  AccountRef,
  CrmAccount,
  CrmOpportunity,
  OwnerVersion,
  Subscription,
  Ticket,
} from '../../src/domain/upstream-records.ts';
import {
  anAccount,
  anEvidence,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
  resoldSubscriptionEvidence,
  unreadSubscriptionEvidence,
} from './cases.ts';

/** The distributor that is invoiced in a deal of two tiers. */
export const NORTHFOLD: AccountRef = {
  id: 'z-northfold',
  number: 'A00900102',
  name: 'Northfold Distribution',
};
const AMAZON: AccountRef = { id: 'z-amazon', number: 'A00900103', name: 'Amazon Web Services, Inc.' };
const GOOGLE: AccountRef = { id: 'z-google', number: 'A00900104', name: 'Google Cloud Marketplace' };
const IBM: AccountRef = { id: 'z-ibm', number: 'A00900105', name: 'IBM Corporation' };

const CRM_ID = '001Aa000000AbcdEAA';
/** A subscription that ended 12 days before the sample check. */
export const ENDED_RECENTLY = '2022-11-10';
/** A subscription that ended 52 days before the sample check. */
export const ENDED_LONG_AGO = '2022-10-01';

/** The requester writes from the customer's mail domain. */
export function aCustomerTicket(changes: Partial<Ticket> = {}) {
  return foundAnswer(aTicket({ topic: null, ...changes }));
}

/** The requester writes from the reseller's mail domain, in the reseller's organisation. */
export function aResellerTicket(changes: Partial<Ticket> = {}) {
  const organisation = { name: QUILLMARK.name, salesforceId: null, accountType: 'authorized_reseller' };
  return foundAnswer(
    aTicket({ topic: null, requesterDomain: 'quillmark.example', organisation, ...changes }),
  );
}

/** The requester is a colleague who writes through the internal form. */
export function anInternalTicket(changes: Partial<Ticket> = {}) {
  return foundAnswer(aTicket({ topic: null, requesterDomain: 'gitlab.com', organisation: null, ...changes }));
}

/** The requester writes from a free mail address without an organisation, so nobody knows who asks. */
export function anUnknownTicket(changes: Partial<Ticket> = {}) {
  return foundAnswer(aTicket({ topic: null, requesterDomain: 'gmail.com', organisation: null, ...changes }));
}

/** Salesforce knows the customer, names a person as the account owner, and Quillmark as the partner. */
export function aCrm(changes: Partial<CrmEvidence> = {}): CrmEvidence {
  return {
    account: foundAnswer(aCrmAccount()),
    partners: foundAnswer([{ accountId: '001Aa000000PartEAA', name: QUILLMARK.name, role: 'Reseller' }]),
    opportunities: foundAnswer([aDeal()]),
    ...changes,
  };
}

export function aCrmAccount(changes: Partial<CrmAccount> = {}): CrmAccount {
  return {
    id: CRM_ID,
    name: HALDEN.name,
    type: 'Customer',
    owner: { name: 'Robin Vale', kind: 'person' },
    ...changes,
  };
}

/** The SMB pool owns the customer's account. */
export function anSmbPoolCrm(): CrmEvidence {
  return aCrm({
    account: foundAnswer(aCrmAccount({ owner: { name: 'EMEA SMB Sales User', kind: 'smb-pool' } })),
  });
}

/** Salesforce answered, and has no such account. */
export function aMissingCrm(): CrmEvidence {
  return anUnreadCrm('not-found');
}

/** Salesforce told nothing. */
export function anUnreadCrm(why: GapKind): CrmEvidence {
  const gap = gapAnswer(why);
  return { account: gap, partners: gap, opportunities: gap };
}

export function aDeal(changes: Partial<CrmOpportunity> = {}): CrmOpportunity {
  return {
    id: '006Aa000000DealEAA',
    name: 'Halden Mills renewal',
    closedOn: '2022-02-01',
    dealPath: 'Partner',
    resalePartner: QUILLMARK.name,
    distributor: null,
    ...changes,
  };
}

/** One entry of a subscription's history: the invoice owner from this version on. */
export function anOwnerVersion(version: number, owner: AccountRef): OwnerVersion {
  return { version, since: `2022-0${version}-01`, owner };
}

/** The subscription is resold; the accounts carry the mail domains by which the requester is recognised. */
export function resoldSubscription(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const plain = resoldSubscriptionEvidence(changes);
  const owner = changes.invoiceOwner ?? QUILLMARK;
  const account = anAccount({
    ...(changes.subscriptionOwner ?? HALDEN),
    crmId: CRM_ID,
    contactDomains: ['halden-mills.example'],
  });
  return {
    ...plain,
    account: foundAnswer(account),
    invoiceOwnerAccount: foundAnswer(
      anAccount({ ...owner, channel: 'Non-Reseller', contactDomains: [mailDomainOf(owner)] }),
    ),
  };
}

/** The customer pays its own invoice; the channel says `Non-Reseller`. */
export function directSubscription(changes: Partial<Subscription> = {}): SubscriptionEvidence {
  const plain = directSubscriptionEvidence(changes);
  return {
    ...plain,
    account: foundAnswer(
      anAccount({
        ...(changes.subscriptionOwner ?? HALDEN),
        crmId: CRM_ID,
        channel: 'Non-Reseller',
        contactDomains: ['halden-mills.example'],
      }),
    ),
  };
}

/** The customer pays its own invoice now, after Quillmark paid it. */
function formerlyResoldSubscription(channel: string): SubscriptionEvidence {
  const plain = directSubscription({ version: 2 });
  return {
    ...plain,
    account: foundAnswer(
      anAccount({ ...HALDEN, crmId: CRM_ID, channel, contactDomains: ['halden-mills.example'] }),
    ),
    ownerHistory: foundAnswer([anOwnerVersion(1, QUILLMARK), anOwnerVersion(2, HALDEN)]),
  };
}

function mailDomainOf({ name }: AccountRef): string {
  return `${name.split(' ')[0]?.toLowerCase()}.example`;
}

/** The customer asks about a resold subscription. */
export function resold(changes: Partial<Evidence> = {}): Evidence {
  return anEvidence({
    ticket: aCustomerTicket(),
    subscriptions: [resoldSubscription()],
    crm: aCrm(),
    ...changes,
  });
}

/** The current Sold-To contact of the resold subscription writes. */
export function soldToAsks(changes: Partial<Evidence> = {}): Evidence {
  return resold({
    ticket: aCustomerTicket({ requesterFingerprint: 'f-sold-to' }),
    subscriptions: [resoldSubscription({ soldToFingerprint: 'f-sold-to' })],
    ...changes,
  });
}

/** Somebody else at the customer than the Sold-To contact writes. */
export function anotherContactAsks(changes: Partial<Evidence> = {}): Evidence {
  return soldToAsks({ ticket: aCustomerTicket({ requesterFingerprint: 'f-other' }), ...changes });
}

export function resoldEndedRecently(changes: Partial<Evidence> = {}): Evidence {
  return resold({
    subscriptions: [resoldSubscription({ status: 'Expired', endsOn: ENDED_RECENTLY })],
    ...changes,
  });
}

export function formerReseller(changes: Partial<Evidence> = {}): Evidence {
  return resold({
    subscriptions: [resoldSubscription({ status: 'Expired', endsOn: ENDED_LONG_AGO })],
    ...changes,
  });
}

/** The invoice goes to a distributor; Salesforce names Quillmark as the reseller. */
export function twoTier(changes: Partial<Evidence> = {}): Evidence {
  return resold({
    subscriptions: [resoldSubscription({ invoiceOwner: NORTHFOLD })],
    crm: aCrm({ opportunities: foundAnswer([aDeal({ distributor: NORTHFOLD.name })]) }),
    ...changes,
  });
}

export function direct(changes: Partial<Evidence> = {}): Evidence {
  return anEvidence({
    ticket: aCustomerTicket(),
    subscriptions: [directSubscription()],
    crm: aCrm({ partners: foundAnswer([]), opportunities: foundAnswer([]) }),
    ...changes,
  });
}

/** The invoice owner changed from Quillmark to the customer; the channel still says `Reseller`. */
export function transitionPending(changes: Partial<Evidence> = {}): Evidence {
  return resold({ subscriptions: [formerlyResoldSubscription('Reseller')], ...changes });
}

/** As far as anybody knows the customer always paid its own invoice, although the channel says `Reseller`. */
export function transitionPendingUnexplained(changes: Partial<Evidence> = {}): Evidence {
  const pending = formerlyResoldSubscription('Reseller');
  return direct({
    subscriptions: [{ ...pending, ownerHistory: foundAnswer([anOwnerVersion(1, HALDEN)]) }],
    ...changes,
  });
}

export function transitionComplete(changes: Partial<Evidence> = {}): Evidence {
  return resold({ subscriptions: [formerlyResoldSubscription('Non-Reseller')], ...changes });
}

/** The invoice owner is Quillmark, and the channel says `Non-Reseller`. */
export function conflict(changes: Partial<Evidence> = {}): Evidence {
  const account = anAccount({ ...HALDEN, crmId: CRM_ID, channel: 'Non-Reseller' });
  return resold({
    subscriptions: [{ ...resoldSubscription(), account: foundAnswer(account) }],
    ...changes,
  });
}

export function amazonMarketplace(changes: Partial<Evidence> = {}): Evidence {
  return resold({
    subscriptions: [resoldSubscription({ invoiceOwner: AMAZON, marketplace: 'AWS, Private Offer' })],
    crm: aCrm({ partners: foundAnswer([]), opportunities: foundAnswer([]) }),
    ...changes,
  });
}

export function googleMarketplace(changes: Partial<Evidence> = {}): Evidence {
  return amazonMarketplace({
    subscriptions: [resoldSubscription({ invoiceOwner: GOOGLE, marketplace: null })],
    ...changes,
  });
}

export function alliance(changes: Partial<Evidence> = {}): Evidence {
  return resold({ subscriptions: [resoldSubscription({ invoiceOwner: IBM })], ...changes });
}

/** The Sold-To contact is at Quillmark, and the newest deal is on a partner account. */
export function providerRuns(changes: Partial<Evidence> = {}): Evidence {
  return soldToAtReseller({
    crm: aCrm({ account: foundAnswer(aCrmAccount({ name: QUILLMARK.name, type: 'Partner' })) }),
    ...changes,
  });
}

/** A resold and a direct subscription that share an account. */
export function mixed(changes: Partial<Evidence> = {}): Evidence {
  const account = foundAnswer(anAccount({ ...HALDEN, crmId: CRM_ID }));
  return resold({
    subject: { kind: 'account', number: HALDEN.number },
    accounts: foundAnswer([HALDEN]),
    subscriptionCount: foundAnswer(2),
    subscriptions: [
      resoldSubscription({ number: 'A-S00900021' }),
      {
        ...directSubscription({ id: 'z-sub-2', number: 'A-S00900022' }),
        account,
        ownerHistory: foundAnswer([anOwnerVersion(1, HALDEN)]),
      },
    ],
    ...changes,
  });
}

const PALLAS_INSTRUMENTS: AccountRef = { id: 'z-31', number: 'A00900031', name: 'Pallas Instruments' };
const PALLAS_LABORATORIES: AccountRef = { id: 'z-32', number: 'A00900032', name: 'Pallas Laboratories' };

/** One email address that is a contact of two accounts: one resold, one direct. */
export function ambiguous(changes: Partial<Evidence> = {}): Evidence {
  return twoAccounts({ number: 'A-S00900031', subscriptionOwner: PALLAS_INSTRUMENTS }, changes);
}

/** The same, and the resold subscription has ended: the direct one is a new purchase on another account. */
export function newPurchaseOnOtherAccount(changes: Partial<Evidence> = {}): Evidence {
  const ended = { status: 'Expired', endsOn: ENDED_LONG_AGO } as const;
  return twoAccounts({ number: 'A-S00900031', subscriptionOwner: PALLAS_INSTRUMENTS, ...ended }, changes);
}

function twoAccounts(resoldOne: Partial<Subscription>, changes: Partial<Evidence>): Evidence {
  const directOne = { id: 'z-sub-2', number: 'A-S00900032', subscriptionOwner: PALLAS_LABORATORIES };
  return anEvidence({
    subject: { kind: 'email', masked: 'i***@pallas.example', fingerprint: 'f1' },
    accounts: foundAnswer([PALLAS_INSTRUMENTS, PALLAS_LABORATORIES]),
    subscriptions: [],
    candidates: [
      anAccountEvidence(PALLAS_INSTRUMENTS, resoldSubscription(resoldOne)),
      anAccountEvidence(PALLAS_LABORATORIES, directSubscription(directOne)),
    ],
    ...changes,
  });
}

function anAccountEvidence(account: AccountRef, subscription: SubscriptionEvidence): AccountEvidence {
  return {
    accounts: foundAnswer([account]),
    subscriptionCount: foundAnswer(1),
    subscriptions: [subscription],
    unreadCount: 0,
  };
}

/** No account has a contact with the address. */
export function notFound(changes: Partial<Evidence> = {}): Evidence {
  return anEvidence({
    subject: { kind: 'email', masked: 'o***@nowhere.example', fingerprint: 'f2' },
    accounts: foundAnswer([]),
    subscriptions: [],
    ...changes,
  });
}

/** Zuora answers, and the channel of the account is blank. */
export function channelBlank(changes: Partial<Evidence> = {}): Evidence {
  const account = anAccount({ ...HALDEN, crmId: CRM_ID, channel: null });
  return resold({
    subscriptions: [{ ...resoldSubscription(), account: foundAnswer(account) }],
    ...changes,
  });
}

/** Zuora has no subscription with that number. */
export function numberNotFound(changes: Partial<Evidence> = {}): Evidence {
  const number = 'A-S00999999';
  return anEvidence({
    subject: { kind: 'subscription', number },
    subscriptions: [unreadSubscriptionEvidence('not-found', number)],
    ...changes,
  });
}

/** Zuora does not answer; Salesforce does, and names a partner. */
export function zuoraDown(changes: Partial<Evidence> = {}): Evidence {
  return resold({ subscriptions: [unreadSubscriptionEvidence('unavailable')], ...changes });
}

/** The Sold-To contact is at Quillmark, but the newest deal stands on the customer's account. */
export function soldToAtReseller(changes: Partial<Evidence> = {}): Evidence {
  return resold({ subscriptions: [resoldSubscription({ soldToDomain: 'quillmark.example' })], ...changes });
}

/** A subscription that was always the customer's, checked alone; the channel of its account follows a resold sibling. */
export function directBesideResold(changes: Partial<Evidence> = {}): Evidence {
  const account = foundAnswer(
    anAccount({ ...HALDEN, crmId: CRM_ID, contactDomains: ['halden-mills.example'] }),
  );
  return direct({
    subscriptions: [
      {
        ...directSubscription({ id: 'z-sub-2', number: 'A-S00900022' }),
        account,
        ownerHistory: foundAnswer([anOwnerVersion(1, HALDEN)]),
      },
    ],
    siblings: foundAnswer([resoldSubscription({ number: 'A-S00900021' })]),
    ...changes,
  });
}

/** The invoice goes to the customer's parent company. */
export function relatedOwner(changes: Partial<Evidence> = {}): Evidence {
  const account = anAccount({ ...HALDEN, crmId: CRM_ID, parentId: QUILLMARK.id });
  return resold({
    subscriptions: [{ ...resoldSubscription(), account: foundAnswer(account) }],
    ...changes,
  });
}
