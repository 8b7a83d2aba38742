import type { KnownBlock, ModalView } from '@slack/types';
import type { RequesterSide } from '../../domain/case-facts.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, phrase } from '../../domain/text-fragments.ts';
import type { Topic } from '../../domain/topics.ts';
import { formExpiredText } from '../../words/replies.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { CHECK_FORM } from '../forms/check-form.ts';
import { ACTIONS } from '../ids.ts';

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

/** Renders the form for a check. */
export function renderCheckForm({ initial = {}, problem }: CheckFormOptions = {}): ModalView {
  const { what, topic, requester } = initial;
  return CHECK_FORM.render({
    values: { what, topic, requester },
    above: problem ? [section(phrase`${bold(phrase`Please change this:`)} ${problem}`)] : [],
  });
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
