import type { ConnectorResult } from '../domain/connector-result.ts';
import { valueOrNull } from '../domain/connector-result.ts';
import type { CrmEvidence, Evidence } from '../domain/evidence.ts';
import type { Account } from '../domain/upstream-records.ts';
import type { Ports } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';

/** The customer whose Salesforce and CustomersDot records are read. */
export interface CustomerAccount {
  readonly account: Promise<ConnectorResult<Account>>;
  /** The customer's Salesforce id from another source, which may answer before the account does; null: unknown. */
  readonly crmIdHint: Promise<string | null>;
}

/** Reads what is shown next to the verdict. Ignores the hint when the account names another Salesforce id, or none. */
export async function gatherSupportingEvidence(
  ports: Ports,
  { account, crmIdHint }: CustomerAccount,
  options: LookupOptions,
): Promise<Pick<Evidence, 'crm' | 'portal'>> {
  const portal = account.then((answer) =>
    answer.ok ? ports.portal.loginState(answer.value.number, options) : null,
  );
  const firstId = await firstNonNull([
    crmIdHint,
    account.then((answer) => valueOrNull(answer)?.crmId ?? null),
  ]);
  const startedCrm = firstId ? gatherCrmEvidence(ports, firstId, options) : null;
  const answer = await account;
  const crmId = answer.ok ? answer.value.crmId : firstId;
  const crm = crmId === firstId ? startedCrm : crmId && gatherCrmEvidence(ports, crmId, options);
  return { crm: (await crm) || null, portal: await portal };
}

/** Resolves with the first value that is not null; null when there is none. */
function firstNonNull(all: readonly Promise<string | null>[]): Promise<string | null> {
  return Promise.any(all.map(async (each) => (await each) ?? Promise.reject(new Error('no value')))).catch(
    () => null,
  );
}

async function gatherCrmEvidence(
  { crm }: Ports,
  crmId: string,
  options: LookupOptions,
): Promise<CrmEvidence> {
  const [account, partners, opportunities] = await Promise.all([
    crm.account(crmId, options),
    crm.partners(crmId, options),
    crm.wonOpportunities(crmId, options),
  ]);
  return { account, partners, opportunities };
}
