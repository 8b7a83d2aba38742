import { COLLEAGUE_HINTS, COLLEAGUE_LABEL, OVERRIDE_REASON_HINT } from '../../words/override-text.ts';
import { NO_LINK_HINT, NO_LINK_LABEL, STEP_LINK_HINT, UNDO_REASON_HINT } from '../../words/step-form-text.ts';
import { VIEWS } from '../ids.ts';
import { defineForm } from './form.ts';

const REASON = { kind: 'text', multiline: true, minLength: 5, maxLength: 300 } as const;

/** The form for the link that a step asks for, or for the reason why there is none. */
export const STEP_LINK_FORM = defineForm({
  callbackId: VIEWS.stepValue,
  title: 'Add a link',
  submit: 'Done',
  fields: {
    value: { kind: 'link', label: 'Link', hint: STEP_LINK_HINT, optional: true },
    reason: { kind: 'text', label: NO_LINK_LABEL, hint: NO_LINK_HINT, optional: true, maxLength: 300 },
  },
});

/** The form for the reason to untick a guarded step. */
export const UNDO_FORM = defineForm({
  callbackId: VIEWS.undoReason,
  title: 'Undo a step',
  submit: 'Undo',
  fields: { reason: { ...REASON, label: 'Why is this step not done?', hint: UNDO_REASON_HINT } },
});

/** The form for the reason to override a locked step, and for the colleague who is asked to approve. */
export const OVERRIDE_FORM = defineForm({
  callbackId: VIEWS.overrideReason,
  title: 'Override a lock',
  submit: 'Request override',
  fields: {
    reason: { ...REASON, label: 'Why should this step be done anyway?', hint: OVERRIDE_REASON_HINT },
    colleague: { kind: 'user', label: COLLEAGUE_LABEL, hint: COLLEAGUE_HINTS.directMessages },
  },
});
