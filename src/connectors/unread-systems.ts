import type { Gap } from '../domain/connector-result.ts';
import type { Crm, Helpdesk, Portal } from '../ports/systems.ts';

/** CustomersDot has no documented way to read login state, so a person must look. */
export function createCustomersDot(now: () => Date): Portal {
  return {
    loginState: () => Promise.resolve({ ok: true, value: { login: 'unknown' }, asOf: now().toISOString() }),
  };
}

/** Stands in where no Salesforce is set up. */
export function notConfiguredCrm(now: () => Date): Crm {
  const answer = notConfigured(now);
  return { account: answer, partners: answer, wonOpportunities: answer };
}

/** Stands in where no Zendesk is set up. */
export function notConfiguredHelpdesk(now: () => Date): Helpdesk {
  return { ticket: notConfigured(now) };
}

/** What a system that is not set up answers, whatever is asked. */
function notConfigured(now: () => Date): () => Promise<Gap> {
  return () => Promise.resolve({ ok: false, gap: 'not-configured', asOf: now().toISOString() });
}
