import { describe, expect, it } from 'vitest';
import type { ConnectorResult } from '../../src/domain/connector-result.ts';
import type { CrmEvidence, Evidence, SubscriptionEvidence } from '../../src/domain/evidence.ts';
import { judgeSubscriptions } from '../../src/domain/judge-subscriptions.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from '../../src/domain/upstream-records.ts';
import {
  anAccount,
  anEvidence,
  aSubscription,
  aTicket,
  foundAnswer,
  gapAnswer,
  HALDEN,
  QUILLMARK,
} from '../builders/cases.ts';
import { sampleSize } from '../sample-size.ts';

const DIMENSIONS = {
  owner: ['self', 'blank', 'other', 'other-unread', 'parent', 'child', 'amazon', 'ibm'],
  channel: ['Reseller', 'Non-Reseller', 'Partner', 'unread'],
  history: ['own', 'other', 'unread'],
  soldTo: ['customer.example', 'partner.example', 'gmail.com'],
  /** Salesforce account that the newest won opportunity stands on. */
  deal: ['unread', 'customer', 'partner'],
  answer: [undefined, 'yes', 'no'],
  /** Another subscription of the account: `listed` in a check of the account, the others beside a single one. */
  sibling: [
    'none',
    'unread',
    'resold',
    'listed',
    'ended',
    'cancelled',
    'own',
    'paid-by-parent',
    'marketplace',
  ],
  endedDaysAgo: [null, 31],
  sold: ['normally', 'marketplace-fields', 'alliance-ticket'],
} as const;
type World = { readonly [K in keyof typeof DIMENSIONS]: (typeof DIMENSIONS)[K][number] };

/** Of the combinations in which a dimension cannot matter, only every so many are judged. */
const STRIDE = sampleSize(1, 97);

function judgedWorlds(): World[] {
  const worlds = Object.entries(DIMENSIONS).reduce<Partial<World>[]>(
    (worlds, [name, values]) =>
      worlds.flatMap((world) => values.map((value) => ({ ...world, [name]: value }))),
    [{}],
  ) as World[];
  return worlds.filter((world, index) => index % STRIDE === 0 || isEveryDimensionRelevant(world));
}

function isEveryDimensionRelevant({ owner, sibling, soldTo, answer }: World): boolean {
  if (owner === 'other') return sibling === 'none';
  return (owner === 'self' || owner === 'blank') && soldTo === 'customer.example' && answer === undefined;
}

/** The table of verdicts, row by row from the top; the first row that fits decides. */
function expectedVerdict(world: World): string {
  const { owner, channel, history, sibling, deal } = world;
  if (owner === 'amazon' || world.sold === 'marketplace-fields') return 'marketplace';
  if (owner === 'ibm' || world.sold === 'alliance-ticket') return 'alliance';
  if (owner === 'other-unread') return 'unknown';
  // Only the customer's account, which has the channel, names the parent.
  if (owner === 'child' || (owner === 'parent' && channel !== 'unread')) return 'conflict';
  if (channel === 'unread' || channel === 'Partner') return 'unknown';
  if (owner === 'other') {
    if (channel === 'Non-Reseller') return 'conflict';
    const isManaged = deal === 'partner' || world.answer === 'yes';
    if (world.soldTo === 'partner.example' && isManaged) return 'msp';
    return world.endedDaysAgo === null ? 'reseller' : 'former-reseller';
  }
  if (channel === 'Reseller') {
    const isSiblingResold = sibling === 'resold' || sibling === 'listed';
    return owner === 'self' && history === 'own' && isSiblingResold ? 'direct' : 'transition-pending';
  }
  if (owner === 'blank') return 'unknown';
  return history === 'other' ? 'transition-complete' : 'direct';
}

const PAYERS: Record<string, AccountRef> = {
  self: HALDEN,
  other: QUILLMARK,
  'other-unread': QUILLMARK,
  parent: { id: 'z-parent', number: 'A00900201', name: 'Halden Holding' },
  child: { id: 'z-child', number: 'A00900202', name: 'Halden Looms' },
  amazon: { id: 'z-amazon', number: 'A00900203', name: 'Amazon Web Services, Inc.' },
  ibm: { id: 'z-ibm', number: 'A00900204', name: 'IBM' },
};

function customerAccount({ channel }: World): ConnectorResult<Account> {
  if (channel === 'unread') return gapAnswer('timeout');
  return foundAnswer(anAccount({ channel, parentId: PAYERS['parent']?.id ?? null }));
}

