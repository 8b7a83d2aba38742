import { describe, expect, it } from 'vitest';
import type { Policy, Proof, RequesterSide } from '../../src/domain/case-facts.ts';
import { POLICIES, PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { TOPICS, type Topic } from '../../src/domain/topics.ts';
import { type Advice, adviceFor } from '../builders/advice.ts';
import { aStepDone, foundAnswer, HALDEN } from '../builders/cases.ts';
import * as situations from '../builders/situations.ts';
import { sampleItems } from '../sample-size.ts';
import { ANSWERED_RULES } from './text-rules/answered-rules.ts';
import { CLAIM_RULES } from './text-rules/claim-rules.ts';
import { FORM_RULES } from './text-rules/form-rules.ts';
import { ROLE_RULES } from './text-rules/role-rules.ts';
import type { TextRule } from './text-rules/rule.ts';

const TEXT_RULES: readonly TextRule[] = [...FORM_RULES, ...CLAIM_RULES, ...ROLE_RULES, ...ANSWERED_RULES];

const TICKETS: Record<RequesterSide, Evidence['ticket']> = {
  customer: situations.aCustomerTicket(),
  reseller: situations.aResellerTicket(),
  internal: situations.anInternalTicket(),
  unknown: situations.anUnknownTicket(),
};

const { aCrm, aMissingCrm, anSmbPoolCrm, anUnreadCrm } = situations;

const UNKNOWN_CONTENTS = { products: null, startsOn: null, termMonths: null, autoRenew: null };

/** What the systems may say, by name. */
const EVIDENCE: Readonly<Record<string, Evidence>> = {
  resold: situations.resold(),
  'resold, SMB pool': situations.resold({ crm: anSmbPoolCrm() }),
  'resold, not in Salesforce': situations.resold({ crm: aMissingCrm() }),
  'resold, Salesforce down': situations.resold({ crm: anUnreadCrm('timeout') }),
  'resold, Salesforce not asked': situations.resold({ crm: null }),
  'resold, ended recently': situations.resoldEndedRecently(),
  'resold, terms unknown': situations.resold({
    subscriptions: [situations.resoldSubscription({ contents: UNKNOWN_CONTENTS })],
  }),
  'the Sold-To contact asks': situations.soldToAsks(),
  'another contact asks': situations.anotherContactAsks(),
  'two tiers': situations.twoTier(),
  'former reseller': situations.formerReseller(),
  'former reseller, alone on the account': situations.formerReseller({
    subject: { kind: 'account', number: HALDEN.number },
    accounts: foundAnswer([HALDEN]),
    subscriptionCount: foundAnswer(1),
  }),
  direct: situations.direct(),
  'direct, bought on the website': situations.direct({
    crm: aCrm({
      partners: foundAnswer([]),
      opportunities: foundAnswer([situations.aDeal({ dealPath: 'Web Direct', resalePartner: null })]),
    }),
  }),
  'direct, Salesforce lists a partner': situations.direct({ crm: aCrm() }),
  'direct beside resold': situations.directBesideResold(),
  'moving to us': situations.transitionPending(),
  'between, unexplained': situations.transitionPendingUnexplained(),
  'moved to us': situations.transitionComplete(),
  conflict: situations.conflict(),
  'parent company': situations.relatedOwner(),
  AWS: situations.amazonMarketplace(),
  'AWS, not in Salesforce': situations.amazonMarketplace({ crm: aMissingCrm() }),
  Google: situations.googleMarketplace(),
  alliance: situations.alliance(),
  provider: situations.providerRuns(),
  'Sold-To at the reseller': situations.soldToAtReseller(),
  mixed: situations.mixed(),
  ambiguous: situations.ambiguous(),
  'new purchase on another account': situations.newPurchaseOnOtherAccount(),
  'not found': situations.notFound(),
  'number not found': situations.numberNotFound(),
  'channel blank': situations.channelBlank(),
  'resold, no ticket': situations.resold({ ticket: null }),
  'Zuora down': situations.zuoraDown(),
};

interface Combination {
  readonly name: string;
  readonly policy: Policy;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly proof: Proof;
}

const COMBINATIONS: readonly Combination[] = Object.keys(EVIDENCE).flatMap((name) =>
  POLICIES.flatMap((policy) =>
    TOPICS.flatMap((topic) =>
      REQUESTER_SIDES.flatMap((requester) =>
        (topic === 'contact-change' && needsProof(name) ? PROOFS : (['unknown'] as const)).map((proof) => ({
          name,
          policy,
          topic,
          requester,
          proof,
        })),
      ),
    ),
  ),
);

/** Proof decides the steps only where a reseller sells, or sold, to the customer. */
function needsProof(name: string): boolean {
  return /resold|reseller|tiers|between|moving| asks/.test(name);
}

/** Renders the card as it first appears and, where it goes to Sales, as it is once Sales was asked. */
function render({ name, policy, topic, requester, proof }: Combination): Advice[] {
  const known = EVIDENCE[name] ?? situations.resold();
  const hasOwnTicket = / asks$|no ticket$/.test(name);
  const evidence = hasOwnTicket ? known : { ...known, ticket: TICKETS[requester] };
  const options = { policy, manualFacts: { topic, requester, proof } };
  const first = adviceFor(evidence, options);
  const asksSales = first.check.scenario.steps.find(({ startsHandoff }) => startsHandoff);
  return asksSales
    ? [first, adviceFor(evidence, { ...options, events: [aStepDone(asksSales.id, CHATTER_POST)] })]
    : [first];
}

const CHATTER_POST = 'https://crm.example/0D5000000000001';

/** Prime, so that every value of every dimension is among the sample. */
const SAMPLE_STEP = 29;
const RENDERED = sampleItems(COMBINATIONS, SAMPLE_STEP).flatMap((combination) =>
  render(combination).map((advice) => ({ label: Object.values(combination).join(' · '), advice })),
);

function textsUnder({ when = () => true, where }: TextRule) {
  return RENDERED.filter(({ advice }) => when(advice.check)).flatMap(({ label, advice }) =>
    where(advice).map((text) => ({ label, text })),
  );
}

describe('the texts of every situation, requester and policy', () => {
  it.each(TEXT_RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    const all = textsUnder(rule);
    const broken = all.flatMap(({ label, text }) => {
      const found = rule.forbidden.exec(text);
      return found ? [`${label}: …${text.slice(Math.max(0, found.index - 40), found.index + 80)}…`] : [];
    });

    expect(all).not.toEqual([]);
    expect([...new Set(broken)].slice(0, 10)).toEqual([]);
  });

  it.each(TEXT_RULES.map(({ name, example, forbidden }) => [name, example, forbidden] as const))(
    'are checked by rules that detect a text that breaks "%s"',
    (_, example, forbidden) => {
      expect(example).toMatch(forbidden);
    },
  );
});

describe("A newer handbook page that differs from the team's policy", () => {
  const differing = RENDERED.filter(({ advice }) => advice.check.scenario.newer !== undefined);

  it('is mentioned next to the headline, with its date and the policy in force', () => {
    const hidden = differing.filter(({ advice: { check, headline } }) => {
      const { date = '', text = '' } = check.scenario.newer ?? {};
      return ![date, text.slice(0, 20), check.policy].every((part) => headline.includes(part));
    });

    expect(differing).not.toEqual([]);
    expect(hidden.map(({ label }) => label)).toEqual([]);
  });
});

describe('the texts once Sales was asked', () => {
  const after = RENDERED.filter(({ advice }) => advice.copyTexts['afterMacro'] !== undefined);

  it('are the macro text, the text when Sales has answered, the follow-up, and a note that lists what was done', () => {
    const incomplete = after.filter(({ advice: { copyTexts } }) => {
      const { note = '', salesAnswered, followUp } = copyTexts;
      return !salesAnswered || !followUp || !note.includes(CHATTER_POST) || !note.includes('2022-11-22');
    });

    expect(after).not.toEqual([]);
    expect(incomplete.map(({ label }) => label)).toEqual([]);
  });
});
