import { describe, expect, it } from 'vitest';
import { validateBlocks, validateMrkdwn } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { renderHandoffPost } from '../../../src/slack/rendering/handoff-post.ts';
import { LINKS } from '../../builders/cases.ts';
import {
  ANSWERED,
  ASKED,
  aHandoff,
  aHandoffFacts,
  aHandoffInput,
  aHandoffSubscription,
  CLAIMED,
  DONE,
  HANDOFFS_BY_STATE,
  SUBMITTED_AT,
} from '../../builders/handoffs.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

function post(handoff: Handoff, drawnAt = SUBMITTED_AT) {
  const drawn = renderHandoffPost(handoff, LINKS, new Date(drawnAt));
  expect(validateBlocks(drawn.blocks, 'message')).toEqual([]);
  expect([drawn.text, fallbackText(drawn.blocks)].flatMap(validateMrkdwn)).toEqual([]);
  return { ...drawn, said: textsOf(drawn.blocks).join('\n') };
}

const at = (iso: string) => `<!date^${Date.parse(iso) / 1000}^`;

describe('the post of a handoff', () => {
  it('shows what the systems know, then what was typed, then the status', () => {
    const [title, facts, asked, origin, state] = textsOf(post(aHandoff()).blocks);

    expect(title).toBe('Handoff · Halden Mills wants to renew directly');
    expect(facts?.split('\n')).toEqual([
      '*The customer first bought through a reseller.*',
      'Bought through Quillmark Resale Ltd (reseller), runs until 2023-02-01; the invoice owner is Tessel Distribution (distributor).',
      'A-S00900001: Reseller · Active · 12-month term · ends 2023-02-01 (in 71 days, as of 2022-11-22)',
    ]);
    expect(asked?.split('\n')).toEqual([
      'Plan: Premium',
      'Seats: 25',
      'Written request to leave the partner: yes, in ticket #48211, message of 12 March',
      'Request: Please call them this week.',
      'The customer was told: That Sales gets in touch.',
      expect.stringMatching(
        /^Please get in touch with the customer\. .+ \(24 hours, not counting weekends and holidays\)\.$/,
      ),
    ]);
    expect(asked).toContain(at('2022-11-25T14:20:00Z'));
    expect(origin).toMatch(/^From <@U0ANA> · <https:\/\/crm\.example\/0D5\d+\|Chatter post> · /);
    expect(origin).toContain('|ticket #48211>');
    expect(origin).toContain(
      '|Salesforce account> · <https://crm.example/0062x00000AbcdEAAQ|newest deal>: Halden Mills 2022 · account owner: Robin Vale · checked <!date',
    );
    expect(state).toMatch(/^\*Open since <!date[^·]+\*$/);
  });

  it('says that it is not handed over while no Chatter post or Case is linked', () => {
    const { said } = post(HANDOFFS_BY_STATE['unlinked'] ?? aHandoff());

    expect(said).toContain('Not handed over yet: no Chatter post or Case linked.');
    expect(said).not.toContain('24 hours');
  });

  it('shows the user counts under their names on the licence page, with the true-up and its formula', () => {
    const counts = { usersInLicence: 100, billableUsers: 120, maximumUsers: 130, usersOverLicence: 20 };
    const { said } = post(aHandoff([], { input: aHandoffInput({ counts }) }));

    expect(said).toContain(
      'Users in licence: 100 · Billable users: 120 · Maximum users: 130 · Users over licence: 20\nTrue-up: 130 maximum users minus 100 users in licence = 30.\n',
    );
    expect(said).not.toContain('Not known');
  });

  it('names missing user counts, and does not treat them as zero', () => {
    const counts = { usersInLicence: null, billableUsers: 120, maximumUsers: null, usersOverLicence: null };
    const { said } = post(aHandoff([], { input: aHandoffInput({ counts }) }));

    expect(said).toContain(
      'Billable users: 120\nTrue-up (maximum users minus users in licence): cannot be calculated yet.\nNot known: users in licence, maximum users and users over licence.',
    );
    expect(said).not.toMatch(/\b0\b/);
  });

  it.each([
    ['2022-11-23', 'ends 2022-11-23 (in 1 day, as of 2022-11-22): urgent'],
    ['2022-12-06', 'ends 2022-12-06 (in 14 days, as of 2022-11-22): urgent'],
    ['2022-12-07', 'ends 2022-12-07 (in 15 days, as of 2022-11-22)\n'],
    ['2022-11-22', 'ended 2022-11-22 (today, 2022-11-22): urgent'],
    ['2022-11-12', 'ended 2022-11-12 (10 days ago, as of 2022-11-22): urgent'],
    [null, 'end date not known'],
  ])('shows the days until %s, counted from the day of rendering', (endsOn, words) => {
    const subscriptions = [aHandoffSubscription({ status: null, termMonths: null, endsOn })];
    const { said } = post(aHandoff([], { facts: aHandoffFacts({ subscriptions }) }));

    expect(said).toContain(`A-S00900001: Reseller · ${words}`);
  });

  it('shows the days from the new date, an urgent end and an overdue answer when it is rendered later', () => {
    const { said } = post(aHandoff(), '2023-01-20T10:00:00.000Z');

    expect(said).toContain('ends 2023-02-01 (in 12 days, as of 2023-01-20): urgent');
    expect(said).toMatch(/An answer was expected by .+: overdue\./);
    expect(post(aHandoff(), '2023-02-07T10:00:00.000Z').said).toContain('(reseller), ended 2023-02-01;');
    expect(post(aHandoff([CLAIMED]), '2023-01-20T10:00:00.000Z').said).not.toContain('overdue');
  });

  it('lists plan, seats and term of each of several subscriptions', () => {
    const subscriptions = [
      aHandoffSubscription(),
      aHandoffSubscription({ number: 'A-S00900002', plan: 'Ultimate', seats: 5, verdict: 'direct' }),
    ];
    const { said } = post(aHandoff([], { facts: aHandoffFacts({ subscriptions }) }));

    expect(said).toContain('A-S00900001: Reseller · Active · Premium · 25 seats · 12-month term · ends');
    expect(said).toContain('A-S00900002: Direct · Active · Ultimate · 5 seats · 12-month term · ends');
  });

  it("names records that disagree, and the reseller's permission where a change needs one", () => {
    const facts = aHandoffFacts({
      topic: 'change-subscription',
      discrepancies: [{ kind: 'crm-shows-no-partner', value: null }],
    });
    const permitted = aHandoffInput({ permissionSource: 'in ticket #48211' });

    expect(post(aHandoff([], { facts })).said).toContain(
      'Records disagree: Zuora invoices a reseller, but Salesforce lists no partner.',
    );
    expect(post(aHandoff([], { facts })).said).toContain("Reseller's permission: none known");
    expect(post(aHandoff([], { facts, input: permitted })).said).toContain(
      "Reseller's permission: in ticket #48211",
    );
    expect(post(aHandoff()).said).not.toContain('Permission');
  });

  it('tells Sales when it is not known whether a reseller sold first', () => {
    const facts = aHandoffFacts({
      reseller: null,
      distributor: null,
      firstBoughtFromReseller: false,
      isFirstPurchaseUnknown: true,
    });

    expect(post(aHandoff([], { facts })).said).toContain(
      'Zuora did not return the earlier invoice owners, so the customer may have first bought through a reseller.',
    );
    expect(post(aHandoff()).said).not.toContain('earlier invoice owners');
  });

  it('names a marketplace, and no reseller', () => {
    const facts = aHandoffFacts({
      marketplace: 'aws',
      reseller: null,
      distributor: null,
      firstBoughtFromReseller: false,
      subscriptions: [aHandoffSubscription({ verdict: 'marketplace' })],
    });
    const { said } = post(aHandoff([], { facts }));

    expect(said).toContain('Bought through AWS Marketplace.');
    expect(said).not.toMatch(/reseller/i);
  });

  it('links the ticket that was entered in the form', () => {
    const entered = { host: 'support.gitlab.com', id: '777' };
    const { said } = post(
      aHandoff([], {
        facts: aHandoffFacts({ ticket: null }),
        input: aHandoffInput({ ticket: entered }),
      }),
    );

    expect(said).toContain('|ticket #777>');
  });

  it('counts the subscriptions that do not fit', () => {
    const subscriptions = [1, 2, 3, 4, 5].map((digit) =>
      aHandoffSubscription({ number: `A-S0090000${digit}` }),
    );
    const { said, text } = post(aHandoff([], { facts: aHandoffFacts({ subscriptions }) }));

    expect(said).toContain('A-S00900003');
    expect(said).not.toContain('A-S00900004');
    expect(said).toContain('…and 2 more subscriptions');
    expect(text).toContain('A-S00900001, A-S00900002 and 3 more');
  });

  it.each([
    ['sending', ['Claim', 'Ask Support', 'Decline'], /Open since/],
    ['open', ['Claim', 'Ask Support', 'Decline'], /Open since/],
    ['asked', ['Claim', 'Decline'], /<@U0ROBIN> asks: “Which plan do they want\?”/],
    [
      'answered',
      ['Claim', 'Ask Support', 'Decline'],
      /<@U0ROBIN> asked: “Which plan do they want\?” · <@U0ANA> answered: “Premium, as before”/,
    ],
    [
      'claimed',
      ['Close', 'Ask Support', 'Release', 'Still on it'],
      /With <@U0ROBIN> since .+ · reconfirm by /,
    ],
    ['claimed and asked', ['Close', 'Release', 'Still on it'], /With <@U0ROBIN> since [\s\S]+asks:/],
    ['released', ['Claim', 'Ask Support', 'Decline'], /Open again since .+: <@U0ROBIN> released it/],
    ['lapsed', ['Claim', 'Ask Support', 'Decline'], /Open again since .+: <@U0ROBIN>'s claim expired/],
    ['done', [], /Closed by <@U0ROBIN> · .+ · outcome: quoted directly[\s\S]+wrote: “A quote went out”/],
    ['declined', [], /Declined by <@U0ROBIN> · .+[\s\S]+“Belongs to another region”/],
    ['withdrawn', [], /Withdrawn by <@U0ANA> · .+[\s\S]+“They stay with the partner”/],
    ['erased', [], /^Handoff · its data was erased\n\*Closed by <@U0ROBIN>/],
  ] as const)('shows status and buttons when it is %s', (name, buttons, words) => {
    const { blocks, said } = post(HANDOFFS_BY_STATE[name] ?? aHandoff());
    const controls = controlsOf(blocks);

    expect(controls.map(({ text }) => text?.text)).toEqual(buttons);
    expect(controls.map(({ style }) => style ?? 'plain')).toEqual(
      buttons.map((_, place) => (place === 0 ? 'primary' : 'plain')),
    );
    expect(said).toMatch(words);
    expect(fallbackText(blocks)).toMatch(words);
  });

  it('has buttons whose values are ids, with labels that name the subscription', () => {
    const controls = [aHandoff(), aHandoff([CLAIMED])].flatMap((each) => controlsOf(post(each).blocks));

    expect(new Set(controls.map(({ value }) => value))).toEqual(
      new Set(['{"handoffId":"h0123456789abcde-1"}']),
    );
    expect(controls.map(({ accessibility_label: label }) => label)).toEqual(
      ['Claim', 'Ask Support', 'Decline', 'Close', 'Ask Support', 'Release', 'Still on it'].map(
        (text) => `${text}: A-S00900001, Halden Mills`,
      ),
    );
  });

  it('has ids and the state in its metadata, and nothing else', () => {
    expect(post(aHandoff([CLAIMED])).metadata).toEqual({
      event_type: 'reseller_handoff',
      event_payload: {
        handoff_id: 'h0123456789abcde-1',
        case_id: 'c0123456789abcde',
        state: 'claimed',
      },
    });
  });

  it.each(Object.entries(HANDOFFS_BY_STATE))(
    'contains no typed text in notifications when it is %s',
    (_, handoff) => {
      const { text } = post(handoff);

      expect(text).toMatch(
        /^Handoff · (?:Halden Mills wants to renew directly · A-S00900001|its data was erased) · \w+$/,
      );
    },
  );

  it('does not contain the Zuora account', () => {
    const { blocks } = post(aHandoff());

    expect([...stringsIn(blocks), fallbackText(blocks)].join()).not.toMatch(/A00900001/);
  });

  it('escapes typed markup in every field', () => {
    const evil =
      '<!channel> <@U0BOSS> *bold* <https://evil.example|Zuora> :tada: &lt;!here&gt; ines@harbour.example';
    const typed = aHandoffInput({
      ask: evil,
      plan: evil,
      writtenWishSource: evil,
      toldCustomer: evil,
      salesforceLink: evil,
    });
    const all = [
      aHandoff([ASKED, ANSWERED], { input: typed }),
      aHandoff([{ kind: 'question-asked', question: evil }], { input: typed }),
      aHandoff([CLAIMED, { kind: 'done', outcome: 'other', note: evil }], { input: typed }),
    ];

    for (const handoff of all) {
      const { blocks, text } = post(handoff);
      const strings = [...stringsIn(blocks), text, fallbackText(blocks)].join('\n');
      expect(strings).not.toMatch(/<!channel|<!here|<@U0BOSS|evil\.example\|Zuora>|\*bold\*|:tada:|ines@/);
      expect(text).not.toContain('evil');
    }
  });

  it('contains no name once its data is erased', () => {
    const drawn = post(aHandoff([CLAIMED, ASKED, DONE, { kind: 'erased' }]));

    expect(JSON.stringify(drawn)).not.toMatch(/Halden|Quillmark|A-S0|48211|A quote|Which plan/);
    expect(drawn.blocks).toHaveLength(1);
  });

  it('is readable when hardly anything is known', () => {
    const facts = aHandoffFacts({
      customer: null,
      reseller: null,
      distributor: null,
      firstBoughtFromReseller: false,
      subscriptions: [],
      accountNumber: null,
      crmId: null,
      accountOwner: null,
      ticket: null,
      topic: 'other',
    });
    const typed = aHandoffInput({
      plan: null,
      seats: null,
      writtenWish: null,
      writtenWishSource: null,
      toldCustomer: null,
      salesforceLink: null,
    });
    const { said, text } = post(aHandoff([], { facts, input: typed }));

    expect(text).toBe('Handoff · The customer has a question about the purchase · Open');
    expect(said.split('\n')).toHaveLength(5);
  });
});
