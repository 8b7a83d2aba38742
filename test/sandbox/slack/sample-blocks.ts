export const samplePlainText = (text: string) => ({ type: 'plain_text' as const, text });

const button = (value: string) => ({
  type: 'button',
  action_id: 'step-done',
  text: samplePlainText(value),
  value,
});

/** A message with two buttons of the same action id, `one` and `two`. */
export const sampleCard = {
  text: 'Card',
  blocks: [
    { type: 'actions', elements: [button('one')] },
    { type: 'actions', elements: [button('two')] },
  ],
};

const reason = { type: 'plain_text_input', action_id: 'reason', max_length: 10 };

/** A modal with one input: block `why`, action `reason`, at most ten characters. */
export const sampleForm = {
  type: 'modal' as const,
  callback_id: 'handoff-draft',
  title: samplePlainText('Draft'),
  submit: samplePlainText('Post'),
  blocks: [{ type: 'input', block_id: 'why', label: samplePlainText('Why'), element: reason }],
};
