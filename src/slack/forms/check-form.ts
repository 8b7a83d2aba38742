import { REQUESTER_SIDES } from '../../domain/case-facts.ts';
import { TOPICS } from '../../domain/topics.ts';
import { REQUESTER_LABELS, TOPIC_LABELS } from '../../words/fact-labels.ts';
import { VIEWS } from '../ids.ts';
import { defineForm } from './form.ts';

/** The form that starts a check. */
export const CHECK_FORM = defineForm({
  callbackId: VIEWS.checkForm,
  title: 'Reseller Check',
  submit: 'Check',
  fields: {
    what: {
      kind: 'text',
      label: 'What to check',
      hint: 'A subscription or account number, a Salesforce account id or link, an email address, or a ticket link. Example: A-S00012345',
      placeholder: 'A-S00012345',
      maxLength: 500,
    },
    topic: {
      kind: 'menu',
      label: 'Topic of the ticket',
      placeholder: 'Choose if you know it',
      optional: true,
      options: TOPICS.map((topic) => ({ text: TOPIC_LABELS[topic], value: topic })),
    },
    requester: {
      kind: 'menu',
      label: 'Who wrote the ticket',
      placeholder: 'Choose if the ticket does not show it',
      optional: true,
      options: REQUESTER_SIDES.filter((side) => side !== 'unknown').map((side) => ({
        text: REQUESTER_LABELS[side],
        value: side,
      })),
    },
  },
});
