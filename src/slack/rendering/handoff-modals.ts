import type { KnownBlock, ModalView } from '@slack/types';
import { type Handoff, handoffStateOf } from '../../domain/handoff.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../domain/handoff-draft-view.ts';
import { literalFragment, phrase, userFragment } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  formSubjectText,
  handoffErasedText,
  SALESFORCE_LINK_EXPLANATION,
} from '../../words/handoff-form-text.ts';
import { slackPointerText } from '../../words/salesforce-text.ts';
import { copyInstructionsText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, context, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { userText } from '../block-kit/untrusted-text.ts';
import {
  ANSWER_FORM,
  OUTCOME_FORM,
  QUESTION_FORM,
  REASON_FORM,
  SALESFORCE_LINK_FORM,
  WITHDRAW_FORM_TEXTS,
} from '../forms/handoff-forms.ts';
import { VIEWS } from '../ids.ts';
import { copyableTextInput, formModal } from './form-modal.ts';
import { salesforceBlocks } from './salesforce-blocks.ts';

/** Renders the form for a question from Sales. */
export function renderQuestionModal(handoff: Handoff): ModalView {
  return QUESTION_FORM.render(contentAbout(handoff));
}

/** Renders the form for the answer to Sales. */
export function renderAnswerModal(handoff: Handoff): ModalView {
  const { question, erased } = handoffStateOf(handoff);
  const { ids, above } = contentAbout(handoff);
  if (!question || erased) return ANSWER_FORM.render({ ids, above });
  const text = userText(question.text, HANDOFF_INPUT_MAX_LENGTHS.question);
  const asked = section(phrase`${userFragment(question.by)} asks: “${text}”`);
  return ANSWER_FORM.render({ ids, above: [...above, asked] });
}

/** Renders the form that closes a handoff. */
export function renderOutcomeModal(handoff: Handoff): ModalView {
  return OUTCOME_FORM.render(contentAbout(handoff));
}

/** Renders the form for the reason to decline or withdraw. */
export function renderReasonModal(handoff: Handoff, why: 'decline' | 'withdraw'): ModalView {
  const { ids, above } = contentAbout(handoff);
  const texts = why === 'withdraw' ? WITHDRAW_FORM_TEXTS : {};
  return REASON_FORM.render({ ...texts, ids: { ...ids, why }, above });
}

/** Renders the form for the link to the Chatter post or Case. */
export function renderLinkModal(handoff: Handoff): ModalView {
  const { salesforceLink: link, erased } = handoffStateOf(handoff);
  const { ids, above } = contentAbout(handoff);
  const explanation = context([literalFragment(SALESFORCE_LINK_EXPLANATION)]);
  return SALESFORCE_LINK_FORM.render({
    ids,
    values: { link: erased ? null : link },
    above: [...above, explanation],
  });
}

/**
 * Renders the texts of a handoff for copying to Salesforce and Slack. Slack requires a submit button in a modal with
 * inputs; it only closes the modal, and the submitted values are ignored.
 */
export function renderHandoffTextsModal(handoff: Handoff, links: Links, now: Date): ModalView {
  const { content, erased, salesforceLink: link } = handoffStateOf(handoff);
  const text = toPlainText(slackPointerText(content, link), BLOCK_KIT_LIMITS.inputValue);
  const blocks = erased
    ? [section(handoffErasedText())]
    : [
        context(copyInstructionsText()),
        ...salesforceBlocks(handoff, links, now),
        copyableTextInput({ name: 'slack', label: 'Message for Slack', text }),
      ];
  const submit = erased ? undefined : 'Close';
  return formModal(
    { handoffId: handoff.id },
    { callbackId: VIEWS.handoffTexts, title: HANDOFF_FORM_TITLES.texts, submit, close: 'Back', blocks },
  );
}

/** Returns the ids of a form about a handoff, and the block that names it. */
function contentAbout(handoff: Handoff) {
  const about: KnownBlock = context(formSubjectText(handoffStateOf(handoff)));
  return { ids: { handoffId: handoff.id }, above: [about] };
}
