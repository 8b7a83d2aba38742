import type { CaseFacts, Policy } from '../domain/case-facts.ts';
import type { ScenarioTemplate } from './compose.ts';
import * as contact from './scenarios/contact-change.ts';
import * as direct from './scenarios/direct.ts';
import * as former from './scenarios/former-reseller.ts';
import * as newer from './scenarios/newer-topics.ts';
import * as channels from './scenarios/other-channels.ts';
import * as reseller from './scenarios/reseller.ts';
import * as resellerAsks from './scenarios/reseller-asks.ts';
import * as login from './scenarios/reseller-login.ts';
import * as several from './scenarios/several.ts';
import * as transition from './scenarios/transition.ts';
import * as unsettled from './scenarios/unsettled.ts';

/** The allowed value or values of each fact, apart from the policy. An omitted fact matches any value. */
export type FactPattern = {
  readonly [K in Exclude<keyof CaseFacts, 'policy'>]?: CaseFacts[K] | readonly CaseFacts[K][];
};

/** A situation and its scenario under each dated policy. An empty cell inherits from the previous policy. */
export interface Situation {
  readonly when: FactPattern;
  readonly scenarios: { readonly [P in Policy]?: ScenarioTemplate };
}

const MESSAGES = ['no-billing-access', 'already-linked'] as const;
const SIGN_IN = ['sign-in', ...MESSAGES] as const;
const LOGIN = [...SIGN_IN, 'enable-login'] as const;
const LOGIN_OR_RENEWAL = [...LOGIN, 'direct-renewal'] as const;
const OTHER = ['other', 'usage-billing'] as const;
const NOT_LOGIN_OR_RENEWAL = ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', ...OTHER] as const;
const NOT_LOGIN = [...NOT_LOGIN_OR_RENEWAL, 'direct-renewal'] as const;
const ORDERS = ['change-subscription', 'direct-renewal', 'new-purchase'] as const;
const NOT_RESELLER = ['customer', 'internal', 'unknown'] as const;
const MAYBE_CUSTOMER = ['customer', 'unknown'] as const;
const RESOLD = ['reseller', 'former-reseller', 'transition-pending'] as const;
const RESOLD_CONTACT = { verdict: RESOLD, topic: 'contact-change' } as const;
const WRONG_INVOICES = ['own-invoice', 'other-subscription-invoice', 'other-partner-invoice'] as const;
const PASSED_ON = ['contact-approval', 'contract', 'loaded-licence'] as const;

