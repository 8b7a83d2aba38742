import type { CaseFacts, Policy } from '../domain/case-facts.ts';
import type { ScenarioTemplate } from './compose.ts';
import * as contact from './scenarios/contact-change.ts';
import * as proof from './scenarios/contact-change-proof.ts';
import * as direct from './scenarios/direct.ts';
import * as former from './scenarios/former-reseller.ts';
import * as channels from './scenarios/other-channels.ts';
import * as reseller from './scenarios/reseller.ts';
import * as resellerAsks from './scenarios/reseller-asks.ts';
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

const LOGIN = ['sign-in', 'enable-login'] as const;
const LOGIN_OR_RENEWAL = [...LOGIN, 'direct-renewal'] as const;
const NOT_LOGIN = ['license-upload', 'contact-change', 'change-subscription', 'direct-renewal', 'new-purchase', 'other'] as const;
const NOT_LOGIN_OR_RENEWAL = ['license-upload', 'contact-change', 'change-subscription', 'new-purchase', 'other'] as const;
const NOT_RESELLER = ['customer', 'internal', 'unknown'] as const;
const NOT_INTERNAL = ['customer', 'reseller', 'unknown'] as const;
const NO_PROOF = ['unknown', 'none'] as const;
const RESOLD_CONTACT = { verdict: ['reseller', 'former-reseller'], topic: 'contact-change' } as const;

/** The policy table. Exactly one situation matches each combination of facts, which `scenario-catalog.test.ts` verifies. */
export const SITUATIONS: readonly Situation[] = [
  // Bought through a reseller
  row({ verdict: 'reseller', topic: 'sign-in', requester: NOT_RESELLER }, { seed: reseller.resellerSignIn, '2025': reseller.resellerSignIn2025 }),
  row(
    { verdict: 'reseller', topic: 'enable-login', requester: NOT_RESELLER },
    { seed: reseller.resellerEnableLogin, '2025': reseller.resellerEnableLogin2025 },
  ),
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
  row({ verdict: 'reseller', topic: 'other', requester: NOT_RESELLER }, { seed: reseller.resellerOther, '2025': reseller.resellerOther2025 }),
  row(
    { verdict: 'reseller', topic: LOGIN, requester: 'reseller' },
    { seed: resellerAsks.resellerLoginByReseller, '2025': resellerAsks.resellerLoginByReseller2025 },
  ),
  row({ verdict: 'reseller', topic: 'license-upload', requester: 'reseller' }, { seed: resellerAsks.resellerLicenseByReseller }),
  row(
    { verdict: 'reseller', topic: ['change-subscription', 'direct-renewal', 'new-purchase'], requester: 'reseller' },
    { seed: resellerAsks.resellerOrderByReseller },
  ),
  row({ verdict: 'reseller', topic: 'other', requester: 'reseller' }, { seed: resellerAsks.resellerOtherByReseller }),

  // Contact change of a resold subscription
  row({ ...RESOLD_CONTACT, requester: 'customer', proof: NO_PROOF }, { seed: contact.contactChangeByCustomer, '2025': contact.contactChangeByCustomer2025 }),
  row({ ...RESOLD_CONTACT, requester: 'customer', proof: 'invoice' }, { seed: proof.contactChangeCustomerInvoice, '2025': proof.contactChangeInvoice2025 }),
  row(
    { ...RESOLD_CONTACT, requester: 'unknown', proof: NO_PROOF },
    { seed: contact.contactChangeRequesterUnknown, '2025': contact.contactChangeRequesterUnknown2025 },
  ),
  row({ ...RESOLD_CONTACT, requester: 'unknown', proof: 'invoice' }, { seed: contact.contactChangeRequesterUnknown, '2025': proof.contactChangeInvoice2025 }),
  row(
    { ...RESOLD_CONTACT, requester: ['customer', 'unknown'], proof: 'own-invoice' },
    { seed: proof.contactChangeOwnInvoice, '2025': proof.contactChangeOwnInvoice2025 },
  ),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: 'unknown' }, { seed: contact.contactChangeByReseller, '2025': contact.contactChangeByReseller2025 }),
  row(
    { ...RESOLD_CONTACT, requester: 'reseller', proof: ['none', 'own-invoice'] },
    { seed: contact.contactChangeResellerNoInvoice, '2025': contact.contactChangeByReseller2025 },
  ),
  row({ ...RESOLD_CONTACT, requester: 'reseller', proof: 'invoice' }, { seed: proof.contactChangeResellerInvoice, '2025': proof.contactChangeInvoice2025 }),
  row({ ...RESOLD_CONTACT, requester: NOT_INTERNAL, proof: 'colleague' }, { seed: proof.contactChangeColleague, '2025': proof.contactChangeColleague2025 }),
  row(
    { ...RESOLD_CONTACT, requester: NOT_INTERNAL, proof: 'reseller-vouches' },
    { seed: proof.contactChangeResellerVouches, '2025': proof.contactChangeResellerVouches2025 },
  ),
  row({ ...RESOLD_CONTACT, requester: 'internal' }, { seed: contact.contactChangeInternal, '2025': contact.contactChangeInternal2025 }),

  // A resold subscription that has ended
  row({ verdict: 'former-reseller', topic: LOGIN }, { seed: former.formerResellerLogin, '2025': former.formerResellerLogin2025 }),
  row({ verdict: 'former-reseller', topic: 'license-upload' }, { seed: former.formerResellerLicenseUpload }),
  row({ verdict: 'former-reseller', topic: ['new-purchase', 'direct-renewal', 'change-subscription'] }, { seed: former.formerResellerNewPurchase }),
  row({ verdict: 'former-reseller', topic: 'other' }, { seed: former.formerReseller }),

  // Moving, or moved, from a reseller to us
  row({ verdict: 'transition-pending', topic: LOGIN_OR_RENEWAL }, { seed: transition.transitionPendingLogin, '2025': transition.transitionPendingLogin2025 }),
  row({ verdict: 'transition-pending', topic: 'contact-change' }, { seed: transition.transitionPendingContactChange }),
  row({ verdict: 'transition-pending', topic: ['license-upload', 'change-subscription', 'new-purchase', 'other'] }, { seed: transition.transitionPending }),
  row(
    { verdict: 'transition-complete', topic: LOGIN_OR_RENEWAL },
    { seed: transition.transitionCompleteLogin, '2025': transition.transitionCompleteLogin2025 },
  ),
  row({ verdict: 'transition-complete', topic: NOT_LOGIN_OR_RENEWAL }, { seed: transition.transitionComplete }),

  // Bought from us
  row({ verdict: 'direct', topic: 'enable-login' }, { seed: direct.directEnableLogin, '2025': direct.directEnableLogin2025 }),
  row({ verdict: 'direct', topic: 'license-upload' }, { seed: direct.directLicenseUpload }),
  row({ verdict: 'direct', topic: ['sign-in', 'contact-change', 'change-subscription', 'direct-renewal', 'new-purchase', 'other'] }, { seed: direct.direct }),

  // Bought in another way
  row({ verdict: 'marketplace', topic: LOGIN }, { seed: channels.marketplaceLogin, '2025': channels.marketplaceLogin2025 }),
  row({ verdict: 'marketplace', topic: NOT_LOGIN }, { seed: channels.marketplace }),
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

function row(when: FactPattern, scenarios: Situation['scenarios']): Situation {
  return { when, scenarios };
}
