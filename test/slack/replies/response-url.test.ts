import { expect, it } from 'vitest';
import { isResponseUrl } from '../../../src/slack/replies/reply.ts';

const SLACK = 'https://slack.com/api/';

it.each([
  ['https://hooks.slack.com/commands/T0/1/abc', SLACK],
  ['https://hooks.slack-gov.com/actions/T0/1/abc', SLACK],
  ['http://127.0.0.1:4010/response/abc', 'http://127.0.0.1:4010/api/'],
])('accepts %s', (url, api) => {
  expect(isResponseUrl(url, api)).toBe(true);
});

it.each([
  ['http://hooks.slack.com/commands/T0/1/abc', SLACK],
  ['https://hooks.slack.com:8443/commands/T0/1/abc', SLACK],
  ['https://hooks.slack.com.attacker.example/commands', SLACK],
  ['https://attacker.example/hooks.slack.com', SLACK],
  ['https://hooks.slack.com@attacker.example/', SLACK],
  ['https://someone:secret@hooks.slack.com/commands', SLACK],
  ['http://127.0.0.1:4010/response/abc', SLACK],
  ['http://169.254.169.254/latest/meta-data', SLACK],
  ['file:///etc/passwd', SLACK],
  ['', SLACK],
  ['no address', SLACK],
  ['http://127.0.0.1:4011/response/abc', 'http://127.0.0.1:4010/api/'],
])('rejects %s', (url, api) => {
  expect(isResponseUrl(url, api)).toBe(false);
});
