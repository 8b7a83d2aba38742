import type { StaticSelect } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Case } from '../../../src/domain/case.ts';
import type { CrmEvidence } from '../../../src/domain/evidence.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderCaseCard } from '../../../src/slack/rendering/case-card.ts';
import {
  aCase,
  aCaseWithEvents,
  aCheck,
  anAccount,
  anEvidence,
  aScenario,
  aStepDone,
  aStepUndone,
  aTicket,
  directSubscriptionEvidence,
  foundAnswer,
  gapAnswer,
  HALDEN,
  LINKS,
  QUILLMARK,
  RENDERED_AT,
  resoldSubscriptionEvidence,
} from '../../builders/cases.ts';
import { controlsOf, textsOf } from './rendered-blocks.ts';

const silent = {
  ...resoldSubscriptionEvidence(),
  subscription: gapAnswer('timeout'),
  account: gapAnswer('timeout'),
  ownerHistory: gapAnswer('timeout'),
};
const unknown = aCheck({
  evidence: anEvidence({ subscriptions: [{ ...silent, invoiceOwnerAccount: null }] }),
});
const byEmail = { kind: 'email', masked: 'i…@pallas.example', fingerprint: 'f1' } as const;
const mixed = aCheck({
  evidence: anEvidence({
    subject: { kind: 'account', number: 'A00900001' },
    accounts: foundAnswer([HALDEN]),
    subscriptionCount: foundAnswer(2),
    subscriptions: [
      resoldSubscriptionEvidence(),
      directSubscriptionEvidence({ number: 'A-S00900022', endsOn: '2026-12-12' }),
    ],
  }),
});
const ambiguous = aCheck({
  evidence: anEvidence({ subject: byEmail, accounts: foundAnswer([HALDEN, QUILLMARK]), subscriptions: [] }),
});

function textOf(kase: Case): string {
  return textsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks).join('\n');
}

function controlsOn(kase: Case) {
  return controlsOf(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks);
}

function controlOn(kase: Case, actionId: string) {
  return controlsOn(kase).find(({ action_id }) => action_id === actionId);
}

/** The controls of the whole case. */
function lowerControlsOn(kase: Case) {
  return controlsOn(kase).filter(({ action_id }) => !action_id.startsWith('step-'));
}

describe('the card of a closed ticket', () => {
  it.each([
    ['merged', 'Ticket #48211 was merged into another one. Do the steps in the ticket that is still open.'],
    ['deleted', 'Ticket #48211 was deleted.'],
  ] as const)('says where to do the steps when the ticket was %s', (gone, said) => {
    const ticket = foundAnswer(aTicket({ gone }));

    expect(textOf(aCase(aCheck({ evidence: anEvidence({ ticket }) })))).toContain(said);
  });
});

describe('the card of a subscription sold through a distributor', () => {
  it('names the distributor in the headline only', () => {
    const crm: CrmEvidence = {
      account: foundAnswer({
        id: '001000000000001AAA',
        name: 'Halden Mills',
        type: 'Customer',
        owner: { name: 'Robin', kind: 'person' },
      }),
      partners: foundAnswer([]),
      opportunities: foundAnswer([
        {
          id: '006',
          name: 'Deal',
          closedOn: null,
          dealPath: 'Partner',
          resalePartner: 'Bramblegate Partners',
          distributor: QUILLMARK.name,
        },
      ]),
    };
    const scenario = aScenario({
      headline: '{customer} bought through {reseller}.',
      prohibitions: ['send a licence to {reseller}'],
    });
    const check = { ...aCheck({ evidence: anEvidence({ crm }) }), scenario };
    const text = textOf(aCase(check));

    expect(text).toContain('bought through Bramblegate Partners (through distributor Quillmark Resale Ltd).');
    expect(text).toContain('Salesforce lists Bramblegate Partners as the reseller.');
    expect(text).toMatch(/send a licence to Bramblegate Partners$/m);
  });
});

