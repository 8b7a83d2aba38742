import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { literalFragment } from '../../../src/domain/text-fragments.ts';
import { section } from '../../../src/slack/block-kit/blocks.ts';
import { defineForm } from '../../../src/slack/forms/form.ts';

const FORM = defineForm({
  callbackId: 'order',
  title: 'Order',
  submit: 'Send',
  fields: {
    wish: {
      kind: 'text',
      label: 'Wish',
      hint: 'Example: soon',
      maxLength: 10,
      minLength: 2,
      multiline: true,
    },
    link: { kind: 'link', label: 'Link', optional: true },
    count: { kind: 'number', label: 'Count', optional: true },
    size: { kind: 'radio', label: 'Size', options: [{ text: 'Small', value: 's' }] },
    colleague: { kind: 'user', label: 'Colleague', optional: true },
    place: { kind: 'menu', label: 'Place', placeholder: 'Choose one', options: [] },
  },
});

const PLACES = [
  { text: 'Here', value: 'h' },
  { text: 'There', value: 't' },
];

/** The state of a view as Slack submits it. */
function submission(values: Readonly<Record<string, unknown>>): unknown {
  const state = Object.entries(values).map(([name, value]) => [name, { [name]: value }]);
  return { view: { state: { values: Object.fromEntries(state) } } };
}

describe('a form', () => {
  it('is a valid modal with its fields in their order', () => {
    const view = FORM.render({ ids: { caseId: 'c1' }, options: { place: PLACES } });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({
      callback_id: 'order',
      private_metadata: '{"caseId":"c1"}',
      title: { text: 'Order' },
    });
    expect(view.blocks).toMatchObject([
      {
        block_id: 'wish',
        element: { type: 'plain_text_input', action_id: 'wish', max_length: 10, min_length: 2 },
      },
      { block_id: 'link', optional: true, element: { type: 'url_text_input', action_id: 'link' } },
      { block_id: 'count', optional: true, element: { type: 'number_input', action_id: 'count' } },
      { block_id: 'size', element: { type: 'radio_buttons', action_id: 'size' } },
      { block_id: 'colleague', optional: true, element: { type: 'users_select', action_id: 'colleague' } },
      { block_id: 'place', element: { type: 'static_select', placeholder: { text: 'Choose one' } } },
    ]);
  });

  it('shows initial values, a text no longer than its field', () => {
    const values = { wish: 'a very long wish', link: 'https://a.example', count: 0, size: 's', place: 't' };

    const { blocks } = FORM.render({ values, options: { place: PLACES } });

    expect(blocks).toMatchObject([
      { element: { initial_value: 'a very lo…' } },
      { element: { initial_value: 'https://a.example' } },
      { element: { initial_value: '0' } },
      { element: { initial_option: { value: 's' } } },
      { block_id: 'colleague' },
      { element: { initial_option: { value: 't' } } },
    ]);
  });

  it('hides fields, takes labels at rendering time, and shows blocks above the fields', () => {
    const { title, blocks } = FORM.render({
      title: 'Another order',
      hidden: ['link', 'size', 'colleague', 'place'],
      texts: { count: { label: 'How many?', hint: 'Example: 3' } },
      above: [section([literalFragment('Read this')])],
    });

    expect(title.text).toBe('Another order');
    expect(blocks).toMatchObject([
      { type: 'section' },
      { block_id: 'wish', label: { text: 'Wish' } },
      { block_id: 'count', label: { text: 'How many?' }, hint: { text: 'Example: 3' } },
    ]);
  });

  it('puts the cursor in the first field by default', () => {
    const focused = ({ blocks }: ReturnType<typeof FORM.render>) =>
      blocks
        .filter((block) => 'element' in block && 'focus_on_load' in block.element)
        .map((block) => block.block_id);

    expect(focused(FORM.render({ options: { place: PLACES } }))).toEqual(['wish']);
    expect(focused(FORM.render({ hidden: ['wish', 'place'], focus: 'size' }))).toEqual(['size']);
  });

  it('returns submitted values by the names of its fields', () => {
    const values = FORM.read(
      submission({
        wish: { value: 'soon' },
        count: { value: null },
        size: { selected_option: { value: 's' } },
      }),
    );

    expect([values.text('wish'), values.text('count'), values.option('size')]).toEqual(['soon', '', 's']);
    expect([values.has('count'), values.has('place'), values.option('place')]).toEqual([true, false, null]);
    expect(FORM.read(submission({ colleague: { selected_user: 'UBEN' } })).user('colleague')).toBe('UBEN');
  });

  it.each([null, 'text', {}, { view: { state: { values: { wish: { wish: 'text' }, size: [] } } } }])(
    'returns no values for %j',
    (body) => {
      const values = FORM.read(body);

      expect([values.text('wish'), values.option('size')]).toEqual(['', null]);
    },
  );
});
