import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestApp } from './harness.ts';
import { startTestApp } from './harness.ts';
import { isPostedByApp, waitUntilBotIsIdle } from './responses.ts';

let testApp: TestApp;
let elsewhere: Server;
let address: string;
const heard: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.end('ok');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  testApp = await startTestApp();
});
afterAll(async () => {
  await testApp.close();
  await new Promise((resolve) => elsewhere.close(resolve));
});
beforeEach(() => {
  heard.length = 0;
});

function direct(): string[] {
  return testApp.slack
    .directMessages('UGUEST')
    .messages.filter(isPostedByApp)
    .map(({ text }) => text);
}

const REFUSED = expect.stringMatching(/^Guests cannot use this bot/);

it('A reply to a response_url that is not at Slack is sent as a direct message', async () => {
  const command = {
    command: '/reseller-check',
    text: 'A-S00900001',
    user_id: 'UGUEST',
    team_id: testApp.slack.teamId,
    channel_id: 'CSUPPORT',
    trigger_id: '1.2.3',
    response_url: `${address}/commands/T0/1/abc`,
  };
  await testApp.slack.deliverRaw(new URLSearchParams(command).toString());
  await waitUntilBotIsIdle(testApp);

  expect(heard).toEqual([]);
  expect(direct()).toEqual([REFUSED]);
  expect(testApp.logLines.join('')).toContain('the response_url is not on a Slack host');
});

it('A redirect is not followed', async () => {
  const before = direct().length;
  testApp.slack.fail('response_url', { redirectTo: `${address}/elsewhere` });
  const text = 'A-S00900001';
  await testApp.slack.command({ user: 'UGUEST', channel: 'CSUPPORT', command: '/reseller-check', text });
  await waitUntilBotIsIdle(testApp);

  expect(heard).toEqual([]);
  expect(direct().slice(before)).toEqual([REFUSED]);
});