describe('a case card', () => {
  it('starts with the verdict, its subscription and the fields that decided it', () => {
    const [header, first] = textsOf(
      renderCaseCard(aCase(), LINKS, { now: RENDERED_AT, handoff: null }).blocks,
    );

    expect(header).toBe('🟠 Reseller · Halden Mills');
    expect(first).toContain('*Halden Mills bought through Quillmark Resale Ltd.*\n');
    expect(first).toContain('A-S00900001 · Zuora: invoice owner Quillmark Resale Ltd, channel "Reseller"');
  });

  it('shows plan, seats, term and end of its subscription in the evidence, and omits what is unknown', () => {
    const contents = { products: null, startsOn: null, termMonths: null, autoRenew: true };
    const unclear = resoldSubscriptionEvidence({ contents });

    expect(textOf(aCase())).toContain('\nA-S00900001 · Premium · 25 seats · 60 months · ends 2027-02-01\n');
    expect(textOf(aCase(aCheck({ evidence: anEvidence({ subscriptions: [unclear] }) })))).toContain(
      '\nA-S00900001 · ends 2027-02-01 · renews automatically\n',
    );
  });

  it('shows topic, requester, time of the check and handbook page in one line', () => {
    const evidence = anEvidence({ ticket: foundAnswer(aTicket()) });

    const text = textOf(aCase(aCheck({ evidence })));

    expect(text).toMatch(
      /\ncannot sign in · requester: customer · <https:\S+48211\|ticket #48211> · checked <!date\^1669125720\^[^\n]+UTC> · handbook page\n/,
    );
    expect(text).toContain("\nRequester: customer — the customer's mail domain halden-mills.example\n");
    expect(text).not.toContain('Requested by');
  });

  it('puts the prohibitions above the steps', () => {
    const text = textOf(aCase());

    expect(text.indexOf("*Don't*")).toBeGreaterThan(0);
    expect(text.indexOf("*Don't*")).toBeLessThan(text.indexOf('*Next:*'));
    expect(text.indexOf('*Next:*')).toBeLessThan(text.indexOf('All steps · 0 of 2 done'));
    expect(text).toContain(" · *don't* Send a licence or a code to Quillmark Resale Ltd.");
  });

  it('shows next to the headline what a newer handbook page says, and which policy the card follows', () => {
    expect(textOf(aCase())).toContain(
      '*Halden Mills bought through Quillmark Resale Ltd.*\nNewer handbook than “seed” (2025-06-16): Reseller customers can sign in, read-only.',
    );
  });

  it('names the policy and its rules in the evidence', () => {
    expect(textOf(aCase())).toContain('\nHandbook: Sample page · Policy: seed · Rules: R1, R9');
  });

  it('has a re-check button and a topic menu whose values are ids', () => {
    const [topic, recheck] = ['choose-topic', 'recheck'].map((id) => controlOn(aCase(), id));

    expect(recheck).toMatchObject({
      action_id: 'recheck',
      text: { text: 'Re-check' },
      value: '{"caseId":"c0123456789abcde"}',
      accessibility_label: 'Re-check: A-S00900001',
    });
    expect(recheck?.style).toBeUndefined();
    expect(topic).toMatchObject({
      action_id: 'choose-topic',
      initial_option: {
        text: { text: 'Topic: cannot sign in' },
        value: '{"caseId":"c0123456789abcde","topic":"sign-in"}',
      },
    });
    expect(topic?.options).toHaveLength(TOPICS.length);
  });

  it('gives the topic menu a new block id with each check, so that Slack shows the stored topic', () => {
    const [one, two] = [aCase(), aCase(aCheck(), aCheck())].map((kase) =>
      JSON.stringify(renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks),
    );

    expect(one).toContain('"facts:c0123456789abcde:1"');
    expect(two).toContain('"facts:c0123456789abcde:2"');
  });

  it('keeps the block ids of its collapsible blocks, so that Slack leaves them open', () => {
    const [one, two] = [aCase(), aCase(aCheck(), aCheck())].map((kase) =>
      renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks.flatMap(({ type, block_id }) =>
        type === 'container' ? [block_id] : [],
      ),
    );

    expect(one).toEqual(['steps:c0123456789abcde', 'evidence:c0123456789abcde']);
    expect(two).toEqual(one);
  });

  it('has ids and verdicts in its metadata', () => {
    expect(renderCaseCard(aCase(mixed), LINKS, { now: RENDERED_AT, handoff: null }).metadata).toEqual({
      event_type: 'reseller_case',
      event_payload: {
        case_id: 'c0123456789abcde',
        verdict: 'mixed',
        subscriptions: 'A-S00900001=reseller,A-S00900022=direct',
        topic: 'sign-in',
        policy: 'seed',
        scenario: 'sample',
      },
    });
  });

  it('cuts the subscriptions in its metadata at a whole entry', () => {
    const numbers = Array.from({ length: 99 }, (_, index) => `A-S${String(90_000_000 + index)}`);
    const evidence = anEvidence({
      subscriptions: numbers.map((number) => resoldSubscriptionEvidence({ number })),
    });

    const { subscriptions } = renderCaseCard(aCase(aCheck({ evidence })), LINKS, {
      now: RENDERED_AT,
      handoff: null,
    }).metadata.event_payload;

    expect(subscriptions.length).toBeLessThanOrEqual(1_500);
    expect(subscriptions).toMatch(/^(A-S\d{8}=reseller,)+A-S\d{8}=reseller$/);
  });

  it('has the verdict, the subject, the reason and the prohibitions in its notification', () => {
    const { text } = renderCaseCard(aCase(), LINKS, { now: RENDERED_AT, handoff: null });

    expect(text).toMatch(
      /^Reseller · A-S00900001\. Zuora: .+ ⛔ Don't Tick “Login activated”\. · don't Send a/,
    );
  });

  it('contains the same in its fallback text', () => {
    const text = fallbackText(
      renderCaseCard(aCase(mixed), LINKS, { now: RENDERED_AT, handoff: null }).blocks,
    );

    for (const part of [
      '*🔀 Mixed',
      'Mixed · Halden Mills*',
      "*Don't*",
      'All steps · 0 of 2 done',
      '*A-S00900022* · Direct',
      'cannot sign in',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.length).toBeLessThan(2_500);
  });
});

describe('the evidence on a card', () => {
  const crm: CrmEvidence = {
    account: foundAnswer({
      id: '001Aa000000AbcdEAA',
      name: 'Halden',
      type: 'Customer',
      owner: { name: 'Robin Rep', kind: 'person' },
    }),
    partners: gapAnswer('forbidden'),
    opportunities: foundAnswer([]),
  };

  it('distinguishes found, not found, not checked and contradicting in words', () => {
    const ticket = foundAnswer(aTicket({ resoldClaim: 'no' }));

    const text = textOf(aCase(aCheck({ evidence: anEvidence({ crm, ticket }) })));

    expect(text).toMatch(/\*Zuora\* \(source of truth\) ✓ Found: invoice owner Quillmark Resale Ltd/);
    expect(text).toMatch(
      /\*Salesforce\* ✓ Found: .*Robin Rep · – Not found: no won deal · \? Could not check: partners/,
    );
    expect(text).toMatch(/\*Zendesk\* ≠ Contradicts: customer says: not resold/);
  });

  it('names the deciding system first, with links and the time of its answer', () => {
    const text = textOf(aCase(aCheck({ evidence: anEvidence({ crm }) })));

    expect(text.indexOf('*Zuora*')).toBeLessThan(text.indexOf('*Salesforce*'));
    expect(text).toMatch(
      /\*Zuora\*.+<https:\S+z-sub-1\|subscription in Zuora> · <https:\S+z-halden\|account in Zuora> · <!date\^/,
    );
  });

  it('shows the time of the oldest answer of a system', () => {
    const account = foundAnswer(anAccount(HALDEN), '2022-11-22T13:00:00.000Z');

    const text = textOf(
      aCase(
        aCheck({ evidence: anEvidence({ subscriptions: [{ ...resoldSubscriptionEvidence(), account }] }) }),
      ),
    );

    expect(text).toMatch(/\*Zuora\*.+2022-11-22 13:00 UTC/);
  });

  it('says when a system is not configured, and when it could not be called', () => {
    const off = gapAnswer('not-configured');
    const without = { account: off, partners: off, opportunities: off };

    const [configured, askable] = [without, null].map((each) =>
      textOf(
        aCase(aCheck({ evidence: anEvidence({ crm: each, portal: foundAnswer({ login: 'unknown' }) }) })),
      ),
    );

    expect(configured).toContain('*Salesforce* ? Could not check: not configured');
    expect(configured).toContain(
      '*CustomersDot* ? Could not check: not configured · <https://customers.example',
    );
    expect(askable).toContain('*Salesforce* ? Could not check: no Salesforce id is known');
  });

  it('names a reason once when a system returned nothing', () => {
    expect(textOf(aCase(unknown))).toMatch(
      /\*Zuora\* \(source of truth\) \? Could not check: did not answer in time · <!date/,
    );
  });

  it('marks a contradiction with that word', () => {
    const evidence = anEvidence({ ticket: foundAnswer(aTicket({ resoldClaim: 'no' })) });

    expect(textOf(aCase(aCheck({ evidence })))).toContain(
      '*Contradiction:* the customer says no reseller was involved. Go by Zuora.',
    );
  });
});

describe('the card of an unknown verdict', () => {
  it('has buttons to check again and to look by hand', () => {
    const account = foundAnswer(anAccount({ channel: 'Partner-Direct' }));
    const evidence = anEvidence({ subscriptions: [{ ...resoldSubscriptionEvidence(), account }] });

    const controls = lowerControlsOn(aCase(aCheck({ evidence })));

    expect(controls[0]).toMatchObject({ action_id: 'recheck', text: { text: 'Re-check' } });
    expect(controls[1]).toMatchObject({
      action_id: 'open-link-zuora',
      accessibility_label: 'Zuora, to check by hand',
    });
    expect(controls[2]?.url).toBe('https://customers.example/admin/customer?query=A00900001');
  });

  it('omits a link whose address is unknown', () => {
    const controls = lowerControlsOn(aCase(unknown)).map(({ action_id }) => action_id);

    expect(controls).toEqual([
      'recheck',
      'open-link-customersdot',
      'case-menu',
      'choose-topic',
      'choose-requester',
    ]);
  });

  it('asks for the command again when the email address is not stored', () => {
    const evidence = anEvidence({ subject: byEmail, accounts: gapAnswer('not-found'), subscriptions: [] });
    const kase = aCase(aCheck({ evidence }));
    const controls = lowerControlsOn(kase);

    expect(controls.map(({ action_id }) => action_id)).toEqual([
      'open-link-mail-domain',
      'case-menu',
      'choose-topic',
      'choose-requester',
    ]);
    expect(controls[0]).toMatchObject({ url: LINKS.portalCustomers('pallas.example') });
    expect(textOf(kase)).toMatch(
      /Still to look up: .* the whole address, CustomersDot by the mail domain and/,
    );
    expect(textOf(kase)).toContain('Not found · i…@pallas.example');
    expect(textOf(kase)).toContain("Email addresses aren't stored");
  });

  it('has a re-check button when the email address led to one account', () => {
    const evidence = anEvidence({
      subject: byEmail,
      accounts: foundAnswer([HALDEN]),
      subscriptionCount: foundAnswer(1),
    });

    expect(controlOn(aCase(aCheck({ evidence })), 'recheck')).toBeDefined();
  });
});

describe('the card of several subscriptions or accounts', () => {
  it('lists each subscription with its verdict, and none is chosen', () => {
    const kase = aCase(mixed);

    expect(textOf(kase)).toContain(
      '*A-S00900001* · Reseller · through Quillmark Resale Ltd · ends 2027-02-01\n*A-S00900022* · Direct · ends 2026-12-12',
    );
    expect(textOf(kase)).toContain(
      'Subscriptions of the account:\nA-S00900001 · Premium · 25 seats · 60 months · ends 2027-02-01',
    );
    const menu = controlsOn(kase)[0] as StaticSelect;
    expect(menu.action_id).toBe('choose-subscription');
    expect(menu.initial_option).toBeUndefined();
    expect(menu.options?.[1]).toMatchObject({
      text: { text: 'A-S00900022 · Direct' },
      value: '{"caseId":"c0123456789abcde","number":"A-S00900022"}',
    });
  });

  it('lists each matching account, and none is chosen', () => {
    const kase = aCase(ambiguous);

    expect(textOf(kase)).toContain('*A00900101* · Quillmark Resale Ltd');
    const menu = controlsOn(kase)[0] as StaticSelect;
    expect(menu.action_id).toBe('choose-account');
    expect(menu.initial_option).toBeUndefined();
    expect(menu.options?.[0]?.value).toBe('{"caseId":"c0123456789abcde","number":"A00900001"}');
  });

  it('lists ten and counts the others', () => {
    const accounts = Array.from({ length: 23 }, (_, index) => ({
      ...HALDEN,
      number: `A009001${10 + index}`,
    }));
    const evidence = anEvidence({ subject: byEmail, accounts: foundAnswer(accounts), subscriptions: [] });
    const kase = aCase(aCheck({ evidence }));

    expect((controlsOn(kase)[0] as StaticSelect).options).toHaveLength(10);
    expect(textOf(kase)).toContain('…and 13 more accounts');
  });

  it('lists the subscriptions that have the same verdict', () => {
    const subscriptions = [
      resoldSubscriptionEvidence(),
      resoldSubscriptionEvidence({ number: 'A-S00900002' }),
    ];
    const subject = { kind: 'account', number: 'A00900001' } as const;

    const text = textOf(aCase(aCheck({ evidence: anEvidence({ subject, subscriptions }) })));

    expect(text).toContain('account A00900001 · All 2 subscriptions agree.');
    expect(text).toContain('A-S00900001 · Premium · 25 seats · 60 months · ends 2027-02-01');
    expect(text).toContain('A-S00900002 · Premium · 25 seats');
  });
});

describe('a card that is updated', () => {
  const later = '2022-11-22T14:09:00.000Z';

  it('says what has changed', () => {
    const text = textOf(aCase(unknown, aCheck({ trigger: 'recheck', lookedUpAt: later })));

    expect(text).toMatch(/Since <!date\^1669125720\^.+>: verdict was “Unknown”, now “Reseller”\./);
  });

  it('names the last confirmed verdict next to Unknown, and says not to act on it', () => {
    const direct = aCheck({ evidence: anEvidence({ subscriptions: [directSubscriptionEvidence()] }) });
    const failed = { ...unknown, trigger: 'recheck' as const };
    const said =
      /\nCouldn't be re-checked\. Last confirmed <!date\^1669125720\^.+>: “Direct”\. Don't act on that before a check confirms it\.\n/;

    for (const kase of [aCase(direct, failed), aCase(direct, failed, failed)]) {
      const { blocks, text } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });

      expect(textsOf(blocks)[0]).toMatch(/^❓ Unknown/);
      expect(textsOf(blocks).join('\n')).toMatch(said);
      expect(text).toMatch(/^Unknown/);
    }
  });

  it('names no confirmed verdict for a first check, or of another subscription', () => {
    const chosen = { ...unknown, trigger: 'choice' as const };

    for (const kase of [aCase(unknown), aCase(mixed, chosen)]) {
      expect(textOf(kase)).not.toContain('Last confirmed');
    }
  });

  it('says that a check is running', () => {
    const { blocks } = renderCaseCard(aCase(), LINKS, { now: RENDERED_AT, handoff: null, isChecking: true });

    expect(textsOf(blocks).join('\n')).toContain('\n*Checking again…*\ncannot sign in · ');
    expect(textOf(aCase())).not.toContain('Checking again');
  });

  it('says that nothing has changed, even a day later', () => {
    const ended = (today: number) =>
      aCheck({
        judgements: aCheck().judgements.map((one) => ({ ...one, endedDaysAgo: today })),
        trigger: 'recheck',
      });

    expect(textOf(aCase(ended(1), ended(2)))).toContain('Re-checked: no change since <!date');
  });

  it('does not say that nothing has changed when the reseller differs', () => {
    const other = resoldSubscriptionEvidence({ invoiceOwner: { ...QUILLMARK, name: 'Bramblegate' } });
    const now = aCheck({ trigger: 'recheck', evidence: anEvidence({ subscriptions: [other] }) });

    expect(textOf(aCase(aCheck(), now))).toContain('same verdict as at');
  });

  it('says who chose the subscription, and the verdict of all', () => {
    const chosen = aCheck({ trigger: 'choice', by: 'U0BEA' });

    expect(textOf(aCase(mixed, chosen))).toMatch(
      /Selected by <@U0BEA> from account A00900001, whose verdict was “Mixed/,
    );
  });

  it('says that Zuora was not read again when only the topic changed', () => {
    const now = aCheck({ trigger: 'manual', by: 'U0BEA', topic: 'direct-renewal' });

    const text = textOf(aCase(aCheck(), now));

    expect(text).toContain(
      '<@U0BEA> changed the topic from “cannot sign in” to “renew directly”. Zuora was not read again.',
    );
  });
});

