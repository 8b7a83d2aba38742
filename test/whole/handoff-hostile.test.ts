import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LONGEST } from '../../src/domain/typed-handoff.ts';
import { HOSTILE_DRAFTS, type HostileDraft, PROMISES } from '../domain/hostile-drafts.ts';
import { sample } from '../size.ts';
import type { Filled } from './handing.ts';
import { handedOver, handoffsIn, modalOf, press, preview, send, settled, WISH } from './handing.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, words } from './harness.ts';
import { learn, standIn } from './leaks.ts';
import { bytesOnDisk, keptOnDisk } from './reading.ts';

/** The case knows its own ticket, so that any other is another customer's. */
const TICKET = '#48211 direct-renewal';
/** Their order is that of the kinds, so that some of every kind are among them. */
const DRAFTS = sample(HOSTILE_DRAFTS, 8);

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
});
afterAll(() => whole.close());

/** In every field of the form that takes so much; Slack lets nobody type more. */
function everywhere(text: string): Filled {
  const where = text.length <= LONGEST.wishWhere ? text : '';
  return {
    wish: { option: where === '' ? 'no' : 'yes' },
    ask: text.slice(-LONGEST.ask),
    told: text.length <= LONGEST.told ? text : '',
    wishWhere: where,
    plan: text.length <= LONGEST.plan ? text : '',
  };
}

/** Goes back to the form and sends it again with this. Answers what is wrong at which field, if anything is. */
async function previewAgain(filled: Filled): Promise<Record<string, string>> {
  const view = whole.slack.views('UANA').at(-1);
  if (view?.callback_id === 'handoff-preview') {
    await whole.slack.click({ user: 'UANA', viewId: view.id, actionId: 'handoff-edit' });
    await modalOf(whole, 'UANA', 'handoff-draft');
  }
  const { errors } = await send(whole, 'UANA', filled);
  if (!errors) await modalOf(whole, 'UANA', 'handoff-preview');
  return errors ?? {};
}

/** As it stands in a file: what is long enough not to be there by chance. */
function onDisk({ draft, secrets }: HostileDraft): string[] {
  const literal = secrets.filter((secret) => secret.length >= 6 && draft.includes(secret));
  return [...literal, ...(draft.length >= 12 ? [draft] : [])].map((text) =>
    Buffer.from(text).toString('latin1'),
  );
}

describe('What must not reach Sales', () => {
  it('is neither in the preview nor in the form, whichever field it is typed into; nor kept, nor logged', async () => {
    const card = await check(whole, TICKET);
    const stands = {
      ask: standIn('ask'),
      told: standIn('told'),
      wishWhere: standIn('where'),
      plan: standIn('plan'),
    };
    await preview(whole, { card, filled: { ...WISH, seats: '', ...stands } });
    const from = whole.slack.calls.length;
    await previewAgain({ ...stands });
    await previewAgain({ ...stands, wish: { option: 'no' } });
    const watch = learn(whole, from);
    const already = await bytesOnDisk(whole);

    const leaks: Record<string, readonly string[]> = {};
    for (const hostile of DRAFTS) {
      const since = whole.slack.calls.length;
      const errors = await previewAgain(everywhere(hostile.draft));
      expect(errors).toEqual({});
      await previewAgain({ ...stands });
      const found = watch.leaks(since, [{ text: hostile.draft, secrets: hostile.secrets }]);
      if (found.length > 0) leaks[hostile.name] = found;
    }
    await settled(whole);

    expect(HOSTILE_DRAFTS.length).toBeGreaterThanOrEqual(200);
    expect(leaks).toEqual({});
    const telling = DRAFTS.flatMap(onDisk).filter((text) => !already.includes(text));
    expect(telling.length).toBeGreaterThan(DRAFTS.length / 2);
    expect(await keptOnDisk(whole, telling)).toEqual([]);
    const logged = Buffer.from(whole.logged.join('')).toString('latin1');
    expect(telling.filter((text) => logged.includes(text))).toEqual([]);
  }, 900_000);

  it.each(['ask', 'told', 'wishWhere', 'plan'])(
    'a promise in "%s" is refused there and leaves nothing',
    async (name) => {
      const card = await check(whole, TICKET);
      await preview(whole, { card });
      const view = whole.slack.views('UANA').at(-1);
      await whole.slack.click({ user: 'UANA', viewId: view?.id ?? '', actionId: 'handoff-edit' });
      await modalOf(whole, 'UANA', 'handoff-draft');
      const calls = whole.slack.calls.length;
      const promises = PROMISES.filter((each) => each.length <= LONGEST[name as keyof typeof LONGEST]);

      for (const promise of promises) {
        const { errors } = await send(whole, 'UANA', { [name]: promise });
        expect([promise, errors]).toEqual([
          promise,
          { [name]: expect.stringContaining('promises what only Sales can grant') },
        ]);
      }
      await settled(whole);

      expect(promises.length).toBeGreaterThan(40);
      expect(whole.slack.calls.slice(calls)).toEqual([]);
      expect(await keptOnDisk(whole, promises)).toEqual([]);
      expect(promises.filter((each) => whole.logged.join('').includes(each))).toEqual([]);
      await whole.slack.closeView({ user: 'UANA', viewId: view?.id ?? '' });
    },
    60_000,
  );

  it('a promise in a question, an answer, a note or a reason is refused there, and Sales hears nothing of it', async () => {
    const { post, card } = await handedOver(whole, { text: TICKET });
    const shown = () => JSON.stringify([handoffsIn(whole), whole.slack.messages(card.channel).map(words)]);
    const refusedIn = async (user: string, field: string, also: Filled = {}) => {
      const before = shown();
      for (const promise of PROMISES) {
        const { errors } = await send(whole, user, { ...also, [field]: promise });
        expect([promise, Object.keys(errors ?? {})]).toEqual([promise, [field]]);
      }
      await settled(whole);
      expect(shown()).toBe(before);
    };
    const open = async (user: string, actionId: string, form: string) => {
      await whole.slack.click({ user, channel: post.channel, ts: post.ts, actionId });
      await modalOf(whole, user, form);
    };
    const close = (user: string) =>
      whole.slack.closeView({ user, viewId: whole.slack.views(user).at(-1)?.id ?? '' });

    await open('UROBIN', 'handoff-decline', 'handoff-reason');
    await refusedIn('UROBIN', 'reason');
    await close('UROBIN');
    await press(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await settled(whole);
    await open('UROBIN', 'handoff-done', 'handoff-outcome');
    await refusedIn('UROBIN', 'note', { outcome: { option: 'other' } });
    await close('UROBIN');
    await open('UROBIN', 'handoff-question', 'handoff-question');
    await refusedIn('UROBIN', 'question');
    await send(whole, 'UROBIN', { question: 'Which entity signs?' });
    await settled(whole);
    const { channel, ts } = card;
    await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'handoff-answer' });
    await modalOf(whole, 'UANA', 'handoff-answer');
    await refusedIn('UANA', 'answer');

    expect(await keptOnDisk(whole, [...PROMISES])).toEqual([]);
  }, 60_000);
});
