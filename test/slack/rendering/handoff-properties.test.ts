import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  validateBlocks,
  validateMrkdwn,
  validateView,
} from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { REQUESTER_SIDES } from '../../../src/domain/case-facts.ts';
import { type Handoff, handoffStateOf } from '../../../src/domain/handoff.ts';
import type { HandoffEvent, HandoffEventDetails } from '../../../src/domain/handoff-events.ts';
import {
  HANDOFF_OUTCOMES,
  type HandoffFacts,
  type HandoffInput,
  WRITTEN_WISHES,
} from '../../../src/domain/handoff-state.ts';
import { TOPICS } from '../../../src/domain/topics.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import { fallbackText } from '../../../src/slack/block-kit/fallback-text.ts';
import { caseHandoffBlocks } from '../../../src/slack/rendering/case-handoff-blocks.ts';
import { renderHandoffDraftModal } from '../../../src/slack/rendering/handoff-draft-modal.ts';
import {
  renderAnswerModal,
  renderHandoffTextsModal,
  renderLinkModal,
  renderOutcomeModal,
  renderQuestionModal,
  renderReasonModal,
} from '../../../src/slack/rendering/handoff-modals.ts';
import { renderHandoffNotification } from '../../../src/slack/rendering/handoff-notification.ts';
import { renderHandoffPost } from '../../../src/slack/rendering/handoff-post.ts';
import { renderHandoffPreviewModal } from '../../../src/slack/rendering/handoff-preview-modal.ts';
import { renderReminder } from '../../../src/slack/rendering/reminder-message.ts';
import { aCase, LINKS, RENDERED_AT } from '../../builders/cases.ts';
import { aDraft, aHandoff } from '../../builders/handoffs.ts';
import { anyUntrustedText } from '../../builders/untrusted-text.ts';
import { sampleSize } from '../../sample-size.ts';
import { controlsOf, stringsIn, textsOf } from './rendered-blocks.ts';

const CANARY = 'canary.local@harbour.example';
const TYPED = 'Typedword';

const name = fc.oneof(
  { weight: 4, arbitrary: anyUntrustedText() },
  { weight: 1, arbitrary: anyUntrustedText().map((text) => `${text} ${CANARY}`) },
  { weight: 1, arbitrary: fc.constantFrom('N'.repeat(200), 'שלום '.repeat(40), '👩‍👩‍👧‍👦'.repeat(30)) },
);
/** What somebody typed, always with a word that can be known again. */
const typed = name.map((text) => `${TYPED} ${text}`);
const number = fc.integer({ min: 10_000_000, max: 9_999_999_999 }).map((digits) => `A-S${digits}`);
const moment = fc.constantFrom('2022-11-22T14:20:00.000Z', '2022-12-24T09:00:00.000Z');

const facts: fc.Arbitrary<HandoffFacts> = fc.record({
  topic: fc.constantFrom(...TOPICS),
  policy: fc.constant('seed'),
  scenario: fc.constant('sample'),
  customer: fc.option(name),
  reseller: fc.option(name),
  distributor: fc.option(name),
  requester: fc.constantFrom(...REQUESTER_SIDES),
  firstBoughtFromReseller: fc.boolean(),
  isFirstPurchaseUnknown: fc.boolean(),
  marketplace: fc.option(fc.constantFrom('aws', 'google', 'other')),
  opportunity: fc.option(
    fc.record({ id: fc.constant('0062x00000AbcdEAAQ'), name, closedOn: fc.constant(null) }),
  ),
  discrepancies: fc.array(
    fc.record({ kind: fc.constantFrom('crm-shows-no-partner', 'crm-shows-partner'), value: fc.option(name) }),
    { maxLength: 2 },
  ),
  subscriptions: fc.array(
    fc.record({
      number,
      verdict: fc.constantFrom(...VERDICTS),
      status: fc.option(name),
      endsOn: fc.option(fc.constantFrom('2022-11-01', '2022-11-22', '2027-02-01')),
      plan: fc.option(name),
      seats: fc.option(fc.nat(9_999_999)),
      termMonths: fc.option(fc.nat(60)),
    }),
    { maxLength: 8 },
  ),
  checkedAt: moment,
  accountNumber: fc.option(fc.constant('A00900001')),
  crmId: fc.option(fc.constant('001Aa000000AbcdEAA')),
  accountOwner: fc.option(fc.record({ name, kind: fc.constantFrom('person', 'smb-pool', 'other') })),
  ticket: fc.option(fc.constant({ host: 'support.gitlab.com', id: '48211' })),
});

