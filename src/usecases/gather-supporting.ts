import type { Answer } from '../domain/answer.ts';
import { told } from '../domain/answer.ts';
import type { CrmEvidence, Evidence } from '../domain/evidence.ts';
import type { Account } from '../domain/records.ts';
import type { Look, Ports } from '../ports.ts';

/** The customer whose Salesforce and CustomersDot records are read. */
export interface CustomerAccount {
  readonly account: Promise<Answer<Account>>;
  /** The customer's Salesforce id from another source, which may answer before the account does; null: unknown. */
  readonly crmIdHint: Promise<string | null>;
}

/** Reads what is shown beside the verdict. Ignores the hint when the account names another Salesforce id, or none. */
export async function gatherSupporting(
  ports: Ports,
  { account, crmIdHint }: CustomerAccount,
  look: Look,
): Promise<Pick<Evidence, 'crm' | 'portal'>> {
  const portal = account.then((answer) => (answer.ok ? ports.portal.state(answer.value.number, look) : null));
  const firstId = await firstNonNull([crmIdHint, account.then((answer) => told(answer)?.crmId ?? null)]);
  const startedCrm = firstId ? gatherCrm(ports, firstId, look) : null;
  const answer = await account;
  const crmId = answer.ok ? answer.value.crmId : firstId;
  const crm = crmId === firstId ? startedCrm : crmId && gatherCrm(ports, crmId, look);
  return { crm: (await crm) || null, portal: await portal };
}

/** Resolves with the first value that is not null; null when there is none. */
function firstNonNull(all: readonly Promise<string | null>[]): Promise<string | null> {
  return Promise.any(all.map(async (each) => (await each) ?? Promise.reject(new Error('not told')))).catch(
    () => null,
  );
}

async function gatherCrm({ crm }: Ports, crmId: string, look: Look): Promise<CrmEvidence> {
  const [account, partners, opportunities] = await Promise.all([
    crm.account(crmId, look),
    crm.partners(crmId, look),
    crm.wonOpportunities(crmId, look),
  ]);
  return { account, partners, opportunities };
}
