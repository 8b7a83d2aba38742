import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Whole } from './harness.ts';
import { startWhole } from './harness.ts';
import { atRest, isOurs } from './reading.ts';

let whole: Whole;
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
  whole = await startWhole();
});
afterAll(async () => {
  await whole.close();
  await new Promise((resolve) => elsewhere.close(resolve));
});
beforeEach(() => {
  heard.length = 0;
});

function direct(): string[] {
  return whole.slack
    .directMessages('UGUEST')
    .messages.filter(isOurs)
    .map(({ text }) => text);
}

const REFUSED = expect.stringMatching(/^Guests cannot use this bot/);

it('Nothing goes to a response_url that is not at Slack: the person reads it in direct messages', async () => {
  const command = {
    command: '/reseller-check',
    text: 'A-S00900001',
    user_id: 'UGUEST',
    team_id: whole.slack.teamId,
    channel_id: 'CSUPPORT',
    trigger_id: '1.2.3',
    response_url: `${address}/commands/T0/1/abc`,
  };
  await whole.slack.deliverRaw(new URLSearchParams(command).toString());
  await atRest(whole);

  expect(heard).toEqual([]);
  expect(direct()).toEqual([REFUSED]);
  expect(whole.logged.join('')).toContain('the response_url is not on a Slack host');
});

it('A redirect is not followed', async () => {
  const before = direct().length;
  whole.slack.fail('response_url', { redirectTo: `${address}/elsewhere` });
  const text = 'A-S00900001';
  await whole.slack.command({ user: 'UGUEST', channel: 'CSUPPORT', command: '/reseller-check', text });
  await atRest(whole);

  expect(heard).toEqual([]);
  expect(direct().slice(before)).toEqual([REFUSED]);
});
