import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SentRequest } from '../../scripts/crash-random/random-requests.ts';
import { countChecks } from '../../scripts/crash-random/report.ts';
import type { LocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { plainText } from '../../src/domain/text-fragments.ts';
import { requestExpiredText, requestNotStoredText } from '../../src/words/replies.ts';

const EXPIRED = plainText(requestExpiredText({ isRecheck: false }));

let slack: LocalSlack;
/** The address for the reply to each command, in their order. */
let responseUrls: string[];
/** The text of the next acknowledgement. */
let acknowledgement: string;
const app = createServer((request, response) => {
  void text(request).then((body) => {
    responseUrls.push(new URLSearchParams(body).get('response_url') ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text: acknowledgement }));
  });
});
beforeEach(async () => {
  responseUrls = [];
  acknowledgement = 'Checking …';
  slack = await startLocalSlack();
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  slack.deliverTo = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await new Promise((resolve) => app.close(resolve));
  await slack.close();
});

async function requestCheck(user = 'UANA'): Promise<SentRequest> {
  const outcome = await slack.command({
    user,
    channel: 'CSUPPORT',
    command: '/reseller-check',
    text: 'A-S00900001 new',
  });
  return { kind: 'command', user, outcome };
}

async function replyTo(index: number, message: string): Promise<void> {
  await fetch(responseUrls[index] ?? '', { method: 'POST', body: JSON.stringify({ text: message }) });
}

/** Calls Slack as the bot does. */
async function postMessage(channel: string, message: object): Promise<void> {
  await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ channel, ...message }),
  });
}

async function postCardOf({ outcome: { triggerId } }: SentRequest): Promise<void> {
  const caseId = `c${createHash('sha256').update(`command ${triggerId}`).digest('hex').slice(0, 15)}`;
  const metadata = { event_type: 'reseller_case', event_payload: { case_id: caseId } };
  await postMessage('CSUPPORT', { text: 'card', metadata });
}

it('counts a check without a card and without an answer as lost, although another answer was sent twice', async () => {
  const sent = [await requestCheck(), await requestCheck()];
  await replyTo(0, EXPIRED);
  await replyTo(0, EXPIRED);

  expect(countChecks(slack, sent)).toMatchObject({ acknowledged: 2, shown: 0, expired: 1, lost: 1 });
});

it('counts a check with both a card and a notice as shown, and another check without either as lost', async () => {
  const sent = [await requestCheck(), await requestCheck()];
  await postCardOf(sent[0] as SentRequest);
  await replyTo(0, EXPIRED);

  expect(countChecks(slack, sent)).toMatchObject({ shown: 1, expired: 0, lost: 1, duplicated: 0 });
});

it('counts a check that could not be saved as answered', async () => {
  acknowledgement = plainText(requestNotStoredText());
  const sent = [await requestCheck()];

  expect(countChecks(slack, sent)).toMatchObject({ acknowledged: 1, notStored: 1, lost: 0 });
});

it('counts a notice in direct messages for its reader only', async () => {
  const sent = [await requestCheck('UANA'), await requestCheck('UBEN')];
  await postMessage('UANA', { text: EXPIRED });
  await postMessage('UANA', { text: EXPIRED });

  expect(countChecks(slack, sent)).toMatchObject({ expired: 1, lost: 1 });
});

it('counts a case with two cards as duplicated', async () => {
  const sent = [await requestCheck()];
  await postCardOf(sent[0] as SentRequest);
  await postCardOf(sent[0] as SentRequest);

  expect(countChecks(slack, sent)).toMatchObject({ shown: 1, duplicated: 1, lost: 0 });
});