const typedAll: fc.Arbitrary<HandoffInput> = fc.record({
  ask: typed,
  plan: fc.option(typed),
  seats: fc.option(fc.nat(9_999_999)),
  counts: fc.option(
    fc.record({
      usersInLicence: fc.option(fc.nat()),
      billableUsers: fc.option(fc.nat()),
      maximumUsers: fc.option(fc.nat()),
      usersOverLicence: fc.option(fc.nat()),
    }),
  ),
  writtenWish: fc.option(fc.constantFrom(...WRITTEN_WISHES)),
  writtenWishSource: fc.option(typed),
  permissionSource: fc.option(typed),
  toldCustomer: fc.option(typed),
  ticket: fc.option(fc.constant({ host: 'support.gitlab.com', id: '48211' })),
  salesforceLink: fc.option(fc.oneof(typed, fc.constant('https://paste.example/post'))),
});

const sight = fc.record({
  asOf: moment,
  subscriptions: fc.array(
    fc.record({ number, verdict: fc.constantFrom(...VERDICTS), channel: fc.option(name) }),
    { maxLength: 5 },
  ),
  gap: fc.constant(null),
});
const fact: fc.Arbitrary<HandoffEventDetails> = fc.oneof(
  fc.constantFrom<HandoffEventDetails>(
    { kind: 'posted' },
    { kind: 'post-missing', attemptedAt: null },
    { kind: 'released' },
    { kind: 'claim-expired' },
    { kind: 'claim-expiring' },
    { kind: 'follow-up' },
  ),
  fc.record({
    kind: fc.constant('delivery-failed' as const),
    error: fc.oneof(fc.constantFrom('not_in_channel', 'missing_scope', 'shared-channel'), name),
    outcomeUnknown: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('claimed' as const, 'reconfirmed' as const), until: moment }),
  fc.record({ kind: fc.constant('question-asked' as const), question: typed }),
  fc.record({ kind: fc.constant('question-answered' as const), answer: typed }),
  fc.record({
    kind: fc.constant('done' as const),
    outcome: fc.constantFrom(...HANDOFF_OUTCOMES),
    note: fc.option(typed),
  }),
  fc.record({ kind: fc.constantFrom('declined' as const, 'withdrawn' as const), reason: typed }),
  fc.record({
    kind: fc.constant('reminded' as const),
    round: fc.integer({ min: 1, max: 5 }),
    batchAt: moment,
  }),
  fc.record({ kind: fc.constant('snoozed' as const), until: moment }),
  fc.record({ kind: fc.constant('login-checked' as const), loginAllowed: fc.boolean(), snapshot: sight }),
  { weight: 1, arbitrary: fc.constant<HandoffEventDetails>({ kind: 'erased' }) },
);

const anyHandoff: fc.Arbitrary<Handoff> = fc
  .record({ facts, input: typedAll, happened: fc.array(fact, { maxLength: 8 }), posted: fc.boolean() })
  .map(({ happened, ...content }) => aHandoff(happened, content));

const OWN_TOKENS =
  /^<(?:https:\/\/(?:crm|paste)\.example\/[^|<>]+\|[^|<>]+|https:\/\/support\.gitlab\.com\/agent\/tickets\/\d+\|ticket #\d+|@U0(?:ANA|ROBIN)|!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+ UTC)>$/;

function unexpectedTokens(text: string): string[] {
  return (text.match(/<[^>]*>?/g) ?? []).filter((token) => !OWN_TOKENS.test(token));
}

interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly metadata: unknown;
}

