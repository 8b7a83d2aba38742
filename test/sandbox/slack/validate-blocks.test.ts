import { describe, expect, it } from 'vitest';
import {
  validateBlocks,
  validateMrkdwn,
  validateView,
} from '../../../scripts/sandbox/slack/validate-blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (value: string, text = value) => ({ text: plain(text), value });
const select = (more: object = {}) => ({ type: 'static_select', options: [option('a')], ...more });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Why'),
  element,
  ...more,
});
const times = (count: number, make: (index: number) => object) =>
  Array.from({ length: count }, (_, i) => make(i));

describe('blocks that Slack accepts', () => {
  it.each([
    ['a section of 3,000 characters', section('x'.repeat(3000))],
    ['3,000 characters outside the basic plane', section('😀'.repeat(3000))],
    ['ten fields', { type: 'section', fields: times(10, () => mrkdwn('x'.repeat(2000))) }],
    ['a header', { type: 'header', text: plain('x'.repeat(150)) }],
    ['25 buttons', actions(...times(25, (i) => button({ action_id: `go-${i}` })))],
    [
      'a button with everything',
      actions(button({ value: 'v'.repeat(2000), url: 'https://a.example', style: 'danger' })),
    ],
    ['a confirmed button', actions(button({ confirm: { title: plain('Sure?'), text: mrkdwn('*Really*') } }))],
    ['a menu that starts with an option', actions(select({ initial_option: option('a') }))],
    ['an empty input', input({ type: 'plain_text_input', initial_value: '' })],
    ['a divider', { type: 'divider' }],
    ['ten small things', { type: 'context', elements: times(10, () => mrkdwn('x')) }],
    [
      'a container',
      { type: 'container', title: plain('More'), child_blocks: [section('x')], is_collapsible: true },
    ],
  ])('%s', (_name, block) => {
    expect(validateBlocks([block], 'message')).toEqual([]);
  });
});

describe('blocks that Slack refuses', () => {
  it.each([
    ['an empty text', section(''), 'more than 0 characters'],
    ['a long section', section('x'.repeat(3001)), 'less than 3001'],
    ['a section of nothing', { type: 'section' }, 'text or fields'],
    ['a long field', { type: 'section', fields: [mrkdwn('x'.repeat(2001))] }, 'less than 2001'],
    ['eleven fields', { type: 'section', fields: times(11, () => mrkdwn('x')) }, 'no more than 10'],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, 'unsupported type: mrkdwn'],
    ['a long header', { type: 'header', text: plain('x'.repeat(151)) }, 'less than 151'],
    ['a long button', actions(button({ text: plain('x'.repeat(76)) })), 'less than 76'],
    ['a long value', actions(button({ value: 'x'.repeat(2001) })), 'less than 2001'],
    ['a long address', actions(button({ url: `https://a.example/${'x'.repeat(3000)}` })), 'less than 3001'],
    ['a long label', actions(button({ accessibility_label: 'x'.repeat(76) })), 'less than 76'],
    ['a strange style', actions(button({ style: 'default' })), 'one of primary, danger'],
    ['a long question', actions(button({ confirm: { text: mrkdwn('x'.repeat(301)) } })), 'less than 301'],
    ['26 buttons', actions(...times(26, (i) => button({ action_id: `go-${i}` }))), 'no more than 25'],
    ['no buttons', actions(), 'no fewer than 1'],
    [
      'one action id twice in a block',
      actions(button(), button()),
      'action_id go in one block already exists',
    ],
    ['a long action id', actions(button({ action_id: 'x'.repeat(256) })), 'less than 256'],
    ['an unknown element', actions({ type: 'slider' }), 'unsupported type: slider'],
    ['a text field among buttons', actions({ type: 'plain_text_input' }), 'unsupported type'],
    ['an unknown block', { type: 'hero' }, 'unsupported type: hero'],
    ['a misspelt property', { ...section('x'), acessory: button() }, 'invalid additional property: acessory'],
    ['eleven small things', { type: 'context', elements: times(11, () => mrkdwn('x')) }, 'no more than 10'],
    [
      'an image without words',
      { type: 'image', image_url: 'https://a.example/i.png' },
      'missing required field: alt_text',
    ],
    ['an image of nothing', { type: 'image', alt_text: 'A' }, 'either image_url or slack_file'],
    ['a menu without options', actions({ type: 'static_select' }), 'either options or option_groups'],
    ['101 options', actions(select({ options: times(101, (i) => option(`${i}`)) })), 'no more than 100'],
    ['a long option', actions(select({ options: [option('a', 'x'.repeat(76))] })), 'less than 76'],
    ['a long option value', actions(select({ options: [option('x'.repeat(76))] })), 'less than 76'],
    [
      'an initial option of another menu',
      actions(select({ initial_option: option('b') })),
      'must be one of the options',
    ],
    [
      'eleven ticks',
      actions({ type: 'checkboxes', options: times(11, (i) => option(`${i}`)) }),
      'no more than 10',
    ],
    [
      'six in an overflow',
      actions({ type: 'overflow', options: times(6, (i) => option(`${i}`)) }),
      'no more than 5',
    ],
    ['a long placeholder', actions(select({ placeholder: plain('x'.repeat(151)) })), 'less than 151'],
    ['an alert', { type: 'alert', text: plain('x') }, 'alert is not allowed in a message'],
    ['an open bracket', section('a < b'), 'unescaped < or >'],
    ['half an entity', section('Smith &am'), 'broken &'],
  ])('%s', (_name, block, complaint) => {
    expect(validateBlocks([block], 'message').join('\n')).toContain(complaint);
  });

  it('counts 50 blocks in a message and 100 in a modal', () => {
    const blocks = times(51, () => ({ type: 'divider' }));

    expect(validateBlocks(blocks, 'message')).toHaveLength(1);
    expect(validateBlocks(blocks, 'modal')).toEqual([]);
    expect(validateBlocks([...blocks, ...blocks], 'home')).toHaveLength(1);
  });

  it('requires unique block ids, also inside a container', () => {
    const twin = { type: 'divider', block_id: 'b' };
    const inside = { type: 'container', title: plain('More'), child_blocks: [twin] };

    expect(validateBlocks([twin, twin], 'message')).toHaveLength(1);
    expect(validateBlocks([twin, inside], 'message')).toHaveLength(1);
  });

  it('reports the path of the problem', () => {
    const [complaint] = validateBlocks([section('ok'), actions(button({ text: plain('') }))], 'message');

    expect(complaint).toContain('[json-pointer:/blocks/1/elements/0/text/text]');
  });
});