/** The account of a payer; null where the customer pays. */
function payerAccount(owner: string): ConnectorResult<Account> | null {
  if (owner === 'self' || owner === 'blank') return null;
  if (owner === 'other-unread') return gapAnswer('timeout');
  return foundAnswer(
    anAccount({
      ...PAYERS[owner],
      parentId: owner === 'child' ? HALDEN.id : null,
      contactDomains: ['partner.example', 'gmail.com'],
    }),
  );
}

function historyOf({ history }: World): ConnectorResult<readonly OwnerVersion[]> {
  if (history === 'unread') return gapAnswer('forbidden');
  const earlier = history === 'own' ? HALDEN : QUILLMARK;
  return foundAnswer([
    { version: 1, since: null, owner: earlier },
    { version: 2, since: null, owner: HALDEN },
  ]);
}

function subscriptionOf(world: World): SubscriptionEvidence {
  const subscription: Subscription = aSubscription({
    invoiceOwner: PAYERS[world.owner] ?? null,
    soldToDomain: world.soldTo,
    endsOn: world.endedDaysAgo === null ? '2027-02-01' : '2022-10-22',
    marketplace: world.sold === 'marketplace-fields' ? 'AWS' : null,
  });
  return {
    number: subscription.number,
    subscription: foundAnswer(subscription),
    account: customerAccount(world),
    invoiceOwnerAccount: payerAccount(world.owner),
    ownerHistory: historyOf(world),
  };
}

function siblingOf(world: World): SubscriptionEvidence {
  const owner = { own: 'self', 'paid-by-parent': 'parent', marketplace: 'amazon' }[world.sibling as string];
  const subscription = aSubscription({
    number: 'A-S00900002',
    invoiceOwner: PAYERS[owner ?? 'other'] ?? null,
    ...(world.sibling === 'ended' ? { endsOn: '2022-10-22' } : {}),
    ...(world.sibling === 'cancelled' ? { endsOn: null, status: 'Cancelled' } : {}),
  });
  return {
    number: subscription.number,
    subscription: foundAnswer(subscription),
    account: customerAccount(world),
    invoiceOwnerAccount: payerAccount(owner ?? 'other'),
    ownerHistory: gapAnswer('unavailable'),
  };
}

function siblingsOf(world: World): Partial<Evidence> {
  if (world.sibling === 'none') return {};
  if (world.sibling === 'unread') return { siblings: gapAnswer('timeout') };
  return { siblings: foundAnswer([siblingOf(world)]) };
}

function crmOf({ deal }: World): CrmEvidence | null {
  if (deal === 'unread') return null;
  const won = { id: 'o', name: 'Deal', closedOn: null, resalePartner: null, distributor: null };
  return {
    account: foundAnswer({
      id: 'crm',
      name: 'Halden',
      type: deal === 'partner' ? 'Partner' : 'Customer',
      owner: { name: 'Robin', kind: 'person' },
    }),
    partners: foundAnswer([]),
    opportunities: foundAnswer([{ ...won, dealPath: 'Direct' }]),
  };
}

function evidenceOf(world: World): Evidence {
  const one = subscriptionOf(world);
  const organisation = { name: 'X', salesforceId: null, accountType: 'alliance_partner' };
  return anEvidence({
    ticket: world.sold === 'alliance-ticket' ? foundAnswer(aTicket({ organisation })) : null,
    subscriptions: world.sibling === 'listed' ? [one, siblingOf(world)] : [one],
    ...(world.sibling === 'listed' ? {} : siblingsOf(world)),
    crm: crmOf(world),
  });
}

function judgedVerdict(world: World) {
  const facts = { today: '2022-11-22', managedService: world.answer };
  const [judgement] = judgeSubscriptions(evidenceOf(world), facts);
  if (!judgement) throw new Error('no judgement');
  return judgement;
}

describe('the table of verdicts', () => {
  it('has a verdict for every combination of what it depends on, equal to a second implementation', () => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const world of judgedWorlds()) {
      const { verdict } = judgedVerdict(world);
      seen.add(verdict);
      if (verdict !== expectedVerdict(world)) wrong.push(`${verdict}: ${JSON.stringify(world)}`);
    }

    expect(wrong.slice(0, 3)).toEqual([]);
    expect([...seen].toSorted()).toEqual([
      'alliance',
      'conflict',
      'direct',
      'former-reseller',
      'marketplace',
      'msp',
      'reseller',
      'transition-complete',
      'transition-pending',
      'unknown',
    ]);
  }, 120_000);
});
