import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from './harness.ts';
import { cardsIn, startTestApp, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

let testApp: TestApp;
/** Ends the bot's waiting for Slack to say who asks. */
let endAuthorizationWait: () => void;

beforeEach(async () => {
  const wait = () =>
    new Promise<void>((resolve) => {
      endAuthorizationWait = resolve;
    });
  testApp = await startTestApp({ wait });
});
afterEach(() => testApp.close());

/** Somebody asks while Slack does not answer, until two seconds are over. */
async function requestWhileSlackIsSilent(user: string): Promise<void> {
  const { slack } = testApp;
  let slackAnswers = () => {};
  const heldBy = new Promise<void>((resolve) => {
    slackAnswers = resolve;
  });
  slack.fail('users.info', { heldBy });
  const asked = slack.command({ user, channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900002' });
  await waitUntil('the question to Slack', () => slack.calls.find(({ method }) => method === 'users.info'));
  expect(said(user)).toEqual([]);
  endAuthorizationWait();
  expect(await asked).toMatchObject({ status: 200 });
  slackAnswers();
}

function said(user: string): string[] {
  return testApp.slack.ephemerals({ user, channel: 'CSUPPORT' }).map(({ text }) => text);
}

const QUEUED = expect.stringContaining('Your request is queued');

describe('When Slack has not confirmed the user within two seconds', () => {
  it('the acknowledgement says that the request is queued, and the card follows', async () => {
    await requestWhileSlackIsSilent('UANA');
    expect(said('UANA')).toEqual([QUEUED]);

    await waitUntil('the card', () => cardsIn(testApp.slack, 'CSUPPORT')[0]);
    await waitUntilBotIsIdle(testApp);
    expect(said('UANA')).toEqual([QUEUED]);
  });

  it('a guest gets the refusal afterwards, and no message that a card follows', async () => {
    await requestWhileSlackIsSilent('UGUEST');
    await waitUntilBotIsIdle(testApp);

    expect(said('UGUEST')).toEqual([QUEUED, expect.stringMatching(/^Guests cannot use this bot/)]);
    expect(cardsIn(testApp.slack, 'CSUPPORT')).toEqual([]);
  });
});
