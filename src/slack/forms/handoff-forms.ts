import { HANDOFF_INPUT_MAX_LENGTHS } from '../../domain/handoff-draft-view.ts';
import { HANDOFF_OUTCOMES, WRITTEN_WISHES } from '../../domain/handoff-state.ts';
import type { UserCounts } from '../../domain/user-counts.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  DECLINE_HINT,
  HANDOFF_INPUT_HINTS,
  HANDOFF_INPUT_LABELS,
  USER_COUNT_HINTS,
  WITHDRAW_HINT,
} from '../../words/handoff-form-text.ts';
import { HANDOFF_OUTCOME_LABELS } from '../../words/handoff-replies.ts';
import { WISH_LABELS } from '../../words/handoff-text.ts';
import { USER_COUNT_LABELS } from '../../words/user-counts-text.ts';
import { VIEWS } from '../ids.ts';
import { defineForm } from './form.ts';

/** The draft of a handoff. Which fields it shows depends on the facts. `destination`: the JSON of a destination. */
export const HANDOFF_DRAFT_FORM = defineForm({
  callbackId: VIEWS.handoffDraft,
  title: HANDOFF_FORM_TITLES.draft,
  submit: 'Preview',
  fields: {
    ask: { ...longText('ask'), minLength: 5 },
    ticket: { kind: 'link', ...fieldTexts('ticket'), optional: true },
    usersInLicence: userCount('usersInLicence'),
    billableUsers: userCount('billableUsers'),
    maximumUsers: userCount('maximumUsers'),
    usersOverLicence: userCount('usersOverLicence'),
    writtenWish: {
      kind: 'radio',
      ...fieldTexts('writtenWish'),
      options: WRITTEN_WISHES.map((value) => ({ text: WISH_LABELS[value], value })),
    },
    writtenWishSource: optionalLine('writtenWishSource'),
    permissionSource: optionalLine('permissionSource'),
    plan: optionalLine('plan'),
    seats: { kind: 'number', ...fieldTexts('seats'), optional: true },
    toldCustomer: { ...longText('toldCustomer'), optional: true },
    link: { kind: 'link', ...fieldTexts('link'), optional: true },
    destination: { kind: 'menu', ...fieldTexts('destination'), options: [] },
  },
});

/** The form for a question from Sales. */
export const QUESTION_FORM = defineForm({
  callbackId: VIEWS.handoffQuestion,
  title: HANDOFF_FORM_TITLES.question,
  submit: 'Ask Support',
  fields: { question: longText('question') },
});

/** The form for the answer to Sales. */
export const ANSWER_FORM = defineForm({
  callbackId: VIEWS.handoffAnswer,
  title: HANDOFF_FORM_TITLES.answer,
  submit: 'Answer',
  fields: { answer: longText('answer') },
});

/** The form that closes a handoff. */
export const OUTCOME_FORM = defineForm({
  callbackId: VIEWS.handoffOutcome,
  title: HANDOFF_FORM_TITLES.outcome,
  submit: 'Close handoff',
  fields: {
    outcome: {
      kind: 'radio',
      ...fieldTexts('outcome'),
      options: HANDOFF_OUTCOMES.map((value) => ({ text: HANDOFF_OUTCOME_LABELS[value], value })),
    },
    note: { ...longText('note'), optional: true },
  },
});

/** The form for the reason to decline or withdraw. */
export const REASON_FORM = defineForm({
  callbackId: VIEWS.handoffReason,
  title: HANDOFF_FORM_TITLES.decline,
  submit: 'Decline',
  fields: {
    reason: {
      kind: 'text',
      label: 'Reason for declining',
      hint: DECLINE_HINT,
      multiline: true,
      minLength: 5,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.reason,
    },
  },
});

/** What the form for the reason says when it is about a withdrawal. */
export const WITHDRAW_FORM_TEXTS = {
  title: HANDOFF_FORM_TITLES.withdraw,
  submit: 'Withdraw',
  texts: { reason: { label: 'Reason for withdrawing', hint: WITHDRAW_HINT } },
};

/** The form for the link to the Chatter post or Case. */
export const SALESFORCE_LINK_FORM = defineForm({
  callbackId: VIEWS.handoffLink,
  title: HANDOFF_FORM_TITLES.link,
  submit: 'Save',
  fields: { link: { kind: 'link', ...fieldTexts('link') } },
});

function fieldTexts(name: keyof typeof HANDOFF_INPUT_LABELS) {
  return { label: HANDOFF_INPUT_LABELS[name], hint: HANDOFF_INPUT_HINTS[name] };
}

function longText(name: keyof typeof HANDOFF_INPUT_LABELS & keyof typeof HANDOFF_INPUT_MAX_LENGTHS) {
  return {
    kind: 'text',
    ...fieldTexts(name),
    multiline: true,
    maxLength: HANDOFF_INPUT_MAX_LENGTHS[name],
  } as const;
}

function optionalLine(name: Parameters<typeof longText>[0]) {
  return { ...longText(name), multiline: false, optional: true };
}

function userCount(name: keyof UserCounts) {
  return {
    kind: 'number',
    label: USER_COUNT_LABELS[name],
    hint: USER_COUNT_HINTS[name],
    optional: true,
  } as const;
}
