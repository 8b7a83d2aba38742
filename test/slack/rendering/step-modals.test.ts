import { describe, expect, it } from 'vitest';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { renderLoadingModal } from '../../../src/slack/rendering/form-modal.ts';
import {
  renderOverrideModal,
  renderStepValueModal,
  renderUndoModal,
} from '../../../src/slack/rendering/step-modals.ts';
import { textsOf } from './rendered-blocks.ts';

const ids = { caseId: 'c0123456789abcde', stepId: 'chatter' };

describe('the forms about a step', () => {
  it('ask for a link with an example, and store ids only', () => {
    const view = renderStepValueModal({ ...ids, asks: 'the link to the Chatter post' });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'step-value', private_metadata: JSON.stringify(ids) });
    expect(view.blocks).toMatchObject([
      {
        block_id: 'value',
        label: { text: 'The link to the Chatter post' },
        hint: { text: expect.stringContaining('Example: https://') },
        optional: true,
        element: { type: 'url_text_input', action_id: 'value' },
      },
      { block_id: 'reason', optional: true, element: { type: 'plain_text_input', action_id: 'reason' } },
    ]);
  });

  it('ask for the reason of an undo', () => {
    const view = renderUndoModal({ ...ids, number: 3 });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'undo-reason', private_metadata: JSON.stringify(ids) });
    expect(view.blocks).toMatchObject([
      { block_id: 'reason', label: { text: 'Why is step 3 not done?' }, element: { action_id: 'reason' } },
    ]);
  });

  it('say before an override that a second person must approve it and that it is recorded', () => {
    const view = renderOverrideModal({ ...ids, number: 3, sharedCard: true });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'override-reason', private_metadata: JSON.stringify(ids) });
    expect(textsOf(view.blocks as never)[0]).toMatch(/second person must approve the override.+recorded/);
    expect(view.blocks[1]).toMatchObject({
      block_id: 'reason',
      label: { text: 'Why should step 3 be done anyway?' },
      element: { action_id: 'reason' },
    });
  });

  it('name no step number when the step is no longer on the card', () => {
    const view = renderUndoModal({ ...ids, number: 0 });

    expect(view.blocks).toMatchObject([{ label: { text: 'Why is this step not done?' } }]);
  });

  it('have a placeholder for what takes longer than Slack waits', () => {
    const view = renderLoadingModal('A title that is far too long for Slack');

    expect(validateView(view)).toEqual([]);
    expect(view.title.text).toBe('A title that is far too…');
  });
});
