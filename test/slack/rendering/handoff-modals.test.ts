import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { HandoffDraftView } from '../../../src/domain/handoff-draft-view.ts';
import { FIELD_VISIBILITY } from '../../../src/domain/handoff-field-visibility.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import { renderHandoffDraftModal } from '../../../src/slack/rendering/handoff-draft-modal.ts';
import {
  renderAnswerModal,
  renderHandoffTextsModal,
  renderLinkModal,
  renderOutcomeModal,
  renderQuestionModal,
  renderReasonModal,
} from '../../../src/slack/rendering/handoff-modals.ts';
import { renderHandoffPost } from '../../../src/slack/rendering/handoff-post.ts';
import { renderHandoffPreviewModal } from '../../../src/slack/rendering/handoff-preview-modal.ts';
import { LINKS, RENDERED_AT } from '../../builders/cases.ts';
import {
  ANSWER_BY,
  ASKED,
  aDraft,
  aHandoff,
  aHandoffFacts,
  aHandoffInput,
  aHandoffSubscription,
  CLAIMED,
  HANDOFFS_BY_STATE,
  SUBMITTED_AT,
} from '../../builders/handoffs.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

const EMEA = { channel: 'C0SALES', team: 'emea' };

function aView(changes: Partial<HandoffDraftView> = {}): HandoffDraftView {
  return {
    caseId: 'c0123456789abcde',
    facts: aHandoffFacts(),
    input: aHandoffInput(),
    chosenDestination: EMEA,
    routeReason: 'region',
    destinations: [{ channel: 'C0ALL', team: 'sales' }, EMEA, { channel: 'C0SMB', team: 'smb' }],
    otherHandoffs: [],
    ...changes,
  };
}

