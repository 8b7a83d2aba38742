import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { newest } from './asking.ts';
import {
  handedOver,
  handOver,
  handoffOf,
  handoffsIn,
  notesTo,
  press,
  preview,
  send,
  settled,
  WISH,
} from './handing.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, words } from './harness.ts';

let whole: Whole;
beforeEach(async () => {
  whole = await startWhole();
});
afterEach(() => whole.close());

function shown(message: Message): string {
  return words(newest(whole, message) ?? {});
}

describe('A handoff', () => {
  it('is posted to the Sales channel once a person has seen the preview and pressed', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    const view = await preview(whole, { card });

    expect(handoffsIn(whole)).toEqual([]);
    expect(words({ blocks: view.blocks })).toContain('Halden Mills');
    await send(whole, 'UANA');
    await settled(whole);
    const [post] = handoffsIn(whole);
    expect(post && handoffOf(post).state).toBe('open');
    expect(words(post ?? {})).toMatch(/Quillmark Resale Ltd/);
    expect(words(post ?? {})).toMatch(/first/);
    expect(shown(card)).toMatch(/Sales/);
  });

  it('goes through claim, question, answer and outcome on the one post, each told once', async () => {
    const { card, post } = await handedOver(whole);
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    expect(shown(post)).toContain('<@UROBIN>');
    expect(handoffOf(newest(whole, post) as Message).state).toBe('claimed');

    await press(whole, post, {
      user: 'UROBIN',
      actionId: 'handoff-question',
      form: 'handoff-question',
      filled: { question: 'Which entity signs?' },
    });
    await settled(whole);
    const question = notesTo(whole, 'UANA').at(-1) as Message;
    expect(words(question)).toContain('Which entity signs?');
    await press(whole, question, {
      user: 'UANA',
      actionId: 'handoff-answer',
      form: 'handoff-answer',
      filled: { answer: 'Halden Mills Lda, as before.' },
    });
    await settled(whole);
    expect(words(notesTo(whole, 'UROBIN').at(-1) ?? {})).toContain('as before');

    await press(whole, post, {
      user: 'UROBIN',
      actionId: 'handoff-done',
      form: 'handoff-outcome',
      filled: { outcome: { option: 'quoted-direct' } },
    });
    await settled(whole);
    expect(handoffOf(newest(whole, post) as Message).state).toBe('done');
    expect(handoffsIn(whole)).toHaveLength(1);
    expect(shown(card)).toContain('<@UROBIN>');
    expect(notesTo(whole, 'UANA')).toHaveLength(3);
  });

  it('is sent once when the same submission comes twice, and when two engineers submit at once', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    await preview(whole, { card });
    await preview(whole, { card, user: 'UBEN', filled: { ...WISH, ask: 'Please call Halden Mills.' } });
    const outcomes = await Promise.all([send(whole, 'UANA'), send(whole, 'UBEN')]);
    await Promise.all(outcomes.map((outcome) => whole.slack.redeliver(outcome)));
    await settled(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    const told = ['UANA', 'UBEN'].flatMap((user) => whole.slack.directMessages(user).messages.map(words));
    expect(told.filter((text) => text.includes('was not sent'))).toHaveLength(1);
  });

  it('is sent once when who did not see it taken presses once more, and nobody says that it was not sent', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    await preview(whole, { card });
    await Promise.all([send(whole, 'UANA'), send(whole, 'UANA')]);
    await settled(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(whole.slack.directMessages('UANA').messages.map(words)).toEqual([]);
  });

  it('is claimed by one of two who press at once, and the other is told who and when', async () => {
    const { post } = await handedOver(whole);
    await Promise.all(
      ['UROBIN', 'UBEN'].map((user) => press(whole, post, { user, actionId: 'handoff-claim' })),
    );
    await settled(whole);
    const lines = whole.slack.ephemerals({ channel: 'CSALES' }).map(words);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/<@U(ROBIN|BEN)> claimed Halden Mills \(A-S00900001\) \(<!date/);
  });

  it('keeps what was written over a restart in the middle, and is posted once', async () => {
    const card = await check(whole, 'A-S00900001 direct-renewal');
    await preview(whole, { card });
    await whole.restart();
    await send(whole, 'UANA');
    await settled(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
  });

  it('comes back to the engineer when the bot is not in the channel, and goes out after the cure', async () => {
    whole.slack.kick('CSALES', 'U0BOT');
    const card = await handOver(whole);
    await settled(whole);

    expect(shown(card)).toContain('/invite');
    expect(words(notesTo(whole, 'UANA')[0] ?? {})).toContain('/invite');
    whole.slack.invite('CSALES', 'U0BOT');
    await preview(whole, { card, filled: {} });
    await send(whole, 'UANA');
    await settled(whole);
    expect(handoffsIn(whole)).toHaveLength(1);
  });
});
