import type { Gap } from '../domain/connector-result.ts';
import type { Crm, Helpdesk, Portal } from '../ports/systems.ts';

/** Creates the connector for CustomersDot, which has no documented API for the login state. It always returns `unknown`. */
export function createCustomersDot(now: () => Date): Portal {
  return {
    loginState: () => Promise.resolve({ ok: true, value: { login: 'unknown' }, asOf: now().toISOString() }),
  };
}

/** Creates the connector that is used when Salesforce is not configured. */
export function notConfiguredCrm(now: () => Date): Crm {
  const lookup = notConfigured(now);
  return { account: lookup, partners: lookup, wonOpportunities: lookup };
}

/** Creates the connector that is used when Zendesk is not configured. */
export function notConfiguredHelpdesk(now: () => Date): Helpdesk {
  return { ticket: notConfigured(now) };
}

function notConfigured(now: () => Date): () => Promise<Gap> {
  return () => Promise.resolve({ ok: false, gap: 'not-configured', asOf: now().toISOString() });
}
