import type { KnownBlock, ModalView } from '@slack/types';
import { REQUESTER_SIDES, type RequesterSide } from '../../domain/case-facts.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, phrase } from '../../domain/text-fragments.ts';
import { TOPICS, type Topic } from '../../domain/topics.ts';
import { REQUESTER_LABELS, TOPIC_LABELS } from '../../words/fact-labels.ts';
import { formExpiredText } from '../../words/replies.ts';
import { actions, button, plainTextObject, section, staticSelect } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { ACTIONS, VIEWS } from '../ids.ts';

export interface CheckFormOptions {
  readonly initial?: {
    /** Text of the field for the reference. */
    readonly what?: string;
    readonly topic?: Topic | undefined;
    readonly requester?: RequesterSide | undefined;
  };
  /** Error of the previous submission, as a sentence. */
  readonly problem?: string;
}

/** Renders the form for a check. Its values are submitted as `what.what`, `topic.topic` and `requester.requester`. */
export function renderCheckForm({ initial = {}, problem }: CheckFormOptions = {}): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.checkForm,
    title: plainTextObject('Reseller Check', 24),
    submit: plainTextObject('Check', 24),
    close: plainTextObject('Cancel', 24),
    blocks: [
      ...(problem ? [section(phrase`${bold(phrase`Please change this:`)} ${problem}`)] : []),
      referenceInput(initial.what),
      topicInput(initial.topic),
      requesterInput(initial.requester),
    ],
  };
}

function referenceInput(initial: string | undefined): KnownBlock {
  return {
    type: 'input',
    block_id: 'what',
    label: plainTextObject('What to check', 100),
    hint: plainTextObject(
      'A subscription or account number, a Salesforce account id or link, an e-mail address, or a ticket link. Example: A-S00012345',
      200,
    ),
    element: {
      type: 'plain_text_input',
      action_id: 'what',
      multiline: false,
      max_length: 500,
      placeholder: plainTextObject('A-S00012345', 150),
      focus_on_load: true,
      ...(initial === undefined ? {} : { initial_value: initial }),
    },
  };
}

function topicInput(initial: Topic | undefined): KnownBlock {
  const options = TOPICS.map((topic) => ({ text: TOPIC_LABELS[topic], value: topic }));
  return {
    type: 'input',
    block_id: 'topic',
    optional: true,
    label: plainTextObject('Topic of the ticket', 100),
    element: staticSelect({
      actionId: 'topic',
      placeholder: 'Choose if you know it',
      options,
      initialValue: initial,
    }),
  };
}

function requesterInput(initial: RequesterSide | undefined): KnownBlock {
  const sides = REQUESTER_SIDES.filter((side) => side !== 'unknown');
  return {
    type: 'input',
    block_id: 'requester',
    optional: true,
    label: plainTextObject('Who wrote the ticket', 100),
    element: staticSelect({
      actionId: 'requester',
      placeholder: 'Choose if the ticket does not show it',
      options: sides.map((side) => ({ text: REQUESTER_LABELS[side], value: side })),
      initialValue: initial,
    }),
  };
}

/**
 * Renders a message with a button that opens the form, for when the trigger expired before it could open. The form starts
 * with the values of `context`.
 */
export function renderReopenFormMessage(context: ChoiceContext = {}): FormMessage {
  const open = { text: 'Open the form', accessibilityLabel: 'Open the Reseller Check form' };
  return renderFormMessage(formExpiredText(), { ...open, context });
}

/** Renders the question which subscription a ticket is about, with a button to enter it. */
export function renderSubscriptionNeeded({ sentence, context }: SubscriptionNeeded): FormMessage {
  const open = {
    text: 'Enter the subscription',
    accessibilityLabel: `Enter the subscription of ticket #${context.ticket?.id ?? ''}`,
  };
  return renderFormMessage(sentence, { ...open, context });
}

interface SubscriptionNeeded {
  readonly sentence: RichText;
  readonly context: ChoiceContext;
}

interface FormMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

interface FormButton {
  readonly text: string;
  readonly accessibilityLabel: string;
  readonly context: ChoiceContext;
}

function renderFormMessage(line: RichText, { context, ...labels }: FormButton): FormMessage {
  const open = button({ ...labels, actionId: ACTIONS.openCheckForm, value: { ...context }, primary: true });
  return { text: toMrkdwn(line, 990), blocks: [section(line), actions([open])] };
}
