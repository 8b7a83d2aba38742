import type { ManagedServiceSign } from '../domain/classify-subscription.ts';

/** Asks for the second sign of a managed service, or says what was answered; by what is known. */
export const MANAGED_SERVICE_TEXTS: Record<Exclude<ManagedServiceSign, 'opportunity'>, string> = {
  unconfirmed:
    'Sold-To is at the partner: confirm whether this is a managed service. A provider runs the licence for the customer; a reseller may be Sold-To by mistake.',
  confirmed: 'Sold-To is at the partner, and a person confirmed that this is a managed service.',
  denied: 'Sold-To is at the partner, but a person said that this is no managed service.',
};

export const MANAGED_SERVICE_BUTTONS = { yes: "It's a managed service", no: "It's a reseller" } as const;
