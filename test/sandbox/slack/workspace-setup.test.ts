import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleForm } from './sample-blocks.ts';
import { type LocalSlackFixture, slackErrorOf, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
beforeEach(async () => {
  scene = await startLocalSlackFixture();
});
afterEach(() => scene.close());

const post = (channel: string) => scene.client.chat.postMessage({ channel, text: 'x' });

describe('the setup of a workspace', () => {
  it("deletes the bot's message, which then cannot be updated", async () => {
    const { ts = '' } = await post('CSALES');
    scene.slack.deleteMessage('CSALES', ts);

    expect(await slackErrorOf(scene.client.chat.update({ channel: 'CSALES', ts, text: 'y' }))).toBe(
      'message_not_found',
    );
    expect(scene.slack.messages('CSALES')).toEqual([]);
    expect(() => scene.slack.deleteMessage('CSALES', ts)).toThrow('no message');
  });

  it('shares a channel with another company, and ends that', async () => {
    const isShared = async () =>
      (await scene.client.conversations.info({ channel: 'CSALES' })).channel?.is_ext_shared;
    scene.slack.setExtShared('CSALES', true);
    const shared = await isShared();
    scene.slack.setExtShared('CSALES', false);

    expect([shared, await isShared()]).toEqual([true, false]);
  });

  it('makes a number of calls about one channel fail', async () => {
    scene.slack.fail('chat.postMessage', { error: 'is_archived' }, 2, { channel: 'CEMEA' });
    const answers = [];
    for (const channel of ['CSALES', 'CEMEA', 'CEMEA', 'CEMEA'])
      answers.push(await slackErrorOf(post(channel)));

    expect(answers).toEqual(['ok', 'is_archived', 'is_archived', 'ok']);
  });

  it('refuses calls with blocks, and accepts those with text only', async () => {
    scene.slack.fail('*', { error: 'invalid_blocks' }, 2, { withBlocks: true });
    const text = { channel: 'CSALES', text: 'x' };
    const answers = [];
    for (const blocks of [[], [{ type: 'divider' }]])
      answers.push(await slackErrorOf(scene.client.chat.postMessage({ ...text, blocks })));
    answers.push(await slackErrorOf(scene.client.auth.test()));
    answers.push(await slackErrorOf(scene.client.views.open({ trigger_id: '1', view: sampleForm })));

    expect(answers).toEqual(['ok', 'invalid_blocks', 'ok', 'invalid_blocks']);
  });
});