function expectValidMessage({ text, blocks, metadata }: Message): void {
  const fallback = fallbackText(blocks);
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  expect([text, fallback].flatMap(validateMrkdwn)).toEqual([]);
  expect([text, fallback, ...textsOf(blocks)].flatMap(unexpectedTokens)).toEqual([]);
  expect(text.length).toBeGreaterThan(5);
  expect(text.length).toBeLessThan(1_000);
  expect(fallback.length).toBeLessThanOrEqual(2_400);
  expect(text).not.toContain(TYPED);
  expect(JSON.stringify({ text, fallback, blocks, metadata })).not.toContain('anary');
  expect(JSON.stringify(metadata)).toMatch(/^[\w:{}",-]+$/);
  const values = controlsOf(blocks).flatMap(({ value, options = [] }) => [
    ...(value === undefined ? [] : [value]),
    ...options.map((option) => option.value),
  ]);
  expect(values.filter((value) => !/^[\w:{}",-]+$/.test(value))).toEqual([]);
  expect(controlsOf(blocks).filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1);
}

describe('any handoff', () => {
  it("is valid for Slack as a message, without foreign markup, addresses or typed text where they don't belong", () => {
    fc.assert(
      fc.property(anyHandoff, (handoff) => {
        const kase = aCase();
        const row = caseHandoffBlocks(handoff, kase).map(({ block }) => block);
        const post = renderHandoffPost(handoff, LINKS, RENDERED_AT);
        const event = handoff.events.length - 1;

        expectValidMessage(post);
        expect(post.blocks.length).toBeLessThanOrEqual(6);
        expectValidMessage({ ...post, blocks: row });
        for (const to of ['U0ANA', 'U0ROBIN']) {
          expectValidMessage(
            renderHandoffNotification(
              { handoff, eventIndex: event, recipient: to, notificationId: 'n1' },
              LINKS,
            ),
          );
        }
        expectValidMessage(renderReminder({ handoffs: Array(12).fill(handoff), key: 'k' }, LINKS));
      }),
      { numRuns: sampleSize(500, 60) },
    );
  });

  it('is valid for Slack in every form, whose metadata contains ids only', () => {
    fc.assert(
      fc.property(anyHandoff, (handoff) => {
        const { content } = handoffStateOf(handoff);
        const { facts: known, input } = content;
        const place = { channel: 'C0SALES', team: 'emea' };
        const views = [
          renderQuestionModal(handoff),
          renderAnswerModal(handoff),
          renderOutcomeModal(handoff),
          renderReasonModal(handoff, 'decline'),
          renderLinkModal(withLink(handoff)),
          renderHandoffTextsModal(handoff, LINKS, RENDERED_AT),
          renderHandoffDraftModal(
            {
              caseId: 'c1',
              facts: known,
              input: { ...input, salesforceLink: null },
              chosenDestination: place,
              routeReason: 'region',
              destinations: [place],
              otherHandoffs: [handoff, handoff, handoff, handoff],
            },
            LINKS,
          ),
          renderHandoffPreviewModal({
            draft: aDraft({ input, removed: { code: 1 } }),
            facts: known,
            answerBy: '2022-11-25T14:20:00.000Z',
            links: LINKS,
          }),
        ];

        expect(views.flatMap((view) => validateView(view))).toEqual([]);
        expect(
          views.flatMap(({ blocks }) => textsOf(blocks as KnownBlock[])).flatMap(unexpectedTokens),
        ).toEqual([]);
        expect(views.map(({ private_metadata: meta }) => meta).join()).toMatch(/^[\w:{}",.-]+$/);
        const without = views.filter((_, place) => place !== 6);
        expect(stringsIn(without).join()).not.toContain('anary');
      }),
      { numRuns: sampleSize(300, 50) },
    );
  });
});

/** A link that was kept is an address. */
function withLink({ events, ...ids }: Handoff): Handoff {
  const linked = events.map(
    (event): HandoffEvent =>
      event.kind === 'submitted'
        ? {
            ...event,
            content: {
              ...event.content,
              input: { ...event.content.input, salesforceLink: 'https://paste.example/post' },
            },
          }
        : event,
  );
  return { ...ids, events: linked };
}
