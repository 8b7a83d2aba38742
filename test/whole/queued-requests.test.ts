import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Whole } from './harness.ts';
import { cardsIn, startWhole, until } from './harness.ts';
import { atRest } from './reading.ts';

let whole: Whole;
/** Ends the bot's waiting for Slack to say who asks. */
let twoSecondsPass: () => void;

beforeEach(async () => {
  const wait = () =>
    new Promise<void>((resolve) => {
      twoSecondsPass = resolve;
    });
  whole = await startWhole({ wait });
});
afterEach(() => whole.close());

/** Somebody asks while Slack does not answer, until two seconds are over. */
async function askMeanwhile(user: string): Promise<void> {
  const { slack } = whole;
  let slackAnswers = () => {};
  const heldBy = new Promise<void>((resolve) => {
    slackAnswers = resolve;
  });
  slack.fail('users.info', { heldBy });
  const asked = slack.command({ user, channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900002' });
  await until('the question to Slack', () => slack.calls.find(({ method }) => method === 'users.info'));
  expect(said(user)).toEqual([]);
  twoSecondsPass();
  expect(await asked).toMatchObject({ status: 200 });
  slackAnswers();
}

function said(user: string): string[] {
  return whole.slack.ephemerals({ user, channel: 'CSUPPORT' }).map(({ text }) => text);
}

const QUEUED = expect.stringContaining('Your request is queued');

describe('When Slack has not said within two seconds who asks', () => {
  it('the acknowledgement says that the request is queued, and the card follows', async () => {
    await askMeanwhile('UANA');
    expect(said('UANA')).toEqual([QUEUED]);

    await until('the card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
    await atRest(whole);
    expect(said('UANA')).toEqual([QUEUED]);
  });

  it('a guest reads the refusal afterwards, and never that a card follows', async () => {
    await askMeanwhile('UGUEST');
    await atRest(whole);

    expect(said('UGUEST')).toEqual([QUEUED, expect.stringMatching(/^Guests cannot use this bot/)]);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
  });
});
