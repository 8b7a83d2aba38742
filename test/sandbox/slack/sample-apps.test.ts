import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type BoltAppFixture, startBoltApp } from './bolt-app.ts';

let running: BoltAppFixture;
afterEach(() => running.close());

const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** Greets, and collects a text with a command, both kinds of shortcuts, a modal and a Home tab. */
function registerStarterApp(app: App): void {
  const modal = {
    type: 'modal' as const,
    callback_id: 'sample',
    title: plain('Sample'),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'text',
        label: plain('Text'),
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      },
    ],
  };
  app.message('hello', async ({ say, message }) => {
    await say({
      text: 'Hello!',
      blocks: [
        { type: 'section', text: plain(`Hello ${'user' in message ? message.user : ''}!`) },
        { type: 'actions', elements: [{ type: 'button', action_id: 'wave', text: plain('Wave') }] },
      ],
    });
  });
  app.action('wave', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Waved.', replace_original: true });
  });
  app.command('/sample', async ({ ack, respond, command }) => {
    await ack();
    await respond(`You said ${command.text}`);
  });
  app.shortcut('sample-global', async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: modal });
  });
  app.view('sample', async ({ ack, view, client, body }) => {
    const text = view.state.values['text']?.['text']?.value ?? '';
    if (text === '?') return ack({ response_action: 'errors', errors: { text: 'Say something' } });
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `Received: ${text}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const view = { type: 'home' as const, blocks: [{ type: 'section' as const, text: plain('Welcome') }] };
    await client.views.publish({ user_id: event.user, view });
  });
}

describe('a starter app', () => {
  const scopes = ['chat:write', 'commands', 'channels:history', 'im:write'];
  const start = async () => {
    running = await startBoltApp({ scopes, botEvents: ['message.channels'] }, registerStarterApp);
    return running.slack;
  };

  it('answers a message with a button, and replaces the message when it is pressed', async () => {
    const slack = await start();
    slack.postAsUser({ user: 'UANA', channel: 'CSALES', text: 'hello there' });
    await slack.messagesDelivered();
    await expect.poll(() => slack.messages('CSALES').length).toBe(2);
    const ts = slack.messages('CSALES')[1]?.ts ?? '';

    await slack.click({ user: 'UBEN', channel: 'CSALES', ts, actionId: 'wave' });

    await expect.poll(() => slack.messages('CSALES')[1]?.text).toBe('Waved.');
  });

  it('answers a command in private', async () => {
    const slack = await start();

    await slack.command({ user: 'UANA', channel: 'CSALES', command: '/sample', text: 'this' });

    await expect.poll(() => slack.ephemerals({ user: 'UANA' }).at(-1)?.text).toBe('You said this');
  });

  it('opens a modal, rejects invalid input, and accepts valid input', async () => {
    const slack = await start();
    await slack.globalShortcut({ user: 'UANA', callbackId: 'sample-global' });
    await expect.poll(() => slack.views('UANA').length).toBe(1);
    const viewId = slack.views('UANA')[0]?.id ?? '';
    const submit = (value: string) =>
      slack.submitView({ user: 'UANA', viewId, values: { text: { text: { value } } } });

    expect((await submit('?')).errors).toEqual({ text: 'Say something' });
    await submit('done');

    expect(slack.views('UANA')).toEqual([]);
    await expect.poll(() => slack.directMessages('UANA').messages.at(-1)?.text).toBe('Received: done');
  });

  it('publishes a Home tab', async () => {
    const slack = await start();

    await slack.openHome('UBEN');

    await expect.poll(() => slack.home('UBEN')?.blocks.length).toBe(1);
  });
});

/** Keeps a list per person in its Home tab; tasks come from a message shortcut and are ticked off. */
function registerTaskApp(app: App): void {
  const tasks = new Map<string, { readonly text: string; done: boolean }[]>();
  const publish = (client: App['client'], user: string) =>
    client.views.publish({
      user_id: user,
      view: {
        type: 'home',
        blocks: (tasks.get(user) ?? []).map(({ text, done }, index) => ({
          type: 'section',
          text: plain(`${done ? '✓' : '○'} ${text}`),
          ...(done
            ? {}
            : {
                accessory: {
                  type: 'button',
                  action_id: 'finish',
                  text: plain('Finish'),
                  value: String(index),
                },
              }),
        })),
      },
    });
  app.shortcut({ callback_id: 'make-task', type: 'message_action' }, async ({ ack, shortcut, client }) => {
    await ack();
    const user = shortcut.user.id;
    tasks.set(user, [...(tasks.get(user) ?? []), { text: shortcut.message.text ?? '', done: false }]);
    const { channel, message } = shortcut;
    await client.reactions.add({ channel: channel.id, timestamp: message.ts, name: 'memo' });
    await publish(client, user);
  });
  app.action('finish', async ({ ack, body, action, client }) => {
    await ack();
    const task = tasks.get(body.user.id)?.[Number('value' in action ? action.value : -1)];
    if (task) task.done = true;
    await publish(client, body.user.id);
  });
}

describe('a task app', () => {
  it('creates a task from a message, marks the message, and ticks off the task', async () => {
    running = await startBoltApp(
      { scopes: ['commands', 'reactions:write', 'channels:history'], botEvents: [] },
      registerTaskApp,
    );
    const { slack } = running;
    const ts = slack.postAsUser({ user: 'UBEN', channel: 'CSALES', text: 'Water the plants' });

    await slack.messageShortcut({ user: 'UANA', channel: 'CSALES', ts, callbackId: 'make-task' });
    await expect.poll(() => JSON.stringify(slack.home('UANA'))).toContain('○ Water the plants');
    expect(slack.messages('CSALES')[0]?.reactions).toEqual([{ name: 'memo', users: ['U0BOT'], count: 1 }]);
    await slack.click({ user: 'UANA', actionId: 'finish', viewId: slack.home('UANA')?.id ?? '' });

    await expect.poll(() => JSON.stringify(slack.home('UANA'))).toContain('✓ Water the plants');
    expect(slack.home('UBEN')).toBeNull();
  });
});

/** Posts to every channel it is in, by name and in Markdown, and answers questions that mention it in their thread. */
function registerAnnouncementApp(app: App): void {
  const answers: Readonly<Record<string, string>> = { holidays: 'See the calendar.' };
  app.command('/announce', async ({ ack, command, client, respond }) => {
    await ack();
    const names: string[] = [];
    for await (const page of client.paginate('conversations.list', { limit: 2 })) {
      const { channels = [] } = page as { channels?: { name: string; is_member: boolean }[] };
      names.push(...channels.filter(({ is_member }) => is_member).map(({ name }) => name));
    }
    for (const name of names)
      await client.chat.postMessage({ channel: `#${name}`, markdown_text: `**News:** ${command.text}` });
    await respond(`Announced in ${names.length} channels.`);
  });
  app.event('app_mention', async ({ event, say }) => {
    const topic = Object.keys(answers).find((word) => event.text.includes(word));
    const text = topic === undefined ? 'I don’t know that one.' : (answers[topic] ?? '');
    await say({ text, thread_ts: event.thread_ts ?? event.ts });
  });
}

