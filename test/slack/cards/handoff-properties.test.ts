import { describe, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import {
  validateBlocks,
  validateMrkdwn,
  validateView,
} from '../../../scripts/sandbox/slack/validate-blocks.ts';
import type { Handoff, HandoffFact, HandoffFacts, HandoffTyped } from '../../../src/domain/handoff.ts';
import { OUTCOMES, standingOf, WISHES } from '../../../src/domain/handoff.ts';
import { progressOf } from '../../../src/domain/progress.ts';
import { TOPICS } from '../../../src/domain/reference.ts';
import { VERDICTS } from '../../../src/domain/verdict.ts';
import { draftModal } from '../../../src/slack/cards/handoff-draft-modal.ts';
import {
  answerModal,
  handoffTextsModal,
  linkModal,
  outcomeModal,
  questionModal,
  reasonModal,
} from '../../../src/slack/cards/handoff-forms.ts';
import { noteMessage } from '../../../src/slack/cards/handoff-note.ts';
import { handoffPost } from '../../../src/slack/cards/handoff-post.ts';
import { previewModal } from '../../../src/slack/cards/handoff-preview-modal.ts';
import { handoffBlocks } from '../../../src/slack/cards/handoff-row.ts';
import { reminderMessage } from '../../../src/slack/cards/reminder.ts';
import { size } from '../../size.ts';
import { aCase, LINKS, NOW } from '../cases.ts';
import { aDraft, aHandoff } from '../handoffs.ts';
import { outsideText } from '../outside-strings.ts';
import { controlsOf, stringsIn, textsOf } from './drawn.ts';

const CANARY = 'canary.local@harbour.example';
const TYPED = 'Typedword';

const name = fc.oneof(
  { weight: 4, arbitrary: outsideText() },
  { weight: 1, arbitrary: outsideText().map((text) => `${text} ${CANARY}`) },
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
  firstReseller: fc.boolean(),
  subscriptions: fc.array(
    fc.record({
      number,
      verdict: fc.constantFrom(...VERDICTS),
      status: fc.option(name),
      endsOn: fc.option(fc.constantFrom('2022-11-01', '2022-11-22', '2027-02-01')),
    }),
    { maxLength: 8 },
  ),
  checkedAt: moment,
  account: fc.option(fc.constant('A00900001')),
  crmId: fc.option(fc.constant('001Aa000000AbcdEAA')),
  owner: fc.option(fc.record({ name, kind: fc.constantFrom('person', 'smb-pool', 'other') })),
  ticket: fc.option(fc.constant({ host: 'support.gitlab.com', id: '48211' })),
});

const typedAll: fc.Arbitrary<HandoffTyped> = fc.record({
  ask: typed,
  plan: fc.option(typed),
  seats: fc.option(fc.nat(9_999_999)),
  counts: fc.option(fc.record({ users: fc.nat(), previous: fc.nat(), trueUp: fc.nat(), maximum: fc.nat() })),
  wish: fc.option(fc.constantFrom(...WISHES)),
  wishWhere: fc.option(typed),
  told: fc.option(typed),
  link: fc.option(fc.oneof(typed, fc.constant('https://paste.example/post'))),
});

const sight = fc.record({
  asOf: moment,
  subscriptions: fc.array(
    fc.record({ number, verdict: fc.constantFrom(...VERDICTS), channel: fc.option(name) }),
    { maxLength: 5 },
  ),
  gap: fc.constant(null),
});
const fact: fc.Arbitrary<HandoffFact> = fc.oneof(
  fc.constantFrom<HandoffFact>(
    { kind: 'posted' },
    { kind: 'not-there' },
    { kind: 'released' },
    { kind: 'lapsed' },
    { kind: 'lapse-near' },
    { kind: 'follow-up' },
  ),
  fc.record({
    kind: fc.constant('refused' as const),
    error: fc.oneof(fc.constantFrom('not_in_channel', 'missing_scope', 'shared-channel'), name),
    unsure: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('claimed' as const, 'reconfirmed' as const), until: moment }),
  fc.record({ kind: fc.constant('asked' as const), question: typed }),
  fc.record({ kind: fc.constant('answered' as const), answer: typed }),
  fc.record({
    kind: fc.constant('done' as const),
    outcome: fc.constantFrom(...OUTCOMES),
    note: fc.option(typed),
  }),
  fc.record({ kind: fc.constantFrom('declined' as const, 'withdrawn' as const), reason: typed }),
  fc.record({ kind: fc.constant('reminded' as const), round: fc.integer({ min: 1, max: 5 }), slot: moment }),
  fc.record({ kind: fc.constant('snoozed' as const), until: moment }),
  fc.record({ kind: fc.constant('watched' as const), allowed: fc.boolean(), seen: sight }),
  { weight: 1, arbitrary: fc.constant<HandoffFact>({ kind: 'erased' }) },
);

