import { describe, expect, it } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/types';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { FIELD_RULES } from '../../../src/domain/field-rules.ts';
import type { DraftView } from '../../../src/domain/handoff-draft.ts';
import { TOPICS } from '../../../src/domain/reference.ts';
import { draftModal } from '../../../src/slack/cards/handoff-draft-modal.ts';
import {
  answerModal,
  handoffTextsModal,
  linkModal,
  outcomeModal,
  questionModal,
  reasonModal,
} from '../../../src/slack/cards/handoff-forms.ts';
import { handoffPost } from '../../../src/slack/cards/handoff-post.ts';
import { previewModal } from '../../../src/slack/cards/handoff-preview-modal.ts';
import { LINKS } from '../cases.ts';
import {
  ANSWER_BY,
  ASKED,
  aDraft,
  aHandoff,
  CLAIMED,
  STATES,
  someHandoffFacts,
  someTyped,
} from '../handoffs.ts';
import { controlsOf, stringsIn, textsOf } from './drawn.ts';

const EMEA = { channel: 'C0SALES', team: 'emea' };

function aView(changes: Partial<DraftView> = {}): DraftView {
  return {
    caseId: 'c0123456789abcde',
    facts: someHandoffFacts(),
    typed: someTyped(),
    chosen: EMEA,
    because: 'region',
    destinations: [{ channel: 'C0ALL', team: 'sales' }, EMEA, { channel: 'C0SMB', team: 'smb' }],
    others: [],
    ...changes,
  };
}

function checked(view: ModalView): ModalView & { blocks: KnownBlock[] } {
  expect(validateView(view)).toEqual([]);
  return view as ModalView & { blocks: KnownBlock[] };
}

function inputsOf({ blocks }: { blocks: readonly KnownBlock[] }) {
  const inputs = blocks.filter((block) => block.type === 'input');
  return inputs.map(({ block_id: name = '', element, optional = false }) => {
    expect(element).toMatchObject({ action_id: name });
    return { name, optional, element: element as unknown as Record<string, unknown> };
  });
}

function said({ blocks }: { blocks: readonly KnownBlock[] }): string {
  return textsOf(blocks).join('\n');
}

describe('the form of a handoff', () => {
  it('shows what is known, why it goes where it goes, and what was typed before', () => {
    const view = checked(draftModal(aView()));

    expect(view).toMatchObject({
      callback_id: 'handoff-draft',
      private_metadata: '{"caseId":"c0123456789abcde"}',
      submit: { text: 'Preview' },
    });
    expect(said(view)).toContain(
      '*Halden Mills wants to renew directly*\nThe customer first had a reseller purchase.',
    );
    expect(said(view)).toContain('ends 2023-02-01 (in 71 days)');
    expect(said(view)).toContain("Goes to EMEA: that is the customer's region.");
    expect(inputsOf(view).map(({ name, optional }) => (optional ? `${name}?` : name))).toEqual([
      'ask',
      'wish',
      'wishWhere?',
      'plan?',
      'seats?',
      'told?',
      'link?',
      'destination',
    ]);
    expect(inputsOf(view).map(({ element }) => element['initial_value'])).toEqual([
      'Please call them this week.',
      undefined,
      'in ticket #48211, message of 12 March',
      'Premium',
      '25',
      'That Sales gets in touch.',
      'https://crm.example/0D5000000000001',
      undefined,
    ]);
  });

  it('asks for the counts where a licence is refused for them, in whole numbers', () => {
    const typed = someTyped({ counts: { users: 0, previous: 1, trueUp: 2, maximum: 3 } });
    const view = checked(draftModal(aView({ facts: someHandoffFacts({ topic: 'license-upload' }), typed })));
    const counts = inputsOf(view).filter(({ element }) => element['type'] === 'number_input');

    expect(counts.map(({ name, optional }) => [name, optional])).toEqual([
      ['users', false],
      ['previous', false],
      ['trueUp', false],
      ['maximum', false],
      ['seats', true],
    ]);
    expect(counts.map(({ element }) => element['initial_value'])).toEqual(['0', '1', '2', '3', '25']);
    expect(counts.every(({ element }) => element['is_decimal_allowed'] === false)).toBe(true);
  });

  it.each(TOPICS)('asks for the written wish where it matters and nowhere else: %s', (topic) => {
    const names = (changes: Parameters<typeof someHandoffFacts>[0]) =>
      inputsOf(checked(draftModal(aView({ facts: someHandoffFacts({ topic, ...changes }) })))).map(
        ({ name }) => name,
      );
    const pending = [
      { number: 'A-S00900001', verdict: 'transition-pending', status: null, endsOn: null } as const,
    ];

    expect(names({}).includes('wish')).toBe(topic === 'direct-renewal' || topic === 'enable-login');
    expect(names({ subscriptions: pending })).toContain('wish');
  });

  it('offers every channel by its region, with the proposed one chosen', () => {
    const view = checked(draftModal(aView()));
    const menu = inputsOf(view).find(({ name }) => name === 'destination')?.element;

    expect(menu).toMatchObject({
      options: [
        { text: { text: 'all of Sales' }, value: '{"channel":"C0ALL","team":"sales"}' },
        { text: { text: 'EMEA' }, value: '{"channel":"C0SALES","team":"emea"}' },
        { text: { text: 'SMB pool' }, value: '{"channel":"C0SMB","team":"smb"}' },
      ],
      initial_option: { value: '{"channel":"C0SALES","team":"emea"}' },
    });
  });

  it('warns on top when Sales has something about the same account already', () => {
    const [first] = textsOf(checked(draftModal(aView({ others: [aHandoff(), aHandoff([CLAIMED])] }))).blocks);

    expect(first).toContain(
      '*Sales already has a handoff about this account.*\n<@U0ANA> handed it over (<!date',
    );
    expect(first).toContain('nobody has claimed it');
    expect(first).toContain('<@U0ROBIN> has it');
  });
});

