import { afterEach, beforeEach, expect, it } from 'vitest';
import { HANDOFF_FORM_INPUT, submitHandoffAndWaitForPost } from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, visibleText } from './harness.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

it('a typed link in a handoff post is labelled as ours only when it leads to our Salesforce', async () => {
  const foreign = 'https://evil.example/login';
  const own = `${testApp.upstreams.salesforce.url}/lightning/r/FeedItem/0D5000000000001/view`;
  const first = { ...HANDOFF_FORM_INPUT, link: foreign };
  const { post } = await submitHandoffAndWaitForPost(testApp, { filled: first });
  const second = { text: 'A-S00900051 direct-renewal', filled: { ...HANDOFF_FORM_INPUT, link: own } };
  const other = await submitHandoffAndWaitForPost(testApp, second);

  expect(visibleText(post)).toContain(`<${foreign}|evil.example>`);
  expect(visibleText(other.post)).toMatch(/FeedItem[^|]*\|(Chatter post|Case)>/);
});
