import type { Answer } from '../domain/answer.ts';
import { told } from '../domain/answer.ts';
import type { CrmEvidence, Evidence } from '../domain/evidence.ts';
import type { Account } from '../domain/records.ts';
import type { Look, Ports } from '../ports.ts';

/** Whose account it is. */
export interface Customer {
  readonly account: Promise<Answer<Account>>;
  /** The customer's Salesforce id from elsewhere, perhaps sooner; null: not told. */
  readonly hint: Promise<string | null>;
}

/** What stands beside the verdict. A hint that the account does not bear out is passed over. */
export async function gatherBeside(
  ports: Ports,
  { account, hint }: Customer,
  look: Look,
): Promise<Pick<Evidence, 'crm' | 'portal'>> {
  const portal = account.then((answer) => (answer.ok ? ports.portal.state(answer.value.number, look) : null));
  const sooner = await firstTold([hint, account.then((answer) => told(answer)?.crmId ?? null)]);
  const asked = sooner ? gatherCrm(ports, sooner, look) : null;
  const answer = await account;
  const crmId = answer.ok ? answer.value.crmId : sooner;
  const crm = crmId === sooner ? asked : crmId && gatherCrm(ports, crmId, look);
  return { crm: (await crm) || null, portal: await portal };
}

/** The first of these that is not null; null when all are. */
function firstTold(all: readonly Promise<string | null>[]): Promise<string | null> {
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