describe('an announcement app', () => {
  const workspace = {
    people: [{ id: 'UMIA', name: 'mia', realName: 'Mia' }],
    channels: ['general', 'design', 'launch', 'quiet'].map((name) => ({
      id: `C${name.toUpperCase()}`,
      name,
      members: name === 'quiet' ? ['UMIA'] : ['UMIA', 'U0BOT'],
    })),
    userGroups: [],
  };
  const scopes = ['chat:write', 'channels:read', 'commands', 'app_mentions:read'];

  it('pages through the channels of another workspace and posts Markdown by their names', async () => {
    running = await startBoltApp({ scopes, workspace }, registerAnnouncementApp);
    const { slack } = running;

    await slack.command({ user: 'UMIA', channel: 'CGENERAL', command: '/announce', text: 'we moved' });

    await expect.poll(() => slack.ephemerals({ user: 'UMIA' }).at(-1)?.text).toBe('Announced in 3 channels.');
    expect(slack.calls.filter(({ method }) => method === 'conversations.list')).toHaveLength(2);
    for (const channel of ['CGENERAL', 'CDESIGN', 'CLAUNCH'])
      expect(slack.messages(channel)).toMatchObject([
        { blocks: [{ type: 'markdown', text: '**News:** we moved' }] },
      ]);
    expect(slack.messages('CQUIET')).toEqual([]);
  });

  it('answers a question in its thread', async () => {
    running = await startBoltApp({ scopes, workspace, botEvents: ['app_mention'] }, registerAnnouncementApp);
    const { slack } = running;
    const ts = slack.postAsUser({ user: 'UMIA', channel: 'CDESIGN', text: '<@U0BOT> which holidays?' });
    await slack.messagesDelivered();

    await expect
      .poll(() => slack.replies('CDESIGN', ts).map(({ text }) => text))
      .toEqual(['See the calendar.']);
  });
});
