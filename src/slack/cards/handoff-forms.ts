import type { KnownBlock, ModalView } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { OUTCOMES, standingOf } from '../../domain/handoff.ts';
import { LONGEST } from '../../domain/typed-handoff.ts';
import type { Links } from '../../ports.ts';
import { OUTCOME_LABELS } from '../../words/handoff-answers.ts';
import { formTitles } from '../../words/handoff-fields.ts';
import {
  DECLINE_HINT,
  HINTS,
  LABELS,
  LINK_WHY,
  sayErased,
  sayFormAbout,
  WITHDRAW_HINT,
} from '../../words/handoff-forms.ts';
import { slackLine } from '../../words/handoff-texts.ts';
import { sayCopy } from '../../words/step-forms.ts';
import { VIEWS } from '../ids.ts';
import { context, LIMITS, plain, section } from '../limits.ts';
import { fromPieces, rich, toPlain, user, words } from '../mrkdwn.ts';
import { copyField, form, linkInput, radioInput, textInput } from './form.ts';
import { salesforceBlocks } from './handoff-salesforce.ts';
import { typed } from './typed.ts';

/** What Sales wants to know. The answer arrives as `question.question`. */
export function questionModal(handoff: Handoff): ModalView {
  const field = textInput({ ...sentence('question'), focus: true });
  return formOf(handoff, {
    callback: VIEWS.handoffQuestion,
    title: formTitles.question,
    submit: 'Ask',
    blocks: [field],
  });
}

/** The answer arrives as `answer.answer`. */
export function answerModal(handoff: Handoff): ModalView {
  const { question, erased } = standingOf(handoff);
  const asked =
    question && !erased
      ? [section(rich`${user(question.by)} asks: “${typed(question.text, LONGEST.question)}”`)]
      : [];
  const field = textInput({ ...sentence('answer'), focus: true });
  return formOf(handoff, {
    callback: VIEWS.handoffAnswer,
    title: formTitles.answer,
    submit: 'Answer',
    blocks: [...asked, field],
  });
}

/** The answers arrive as `outcome.outcome` and `note.note`. */
export function outcomeModal(handoff: Handoff): ModalView {
  const options = OUTCOMES.map((value) => ({ text: OUTCOME_LABELS[value], value }));
  const blocks = [
    radioInput({ ...named('outcome'), options, focus: true }),
    textInput({ ...sentence('note'), optional: true }),
  ];
  return formOf(handoff, {
    callback: VIEWS.handoffOutcome,
    title: formTitles.outcome,
    submit: 'Done',
    blocks,
  });
}

/** Why it ends without being done. The answer arrives as `reason.reason`. */
export function reasonModal(handoff: Handoff, why: 'decline' | 'withdraw'): ModalView {
  const { title, submit, label, hint } = REASONS[why];
  const field = textInput({
    name: 'reason',
    label,
    hint,
    multiline: true,
    least: 5,
    most: LONGEST.reason,
    focus: true,
  });
  return formOf(handoff, { callback: VIEWS.handoffReason, title, submit, blocks: [field] }, { why });
}

const REASONS = {
  decline: {
    title: formTitles.decline,
    submit: 'Decline',
    label: 'Why is it declined?',
    hint: DECLINE_HINT,
  },
  withdraw: {
    title: formTitles.withdraw,
    submit: 'Withdraw',
    label: 'Why is it withdrawn?',
    hint: WITHDRAW_HINT,
  },
} as const;

/** The link to what was posted in Salesforce. The answer arrives as `link.link`. */
export function linkModal(handoff: Handoff): ModalView {
  const { link, erased } = standingOf(handoff);
  const blocks = [
    context([words(LINK_WHY)]),
    linkInput({ ...named('link'), initial: erased ? null : link, focus: true }),
  ];
  return formOf(handoff, {
    callback: VIEWS.handoffLink,
    title: formTitles.link,
    submit: 'Save',
    blocks,
  });
}

/**
 * The texts of a handoff to copy: for Salesforce, and a line for Slack. Slack takes no field without a submit button,
 * so there is one; it only closes, and what comes with it is not read.
 */
export function handoffTextsModal(handoff: Handoff, links: Links): ModalView {
  const { content, erased, link } = standingOf(handoff);
  const text = toPlain(fromPieces(slackLine(content, link)), LIMITS.inputValue);
  const blocks = erased
    ? [section(fromPieces(sayErased()))]
    : [
        context(fromPieces(sayCopy())),
        ...salesforceBlocks(handoff, links),
        copyField({ name: 'slack', label: 'Line for Slack', text }),
      ];
  return {
    type: 'modal',
    callback_id: VIEWS.handoffTexts,
    private_metadata: JSON.stringify({ handoffId: handoff.id }),
    title: plain(formTitles.texts, LIMITS.modalTitle),
    close: plain('Back', LIMITS.modalTitle),
    ...(erased ? {} : { submit: plain('Close', LIMITS.modalTitle) }),
    blocks,
  };
}

interface Parts {
  readonly callback: string;
  readonly title: string;
  readonly submit: string;
  readonly blocks: readonly KnownBlock[];
}

function formOf(handoff: Handoff, parts: Parts, more: Readonly<Record<string, string>> = {}): ModalView {
  const about = context(fromPieces(sayFormAbout(standingOf(handoff))));
  return form({ handoffId: handoff.id, ...more }, { ...parts, blocks: [about, ...parts.blocks] });
}

function named<Name extends keyof typeof LABELS>(name: Name) {
  return { name, label: LABELS[name], hint: HINTS[name] };
}

function sentence(name: 'question' | 'answer' | 'note') {
  return { ...named(name), multiline: true, most: LONGEST[name] };
}