const BASE: readonly Situation[] = [
  // Bought through a reseller
  row({ verdict: 'reseller', topic: SIGN_IN, requester: NOT_RESELLER }, { seed: login.resellerSignIn, '2025': login.resellerSignIn2025 }),
  row({ verdict: 'reseller', topic: 'enable-login', requester: NOT_RESELLER }, { seed: login.resellerEnableLogin, '2025': login.resellerEnableLogin2025 }),
  row({ verdict: 'reseller', topic: 'license-upload', requester: NOT_RESELLER }, { seed: reseller.resellerLicenseUpload }),
  row(
    { verdict: 'reseller', topic: 'change-subscription', requester: NOT_RESELLER },
    { seed: reseller.resellerChangeSubscription, '2025': reseller.resellerChangeSubscription2025 },
  ),
  row(
    { verdict: 'reseller', topic: 'direct-renewal', requester: NOT_RESELLER },
    { seed: reseller.resellerDirectRenewal, '2025': reseller.resellerDirectRenewal2025 },
  ),
  row({ verdict: 'reseller', topic: 'new-purchase', requester: NOT_RESELLER }, { seed: reseller.resellerNewPurchase }),
  row({ verdict: 'reseller', topic: OTHER, requester: NOT_RESELLER }, { seed: reseller.resellerOther, '2025': reseller.resellerOther2025 }),

  // A reseller asks about a subscription that it sold, now or earlier
  row(
    { verdict: RESOLD, topic: LOGIN, requester: 'reseller' },
    { seed: resellerAsks.resellerLoginByReseller, '2025': resellerAsks.resellerLoginByReseller2025 },
  ),
  row({ verdict: RESOLD, topic: 'license-upload', requester: 'reseller' }, { seed: resellerAsks.resellerLicenseByReseller }),
  row({ verdict: RESOLD, topic: ORDERS, requester: 'reseller' }, { seed: resellerAsks.resellerOrderByReseller }),
  row({ verdict: RESOLD, topic: OTHER, requester: 'reseller' }, { seed: resellerAsks.resellerOtherByReseller }),

  // Contact change of a resold subscription
  row({ ...RESOLD_CONTACT, requester: MAYBE_CUSTOMER, proof: ['unknown', 'none'] }, contact.contactChangeByCustomer),
  row({ ...RESOLD_CONTACT, requester: MAYBE_CUSTOMER, proof: ['sold-to', ...PASSED_ON] }, contact.contactChangeWithProof),
  row({ ...RESOLD_CONTACT, requester: MAYBE_CUSTOMER, proof: [...WRONG_INVOICES, 'colleague'] }, contact.contactChangeWrongProof),
  row({ ...RESOLD_CONTACT, requester: MAYBE_CUSTOMER, proof: 'reseller-vouches' }, vouching(contact.contactChangeWrongProof)),
  row({ ...RESOLD_CONTACT, requester: [...MAYBE_CUSTOMER, 'reseller'], proof: 'invoice' }, contact.contactChangeWithInvoice),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: ['unknown', 'none'] }, contact.contactChangeByReseller),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: 'sold-to' }, contact.contactChangeWithProof),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: [...WRONG_INVOICES, ...PASSED_ON, 'colleague'] }, contact.contactChangeResellerWrongProof),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: 'reseller-vouches' }, vouching(contact.contactChangeResellerWrongProof)),
  row({ ...RESOLD_CONTACT, requester: 'internal' }, { seed: contact.contactChangeInternal }),

  // A resold subscription that has ended
  row({ verdict: 'former-reseller', topic: LOGIN, requester: NOT_RESELLER }, { seed: former.formerResellerLogin, '2025': former.formerResellerLogin2025 }),
  row({ verdict: 'former-reseller', topic: 'license-upload', requester: NOT_RESELLER }, { seed: former.formerResellerLicenseUpload }),
  row({ verdict: 'former-reseller', topic: ORDERS, requester: NOT_RESELLER }, { seed: former.formerResellerNewPurchase }),
  row({ verdict: 'former-reseller', topic: OTHER, requester: NOT_RESELLER }, { seed: former.formerReseller }),

  // Moving, or moved, from a reseller to us
  row(
    { verdict: 'transition-pending', topic: LOGIN_OR_RENEWAL, requester: NOT_RESELLER },
    { seed: transition.transitionPendingLogin, '2025': transition.transitionPendingLogin2025 },
  ),
  row(
    { verdict: 'transition-pending', topic: ['license-upload', 'change-subscription', 'new-purchase', ...OTHER], requester: NOT_RESELLER },
    { seed: transition.transitionPending },
  ),
  row(
    { verdict: 'transition-complete', topic: LOGIN_OR_RENEWAL, requester: NOT_RESELLER },
    { seed: transition.transitionCompleteLogin, '2025': transition.transitionCompleteLogin2025 },
  ),
  row({ verdict: 'transition-complete', topic: NOT_LOGIN_OR_RENEWAL, requester: MAYBE_CUSTOMER }, { seed: transition.transitionComplete }),
  row(
    { verdict: 'transition-complete', topic: ['license-upload', 'change-subscription', 'new-purchase', ...OTHER], requester: 'internal' },
    { seed: transition.transitionComplete },
  ),

  // Bought from us
  row({ verdict: 'direct', topic: 'enable-login', requester: NOT_RESELLER }, { seed: direct.directEnableLogin, '2025': direct.directEnableLogin2025 }),
  row({ verdict: 'direct', topic: 'license-upload', requester: NOT_RESELLER }, { seed: direct.directLicenseUpload }),
  row({ verdict: 'direct', topic: [...SIGN_IN, ...ORDERS, ...OTHER], requester: NOT_RESELLER }, { seed: direct.direct }),
  row({ verdict: 'direct', topic: 'contact-change', requester: MAYBE_CUSTOMER }, { seed: direct.direct }),
  row({ verdict: ['direct', 'transition-complete'], topic: 'contact-change', requester: 'internal' }, { seed: contact.contactChangeInternal }),
  row({ verdict: ['direct', 'transition-complete', 'marketplace'], requester: 'reseller' }, { seed: direct.directByReseller }),

  // Bought in another way
  row({ verdict: 'marketplace', topic: LOGIN, requester: NOT_RESELLER }, { seed: channels.marketplaceLogin, '2025': channels.marketplaceLogin2025 }),
  row({ verdict: 'marketplace', topic: NOT_LOGIN, requester: NOT_RESELLER }, { seed: channels.marketplace }),
  row({ verdict: 'alliance' }, { seed: channels.alliance }),
  row({ verdict: 'msp' }, { seed: channels.msp, '2025': channels.msp2025 }),

  // No single answer
  row({ verdict: 'conflict', topic: LOGIN_OR_RENEWAL }, { seed: unsettled.conflictLogin, '2025': unsettled.conflictLogin2025 }),
  row({ verdict: 'conflict', topic: NOT_LOGIN_OR_RENEWAL }, { seed: unsettled.conflict }),
  row({ verdict: 'unknown' }, { seed: unsettled.unknown }),
  row({ verdict: 'not-found' }, { seed: unsettled.notFound }),
  row({ verdict: 'mixed', topic: LOGIN }, { seed: several.mixedLogin, '2025': several.mixedLogin2025 }),
  row({ verdict: 'mixed', topic: NOT_LOGIN }, { seed: several.mixed }),
  row({ verdict: 'ambiguous' }, { seed: several.ambiguous }),
];

