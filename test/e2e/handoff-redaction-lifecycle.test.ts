import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../src/domain/handoff-draft-view.ts';
import { HOSTILE_DRAFTS, type HostileDraft } from '../domain/hostile-drafts.ts';
import { sampleItems, sampleSize } from '../sample-size.ts';
import { currentMessage } from './check-requests.ts';
import {
  type FormInput,
  handoffRowText,
  handoffsIn,
  notesTo,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import { checkAsAna, startTestApp, type TestApp, visibleText } from './harness.ts';
import { asRequest, learnLeakDetector, placeholderFor } from './leak-detector.ts';
import { readDatabaseFiles, textsOnDisk } from './responses.ts';

/** Lives in one application; the next ones get a new one. */
const HANDOFFS_PER_APP = 20;
/** Some of every kind: their order is that of the kinds. */
const DRAFT_SAMPLE = sampleItems(
  HOSTILE_DRAFTS.filter((_, index) => index % 4 === 0),
  6,
);
/** The case knows its own ticket, so that any other is another customer's. */
const TICKET = '#48211 direct-renewal';

let open: TestApp | null = null;
afterEach(() => open?.close());

/** What is typed in one life, field by field. */
interface HandoffInputs {
  readonly ask: string;
  readonly toldCustomer: string;
  readonly question: string;
  readonly answer: string;
  /** A note of who is done, or a reason of who declines or withdraws. */
  readonly last: string;
}

type HandoffEnd = 'done' | 'declined' | 'withdrawn';
const HANDOFF_ENDS: readonly HandoffEnd[] = ['done', 'declined', 'withdrawn'];

/** Handed over, asked about, answered and ended; then nothing is left of it but what was posted. */
async function runHandoff(
  testApp: TestApp,
  { ask, toldCustomer, question, answer, last }: HandoffInputs,
  { end, of }: { readonly end: HandoffEnd; readonly of: Message },
): Promise<void> {
  const { card, post } = await submitHandoffAndWaitForPost(testApp, {
    card: currentMessage(testApp, of) ?? of,
    filled: { writtenWish: { option: 'no' }, ask, toldCustomer },
  });
  const byRobin = (actionId: string, form: string, filled: FormInput) =>
    pressHandoffButton(testApp, post, { user: 'UROBIN', actionId, form, filled });
  await byRobin('handoff-question', 'handoff-question', { question });
  await waitUntilDelivered(testApp);
  await pressHandoffButton(testApp, currentMessage(testApp, card) ?? card, {
    user: 'UANA',
    actionId: 'handoff-answer',
    form: 'handoff-answer',
    filled: { answer },
  });
  await waitUntilDelivered(testApp);
  if (end === 'declined') await byRobin('handoff-decline', 'handoff-reason', { reason: last });
  if (end === 'done') {
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await byRobin('handoff-done', 'handoff-outcome', { outcome: { option: 'other' }, note: last });
  }
  if (end === 'withdrawn') await withdraw(testApp, currentMessage(testApp, card) ?? card, last);
  await waitUntilDelivered(testApp);
  expect(handoffRowText(testApp, card)).toMatch(/^\*Handoff:\* (Closed|Declined|Withdrawn) by/);
}

async function withdraw(testApp: TestApp, { channel, ts, metadata, blocks }: Message, reason: string) {
  const id = /"handoffId\\":\\"(h[\w-]+)/.exec(JSON.stringify([blocks, metadata]))?.[1];
  await testApp.slack.click({
    user: 'UANA',
    channel,
    ts,
    actionId: 'handoff-menu',
    selectedOption: JSON.stringify({ handoffId: id, do: 'withdraw' }),
  });
  await waitForModal(testApp, 'UANA', 'handoff-reason');
  await submitTopModal(testApp, 'UANA', { reason });
}

/** As much as Slack lets somebody type there, and no less than the form wants. */
function handoffInputsAt(drafts: readonly HostileDraft[], index: number): HandoffInputs {
  const at = (shift: number, most: number) => {
    const { draft } = drafts[(index + shift) % drafts.length] as HostileDraft;
    return draft.length < 5 ? `see ${draft}` : draft.slice(-most);
  };
  return {
    ask: asRequest(at(0, HANDOFF_INPUT_MAX_LENGTHS.ask)),
    toldCustomer: at(0, HANDOFF_INPUT_MAX_LENGTHS.toldCustomer),
    question: at(1, HANDOFF_INPUT_MAX_LENGTHS.question),
    answer: at(2, HANDOFF_INPUT_MAX_LENGTHS.answer),
    last: at(3, HANDOFF_INPUT_MAX_LENGTHS.reason),
  };
}

describe('Secrets typed into a handoff at any stage', () => {
  it('are not in the post, notifications, card or metadata, and neither stored nor logged', async () => {
    const found: Awaited<ReturnType<typeof liveThrough>>[] = [];
    for (let from = 0; from < DRAFT_SAMPLE.length; from += HANDOFFS_PER_APP)
      found.push(await liveThrough(DRAFT_SAMPLE.slice(from, from + HANDOFFS_PER_APP)));

    expect(DRAFT_SAMPLE.length).toBeGreaterThanOrEqual(sampleSize(60, 10));
    expect(Object.assign({}, ...found.map(({ leaks }) => leaks))).toEqual({});
    expect(found.map(({ posted }) => posted).reduce((a, b) => a + b, 0)).toBe(DRAFT_SAMPLE.length);
    expect(found.flatMap(({ kept }) => kept)).toEqual([]);
    expect(new Set(DRAFT_SAMPLE.map(({ name }) => name.split(':')[0])).size).toBeGreaterThanOrEqual(
      sampleSize(11, 7),
    );
  }, 1_200_000);
});

async function liveThrough(share: readonly HostileDraft[]) {
  const testApp = await startTestApp();
  open = testApp;
  const plain: HandoffInputs = {
    ask: asRequest(placeholderFor('ask')),
    toldCustomer: placeholderFor('toldCustomer'),
    question: placeholderFor('question'),
    answer: placeholderFor('answer'),
    last: placeholderFor('last'),
  };
  // One case: another check of its ticket would show the same card.
  const of = await checkAsAna(testApp, TICKET);
  for (const end of HANDOFF_ENDS) await runHandoff(testApp, plain, { end, of });
  const watch = learnLeakDetector(testApp, 0);
  const already = await readDatabaseFiles(testApp);
  const before = handoffsIn(testApp).length;

  const leaks: Record<string, readonly string[]> = {};
  for (const [index, hostile] of share.entries()) {
    const since = testApp.slack.calls.length;
    const end = HANDOFF_ENDS[index % HANDOFF_ENDS.length] as HandoffEnd;
    await runHandoff(testApp, handoffInputsAt(share, index), { end, of });
    const typed = [0, 1, 2, 3].map((shift) => share[(index + shift) % share.length] as HostileDraft);
    const amiss = watch.leaks(
      since,
      typed.map(({ draft, secrets }) => ({ text: draft, secrets })),
    );
    if (amiss.length > 0) leaks[hostile.name] = amiss;
  }
  const spoken = [...handoffsIn(testApp), ...notesTo(testApp, 'UANA'), ...notesTo(testApp, 'UROBIN')];
  expect(spoken.filter((message) => visibleText(message).includes('undefined'))).toEqual([]);
  const telling = share
    .flatMap(({ draft, secrets }) => secrets.filter((each) => each.length >= 6 && draft.includes(each)))
    .map((text) => Buffer.from(text).toString('latin1'))
    .filter((text) => !already.includes(text));
  const logged = Buffer.from(testApp.logLines.join('')).toString('latin1');
  const kept = [
    ...(await textsOnDisk(testApp, telling)),
    ...telling.filter((text) => logged.includes(text)).map((text) => `logged: ${text}`),
  ];
  open = null;
  await testApp.close();
  return { leaks, kept, posted: handoffsIn(testApp).length - before };
}
