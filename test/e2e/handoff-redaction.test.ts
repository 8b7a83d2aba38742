import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../src/domain/handoff-draft-view.ts';
import { HOSTILE_DRAFTS, type HostileDraft, PROMISE_TEXTS } from '../domain/hostile-drafts.ts';
import { sampleItems } from '../sample-size.ts';
import { forgetOpenCases } from './check-requests.ts';
import {
  type FormInput,
  HANDOFF_FORM_INPUT,
  handoffsIn,
  openHandoffPreview,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import { checkAsAna, startTestApp, type TestApp, visibleText } from './harness.ts';
import { asRequest, learnLeakDetector, placeholderFor } from './leak-detector.ts';
import { readDatabaseFiles, textsOnDisk } from './responses.ts';

/** The case knows its own ticket, so that any other is another customer's. */
const TICKET = '#48211 direct-renewal';
/** Their order is that of the kinds, so that some of every kind are among them. */
const DRAFTS = sampleItems(HOSTILE_DRAFTS, 8);

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

/** In every field of the form that takes so much; Slack lets nobody type more. */
function inEveryField(text: string): FormInput {
  const where = text.length <= HANDOFF_INPUT_MAX_LENGTHS.writtenWishSource ? text : '';
  return {
    writtenWish: { option: where === '' ? 'no' : 'yes' },
    ask: asRequest(text),
    toldCustomer: text.length <= HANDOFF_INPUT_MAX_LENGTHS.toldCustomer ? text : '',
    writtenWishSource: where,
    plan: text.length <= HANDOFF_INPUT_MAX_LENGTHS.plan ? text : '',
  };
}

/** Goes back to the form and sends it again with this. Answers what is wrong at which field, if anything is. */
async function previewAgain(filled: FormInput): Promise<Record<string, string>> {
  const view = testApp.slack.views('UANA').at(-1);
  if (view?.callback_id === 'handoff-preview') {
    await testApp.slack.click({ user: 'UANA', viewId: view.id, actionId: 'handoff-edit' });
    await waitForModal(testApp, 'UANA', 'handoff-draft');
  }
  const { errors } = await submitTopModal(testApp, 'UANA', filled);
  if (!errors) await waitForModal(testApp, 'UANA', 'handoff-preview');
  return errors ?? {};
}

/** As it stands in a file: what is long enough not to be there by chance. */
function secretsOnDisk({ draft, secrets }: HostileDraft): string[] {
  const literal = secrets.filter((secret) => secret.length >= 6 && draft.includes(secret));
  return [...literal, ...(draft.length >= 12 ? [draft] : [])].map((text) =>
    Buffer.from(text).toString('latin1'),
  );
}

describe('The handoff forms', () => {
  it('keep secrets out of the preview, the form, the database and the log, in whichever field they are typed', async () => {
    const card = await checkAsAna(testApp, TICKET);
    const stands = {
      ask: asRequest(placeholderFor('ask')),
      toldCustomer: placeholderFor('told'),
      writtenWishSource: placeholderFor('where'),
      plan: placeholderFor('plan'),
    };
    await openHandoffPreview(testApp, { card, filled: { ...HANDOFF_FORM_INPUT, seats: '', ...stands } });
    const from = testApp.slack.calls.length;
    await previewAgain({ ...stands });
    await previewAgain({ ...stands, writtenWish: { option: 'no' } });
    const watch = learnLeakDetector(testApp, from);
    const already = await readDatabaseFiles(testApp);

    const leaks: Record<string, readonly string[]> = {};
    for (const hostile of DRAFTS) {
      const since = testApp.slack.calls.length;
      const errors = await previewAgain(inEveryField(hostile.draft));
      expect(errors).toEqual({});
      await previewAgain({ ...stands });
      const found = watch.leaks(since, [{ text: hostile.draft, secrets: hostile.secrets }]);
      if (found.length > 0) leaks[hostile.name] = found;
    }
    await waitUntilDelivered(testApp);

    expect(HOSTILE_DRAFTS.length).toBeGreaterThanOrEqual(200);
    expect(leaks).toEqual({});
    const telling = DRAFTS.flatMap(secretsOnDisk).filter((text) => !already.includes(text));
    expect(telling.length).toBeGreaterThan(DRAFTS.length / 2);
    expect(await textsOnDisk(testApp, telling)).toEqual([]);
    const logged = Buffer.from(testApp.logLines.join('')).toString('latin1');
    expect(telling.filter((text) => logged.includes(text))).toEqual([]);
  }, 900_000);

  it.each(['ask', 'toldCustomer', 'writtenWishSource', 'plan'])(
    'refuse a promise in "%s" and store nothing of it',
    async (name) => {
      const card = await checkAsAna(testApp, TICKET);
      await openHandoffPreview(testApp, { card });
      const view = testApp.slack.views('UANA').at(-1);
      await testApp.slack.click({ user: 'UANA', viewId: view?.id ?? '', actionId: 'handoff-edit' });
      await waitForModal(testApp, 'UANA', 'handoff-draft');
      const calls = testApp.slack.calls.length;
      const promises = PROMISE_TEXTS.filter(
        (each) => each.length <= HANDOFF_INPUT_MAX_LENGTHS[name as keyof typeof HANDOFF_INPUT_MAX_LENGTHS],
      );

      for (const promise of promises) {
        const { errors } = await submitTopModal(testApp, 'UANA', { [name]: promise });
        expect([promise, errors]).toEqual([
          promise,
          { [name]: expect.stringContaining('promises what only Sales can grant') },
        ]);
      }
      await waitUntilDelivered(testApp);

      expect(promises.length).toBeGreaterThan(40);
      expect(testApp.slack.calls.slice(calls)).toEqual([]);
      expect(await textsOnDisk(testApp, promises)).toEqual([]);
      expect(promises.filter((each) => testApp.logLines.join('').includes(each))).toEqual([]);
      await testApp.slack.closeView({ user: 'UANA', viewId: view?.id ?? '' });
    },
    60_000,
  );

  it('refuse a promise in a question, an answer, a note or a reason, and notify nobody', async () => {
    const { post, card } = await submitHandoffAndWaitForPost(testApp, { text: TICKET });
    const shown = () =>
      JSON.stringify([handoffsIn(testApp), testApp.slack.messages(card.channel).map(visibleText)]);
    const refusedIn = async (user: string, field: string, also: FormInput = {}) => {
      const before = shown();
      for (const promise of PROMISE_TEXTS) {
        const { errors } = await submitTopModal(testApp, user, { ...also, [field]: promise });
        expect([promise, Object.keys(errors ?? {})]).toEqual([promise, [field]]);
      }
      await waitUntilDelivered(testApp);
      expect(shown()).toBe(before);
    };
    const open = async (user: string, actionId: string, form: string) => {
      await testApp.slack.click({ user, channel: post.channel, ts: post.ts, actionId });
      await waitForModal(testApp, user, form);
    };
    const close = (user: string) =>
      testApp.slack.closeView({ user, viewId: testApp.slack.views(user).at(-1)?.id ?? '' });

    await open('UROBIN', 'handoff-decline', 'handoff-reason');
    await refusedIn('UROBIN', 'reason');
    await close('UROBIN');
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await open('UROBIN', 'handoff-done', 'handoff-outcome');
    await refusedIn('UROBIN', 'note', { outcome: { option: 'other' } });
    await close('UROBIN');
    await open('UROBIN', 'handoff-question', 'handoff-question');
    await refusedIn('UROBIN', 'question');
    await submitTopModal(testApp, 'UROBIN', { question: 'Which entity signs?' });
    await waitUntilDelivered(testApp);
    const { channel, ts } = card;
    await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'handoff-answer' });
    await waitForModal(testApp, 'UANA', 'handoff-answer');
    await refusedIn('UANA', 'answer');

    expect(await textsOnDisk(testApp, [...PROMISE_TEXTS])).toEqual([]);
  }, 60_000);
});
