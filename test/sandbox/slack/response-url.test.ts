import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { sampleCard } from './sample-blocks.ts';
import { type LocalSlackFixture, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
let clock: number;
beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 9);
  scene = await startLocalSlackFixture({ now: () => clock, ackLimitMs: 300 });
});
afterEach(() => scene.close());

const check = (text = 'A-S1') =>
  scene.slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
const answerUrl = (url: unknown, body: object) =>
  fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a response_url', () => {
  it('keeps its address after the workspace has closed', async () => {
    const bodies: string[] = [];
    const slack = await startLocalSlack({
      async send(sent) {
        if (sent.over === 'http') bodies.push(sent.body);
        return { status: 200, body: '', ms: 0, sent };
      },
    });
    await slack.close();
    await slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S1' });

    expect(new URLSearchParams(bodies[0]).get('response_url')).toContain(`${slack.url}/`);
  });

  it('works five times', async () => {
    await check();
    const url = scene.received[0]?.['response_url'];
    const statuses = [];
    for (let use = 0; use < 6; use++) statuses.push((await answerUrl(url, { text: `Answer ${use}` })).status);

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(scene.slack.ephemerals({ user: 'UANA' })).toHaveLength(5);
  });

  it('works for half an hour', async () => {
    await check();
    clock += 30 * 60_000 + 1;
    const late = await answerUrl(scene.received[0]?.['response_url'], { text: 'x' });

    expect([late.status, await late.text()]).toEqual([404, 'expired_url']);
  });

  it('posts visibly to all on request, even in channels without the bot', async () => {
    await scene.slack.command({ user: 'UANA', channel: 'CRANDOM', command: '/reseller-check', text: '' });
    await answerUrl(scene.received[0]?.['response_url'], { response_type: 'in_channel', text: 'Hello' });

    expect(scene.slack.messages('CRANDOM')).toHaveLength(1);
  });

  it('replaces the clicked message, but not the response to a command', async () => {
    scene.answer = () => ({ body: sampleCard });
    await check();
    await answerUrl(scene.received[0]?.['response_url'], { replace_original: true, text: 'Second' });
    const [first] = scene.slack.ephemerals({ user: 'UANA' });
    scene.answer = () => ({});
    await scene.slack.click({
      user: 'UANA',
      channel: 'CSUPPORT',
      ts: first?.ts ?? '',
      actionId: 'step-done',
      value: 'one',
    });
    await answerUrl(scene.received[1]?.['response_url'], { replace_original: true, text: 'Done' });

    const shown = scene.slack.ephemerals({ user: 'UANA' });
    expect(shown.map(({ text }) => text)).toEqual(['Done', 'Second']);
    expect(shown[0]?.blocks).toBeUndefined();
  });

  it('deletes the clicked message', async () => {
    const { ts = '' } = await scene.client.chat.postMessage({ channel: 'CSUPPORT', ...sampleCard });
    await scene.slack.click({ user: 'UANA', channel: 'CSUPPORT', ts, actionId: 'step-done', value: 'one' });
    await answerUrl(scene.received[0]?.['response_url'], { delete_original: true });

    expect(scene.slack.messages('CSUPPORT')).toEqual([]);
  });

  it('refuses what Slack would refuse, and fails on request', async () => {
    await check();
    const url = scene.received[0]?.['response_url'];
    const bad = await answerUrl(url, { text: 'x', blocks: [{ type: 'hero' }] });
    scene.slack.fail('response_url', { status: 503 });
    const down = await answerUrl(url, { text: 'x' });

    expect([bad.status, await bad.text(), down.status]).toEqual([400, 'invalid_blocks', 503]);
  });
});