function validatedView(view: ModalView): ModalView & { blocks: KnownBlock[] } {
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

function visibleText({ blocks }: { blocks: readonly KnownBlock[] }): string {
  return textsOf(blocks).join('\n');
}

describe('the handoff form', () => {
  it('shows known values, the reason for the channel, and what was typed before', () => {
    const view = validatedView(renderHandoffDraftModal(aView(), LINKS));

    expect(view).toMatchObject({
      callback_id: 'handoff-draft',
      private_metadata: '{"caseId":"c0123456789abcde"}',
      submit: { text: 'Preview' },
    });
    expect(visibleText(view)).toContain(
      '*Halden Mills wants to renew directly*\nThe customer first bought through a reseller.',
    );
    expect(visibleText(view)).toContain('ends 2023-02-01 (in 71 days, as of 2022-11-22)');
    expect(visibleText(view)).toContain("Posting to EMEA, the customer's region.");
    expect(inputsOf(view).map(({ name, optional }) => (optional ? `${name}?` : name))).toEqual([
      'ask',
      'writtenWish',
      'writtenWishSource?',
      'plan?',
      'seats?',
      'toldCustomer?',
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

  it('asks for user counts where a licence is refused, as whole numbers', () => {
    const typed = aHandoffInput({
      counts: { usersInLicence: 0, billableUsers: 1, maximumUsers: 2, usersOverLicence: null },
    });
    const view = validatedView(
      renderHandoffDraftModal(
        aView({ facts: aHandoffFacts({ topic: 'license-upload' }), input: typed }),
        LINKS,
      ),
    );
    const counts = inputsOf(view).filter(({ element }) => element['type'] === 'number_input');

    expect(counts.map(({ name, optional }) => [name, optional])).toEqual([
      ['usersInLicence', true],
      ['billableUsers', true],
      ['maximumUsers', true],
      ['usersOverLicence', true],
      ['seats', true],
    ]);
    expect(counts.map(({ element }) => element['initial_value'])).toEqual(['0', '1', '2', undefined, '25']);
    expect(counts.every(({ element }) => element['is_decimal_allowed'] === false)).toBe(true);
  });

  it.each(TOPICS)('asks for the written wish only where it matters: %s', (topic) => {
    const names = (changes: Parameters<typeof aHandoffFacts>[0]) =>
      inputsOf(
        validatedView(renderHandoffDraftModal(aView({ facts: aHandoffFacts({ topic, ...changes }) }), LINKS)),
      ).map(({ name }) => name);
    const pending = [aHandoffSubscription({ verdict: 'transition-pending' })];

    expect(names({}).includes('writtenWish')).toBe(topic === 'direct-renewal' || topic === 'enable-login');
    expect(names({ subscriptions: pending })).toContain('writtenWish');
  });

  it('lists every channel by its region, with the proposed one chosen', () => {
    const view = validatedView(renderHandoffDraftModal(aView(), LINKS));
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

  it('shows a warning first when Sales already has a handoff about the account', () => {
    const [first] = textsOf(
      validatedView(
        renderHandoffDraftModal(aView({ otherHandoffs: [aHandoff(), aHandoff([CLAIMED])] }), LINKS),
      ).blocks,
    );

    expect(first).toContain(
      '*Sales already has a handoff about this account.*\n<@U0ANA> handed it over (<!date',
    );
    expect(first).toContain('nobody has claimed it');
    expect(first).toContain('<@U0ROBIN> has claimed it');
  });
});

describe('the preview', () => {
  const preview = (draft = aDraft()) =>
    validatedView(
      renderHandoffPreviewModal({ draft, facts: aHandoffFacts(), answerBy: ANSWER_BY, links: LINKS }),
    );

  it('shows exactly the blocks and the notification of the post', () => {
    const { blocks } = preview();
    const post = renderHandoffPost(aHandoff([], { posted: false }), LINKS, new Date(SUBMITTED_AT));
    const shown = post.blocks.filter(({ type }) => type !== 'actions');
    const from = blocks.findIndex(({ type }) => type === 'header');

    expect(blocks.slice(from, from + shown.length)).toEqual(shown);
    expect(visibleText({ blocks })).toContain(`\n${post.text}`);
  });

  it('stores ids only, and has a button back to the form', () => {
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

  it('lists what was redacted and what is never shared', () => {
    const view = preview(aDraft({ removed: { 'e-mail': 2, code: 1 } }));

    expect(visibleText(view)).toContain('2 email addresses and 1 activation code.');
    expect(visibleText(view)).toContain(
      'Never shared: contacts with their addresses, licences, activation codes and the ticket',
    );
    expect(visibleText(view)).toContain('Not shown in the channel: the Zuora account number.');
    expect(visibleText(view)).toContain(
      'Notifications show only: what it is about, the customer and subscription numbers.',
    );
    expect(visibleText(preview())).toContain('Nothing was removed');
  });

  it('contains the text for Salesforce to copy', () => {
    const [text] = inputsOf(preview());

    expect(text).toMatchObject({ name: 'salesforce', optional: true });
    expect(text?.element['initial_value']).toContain('The customer was told: That Sales gets in touch.');
  });
});

describe('field visibility', () => {
  it('allows topic, customer and subscriptions in notifications', () => {
    const shown = Object.entries(FIELD_VISIBILITY).filter(([, rules]) => rules.notification === 'shown');

    expect(shown.map(([field]) => field)).toEqual(['topic', 'customer', 'subscriptions']);
  });

  it('hides contacts, codes and ticket text everywhere', () => {
    const { contacts, codes, ticketText } = FIELD_VISIBILITY;

    expect([contacts, codes, ticketText].flatMap((rules) => Object.values(rules))).toEqual(
      Array.from({ length: 9 }, () => 'hidden'),
    );
  });
});

describe('the forms about a handoff', () => {
  const meta = '{"handoffId":"h0123456789abcde-1"}';

  it.each([
    ['handoff-question', ['question'], renderQuestionModal(aHandoff())],
    ['handoff-answer', ['answer'], renderAnswerModal(aHandoff([ASKED]))],
    ['handoff-outcome', ['outcome', 'note'], renderOutcomeModal(aHandoff([CLAIMED]))],
    ['handoff-link', ['link'], renderLinkModal(aHandoff())],
    ['handoff-texts', ['salesforce', 'slack'], renderHandoffTextsModal(aHandoff(), LINKS, RENDERED_AT)],
  ])('%s has its fields and stores ids only', (callback, names, view) => {
    expect(validatedView(view)).toMatchObject({ callback_id: callback, private_metadata: meta });
    expect(inputsOf(validatedView(view)).map(({ name }) => name)).toEqual(names);
  });

  it.each(['decline', 'withdraw'] as const)('ask for the reason to %s it', (why) => {
    const view = validatedView(renderReasonModal(aHandoff(), why));

    expect(view.callback_id).toBe('handoff-reason');
    expect(JSON.parse(view.private_metadata ?? '')).toEqual({ handoffId: 'h0123456789abcde-1', why });
    expect(inputsOf(view)).toMatchObject([{ name: 'reason', optional: false }]);
  });

  it('name the handoff, and show the question that is answered', () => {
    expect(visibleText(validatedView(renderQuestionModal(aHandoff())))).toBe(
      'About Halden Mills (A-S00900001).',
    );
    expect(visibleText(validatedView(renderAnswerModal(aHandoff([ASKED]))))).toContain(
      '<@U0ROBIN> asks: “Which plan do they want?”',
    );
  });

  it('show no question once the data is erased', () => {
    expect(visibleText(validatedView(renderAnswerModal(aHandoff([ASKED, { kind: 'erased' }]))))).toBe(
      'About a handoff whose data was erased.',
    );
  });

  it('list every outcome, with an optional note', () => {
    const [outcome, note] = inputsOf(validatedView(renderOutcomeModal(aHandoff([CLAIMED]))));
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

  it('list the fields of a Case for the SMB pool', () => {
    const facts = aHandoffFacts({ accountOwner: { name: 'EMEA SMB Sales User', kind: 'smb-pool' } });
    const view = validatedView(renderHandoffTextsModal(aHandoff([], { facts }), LINKS, RENDERED_AT));

    expect(visibleText(view)).toMatch(
      /Record type: \*SMB Sales Case\*\nType: \*Inbound Request\*\nPriority: \*High\*\nSubject: \*Support Ticket\*\nContact: /,
    );
  });

  it.each(Object.entries(HANDOFFS_BY_STATE))(
    'are valid for Slack when it is %s, and name nobody once it is erased',
    (_, handoff) => {
      const views = [
        renderQuestionModal(handoff),
        renderAnswerModal(handoff),
        renderOutcomeModal(handoff),
        renderReasonModal(handoff, 'withdraw'),
        renderLinkModal(handoff),
        renderHandoffTextsModal(handoff, LINKS, RENDERED_AT),
      ].map(validatedView);
      const erased = handoff.events.some(({ kind }) => kind === 'erased');

      expect(views.flatMap(stringsIn).some((text) => /Halden|Quillmark/.test(text))).toBe(!erased);
    },
  );
});
