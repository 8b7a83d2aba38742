import { MAX_DISPUTE_REASON_LENGTH } from '../../domain/disputes.ts';
import { DISPUTE_FORM_TEXTS } from '../../words/dispute-text.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { VIEWS } from '../ids.ts';
import { defineForm } from './form.ts';

/** The form for what a wrong verdict should be, and why. */
export const DISPUTE_FORM = defineForm({
  callbackId: VIEWS.verdictDispute,
  title: DISPUTE_FORM_TEXTS.title,
  submit: DISPUTE_FORM_TEXTS.submit,
  fields: {
    expected: {
      kind: 'menu',
      label: DISPUTE_FORM_TEXTS.expected,
      options: Object.entries(VERDICT_TITLES).map(([value, text]) => ({ value, text })),
    },
    reason: {
      kind: 'text',
      label: DISPUTE_FORM_TEXTS.reason,
      hint: DISPUTE_FORM_TEXTS.hint,
      minLength: 5,
      maxLength: MAX_DISPUTE_REASON_LENGTH,
    },
  },
});
