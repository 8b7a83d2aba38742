import { afterEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { LONGEST } from '../../src/domain/typed-handoff.ts';
import { HOSTILE_DRAFTS, type HostileDraft } from '../domain/hostile-drafts.ts';
import { sample, size } from '../size.ts';
import { newest } from './asking.ts';
import type { Filled } from './handing.ts';
import { handedOver, handoffsIn, modalOf, notesTo, press, rowOf, send, settled } from './handing.ts';
import type { Whole } from './harness.ts';
import { startWhole, words } from './harness.ts';
import { learn, standIn } from './leaks.ts';
import { bytesOnDisk, keptOnDisk } from './reading.ts';

/** Lives in one application; the next ones get a new one. */
const EACH = 20;
/** Some of every kind: their order is that of the kinds. */
const SAMPLE = sample(
  HOSTILE_DRAFTS.filter((_, index) => index % 4 === 0),
  6,
);
/** The case knows its own ticket, so that any other is another customer's. */
const TICKET = '#48211 direct-renewal';

let open: Whole | null = null;
afterEach(() => open?.close());

/** What is typed in one life, field by field. */
interface Life {
  readonly ask: string;
  readonly told: string;
  readonly question: string;
  readonly answer: string;
  /** A note of who is done, or a reason of who declines or withdraws. */
  readonly last: string;
}

type End = 'done' | 'declined' | 'withdrawn';
const ENDS: readonly End[] = ['done', 'declined', 'withdrawn'];

/** Handed over, asked about, answered and ended; then nothing is left of it but what was posted. */
async function live(whole: Whole, { ask, told, question, answer, last }: Life, end: End): Promise<Message> {
  const { card, post } = await handedOver(whole, {
    text: TICKET,
    filled: { wish: { option: 'no' }, ask, told },
  });
  const byRobin = (actionId: string, form: string, filled: Filled) =>
    press(whole, post, { user: 'UROBIN', actionId, form, filled });
  await byRobin('handoff-question', 'handoff-question', { question });
  await settled(whole);
  await press(whole, newest(whole, card) ?? card, {
    user: 'UANA',
    actionId: 'handoff-answer',
    form: 'handoff-answer',
    filled: { answer },
  });
  await settled(whole);
  if (end === 'declined') await byRobin('handoff-decline', 'handoff-reason', { reason: last });
  if (end === 'done') {
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await byRobin('handoff-done', 'handoff-outcome', { outcome: { option: 'other' }, note: last });
  }
  if (end === 'withdrawn') await withdraw(whole, newest(whole, card) ?? card, last);
  await settled(whole);
  expect(rowOf(whole, card)).toMatch(/^\*Handoff:\* (Done|Declined|Withdrawn) by/);
  return post;
}

async function withdraw(whole: Whole, { channel, ts, metadata, blocks }: Message, reason: string) {
  const id = /"handoffId\\":\\"(h[\w-]+)/.exec(JSON.stringify([blocks, metadata]))?.[1];
  await whole.slack.click({
    user: 'UANA',
    channel,
    ts,
    actionId: 'handoff-menu',
    selectedOption: JSON.stringify({ handoffId: id, do: 'withdraw' }),
  });
  await modalOf(whole, 'UANA', 'handoff-reason');
  await send(whole, 'UANA', { reason });
}

/** As much as Slack lets somebody type there, and no less than the form wants. */
function typedIn(drafts: readonly HostileDraft[], place: number): Life {
  const at = (shift: number, most: number) => {
    const { draft } = drafts[(place + shift) % drafts.length] as HostileDraft;
    return draft.length < 5 ? `see ${draft}` : draft.slice(-most);
  };
  return {
    ask: at(0, LONGEST.ask),
    told: at(0, LONGEST.told),
    question: at(1, LONGEST.question),
    answer: at(2, LONGEST.answer),
    last: at(3, LONGEST.reason),
  };
}

describe('What must not reach Sales, typed into a handoff from its draft to its end', () => {
  it('is not on the post, in notes, on the card or in metadata; nor kept, nor logged', async () => {
    const found: Awaited<ReturnType<typeof liveThrough>>[] = [];
    for (let from = 0; from < SAMPLE.length; from += EACH)
      found.push(await liveThrough(SAMPLE.slice(from, from + EACH)));

    expect(SAMPLE.length).toBeGreaterThanOrEqual(size(60, 10));
    expect(Object.assign({}, ...found.map(({ leaks }) => leaks))).toEqual({});
    expect(found.map(({ posted }) => posted).reduce((a, b) => a + b, 0)).toBe(SAMPLE.length);
    expect(found.flatMap(({ kept }) => kept)).toEqual([]);
    expect(new Set(SAMPLE.map(({ name }) => name.split(':')[0])).size).toBeGreaterThanOrEqual(size(11, 7));
  }, 1_200_000);
});

async function liveThrough(share: readonly HostileDraft[]) {
  const whole = await startWhole();
  open = whole;
  const plain: Life = {
    ask: standIn('ask'),
    told: standIn('told'),
    question: standIn('question'),
    answer: standIn('answer'),
    last: standIn('last'),
  };
  for (const end of ENDS) await live(whole, plain, end);
  const watch = learn(whole, 0);
  const already = await bytesOnDisk(whole);
  const before = handoffsIn(whole).length;

  const leaks: Record<string, readonly string[]> = {};
  for (const [index, hostile] of share.entries()) {
    const since = whole.slack.calls.length;
    await live(whole, typedIn(share, index), ENDS[index % ENDS.length] as End);
    const typed = [0, 1, 2, 3].map((shift) => share[(index + shift) % share.length] as HostileDraft);
    const amiss = watch.leaks(
      since,
      typed.map(({ draft, secrets }) => ({ text: draft, secrets })),
    );
    if (amiss.length > 0) leaks[hostile.name] = amiss;
  }
  const spoken = [...handoffsIn(whole), ...notesTo(whole, 'UANA'), ...notesTo(whole, 'UROBIN')];
  expect(spoken.filter((message) => words(message).includes('undefined'))).toEqual([]);
  const telling = share
    .flatMap(({ draft, secrets }) => secrets.filter((each) => each.length >= 6 && draft.includes(each)))
    .map((text) => Buffer.from(text).toString('latin1'))
    .filter((text) => !already.includes(text));
  const logged = Buffer.from(whole.logged.join('')).toString('latin1');
  const kept = [
    ...(await keptOnDisk(whole, telling)),
    ...telling.filter((text) => logged.includes(text)).map((text) => `logged: ${text}`),
  ];
  open = null;
  await whole.close();
  return { leaks, kept, posted: handoffsIn(whole).length - before };
}
