import { afterEach, expect, it } from 'vitest';
import { type LocalSlackFixture, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture | null = null;
afterEach(() => scene?.close());

/** Says something in a channel as Ana; returns the types of the events that the app gets, with the type of the channel. */
async function eventsOf(text: string, botEvents?: readonly string[], channel = 'CSALES') {
  await scene?.close();
  scene = await startLocalSlackFixture(botEvents ? { botEvents } : {});
  const { slack, received } = scene;
  const place = channel === 'im' ? slack.channelOfDirectMessages('UANA') : channel;
  slack.postAsUser({ user: 'UANA', channel: place, text });
  await slack.messagesDelivered();
  return received
    .map(({ event }) => event as { type: string; channel_type?: string })
    .map(({ type, channel_type: kind }) => (kind ? `${type} in ${kind}` : type))
    .sort();
}

it('sends events for mentions and direct messages by default, and no others', async () => {
  expect(await eventsOf('Hello')).toEqual([]);
  expect(await eventsOf('<@U0BOT> hello')).toEqual(['app_mention']);
  expect(await eventsOf('<@U0BOT> hello', undefined, 'im')).toEqual(['app_mention', 'message in im']);
});

it('sends events for messages in channels to an app that subscribes to them', async () => {
  expect(await eventsOf('Hello', ['message.channels'])).toEqual(['message in channel']);
  expect(await eventsOf('<@U0BOT> hello', ['message.channels'])).toEqual(['message in channel']);
  expect(await eventsOf('Hello', ['message.channels'], 'CRANDOM')).toEqual([]);
});

it('gives the app its name and its scopes', async () => {
  scene = await startLocalSlackFixture({ botName: 'Small', scopes: ['chat:write'] });
  const { slack, client } = scene;

  expect([...slack.scopes]).toEqual(['chat:write']);
  await client.chat.postMessage({ channel: 'CSALES', text: 'Hi' });
  await expect(client.users.info({ user: 'UANA' })).rejects.toMatchObject({
    data: { error: 'missing_scope' },
  });
});
