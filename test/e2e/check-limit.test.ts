import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REQUEST_RULES } from '../../src/slack/processing/request-rules.ts';
import { HALDEN_SUBSCRIPTION, requestCheck, requestRecheck } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp } from './harness.ts';
import { rawRequest } from './raw-requests.ts';
import {
  onlySentence,
  pressElement,
  typeCommand,
  typeCommandAs,
  upstreamCallCount,
  useMessageShortcut,
  waitUntilBotIsIdle,
} from './responses.ts';

const LIMITED =
  /^You've reached the limit of 4 checks per person in 10 minutes.*You can check again in 10 minutes/;

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp({ settings: { CHECKS_PER_PERSON: '4/10m' } });
});
afterAll(() => testApp.close());

it('One person can check no more customers than the limit, in whichever way they ask', async () => {
  const card = await checkAsAna(testApp, HALDEN_SUBSCRIPTION);
  await checkAsAna(testApp, 'A-S00900002');
  for (const text of ['help', 'mine', 'nonsense']) await requestCheck(testApp, text);
  await requestRecheck(testApp, card);
  await waitUntilBotIsIdle(testApp);
  await checkAsAna(testApp, 'A-S00900003');
  const asked = upstreamCallCount(testApp);

  const refused = [
    await typeCommand(testApp, 'A-S00900004'),
    await useMessageShortcut(testApp, { text: 'A-S00900004' }),
    await pressElement(testApp, card, { actionId: 'recheck' }),
  ];
  expect(refused.map(onlySentence)).toEqual(refused.map(() => expect.stringMatching(LIMITED)));
  expect(testApp.slack.ephemerals({ user: 'UANA' }).map(({ text }) => text)).not.toContainEqual(
    expect.stringMatching(/^Checking subscription A-S00900004/),
  );
  expect(upstreamCallCount(testApp)).toBe(asked);
  expect(testApp.logLines.join('')).toContain('check limit reached');
  expect(await (await fetch(`${testApp.operatorUrl}/metrics`)).text()).toMatch(
    /^reseller_check_checks_limited_total 3$/m,
  );

  const { cards } = await typeCommandAs(testApp, { user: 'UBEN', channel: 'CSUPPORT' }, 'A-S00900004');
  expect(cards).toHaveLength(1);
  await testApp.advance(10 * 60_000);
  await checkAsAna(testApp, 'A-S00900005');
});

describe('A person who has reached the limit', () => {
  /** Every request that reads the systems about a customer, whose number or id the person chooses. */
  const LIMITED_REQUESTS = [
    'command /reseller-check',
    'shortcut check-ticket',
    'view check-form',
    'event message',
    'event app_mention',
    'action choose-reference',
    'action start-anew',
    'action recheck',
    'action choose-subscription',
    'action choose-account',
    'action check-ticket-subscription',
    'action step-check-now',
    'action handoff-check-now',
    'action handoff-menu check-now',
  ];
  let whole: TestApp;
  beforeAll(async () => {
    whole = await startTestApp({ settings: { CHECKS_PER_PERSON: '1/10m' } });
    await checkAsAna(whole, HALDEN_SUBSCRIPTION);
  });
  afterAll(() => whole.close());

  const refusals = () =>
    [...whole.slack.ephemerals({ user: 'UANA' }), ...whole.slack.directMessages('UANA').messages].filter(
      ({ text }) => text.startsWith("You've reached the limit of 1 check"),
    ).length;

  it.each([...Object.keys(REQUEST_RULES), 'action handoff-menu check-now'])(
    'is refused %s if it is a check',
    async (name) => {
      const [asked, refusedBefore] = [upstreamCallCount(whole), refusals()];

      await whole.slack.deliverRaw(...rawRequest(name, 'UANA'));
      await waitUntilBotIsIdle(whole);

      expect(refusals() - refusedBefore).toBe(LIMITED_REQUESTS.includes(name) ? 1 : 0);
      expect(upstreamCallCount(whole)).toBe(asked);
    },
  );
});