describe('the preview', () => {
  const preview = (draft = aDraft()) =>
    checked(previewModal({ draft, facts: someHandoffFacts(), answerBy: ANSWER_BY, links: LINKS }));

  it('shows the very blocks and the very text of the post', () => {
    const { blocks } = preview();
    const post = handoffPost(aHandoff([], { posted: false }), LINKS);
    const shown = post.blocks.filter(({ type }) => type !== 'actions');
    const from = blocks.findIndex(({ type }) => type === 'header');

    expect(blocks.slice(from, from + shown.length)).toEqual(shown);
    expect(said({ blocks })).toContain(`\n${post.text}`);
  });

  it('carries ids only, and leads back to the form', () => {
    const view = preview();
    const draftId = 'c0123456789abcde:U0ANA:reseller-direct-renewal';

    expect(view).toMatchObject({
      callback_id: 'handoff-preview',
      submit: { text: 'Post to Sales' },
      close: { text: 'Cancel' },
    });
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({
      draftId,
      savedAt: '2022-11-22T14:20:00.000Z',
    });
    expect(controlsOf(view.blocks)).toMatchObject([{ action_id: 'handoff-edit', text: { text: 'Edit' } }]);
    expect(JSON.parse(controlsOf(view.blocks)[0]?.value ?? '')).toEqual({
      draftId,
      caseId: 'c0123456789abcde',
    });
  });

  it('names what was taken out, and what the rules keep back', () => {
    const view = preview(aDraft({ removed: { 'e-mail': 2, code: 1 } }));

    expect(said(view)).toContain('2 e-mail addresses and 1 activation code.');
    expect(said(view)).toContain(
      'Goes nowhere: contacts with their addresses, licences, activation codes and the ticket',
    );
    expect(said(view)).toContain(
      'Stays out of the channel: what the customer was told and the Zuora account number.',
    );
    expect(said(view)).toContain(
      'Notifications name only: what it is about, the customer and subscription numbers.',
    );
    expect(said(preview())).toContain('Nothing had to be taken out');
  });

  it('has the text for Salesforce ready to copy', () => {
    const [text] = inputsOf(preview());

    expect(text).toMatchObject({ name: 'salesforce', optional: true });
    expect(text?.element['initial_value']).toContain('The customer was told: That Sales gets in touch.');
  });
});