/** The policy table. Exactly one situation matches each combination of facts, which `scenario-catalog.test.ts` verifies. */
export const SITUATIONS: readonly Situation[] = BASE.flatMap(withNewerTopics);

/** Splits off the topics that have a page of their own since policy 2026; earlier policies treat them like their neighbours. */
function withNewerTopics({ when, scenarios }: Situation): Situation[] {
  const topics = [when.topic ?? []].flat();
  const ofOwnPage = {
    'no-billing-access': newer.noBillingAccess2026,
    'already-linked': newer.alreadyLinked2026,
    'usage-billing': isResold(when) ? newer.usageBilling2026 : undefined,
  };
  const split = Object.entries(ofOwnPage).flatMap(([name, scenario]) => {
    const topic = topics.find((one) => one === name);
    return topic && scenario ? [row({ ...when, topic }, { ...scenarios, '2026': scenario })] : [];
  });
  const left = topics.filter((topic) => !split.some((one) => one.when.topic === topic));
  return split.length > 0 ? [row({ ...when, topic: left }, scenarios), ...split] : [{ when, scenarios }];
}

function isResold({ verdict }: FactPattern): boolean {
  return RESOLD.some((resold) => [verdict].flat().includes(resold));
}

/** Returns the cells of a reseller that vouches, which the later policies accept. */
function vouching({ seed }: Situation['scenarios']): Situation['scenarios'] {
  const [in2025, in2026] = contact.contactChangeResellerVouches;
  return { ...(seed && { seed }), ...(in2025 && { '2025': in2025 }), ...(in2026 && { '2026': in2026 }) };
}

function row(when: FactPattern, scenarios: Situation['scenarios']): Situation {
  return { when, scenarios };
}
