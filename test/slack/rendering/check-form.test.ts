import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { renderCheckForm } from '../../../src/slack/rendering/check-form.ts';
import { textsOf } from './rendered-blocks.ts';

describe('the check form', () => {
  it('asks for one thing and, if known, the topic and the requester', () => {
    const view = renderCheckForm();

    expect(validateView(view)).toEqual([]);
    expect(view.callback_id).toBe('check-form');
    expect(view.blocks).toMatchObject([
      {
        block_id: 'what',
        element: { action_id: 'what' },
        hint: { text: expect.stringContaining('A-S00012345') },
      },
      { block_id: 'topic', optional: true, element: { action_id: 'topic' } },
      {
        block_id: 'requester',
        optional: true,
        element: { options: [{ value: 'customer' }, { value: 'reseller' }, { value: 'internal' }] },
      },
    ]);
  });

  it('contains the known values', () => {
    const view = renderCheckForm({
      initial: { what: '#48211 ', topic: 'direct-renewal', requester: 'reseller' },
    });

    expect(validateView(view)).toEqual([]);
    expect(view.blocks).toMatchObject([
      { element: { initial_value: '#48211 ' } },
      { element: { initial_option: { value: 'direct-renewal' } } },
      { element: { initial_option: { value: 'reseller' } } },
    ]);
  });

  it('shows the error, whatever was typed', () => {
    const view = renderCheckForm({ problem: '<!channel> is no number' });

    expect(validateView(view)).toEqual([]);
    expect(textsOf(view.blocks as never)[0]).toBe('*Please change this:* &lt;!channel&gt; is no number');
  });
});
