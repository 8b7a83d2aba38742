import type { KnownBlock, ModalView } from '@slack/types';
import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { placeholderValuesOf, requesterPlaceholderValues } from '../../domain/placeholder-values.ts';
import { COPY_TEXT_KINDS, type CopyTextKind, type Step } from '../../domain/scenario.ts';
import {
  answerOf,
  type DoneStep,
  doneStepsOf,
  nextStepOf,
  stepProgressOf,
} from '../../domain/step-progress.ts';
import type { RichText, TextFragment } from '../../domain/text-fragments.ts';
import { fillTemplate, joinFragments, joinLines, literalFragment } from '../../domain/text-fragments.ts';
import { BILLING_TEXT_LABEL, billingText } from '../../words/billing-text.ts';
import {
  answerLine,
  answersTitle,
  COPY_NOTE_LABEL,
  COPY_REPLY_LABEL,
  copyTextLabel,
  DONE_STEPS_TITLE,
  doneStepLine,
  MARK_AS_SENT_LABEL,
  noLinkText,
} from '../../words/copy-text-labels.ts';
import { copyInstructionsText, markAsSentText, textsUnavailableText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { VIEWS } from '../ids.ts';
import { copyableTextInput, formModal } from './form-modal.ts';
import { formatStepTemplate } from './format-case.ts';

/** Texts for the time after the case was passed to Sales. */
const AFTER_SALES: readonly CopyTextKind[] = ['afterMacro', 'salesAnswered', 'followUp'];
/** Texts that only colleagues read. */
const INTERNAL: readonly CopyTextKind[] = ['colleagueReply', 'note'];

/** True when there is a reply to the customer, the reseller or the colleague who asks. */
export function hasReply(kase: Case): boolean {
  const { reply, colleagueReply } = latestCheck(kase).scenario.texts ?? {};
  return (reply ?? colleagueReply) !== undefined;
}

/** Names the action that shows the texts, after the first of them; null without texts. */
export function copyTextsLabel(kase: Case): string | null {
  if (hasReply(kase)) return COPY_REPLY_LABEL;
  return latestCheck(kase).scenario.texts?.note === undefined ? null : COPY_NOTE_LABEL;
}

/**
 * Renders the scenario's texts for copying, with known values filled in. Slack requires a submit button in a modal with
 * inputs. It ticks the next step where that is to send the reply; otherwise it only closes the modal. The submitted values
 * are ignored.
 */
export function renderCaseTextsModal(kase: Case, now: Date): ModalView {
  const fields = copyTextsOf(kase).map(copyTextInput);
  if (fields.length === 0) return textsModal({ caseId: kase.id }, { text: textsUnavailableText(), fields });
  const step = hasReply(kase) ? replyStepOf(kase, now) : null;
  if (!step)
    return textsModal({ caseId: kase.id }, { text: copyInstructionsText(), fields, submit: 'Close' });
  const stepText = joinFragments(
    [copyInstructionsText(), markAsSentText(formatStepTemplate(latestCheck(kase), step.text))],
    ' ',
  );
  return textsModal(
    { caseId: kase.id, stepId: step.id },
    { text: stepText, fields, submit: MARK_AS_SENT_LABEL },
  );
}

interface TextsModalParts {
  readonly text: RichText;
  readonly fields: readonly KnownBlock[];
  readonly submit?: string;
}

function textsModal(
  ids: Readonly<Record<string, string>>,
  { text, fields, submit }: TextsModalParts,
): ModalView {
  return formModal(ids, {
    callbackId: VIEWS.caseTexts,
    title: 'Texts to copy',
    submit,
    close: submit === 'Close' ? 'Back to the card' : 'Close',
    blocks: [section(text), ...fields],
  });
}

/** Returns the next step when sending the reply is all that it asks for; null otherwise. */
function replyStepOf(kase: Case, now: Date): Step | null {
  const next = nextStepOf(stepProgressOf(kase, now));
  if (next?.state.kind !== 'open' || !next.step.sendsReply) return null;
  return next.step.linkLabel || next.step.confirm ? null : next.step;
}

/** Returns the texts that fit how far the case is: those about Sales only once Sales was asked. */
function copyTextsOf(kase: Case): CopyText[] {
  const check = latestCheck(kase);
  const { texts = {}, steps } = check.scenario;
  const done = doneStepsOf(kase);
  const wasPassedOn = done.some(({ step }) => step.startsHandoff);
  const toSales = steps.some(({ startsHandoff }) => startsHandoff);
  const scenarioTexts = COPY_TEXT_KINDS.flatMap((kind): CopyText[] => {
    const template = texts[kind];
    if (template === undefined || (AFTER_SALES.includes(kind) && !wasPassedOn)) return [];
    const values = INTERNAL.includes(kind) ? placeholderValuesOf(check) : requesterPlaceholderValues(check);
    const text = fillTemplate(template, values);
    return [
      {
        name: kind,
        label: copyTextLabel(kind, check.requester, toSales),
        text: kind === 'note' ? withAnswers(withDoneSteps(text, done, kase), check) : text,
      },
    ];
  });
  const question = billingText(check.judgements);
  return question.length === 0
    ? scenarioTexts
    : [...scenarioTexts, { name: 'billing', label: BILLING_TEXT_LABEL, text: question }];
}

/** Adds the ticked steps, with their times and links, to the internal note. */
function withDoneSteps(note: TextFragment[], done: readonly DoneStep[], kase: Case): readonly TextFragment[] {
  if (done.length === 0) return note;
  const values = placeholderValuesOf(latestCheck(kase));
  const lines = done.map(({ step, state: { at, value, notApplicable } }) =>
    doneStepLine(
      at,
      fillTemplate(step.text, values),
      value ?? (notApplicable === null ? null : noLinkText(notApplicable)),
    ),
  );
  return joinLines([note, [literalFragment(DONE_STEPS_TITLE)], ...lines]);
}

/** Adds what the systems answered to the internal note. */
function withAnswers(note: readonly TextFragment[], check: Check): readonly TextFragment[] {
  const answers = check.scenario.steps.flatMap((step) => answerOf(step) ?? []);
  if (answers.length === 0) return note;
  const values = placeholderValuesOf(check);
  const lines = answers.map((answer) => answerLine(fillTemplate(answer, values)));
  return joinLines([note, [literalFragment(answersTitle(check.lookedUpAt))], ...lines]);
}

interface CopyText {
  readonly name: string;
  readonly label: string;
  readonly text: readonly TextFragment[];
}

function copyTextInput({ name, label, text }: CopyText): KnownBlock {
  return copyableTextInput({ name, label, text: toPlainText(text, BLOCK_KIT_LIMITS.inputValue) });
}
