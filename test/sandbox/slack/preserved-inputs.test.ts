import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleForm, samplePlainText } from './sample-blocks.ts';
import { type LocalSlackFixture, slackErrorOf, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
beforeEach(async () => {
  scene = await startLocalSlackFixture();
});
afterEach(() => scene.close());

/** A form with one such input, in block `why` unless said otherwise. */
const viewWithInput = (element: object, block = 'why') => ({
  ...sampleForm,
  blocks: [
    {
      type: 'input',
      block_id: block,
      label: samplePlainText('Why'),
      element: { type: 'plain_text_input', action_id: 'reason', ...element },
    },
  ],
});

async function open(view: object): Promise<string> {
  const { triggerId } = await scene.slack.command({
    user: 'UANA',
    channel: 'CSUPPORT',
    command: '/reseller-check',
    text: 'A-S1',
  });
  await scene.client.apiCall('views.open', { trigger_id: triggerId, view });
  return scene.slack.views('UANA').at(-1)?.id ?? '';
}

const update = (view_id: string, view: object) => scene.client.apiCall('views.update', { view_id, view });
const submit = (viewId: string, value?: string) =>
  scene.slack.submitView({
    user: 'UANA',
    viewId,
    ...(value === undefined ? {} : { values: { why: { reason: { value } } } }),
  });
/** Returns the input values in the last payload that the app received. */
const submittedValues = () =>
  (scene.received.at(-1) as { view: { state: { values: object } } }).view.state.values;

describe('an input of a modal that is updated', () => {
  it('keeps the first initial value as long as its ids stay the same', async () => {
    const id = await open(viewWithInput({ initial_value: 'old' }));
    await update(id, viewWithInput({ initial_value: 'new' }));
    await submit(id);

    expect(submittedValues()).toMatchObject({ why: { reason: { value: 'old' } } });
  });

  it('gets the new initial value under a new id', async () => {
    const id = await open(viewWithInput({ initial_value: 'old' }));
    await update(id, viewWithInput({ initial_value: 'new' }, 'why-2'));
    await submit(id);

    expect(submittedValues()).toEqual({ 'why-2': { reason: { type: 'plain_text_input', value: 'new' } } });
  });

  it('gets the new initial value when its type has changed', async () => {
    const id = await open(viewWithInput({ initial_value: 'old' }));
    await update(id, viewWithInput({ type: 'number_input', is_decimal_allowed: false, initial_value: '7' }));
    await submit(id);

    expect(submittedValues()).toMatchObject({ why: { reason: { type: 'number_input', value: '7' } } });
  });
});

describe('a form', () => {
  const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' };

  it.each([
    [number, 'many'],
    [number, '2.5'],
    [number, '0'],
    [number, '10'],
    [{ type: 'url_text_input' }, 'ticket'],
    [{ type: 'email_text_input' }, 'ana'],
  ])('with %j cannot be submitted with %j', async (element, value) => {
    const id = await open(viewWithInput(element));

    await expect(submit(id, value)).rejects.toThrow('does not hold what it asks for');
  });

  it.each([
    [number, '9'],
    [{ ...number, is_decimal_allowed: true }, '2.5'],
    [{ type: 'url_text_input' }, 'https://crm.example/1'],
  ])('with %j can be submitted with %j', async (element, value) => {
    const id = await open(viewWithInput(element));
    await submit(id, value);

    expect(submittedValues()).toMatchObject({ why: { reason: { value } } });
  });

  it('is refused when its limits are not text', async () => {
    const id = await open(sampleForm);

    expect(await slackErrorOf(update(id, viewWithInput({ ...number, min_value: 1 })))).toBe(
      'invalid_arguments',
    );
  });
});
