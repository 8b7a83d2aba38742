import { describe, expect, it } from '@jest/globals';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { checkForm } from '../../../src/slack/cards/check-form.ts';
import { textsOf } from './drawn.ts';

describe('the form that asks what to check', () => {
  it('asks for one thing and, if known, the topic', () => {
    const view = checkForm();

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
    const view = checkForm({ initial: { topic: 'direct-renewal' } });

    expect(view.blocks.at(-1)).toMatchObject({ element: { initial_option: { value: 'direct-renewal' } } });
  });

  it('says what was wrong, whatever was written', () => {
    const view = checkForm({ problem: '<!channel> is no number' });

    expect(validateView(view)).toEqual([]);
    expect(textsOf(view.blocks as never)[0]).toBe('*Please change this:* &lt;!channel&gt; is no number');
  });
});
