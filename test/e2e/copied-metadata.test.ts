import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { handoffsIn, submitHandoffFor, waitUntilDelivered } from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, waitUntil } from './harness.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

it('a handoff is posted although another app has copied its metadata while the outcome was unknown', async () => {
  const { slack } = testApp;
  slack.addUser({ id: 'UMIRROR', name: 'mirror', realName: 'Mirror', bot: true });
  slack.invite('CSALES', 'UMIRROR');
  slack.fail('chat.postMessage', { status: 500 }, 1, { channel: 'CSALES' });
  const submitted = submitHandoffFor(testApp);
  const attempt = await waitUntil('the first attempt', () =>
    slack.calls.find(({ method, args }) => method === 'chat.postMessage' && args['channel'] === 'CSALES'),
  );
  const given = attempt.args['metadata'];
  const metadata = (typeof given === 'string' ? JSON.parse(given) : given) as NonNullable<
    Message['metadata']
  >;
  slack.postAsUser({ user: 'UMIRROR', channel: 'CSALES', text: 'Handoff', metadata });
  await submitted;
  await waitUntil('the post', () => ownPosts().length > 0, 20_000);
  await waitUntilDelivered(testApp);

  expect(handoffsIn(testApp)).toHaveLength(2);
  expect(ownPosts()).toHaveLength(1);
}, 40_000);

function ownPosts(): Message[] {
  return handoffsIn(testApp).filter(({ bot_id: author }) => author === testApp.slack.botId);
}
