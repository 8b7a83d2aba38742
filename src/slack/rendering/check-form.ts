import type { KnownBlock, ModalView } from '@slack/types';
import type { RequesterSide } from '../../domain/case-facts.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import type { LookupSuggestion } from '../../domain/suggest-lookups.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, phrase } from '../../domain/text-fragments.ts';
import type { Topic } from '../../domain/topics.ts';
import { HELP_BUTTONS } from '../../words/help.ts';
import { understoodText } from '../../words/not-understood-text.ts';
import { formExpiredText } from '../../words/replies.ts';
import { actions, button, context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { CHECK_FORM } from '../forms/check-form.ts';
import { ACTIONS } from '../ids.ts';
import { suggestionBlocks } from './reference-choice.ts';

export interface CheckFormOptions {
  readonly initial?: {
    /** Text of the field for the reference. */
    readonly what?: string;
    readonly topic?: Topic | undefined;
    readonly requester?: RequesterSide | undefined;
  };
  /** Where the card goes; direct messages when it is missing. */
  readonly place?: { readonly channel: string; readonly thread?: string | undefined } | undefined;
  /** Error of the previous submission, as a sentence. */
  readonly problem?: string;
}

/** Renders the form for a check. */
export function renderCheckForm({ initial = {}, place, problem }: CheckFormOptions = {}): ModalView {
  const { what, topic, requester } = initial;
  return CHECK_FORM.render({
    values: { what, topic, requester },
    ids: place ? { channel: place.channel, ...(place.thread ? { thread: place.thread } : {}) } : {},
    above: problem ? [section(phrase`${bold(phrase`Please change this:`)} ${problem}`)] : [],
  });
}

/**
 * Renders a message with a button that opens the form, for when the trigger expired before it could open. The form starts
 * with the values of `known`.
 */
export function renderReopenFormMessage(known: ChoiceContext = {}): FormMessage {
  const open = { text: 'Open the form', accessibilityLabel: 'Open the Reseller Check form' };
  return renderFormMessage(formExpiredText(), { ...open, context: known });
}

/** Renders the question which subscription a ticket is about, with a button to enter it. */
export function renderSubscriptionNeeded({ sentence, context: known }: SubscriptionNeeded): FormMessage {
  const open = {
    text: 'Enter the subscription',
    accessibilityLabel: `Enter the subscription of ticket #${known.ticket?.id ?? ''}`,
  };
  return renderFormMessage(sentence, { ...open, context: known });
}

interface SubscriptionNeeded {
  readonly sentence: RichText;
  readonly context: ChoiceContext;
}

/**
 * Renders the reply to a request that was not understood: the reason, a button for each suggestion, a button that opens the
 * form, and what was understood.
 */
export function renderNotUnderstood({ sentence, suggestions, context: known }: NotUnderstood): FormMessage {
  const understood = understoodText(known.topic ?? null, known.requester ?? null);
  const open = { text: HELP_BUTTONS.checkCustomer, accessibilityLabel: HELP_BUTTONS.checkCustomer };
  const primary = suggestions.length === 0;
  const { text, blocks } = renderFormMessage(sentence, { ...open, primary, context: known });
  return {
    text,
    blocks: [
      ...blocks.slice(0, 1),
      ...suggestionBlocks(suggestions, known),
      ...blocks.slice(1),
      ...(understood.length === 0 ? [] : [context(understood)]),
    ],
  };
}

interface NotUnderstood {
  readonly sentence: RichText;
  readonly suggestions: readonly LookupSuggestion[];
  /** What was understood, for the check that the user chooses. */
  readonly context: ChoiceContext;
}

interface FormMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

interface FormButton {
  readonly text: string;
  readonly accessibilityLabel: string;
  /** True by default. */
  readonly primary?: boolean;
  readonly context: ChoiceContext;
}

function renderFormMessage(
  line: RichText,
  { context: known, primary = true, ...labels }: FormButton,
): FormMessage {
  const open = button({ ...labels, actionId: ACTIONS.openCheckForm, value: { ...known }, primary });
  return { text: toMrkdwn(line, 990), blocks: [section(line), actions([open])] };
}
