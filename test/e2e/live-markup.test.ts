import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  HANDOFF_FORM_INPUT,
  notesTo,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import { cardMetadata, startTestApp, type TestApp } from './harness.ts';
import { pressElement, typeCommand, waitUntilBotIsIdle } from './responses.ts';

/** Markup as people type it, as Slack escapes it, and look-alikes that an unescaping step might turn into markup. */
const MARKUP = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<!subteam^S0BOSS>',
  '<@U0BOSS>',
  '<#C0BOARD|board>',
  '<https://evil.example|Zuora>',
  '&lt;!channel&gt;',
  '&amp;lt;!channel&amp;gt;',
  '‹!channel›',
  '＜!channel＞',
  '<\u200b!channel>',
  '<!\u2060channel>',
];
/** Called "<!channel> Holdings". */
const HOSTILE_SUBSCRIPTION = 'A-S00900058';
const TYPED = `Please ask them ${MARKUP.join(' ')}`;
/** What of it Slack would act on. */
const LIVE =
  /<[\u200b\u2060]?!(?!date\^)|<@U0BOSS|<#C0BOARD|<https:\/\/evil\.example|(?<![&\w])&lt;[\u200b\u2060]?![a-z]+>/;
/** What Slack takes literally: plain text, options, ids, and what a form is filled with. */
const LITERAL_KEYS = ['initial_value', 'private_metadata', 'value', 'metadata'];

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

it('typed text and names reach Slack escaped, and never the log', async () => {
  const { card, post } = await submitHandoffAndWaitForPost(testApp, {
    text: `${HOSTILE_SUBSCRIPTION} direct-renewal`,
    filled: { ...HANDOFF_FORM_INPUT, ask: TYPED, toldCustomer: TYPED },
  });
  await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
  await waitUntilDelivered(testApp);
  const askedInForm = { user: 'UROBIN', form: 'handoff-question', filled: { question: TYPED } };
  await pressHandoffButton(testApp, post, { ...askedInForm, actionId: 'handoff-question' });
  await waitUntilDelivered(testApp);
  const question = notesTo(testApp, 'UANA').at(-1);
  if (!question) throw new Error('There is no note with the question.');
  await pressHandoffButton(testApp, question, {
    user: 'UANA',
    actionId: 'handoff-answer',
    form: 'handoff-answer',
    filled: { answer: TYPED },
  });
  await waitUntilDelivered(testApp);
  await pressHandoffButton(testApp, post, {
    user: 'UROBIN',
    actionId: 'handoff-done',
    form: 'handoff-outcome',
    filled: { outcome: { option: 'other' }, note: TYPED },
  });
  await waitUntilDelivered(testApp);
  await dispute(card);
  await typeCommand(testApp, TYPED);
  await typeCommand(testApp, 'mine');
  await testApp.slack.openHome('UANA');
  await waitUntilBotIsIdle(testApp);

  const sent = [
    ...testApp.slack.calls.map(({ args }) => args),
    ...testApp.slack.ephemerals(),
    testApp.slack.home('UANA'),
  ];
  const texts = sent.flatMap((one) => mrkdwnIn(one));
  expect(texts.join('\n')).toContain('channel');
  expect(texts.filter((text) => LIVE.test(text))).toEqual([]);
  expect(testApp.logLines.filter((line) => /channel>|U0BOSS|evil\.example|Holdings/.test(line))).toEqual([]);
});

async function dispute(card: Parameters<typeof cardMetadata>[0]): Promise<void> {
  const option = JSON.stringify({ caseId: cardMetadata(card).case_id, show: 'dispute' });
  await pressElement(testApp, card, { actionId: 'case-menu', selectedOption: option });
  await waitForModal(testApp, 'UANA', 'verdict-dispute');
  await submitTopModal(testApp, 'UANA', {
    expected: { option: 'direct' },
    reason: MARKUP.slice(0, 5).join(' '),
  });
  await waitUntilBotIsIdle(testApp);
}

/** Returns every string that Slack would read markup in. */
function mrkdwnIn(value: unknown): string[] {
  if (typeof value === 'string')
    return value.startsWith('{') || value.startsWith('[') ? mrkdwnIn(JSON.parse(value)) : [value];
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null || ('type' in value && value.type === 'plain_text'))
    return [];
  return Object.entries(value).flatMap(([key, inner]) => (LITERAL_KEYS.includes(key) ? [] : mrkdwnIn(inner)));
}
