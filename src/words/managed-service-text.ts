import type { ManagedServiceSign } from '../domain/classify-subscription.ts';

/** Asks for the second sign of a managed service, or says what was answered; by what is known. */
export const MANAGED_SERVICE_TEXTS: Record<Exclude<ManagedServiceSign, 'opportunity'>, string> = {
  unconfirmed:
    'The Sold-To contact is at the partner. Find out whether it runs the licence as a managed service.',
  confirmed: 'The Sold-To contact is at the partner, and someone confirmed that this is a managed service.',
  denied: "The Sold-To contact is at the partner, but someone said that this isn't a managed service.",
};

export const MANAGED_SERVICE_BUTTONS = { yes: "It's a managed service", no: "It's a reseller" } as const;