describe('the rules of the fields', () => {
  it('keep notifications to what it is about, the customer and the subscriptions', () => {
    const shown = Object.entries(FIELD_RULES).filter(([, rules]) => rules.notification === 'shown');

    expect(shown.map(([field]) => field)).toEqual(['topic', 'customer', 'subscriptions']);
  });

  it('show contacts, codes and the text of the ticket nowhere', () => {
    const { contacts, codes, ticketText } = FIELD_RULES;

    expect([contacts, codes, ticketText].flatMap((rules) => Object.values(rules))).toEqual(
      Array.from({ length: 9 }, () => 'left out'),
    );
  });
});

describe('the forms about a handoff', () => {
  const meta = '{"handoffId":"h0123456789abcde-1"}';

  it.each([
    ['handoff-question', ['question'], questionModal(aHandoff())],
    ['handoff-answer', ['answer'], answerModal(aHandoff([ASKED]))],
    ['handoff-outcome', ['outcome', 'note'], outcomeModal(aHandoff([CLAIMED]))],
    ['handoff-link', ['link'], linkModal(aHandoff())],
    ['handoff-texts', ['salesforce', 'slack'], handoffTextsModal(aHandoff(), LINKS)],
  ])('%s asks for its fields and carries ids only', (callback, names, view) => {
    expect(checked(view)).toMatchObject({ callback_id: callback, private_metadata: meta });
    expect(inputsOf(checked(view)).map(({ name }) => name)).toEqual(names);
  });

  it.each(['decline', 'withdraw'] as const)('asks why somebody would %s it', (why) => {
    const view = checked(reasonModal(aHandoff(), why));

    expect(view.callback_id).toBe('handoff-reason');
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ handoffId: 'h0123456789abcde-1', why });
    expect(inputsOf(view)).toMatchObject([{ name: 'reason', optional: false }]);
  });

  it('name what they are about, and show the question that is answered', () => {
    expect(said(checked(questionModal(aHandoff())))).toBe('About Halden Mills (A-S00900001).');
    expect(said(checked(answerModal(aHandoff([ASKED]))))).toContain(
      '<@U0ROBIN> asks: “Which plan do they want?”',
    );
  });

  it('show no question any more once the data is erased', () => {
    expect(said(checked(answerModal(aHandoff([ASKED, { kind: 'erased' }]))))).toBe(
      'About a handoff whose data was erased.',
    );
  });

  it('offer every outcome, and need no note', () => {
    const [outcome, note] = inputsOf(checked(outcomeModal(aHandoff([CLAIMED]))));
    const options = outcome?.element['options'] as readonly { value: string }[];

    expect(options.map(({ value }) => value)).toEqual([
      'quoted-direct',
      'stays-with-partner',
      'contract-reset',
      'duplicate',
      'other',
    ]);
    expect(note?.optional).toBe(true);
  });

  it('list the record of a Case field by field for the pool of small customers', () => {
    const facts = someHandoffFacts({ owner: { name: 'EMEA SMB Sales User', kind: 'smb-pool' } });
    const view = checked(handoffTextsModal(aHandoff([], { facts }), LINKS));

    expect(said(view)).toMatch(
      /Record type: \*SMB Sales Case\*\nType: \*Inbound Request\*\nPriority: \*High\*\nSubject: \*Support Ticket\*\nContact: /,
    );
  });

  it.each(Object.entries(STATES))(
    'are taken by Slack when it is %s, and name nobody once it is erased',
    (_, handoff) => {
      const views = [
        questionModal(handoff),
        answerModal(handoff),
        outcomeModal(handoff),
        reasonModal(handoff, 'withdraw'),
        linkModal(handoff),
        handoffTextsModal(handoff, LINKS),
      ].map(checked);
      const erased = handoff.events.some(({ kind }) => kind === 'erased');

      expect(views.flatMap(stringsIn).some((text) => /Halden|Quillmark/.test(text))).toBe(!erased);
    },
  );
});