const anyHandoff: fc.Arbitrary<Handoff> = fc
  .record({ facts, typed: typedAll, happened: fc.array(fact, { maxLength: 8 }), posted: fc.boolean() })
  .map(({ happened, ...content }) => aHandoff(happened, content));

const OURS =
  /^<(?:https:\/\/(?:crm|paste)\.example\/[^|<>]+\|[^|<>]+|https:\/\/support\.gitlab\.com\/agent\/tickets\/\d+\|ticket #\d+|@U0(?:ANA|ROBIN)|!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d: ]+ UTC)>$/;

function strangeTokens(text: string): string[] {
  return (text.match(/<[^>]*>?/g) ?? []).filter((token) => !OURS.test(token));
}

interface Message {
  readonly text: string;
  readonly brief: string;
  readonly blocks: readonly KnownBlock[];
  readonly metadata: unknown;
}

function expectSound({ text, brief, blocks, metadata }: Message): void {
  expect(validateBlocks(blocks, 'message')).toEqual([]);
  expect([text, brief].flatMap(validateMrkdwn)).toEqual([]);
  expect([text, brief, ...textsOf(blocks)].flatMap(strangeTokens)).toEqual([]);
  expect(text.length).toBeGreaterThan(5);
  expect(text.length).toBeLessThan(1_000);
  expect(brief.length).toBeLessThanOrEqual(2_400);
  expect(text).not.toContain(TYPED);
  expect(JSON.stringify({ text, brief, blocks, metadata })).not.toContain('anary');
  expect(JSON.stringify(metadata)).toMatch(/^[\w:{}",-]+$/);
  const values = controlsOf(blocks).flatMap(({ value, options = [] }) => [
    ...(value === undefined ? [] : [value]),
    ...options.map((option) => option.value),
  ]);
  expect(values.filter((value) => !/^[\w:{}",-]+$/.test(value))).toEqual([]);
  expect(controlsOf(blocks).filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1);
}

describe('whatever handoff', () => {
  it('is taken by Slack as a message, and carries no markup, address or typed text where none belongs', () => {
    fc.assert(
      fc.property(anyHandoff, (handoff) => {
        const kase = aCase();
        const row = handoffBlocks(handoff, kase, progressOf(kase, NOW)).map(({ block }) => block);
        const post = handoffPost(handoff, LINKS);
        const event = handoff.events.length - 1;

        expectSound(post);
        expect(post.blocks.length).toBeLessThanOrEqual(6);
        expectSound({ ...post, blocks: row });
        for (const to of ['U0ANA', 'U0ROBIN']) {
          expectSound(noteMessage({ handoff, event, to, noteId: 'n1' }, LINKS));
        }
        expectSound(reminderMessage({ handoffs: Array(12).fill(handoff), key: 'k' }, LINKS));
      }),
      { numRuns: size(500, 60) },
    );
  });

  it('is taken by Slack in every form, with ids alone in what comes back', () => {
    fc.assert(
      fc.property(anyHandoff, (handoff) => {
        const { content } = standingOf(handoff);
        const { facts: known, typed: written } = content;
        const place = { channel: 'C0SALES', team: 'emea' };
        const views = [
          questionModal(handoff),
          answerModal(handoff),
          outcomeModal(handoff),
          reasonModal(handoff, 'decline'),
          linkModal(withLink(handoff)),
          handoffTextsModal(handoff, LINKS),
          draftModal({
            caseId: 'c1',
            facts: known,
            typed: { ...written, link: null },
            chosen: place,
            because: 'region',
            destinations: [place],
            others: [handoff, handoff, handoff, handoff],
          }),
          previewModal({
            draft: aDraft({ typed: written, removed: { code: 1 } }),
            facts: known,
            answerBy: '2022-11-25T14:20:00.000Z',
            links: LINKS,
          }),
        ];

        expect(views.flatMap((view) => validateView(view))).toEqual([]);
        expect(views.flatMap(({ blocks }) => textsOf(blocks as KnownBlock[])).flatMap(strangeTokens)).toEqual(
          [],
        );
        expect(views.map(({ private_metadata: meta }) => meta).join()).toMatch(/^[\w:{}",.-]+$/);
        const without = views.filter((_, place) => place !== 6);
        expect(stringsIn(without).join()).not.toContain('anary');
      }),
      { numRuns: size(300, 50) },
    );
  });
});

/** A link that was kept is an address. */
function withLink({ events, ...ids }: Handoff): Handoff {
  const linked = events.map((event) =>
    event.kind === 'submitted'
      ? {
          ...event,
          content: {
            ...event.content,
            typed: { ...event.content.typed, link: 'https://paste.example/post' },
          },
        }
      : event,
  );
  return { ...ids, events: linked };
}