describe('the card of a case with every step done', () => {
  const steps = [
    { id: 'one', text: 'Do it.' },
    { id: 'two', text: 'Do that.' },
  ];
  const check = aCheck({ scenario: aScenario({ steps }) });
  const done = aCaseWithEvents(check, aStepDone('one'), aStepDone('two'));
  const typesOf = (kase: Case) =>
    renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null }).blocks.map(({ type }) => type);

  it('shows only verdict, outcome, one line and the collapsed parts', () => {
    expect(typesOf(done)).toEqual(['header', 'section', 'context', 'container', 'container']);
    expect(textOf(done)).toMatch(
      /^🟠 Reseller .+\n\*Halden Mills bought .+\*\nEvery step is done\. Finished by <@U0ANA> <!date/,
    );
    expect(textOf(done)).not.toContain("Don't");
  });

  it('shows everything again once a step is undone', () => {
    const kase = aCaseWithEvents(check, aStepDone('one'), aStepDone('two'), aStepUndone('two', 'wrong'));

    expect(textOf(kase)).toContain('*Next:* Do that.');
    expect(textOf(kase)).toContain("*Don't*");
  });

  it('shows everything while the verdict is unknown or something has to be chosen', () => {
    for (const verdict of [unknown, mixed]) {
      const kase = aCaseWithEvents(
        { ...verdict, scenario: check.scenario },
        aStepDone('one'),
        aStepDone('two'),
      );

      expect(typesOf(kase)).toContain('actions');
    }
  });
});

