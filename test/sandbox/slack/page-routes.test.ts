import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalSlackFixture, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
let pageDir: string;
beforeEach(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(pageDir, 'index.html'), '<p>Hi</p>');
  await writeFile(join(pageDir, 'main.js'), '// hi');
  await writeFile(join(pageDir, '.secret.json'), '{}');
  scene = await startLocalSlackFixture({
    pageDir,
    extraState: () => ({ fault: 'none' }),
    onExtra: (body) => ({ ok: true, body }),
  });
});
afterEach(async () => {
  await scene.close();
  await rm(pageDir, { recursive: true });
});

const get = (path: string) => fetch(`${scene.slack.url}${path}`, { redirect: 'manual' });
const post = async (path: string, body: object, headers = {}) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  return (await fetch(`${scene.slack.url}/sandbox/${path}`, init)).json() as Promise<Record<string, unknown>>;
};
interface PageStateView {
  channels: { id: string }[];
  messages: Record<string, { text: string; ephemeral?: true; name: string }[]>;
  views: { id: string; errors?: object }[];
  extra: unknown;
}
const stateOf = async (user: string) =>
  (await (await get(`/sandbox/state?user=${user}`)).json()) as PageStateView;

it('serves the files of the page only', async () => {
  const [index, script, hidden, missing] = await Promise.all(
    ['/', '/page/main.js', '/page/.secret.json', '/page/none.js'].map(get),
  );

  expect([index?.status, script?.status, hidden?.status, missing?.status]).toEqual([200, 200, 404, 404]);
  expect(script?.headers.get('content-type')).toContain('text/javascript');
});

it('shows each person their own channels and their own ephemeral messages', async () => {
  scene.answer = () => ({ body: 'Looking…' });
  await post('say', { user: 'UBEN', channel: 'CSUPPORT', text: 'First' });
  const answer = await post('command', {
    user: 'UANA',
    channel: 'CSUPPORT',
    command: '/reseller-check',
    text: '',
  });
  const [ana, ben, guest] = await Promise.all(['UANA', 'UBEN', 'UGUEST'].map(stateOf));

  expect(answer).toMatchObject({ ok: true, status: 200 });
  expect(ana?.messages['CSUPPORT']?.map(({ text }) => text)).toEqual(['First', 'Looking…']);
  expect(ana?.messages['CSUPPORT']?.[1]).toMatchObject({ ephemeral: true, name: 'Reseller Check' });
  expect(ben?.messages['CSUPPORT']?.map(({ text }) => text)).toEqual(['First']);
  expect(guest?.channels.map(({ id }) => id)).toEqual(['CSUPPORT', 'DGUEST']);
  expect(ana?.extra).toEqual({ fault: 'none' });
});

it('accepts snake_case, opens a form and returns its errors', async () => {
  const text = (words: string) => ({ type: 'plain_text' as const, text: words });
  const element = { type: 'plain_text_input', action_id: 'reason' };
  const blocks = [{ type: 'input', block_id: 'why', label: text('Why'), element }];
  scene.answer = async ({ type, trigger_id }) => {
    const view = { type: 'modal' as const, title: text('Form'), submit: text('Go'), blocks };
    if (type === 'shortcut') await scene.client.views.open({ trigger_id: String(trigger_id), view });
    return type === 'shortcut' ? {} : { body: { response_action: 'errors', errors: { why: 'Say more' } } };
  };
  await post('global-shortcut', { user: 'UANA', callback_id: 'check-customer' });
  const viewId = (await stateOf('UANA')).views[0]?.id;
  const answer = await post('submit', {
    user: 'UANA',
    view_id: viewId,
    values: { why: { reason: { value: 'x' } } },
  });
  const shown = (await stateOf('UANA')).views[0];

  expect(answer).toMatchObject({ ok: true, errors: { why: 'Say more' } });
  expect(shown?.errors).toEqual({ why: 'Say more' });
});

it('reports why an action is impossible', async () => {
  const answer = await post('click', {
    user: 'UANA',
    channel: 'CSUPPORT',
    ts: '1.000001',
    actionId: 'step-done',
  });

  expect(answer).toMatchObject({ ok: false, error: 'UANA sees no message 1.000001 in CSUPPORT.' });
});

it('forwards extra requests and refuses other websites', async () => {
  expect(await post('extra', { a: 1 })).toEqual({ ok: true, body: { a: 1 } });
  expect(await post('extra', {}, { origin: 'http://elsewhere.example' })).toEqual({
    ok: false,
    error: 'wrong origin',
  });
});

it('notifies the page of every change', async () => {
  const events = await get('/sandbox/events');
  const reader = events.body?.getReader();
  await reader?.read();
  scene.slack.postAsUser({ user: 'UANA', channel: 'CSUPPORT', text: 'Hi' });
  const next = await reader?.read();

  expect(Buffer.from(next?.value ?? []).toString()).toMatch(/^data: \{"change":\d+\}\n\n$/);
  await reader?.cancel();
});

it('redirects a permalink to the page', async () => {
  const ts = scene.slack.postAsUser({ user: 'UANA', channel: 'CSUPPORT', text: 'Hi' });
  const { permalink } = await scene.client.chat.getPermalink({ channel: 'CSUPPORT', message_ts: ts });
  const answer = await fetch(permalink ?? '', { redirect: 'manual' });

  expect(answer.headers.get('location')).toBe(`/?channel=CSUPPORT&ts=${ts}`);
});
