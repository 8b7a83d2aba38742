import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../../src/slack/ids.ts';
import { createAcknowledgementReplies } from '../../../src/slack/ingress/acknowledgement-replies.ts';
import { visibleTexts } from '../../../src/slack/ingress/message-text.ts';
import { createRequestParser } from '../../../src/slack/ingress/parse-request.ts';

const parseRequest = createRequestParser({
  hosts: {
    ticket: ['gitlab.zendesk.com'],
    refused: ['federal-support.gitlab.com'],
    defaultTicketHost: 'gitlab.zendesk.com',
  },
  replies: createAcknowledgementReplies({
    supportChannels: [],
    ticketHosts: ['gitlab.zendesk.com'],
    messages: 'post',
  }),
});

/** Returns the lookup target that the message shortcut finds in a message with these fields. */
function targetOf(message: Record<string, unknown>): unknown {
  const body = {
    type: 'message_action',
    callback_id: 'check-ticket',
    user: { id: 'U1' },
    team: { id: 'T1' },
    channel: { id: 'C1' },
    message_ts: '1.2',
    trigger_id: 't',
    response_url: 'https://hooks.slack.com/actions/1',
    message,
  };
  return parseRequest(body).toPersist?.body['target'];
}

const LINK = 'https://gitlab.zendesk.com/agent/tickets/48211';
const TICKET = { kind: 'one', subject: { kind: 'ticket', id: '48211' } };
const NOTHING = { kind: 'nothing', invalidReferences: [] };

describe('The message shortcut', () => {
  const richText = (elements: unknown[]) => ({
    type: 'rich_text',
    block_id: 'b1',
    elements: [{ type: 'rich_text_list', elements: [{ type: 'rich_text_section', elements }] }],
  });

  it.each<[string, Record<string, unknown>]>([
    ['its text', { text: `Resold? <${LINK}>` }],
    ['the end of a long text', { text: `${'a long forwarded mail '.repeat(1_500)}<${LINK}>` }],
    ['a list in rich text', { text: '', blocks: [richText([{ type: 'link', url: LINK, text: 'this' }])] }],
    ['a section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `<${LINK}|open>` } }] }],
    ['fields', { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'Ticket #48211' }] }] }],
    [
      'a button',
      { blocks: [{ type: 'actions', elements: [{ type: 'button', url: LINK, value: 'A-S00000001' }] }] },
    ],
    ['an attachment', { attachments: [{ title: 'Ticket', title_link: LINK, id: 1 }] }],
    ["an attachment's field", { attachments: [{ fields: [{ title: 'Ticket', value: LINK, short: true }] }] }],
    [
      'a message that was shared',
      {
        attachments: [
          { message_blocks: [{ message: { blocks: [richText([{ type: 'text', text: LINK }])] } }] },
        ],
      },
    ],
    ['a forwarded e-mail', { files: [{ mode: 'email', plain_text: `See ${LINK}` }] }],
    ["an e-mail's preview", { files: [{ mode: 'email', preview: `<a href="${LINK}">see</a>` }] }],
    ['the link beside an address', { text: `<${LINK}> same as what it@other.example had, A-S00000002` }],
  ])('reads %s', (_, message) => {
    expect(targetOf(message)).toMatchObject(TICKET);
  });

  it.each<[string, Record<string, unknown>]>([
    ['ids', { client_msg_id: 'A-S00000001', user: 'A00000001', bot_id: '#48211', text: '' }],
    [
      'block ids and values',
      {
        blocks: [
          {
            type: 'actions',
            block_id: 'A-S00000001',
            elements: [{ type: 'button', action_id: 'A-S00000002', value: '#48211' }],
          },
        ],
      },
    ],
    [
      'file names',
      { files: [{ mode: 'hosted', name: 'A-S00000001.pdf', title: '#48211', plain_text: LINK }] },
    ],
    [
      'the alternative text of a picture, which is often its file name',
      { blocks: [{ type: 'image', image_url: 'https://files.example/1', alt_text: 'A-S00000001.png' }] },
    ],
    [
      'mail headers',
      {
        files: [
          {
            mode: 'email',
            name: 'A-S00000001',
            subject: '#48211',
            from: [{ address: 'it@other.example', original: 'it@other.example' }],
            headers: { message_id: '<x@other.example>' },
          },
        ],
      },
    ],
    ['metadata', { metadata: { event_payload: { subscriptions: 'A-S00000001=direct' } } }],
  ])('does not read %s', (_, message) => {
    expect(targetOf(message)).toMatchObject(NOTHING);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a file name', { text: LINK, files: [{ name: 'federal-support.gitlab.com' }] }],
    [
      'a button value',
      { text: LINK, blocks: [{ elements: [{ value: 'https://federal-support.gitlab.com/x' }] }] },
    ],
    [
      'a mail header',
      { text: LINK, files: [{ mode: 'email', to: [{ address: 'a@federal-support.gitlab.com' }] }] },
    ],
    ['the end', { text: `${LINK} ${'x '.repeat(20_000)} federal-support.gitlab.com` }],
  ])('refuses the message when %s names a refused host', (_, message) => {
    expect(targetOf(message)).toEqual({ kind: 'refused', host: 'federal-support.gitlab.com' });
  });

  it.each([
    ['<p>See the picture</p><img src="cid:part1.abc@mail.example" alt="it@harbour.example">', 'nothing'],
    ['<p title="it@harbour.example">A-S00900001</p>', 'A-S00900001'],
    [
      '<a class="x@y.example" href="https://gitlab.zendesk.com/agent/tickets/48211?a=1&amp;b=2">it</a>',
      '48211',
    ],
    ['<a href="mailto:it@harbour.example">Write to us</a>', 'it@harbour.example'],
    ['From: IT <it@harbour.example>', 'it@harbour.example'],
  ])('reads the visible text and the links of an e-mail: %s', (simplified_html, found) => {
    expect(JSON.stringify(targetOf({ text: '', files: [{ mode: 'email', simplified_html }] }))).toContain(
      found,
    );
  });

  it('terminates on a message that contains itself', () => {
    let blocks: unknown = [{ type: 'section', text: { text: LINK } }];
    for (let depth = 0; depth < 30_000; depth += 1) blocks = [{ elements: blocks }];

    expect(visibleTexts({ text: 'x', blocks })).toEqual(['x']);
    expect(targetOf({ text: LINK, blocks: Array.from({ length: 300_000 }, () => 0) })).toMatchObject(TICKET);
  });
});

