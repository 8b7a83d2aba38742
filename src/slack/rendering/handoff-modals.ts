import type { KnownBlock, ModalView } from '@slack/types';
import { type Handoff, handoffStateOf } from '../../domain/handoff.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../../domain/handoff-draft-view.ts';
import { HANDOFF_OUTCOMES } from '../../domain/handoff-state.ts';
import { literalFragment, phrase, userFragment } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  DECLINE_HINT,
  formSubjectText,
  HANDOFF_INPUT_HINTS,
  HANDOFF_INPUT_LABELS,
  handoffErasedText,
  SALESFORCE_LINK_EXPLANATION,
  WITHDRAW_HINT,
} from '../../words/handoff-form-text.ts';
import { HANDOFF_OUTCOME_LABELS } from '../../words/handoff-replies.ts';
import { slackPointerText } from '../../words/salesforce-text.ts';
import { copyInstructionsText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, context, plainTextObject, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { userText } from '../block-kit/untrusted-text.ts';
import { VIEWS } from '../ids.ts';
import { copyableTextInput, formModal, linkInput, radioInput, textInput } from './form-modal.ts';
import { salesforceBlocks } from './salesforce-blocks.ts';

/** Renders the form for a question from Sales. Its value is submitted as `question.question`. */
export function renderQuestionModal(handoff: Handoff): ModalView {
  const field = textInput({ ...longTextField('question'), focus: true });
  return handoffForm(handoff, {
    callbackId: VIEWS.handoffQuestion,
    title: HANDOFF_FORM_TITLES.question,
    submit: 'Ask Support',
    blocks: [field],
  });
}

/** Renders the form for the answer to Sales. Its value is submitted as `answer.answer`. */
export function renderAnswerModal(handoff: Handoff): ModalView {
  const { question, erased } = handoffStateOf(handoff);
  const asked =
    question && !erased
      ? [
          section(
            phrase`${userFragment(question.by)} asks: “${userText(question.text, HANDOFF_INPUT_MAX_LENGTHS.question)}”`,
          ),
        ]
      : [];
  const field = textInput({ ...longTextField('answer'), focus: true });
  return handoffForm(handoff, {
    callbackId: VIEWS.handoffAnswer,
    title: HANDOFF_FORM_TITLES.answer,
    submit: 'Answer',
    blocks: [...asked, field],
  });
}

/** Renders the form that closes a handoff. Its values are submitted as `outcome.outcome` and `note.note`. */
export function renderOutcomeModal(handoff: Handoff): ModalView {
  const options = HANDOFF_OUTCOMES.map((value) => ({ text: HANDOFF_OUTCOME_LABELS[value], value }));
  const blocks = [
    radioInput({ ...fieldTexts('outcome'), options, focus: true }),
    textInput({ ...longTextField('note'), optional: true }),
  ];
  return handoffForm(handoff, {
    callbackId: VIEWS.handoffOutcome,
    title: HANDOFF_FORM_TITLES.outcome,
    submit: 'Done',
    blocks,
  });
}

/** Renders the form for the reason to decline or withdraw. Its value is submitted as `reason.reason`. */
export function renderReasonModal(handoff: Handoff, why: 'decline' | 'withdraw'): ModalView {
  const { title, submit, label, hint } = REASON_FORM_TEXTS[why];
  const field = textInput({
    name: 'reason',
    label,
    hint,
    multiline: true,
    minLength: 5,
    maxLength: HANDOFF_INPUT_MAX_LENGTHS.reason,
    focus: true,
  });
  return handoffForm(handoff, { callbackId: VIEWS.handoffReason, title, submit, blocks: [field] }, { why });
}

const REASON_FORM_TEXTS = {
  decline: {
    title: HANDOFF_FORM_TITLES.decline,
    submit: 'Decline',
    label: 'Reason for declining',
    hint: DECLINE_HINT,
  },
  withdraw: {
    title: HANDOFF_FORM_TITLES.withdraw,
    submit: 'Withdraw',
    label: 'Reason for withdrawing',
    hint: WITHDRAW_HINT,
  },
} as const;

/** Renders the form for the link to the Chatter post or Case. Its value is submitted as `link.link`. */
export function renderLinkModal(handoff: Handoff): ModalView {
  const { salesforceLink: link, erased } = handoffStateOf(handoff);
  const blocks = [
    context([literalFragment(SALESFORCE_LINK_EXPLANATION)]),
    linkInput({ ...fieldTexts('link'), initial: erased ? null : link, focus: true }),
  ];
  return handoffForm(handoff, {
    callbackId: VIEWS.handoffLink,
    title: HANDOFF_FORM_TITLES.link,
    submit: 'Save',
    blocks,
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
  return {
    type: 'modal',
    callback_id: VIEWS.handoffTexts,
    private_metadata: JSON.stringify({ handoffId: handoff.id }),
    title: plainTextObject(HANDOFF_FORM_TITLES.texts, BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Back', BLOCK_KIT_LIMITS.modalTitle),
    ...(erased ? {} : { submit: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle) }),
    blocks,
  };
}

interface HandoffFormParts {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  readonly blocks: readonly KnownBlock[];
}

function handoffForm(
  handoff: Handoff,
  parts: HandoffFormParts,
  more: Readonly<Record<string, string>> = {},
): ModalView {
  const about = context(formSubjectText(handoffStateOf(handoff)));
  return formModal({ handoffId: handoff.id, ...more }, { ...parts, blocks: [about, ...parts.blocks] });
}

function fieldTexts<Name extends keyof typeof HANDOFF_INPUT_LABELS>(name: Name) {
  return { name, label: HANDOFF_INPUT_LABELS[name], hint: HANDOFF_INPUT_HINTS[name] };
}

function longTextField(name: 'question' | 'answer' | 'note') {
  return { ...fieldTexts(name), multiline: true, maxLength: HANDOFF_INPUT_MAX_LENGTHS[name] };
}