describe('the card of a common verdict', () => {
  const ticket = foundAnswer(aTicket({ resoldClaim: 'no' }));
  const resold = resoldSubscriptionEvidence();
  const conflict = { ...resold, account: foundAnswer(anAccount({ channel: 'Non-Reseller' })) };

  it.each([
    ['reseller', resold],
    ['direct', directSubscriptionEvidence()],
    ['conflict', conflict],
    ['unknown', silent],
  ] as const)('has at most eight blocks: %s', (verdict, subscription) => {
    const check = aCheck({ evidence: anEvidence({ ticket, subscriptions: [subscription] }) });
    const { blocks } = renderCaseCard(aCase(check), LINKS, { now: RENDERED_AT, handoff: null });

    expect(check.verdict).toBe(verdict);
    expect(blocks.length).toBeLessThanOrEqual(8);
  });
});

describe('a card with a very long name', () => {
  const long = `${'The Society of Upper and Lower Mills '.repeat(4)}Ltd`;
  const account = { ...HALDEN, name: long };
  const partner = { ...QUILLMARK, name: `Resale ${long}` };
  const subscription = resoldSubscriptionEvidence({ subscriptionOwner: account, invoiceOwner: partner });
  const kase = aCase(
    aCheck({
      evidence: anEvidence({
        subscriptions: [{ ...subscription, account: foundAnswer(anAccount(account)) }],
      }),
    }),
  );
  const { blocks } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });
  const [evidence] = blocks.filter(({ block_id }) => block_id?.startsWith('evidence:'));

  it('cuts the name above the evidence', () => {
    const above = textsOf(blocks.slice(0, -1)).join('\n');

    expect(above).toContain('The Society of Upper…');
    expect(above).not.toContain(long);
  });

  it('shows the whole name in the evidence', () => {
    const [first = ''] = textsOf(evidence ? [evidence] : []).slice(1);

    expect(first.split('\n')[0]).toBe(`${long} · Resale ${long}`);
  });
});

describe('the card of a scenario without prohibitions and steps', () => {
  it('has no empty lists', () => {
    const { newer: _newer, ...rest } = aScenario({ prohibitions: [], steps: [] });
    const kase = aCase(aCheck({ scenario: { ...rest, source: { ...rest.source, rules: ['internal'] } } }));

    const { blocks, text } = renderCaseCard(kase, LINKS, { now: RENDERED_AT, handoff: null });

    expect(validateBlocks(blocks, 'message')).toEqual([]);
    expect(textsOf(blocks).join('\n')).not.toMatch(/\*Don't\*|\*Steps\*|newer page/);
    expect(text).not.toContain("Don't");
  });
});
