import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleCard, samplePlainText } from './sample-blocks.ts';
import { type LocalSlackFixture, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
beforeEach(async () => {
  scene = await startLocalSlackFixture({ ackLimitMs: 300 });
});
afterEach(() => scene.close());

const check = (text = 'A-S1') =>
  scene.slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });

describe('commands and shortcuts', () => {
  it('send the same payload as Slack', async () => {
    const { status } = await check('A-S1 sign-in');

    expect(status).toBe(200);
    expect(scene.received[0]).toMatchObject({
      command: '/reseller-check',
      text: 'A-S1 sign-in',
      user_id: 'UANA',
      user_name: 'ana',
      channel_id: 'CSUPPORT',
      channel_name: 'support-licensing',
      team_id: 'T0SANDBOX',
    });
  });

  it.each([
    [{ body: 'Looking…' }, 'Looking…'],
    [{ body: { text: 'Looking…', blocks: sampleCard.blocks } }, 'Looking…'],
    [{ status: 500 }, '/reseller-check failed with the error "dispatch_failed"'],
    ['silence' as const, '/reseller-check failed with the error "operation_timeout"'],
  ])('show the person the result: %j', async (answer, text) => {
    scene.answer = () => answer;
    await check();

    expect(scene.slack.ephemerals({ user: 'UANA', channel: 'CSUPPORT' }).map((each) => each.text)).toEqual([
      text,
    ]);
  });

  it("contain the message in Slack's escaping", async () => {
    const text = 'R&D asks: https://support.example/tickets/7, from jo@b.example';
    const ts = scene.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text });
    await scene.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });

    expect(scene.received[0]).toMatchObject({
      type: 'message_action',
      callback_id: 'check-ticket',
      message_ts: ts,
    });
    expect(scene.received[0]?.['message']).toMatchObject({
      user: 'UBEN',
      text: 'R&amp;D asks: <https://support.example/tickets/7>, from <mailto:jo@b.example|jo@b.example>',
    });
  });

  it('are rejected from channels that the person is not in', async () => {
    const away = { user: 'UEXT', channel: 'CSALES', command: '/reseller-check', text: '' };

    await expect(scene.slack.command(away)).rejects.toThrow('UEXT is not in CSALES');
    scene.slack.invite('CSALES', 'UEXT');
    expect(await scene.slack.command(away)).toMatchObject({ status: 200 });
  });

  it('have no response_url when they are global', async () => {
    await scene.slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });

    expect(scene.received[0]).toMatchObject({ type: 'shortcut', callback_id: 'check-customer' });
    expect(scene.received[0]).not.toHaveProperty('response_url');
  });
});

describe('clicks', () => {
  it('send the button as it is in the message', async () => {
    const { ts = '' } = await scene.client.chat.postMessage({ channel: 'CSUPPORT', ...sampleCard });
    await scene.slack.click({ user: 'UANA', channel: 'CSUPPORT', ts, actionId: 'step-done', value: 'two' });

    expect(scene.received[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'UANA', team_id: 'T0SANDBOX' },
      container: { type: 'message', message_ts: ts, channel_id: 'CSUPPORT', is_ephemeral: false },
      actions: [{ type: 'button', action_id: 'step-done', value: 'two' }],
      message: { ts },
    });
  });

  it('need an existing button', async () => {
    const { ts = '' } = await scene.client.chat.postMessage({ channel: 'CSUPPORT', ...sampleCard });
    const wrong = scene.slack.click({
      user: 'UANA',
      channel: 'CSUPPORT',
      ts,
      actionId: 'step-done',
      value: 'three',
    });

    await expect(wrong).rejects.toThrow('there is: step-done=one, step-done=two');
  });

  it('omit an ephemeral message', async () => {
    scene.answer = () => ({ body: sampleCard });
    await check();
    const [shown] = scene.slack.ephemerals({ user: 'UANA' });
    const click = { channel: 'CSUPPORT', ts: shown?.ts ?? '', actionId: 'step-done', value: 'one' };
    await scene.slack.click({ user: 'UANA', ...click });

    expect(scene.received[1]).toMatchObject({ container: { is_ephemeral: true } });
    expect(scene.received[1]).not.toHaveProperty('message');
    await expect(scene.slack.click({ user: 'UBEN', ...click })).rejects.toThrow('sees no message');
  });

  it('send the complete option of a menu, and the one chosen before', async () => {
    const options = ['sign-in', 'other'].map((value) => ({ text: samplePlainText(value), value }));
    const menu = { type: 'static_select', action_id: 'choose-topic', options };
    const blocks = [
      { type: 'section', block_id: 'topic', text: samplePlainText('Topic'), accessory: menu },
      ...sampleCard.blocks,
    ];
    const { ts = '' } = await scene.client.chat.postMessage({ channel: 'CSUPPORT', text: 'Card', blocks });
    const where = { user: 'UANA', channel: 'CSUPPORT', ts };
    await scene.slack.click({ ...where, actionId: 'choose-topic', selectedOption: 'other' });
    await scene.slack.click({ ...where, actionId: 'step-done', value: 'one' });

    const state = {
      values: { topic: { 'choose-topic': { type: 'static_select', selected_option: options[1] } } },
    };
    expect(scene.received[0]).toMatchObject({ actions: [{ selected_option: options[1] }], state });
    expect(scene.received[1]).toMatchObject({ state });
    await expect(
      scene.slack.click({ ...where, actionId: 'choose-topic', selectedOption: 'x' }),
    ).rejects.toThrow('no option');
  });
});
