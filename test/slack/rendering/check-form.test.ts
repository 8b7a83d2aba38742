import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { renderCheckForm } from '../../../src/slack/rendering/check-form.ts';
import { textsOf } from './rendered-blocks.ts';

describe('the form that asks what to check', () => {
  it('asks for one thing and, if known, the topic', () => {
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
    ]);
  });

  it('starts with a topic that is known', () => {
    const view = renderCheckForm({ initial: { topic: 'direct-renewal' } });

    expect(view.blocks.at(-1)).toMatchObject({ element: { initial_option: { value: 'direct-renewal' } } });
  });

  it('says what was wrong, whatever was written', () => {
    const view = renderCheckForm({ problem: '<!channel> is no number' });

    expect(validateView(view)).toEqual([]);
    expect(textsOf(view.blocks as never)[0]).toBe('*Please change this:* &lt;!channel&gt; is no number');
  });
});
