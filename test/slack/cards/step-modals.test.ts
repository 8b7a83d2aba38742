import { describe, expect, it } from '@jest/globals';
import { validateView } from '../../../scripts/sandbox/slack/validate-blocks.ts';
import { loadingModal } from '../../../src/slack/cards/loading-modal.ts';
import { overrideModal, stepValueModal, undoModal } from '../../../src/slack/cards/step-modals.ts';
import { textsOf } from './drawn.ts';

const ids = { caseId: 'c0123456789abcde', stepId: 'chatter' };

describe('the forms about a step', () => {
  it('ask for a link with an example, and carry ids only', () => {
    const view = stepValueModal({ ...ids, asks: 'the link to the Chatter post' });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'step-value', private_metadata: JSON.stringify(ids) });
    expect(view.blocks).toMatchObject([
      {
        block_id: 'value',
        label: { text: 'The link to the Chatter post' },
        hint: { text: expect.stringContaining('Example: https://') },
        element: { type: 'url_text_input', action_id: 'value' },
      },
    ]);
  });

  it('ask why a tick is taken back', () => {
    const view = undoModal({ ...ids, number: 3 });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'undo-reason', private_metadata: JSON.stringify(ids) });
    expect(view.blocks).toMatchObject([
      { block_id: 'reason', label: { text: 'Why is step 3 not done?' }, element: { action_id: 'reason' } },
    ]);
  });

  it('say before an override that a second person must agree and that it is written down', () => {
    const view = overrideModal({ ...ids, number: 3 });

    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'override-reason', private_metadata: JSON.stringify(ids) });
    expect(textsOf(view.blocks as never)[0]).toMatch(/second person must agree first.+written down/);
    expect(view.blocks[1]).toMatchObject({
      block_id: 'reason',
      label: { text: 'Why should step 3 be done all the same?' },
      element: { action_id: 'reason' },
    });
  });

  it('name no number when the step has left the card', () => {
    const view = undoModal({ ...ids, number: 0 });

    expect(view.blocks).toMatchObject([{ label: { text: 'Why is this step not done?' } }]);
  });

  it('have a placeholder for what takes longer than Slack waits', () => {
    const view = loadingModal('A title that is far too long for Slack');

    expect(validateView(view)).toEqual([]);
    expect(view.title.text).toBe('A title that is far too…');
  });
});