describe('mrkdwn', () => {
  it.each([
    '<https://a.example/?a=1&b=2|Zuora &amp; more>',
    '<@UANA> and <#CSALES|sales>',
    '<!subteam^SSUPPORT> <!here>',
    '<!date^1750000000^{date_short_pretty} {time}|June>',
    '<mailto:a@b.example|a@b.example>',
    '> quoted &lt;tag&gt;',
  ])('accepts %s', (text) => {
    expect(validateMrkdwn(text)).toEqual([]);
  });

  it.each([
    'Resell <Co>',
    'a > b',
    '<https://a.example|cut',
    'AT&T',
    '<https://a.example|AT&T>',
    '<@nobody>',
    '<!date^x^{date}|June>',
  ])('refuses %s', (text) => {
    expect(validateMrkdwn(text)).not.toEqual([]);
  });
});

describe('views', () => {
  const modal = (more: object = {}) => ({
    type: 'modal',
    title: plain('Check'),
    blocks: [section('x')],
    ...more,
  });

  it('accepts a modal and a Home tab', () => {
    const home = { type: 'home', blocks: [section('x')] };

    expect([validateView(modal()), validateView(home)]).toEqual([[], []]);
  });

  it.each([
    ['no title', { title: undefined }, 'missing required field: title'],
    ['a long title', { title: plain('x'.repeat(25)) }, 'less than 25'],
    ['a long submit', { submit: plain('x'.repeat(25)) }, 'less than 25'],
    ['a long close', { close: plain('x'.repeat(25)) }, 'less than 25'],
    ['much private metadata', { private_metadata: 'x'.repeat(3001) }, 'less than 3001'],
    ['a long callback id', { callback_id: 'x'.repeat(256) }, 'less than 256'],
    ['101 blocks', { blocks: times(101, () => ({ type: 'divider' })) }, 'no more than 100'],
    ['inputs without submit', { blocks: [input({ type: 'plain_text_input' })] }, 'submit is required'],
    ['250 KB', { blocks: times(90, () => section('é'.repeat(3000))) }, 'too large'],
    [
      'a container',
      { blocks: [{ type: 'container', title: plain('x'), child_blocks: [section('x')] }] },
      'not allowed',
    ],
  ])('refuses a modal with %s', (_name, more, complaint) => {
    expect(validateView(modal(more)).join('\n')).toContain(complaint);
  });
});