describe('A command', () => {
  const answer = (text: string): string => {
    const body = {
      command: '/reseller-check',
      user_id: 'U1',
      team_id: 'T1',
      channel_id: 'C1',
      trigger_id: 't',
      response_url: 'https://hooks.slack.com/commands/1',
      text,
    };
    return JSON.stringify(parseRequest(body));
  };

  it('starts the check and names the ignored words', () => {
    const said = answer('A-S00900001 renewal quickly INV00048213 x1@y FY24 z');

    expect(said).toContain('Checking subscription A-S00900001');
    expect(said).toContain('I ignored “INV00048213”, “quickly”, “FY24”, “z” and 1 more');
    expect(said).toContain('Topics: sign-in,');
    expect(said).toContain('"topic":"direct-renewal"');
    expect(said).not.toContain('x1@y');
  });

  it('does not call an ignored topic unknown', () => {
    const said = answer('A-S00900001 sign-in renewal');

    expect(said).toContain('A check has one topic; I used the last one and ignored “sign-in”.');
    expect(said).not.toContain('I ignored');
    expect(answer('A-S00900001 sign-in renewal quickly')).toContain('I ignored “quickly”');
  });

  it('with several references names the ignored words, too', () => {
    const said = answer('A-S00900001 A-S00900002 quickly');

    expect(said).toContain('Which one is it?');
    expect(said).toContain('I ignored “quickly”');
  });

  it.each(['help', '`help`', '“Help”', ''])('returns the help for “%s”', (text) => {
    expect(answer(text)).toContain('Topics: sign-in');
    expect(answer(text)).toContain('\\n');
  });

  it('names no ignored words when there are none', () => {
    expect(answer('please check sign in for subscription A-S00900001')).not.toContain('ignored');
  });
});

describe('A message typed to the bot', () => {
  it.each([
    ['Halden Mills Ltd', 'name'],
    ['halden-mills.example', 'domain'],
    ['halden-mills/platform', 'namespace'],
  ])('is stored without its text: %s', (text, kind) => {
    const event = { type: 'message', channel_type: 'im', user: 'U1', channel: 'D1', ts: '1.2', text };
    const stored = parseRequest({ type: 'event_callback', team_id: 'T1', event }).toPersist;

    expect(stored?.body['target']).toMatchObject({ invalidReferences: [{ kind, written: '' }] });
    expect(JSON.stringify(stored)).not.toMatch(/halden/i);
  });
});

describe('A form', () => {
  it('with the topic license-upload does not read a number as a ticket', () => {
    const values = {
      what: { what: { value: '1234567' } },
      topic: { topic: { selected_option: { value: 'license-upload' } } },
    };
    const view = { id: 'V1', callback_id: VIEWS.checkForm, state: { values } };

    const said = JSON.stringify(
      parseRequest({
        type: 'view_submission',
        trigger_id: 't',
        user: { id: 'U1' },
        team: { id: 'T1' },
        view,
      }),
    );

    expect(said).toContain('1234567 looks like a licence number');
    expect(said).not.toContain('#1234567');
  });
});
