import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleCard, sampleForm, samplePlainText } from './sample-blocks.ts';
import { type LocalSlackFixture, slackErrorOf, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
let clock: number;
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 9);
  scene = await startLocalSlackFixture({ now: () => clock, ackLimitMs: 300 });
});
afterEach(() => scene.close());

const check = (text = 'A-S1') =>
  scene.slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
const openForm = async (more: object = {}) => {
  const { triggerId } = await check();
  await scene.client.views.open({ trigger_id: triggerId, view: { ...sampleForm, ...more } });
  return scene.slack.views('UANA').at(-1)?.id ?? '';
};

describe('a trigger id', () => {
  const open = (trigger_id: string) =>
    slackErrorOf(scene.client.views.open({ trigger_id, view: sampleForm }));

  it('opens one modal', async () => {
    const { triggerId } = await check();

    expect([await open(triggerId), await open(triggerId)]).toEqual(['ok', 'exchanged_trigger_id']);
    expect(scene.slack.views('UANA')).toHaveLength(1);
  });

  it('lasts three seconds', async () => {
    const [first, second] = [await check(), await check()];

    clock += 3000;
    const inTime = await open(first.triggerId);
    clock += 1;
    const late = await open(second.triggerId);

    expect([inTime, late]).toEqual(['ok', 'expired_trigger_id']);
  });

  it('must be one that was issued', async () => {
    expect(await open('1.2.3')).toBe('invalid_trigger_id');
  });
});

describe('modals', () => {
  it('are refused when Slack would refuse them', async () => {
    const { triggerId } = await check();
    const view = { ...sampleForm, title: samplePlainText('A title that is much too long') };

    expect(await slackErrorOf(scene.client.views.open({ trigger_id: triggerId, view }))).toBe(
      'invalid_arguments',
    );
  });

  it('are updated only with the latest hash', async () => {
    const view_id = await openForm();
    const hash = scene.slack.views('UANA')[0]?.hash ?? '';
    const update = (more: object) =>
      slackErrorOf(scene.client.views.update({ view_id, view: sampleForm, ...more }));

    expect([await update({ hash }), await update({ hash }), await update({})]).toEqual([
      'ok',
      'hash_conflict',
      'ok',
    ]);
    expect(await slackErrorOf(scene.client.views.update({ view_id: 'V0', view: sampleForm }))).toBe(
      'not_found',
    );
  });

  it('send what was typed, then close', async () => {
    const viewId = await openForm({ private_metadata: 'k1' });
    await scene.slack.submitView({ user: 'UANA', viewId, values: { why: { reason: { value: 'renewal' } } } });

    expect(scene.received[1]).toMatchObject({
      type: 'view_submission',
      view: {
        id: viewId,
        callback_id: 'handoff-draft',
        private_metadata: 'k1',
        state: { values: { why: { reason: { type: 'plain_text_input', value: 'renewal' } } } },
      },
    });
    expect(scene.slack.views('UANA')).toEqual([]);
  });

  it('do not submit input that Slack would refuse', async () => {
    const viewId = await openForm();
    const submit = (value: string) =>
      scene.slack.submitView({ user: 'UANA', viewId, values: { why: { reason: { value } } } });

    await expect(submit('')).rejects.toThrow('must not be empty');
    await expect(submit('x'.repeat(11))).rejects.toThrow('too long');
    expect(scene.received).toHaveLength(1);
  });

  it.each([
    [
      { response_action: 'errors', errors: { why: 'Say more' } },
      { count: 1, errors: { why: 'Say more' } },
    ],
    [
      { response_action: 'errors', errors: { nowhere: 'x' } },
      { count: 1, error: expect.stringContaining('invalid_errors') },
    ],
    [{ response_action: 'update', view: { ...sampleForm, title: samplePlainText('Two') } }, { count: 1 }],
    [{ response_action: 'push', view: sampleForm }, { count: 2 }],
    [
      { response_action: 'push', view: {} },
      { count: 1, error: expect.stringContaining('invalid_arguments') },
    ],
    [{ response_action: 'clear' }, { count: 0 }],
  ])('follow the response %j', async (body, { count, ...expected }) => {
    const viewId = await openForm();
    scene.answer = () => ({ body });

    const outcome = await scene.slack.submitView({
      user: 'UANA',
      viewId,
      values: { why: { reason: { value: 'x' } } },
    });

    expect(outcome).toMatchObject(expected);
    expect(scene.slack.views('UANA')).toHaveLength(count);
  });

  it('stay open when the app does not answer in time', async () => {
    const viewId = await openForm();
    scene.answer = () => 'silence';

    const outcome = await scene.slack.submitView({
      user: 'UANA',
      viewId,
      values: { why: { reason: { value: 'x' } } },
    });

    expect(outcome.error).toBe('operation_timeout');
    expect(scene.slack.views('UANA')).toHaveLength(1);
  });

  it('are stacked three deep, and notify the app of closing only on request', async () => {
    const viewId = await openForm({ notify_on_close: true });
    scene.answer = () => ({ body: { response_action: 'push', view: sampleForm } });
    const submit = (id: string) =>
      scene.slack.submitView({ user: 'UANA', viewId: id, values: { why: { reason: { value: 'x' } } } });
    await submit(viewId);
    await submit(scene.slack.views('UANA')[1]?.id ?? '');
    const fourth = await submit(scene.slack.views('UANA')[2]?.id ?? '');
    const quiet = await scene.slack.closeView({
      user: 'UANA',
      viewId: scene.slack.views('UANA')[1]?.id ?? '',
    });
    const told = await scene.slack.closeView({ user: 'UANA', viewId });

    expect(fourth.error).toContain('push_limit_reached');
    expect([quiet, told?.status]).toEqual([undefined, 200]);
    expect(scene.received.at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false });
    expect(scene.slack.views('UANA')).toEqual([]);
  });

  it('differ from a Home tab, whose clicks have no response_url', async () => {
    await scene.slack.openHome('UANA');
    await scene.client.views.publish({ user_id: 'UANA', view: { type: 'home', blocks: sampleCard.blocks } });
    const viewId = scene.slack.home('UANA')?.id ?? '';
    await scene.slack.click({ user: 'UANA', viewId, actionId: 'step-done', value: 'one' });

    expect(scene.received[0]).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', user: 'UANA', tab: 'home' },
    });
    expect(scene.received[1]).toMatchObject({
      container: { type: 'view', view_id: viewId },
      view: { type: 'home' },
    });
    expect(scene.received[1]).not.toHaveProperty('response_url');
  });
});
