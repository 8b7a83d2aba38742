import type { TextFragment } from '../domain/text-fragments.ts';
import { phrase } from '../domain/text-fragments.ts';

/** Validation errors, shown below the fields of the handoff forms. */

export function sentenceTooShortText(): TextFragment[] {
  return phrase`Write at least one full sentence; other people will read it.`;
}

export function wholeNumberRequiredText(): TextFragment[] {
  return phrase`Enter a whole number, such as 25, or leave this empty if you do not know.`;
}

export function askTooShortText(): TextFragment[] {
  return phrase`Say in a full sentence what Sales should do.`;
}

export function ticketLinkRequiredText(): TextFragment[] {
  return phrase`That isn't a link to a ticket. Example: https://support.gitlab.com/agent/tickets/48211`;
}

export function writtenWishRequiredText(): TextFragment[] {
  return phrase`Choose one. Sales may quote directly only after the customer has asked in writing to leave the partner.`;
}

export function wishSourceRequiredText(): TextFragment[] {
  return phrase`Say where it is written, for example: in ticket #48211, message of 12 March.`;
}

export function destinationRequiredText(): TextFragment[] {
  return phrase`Choose a channel.`;
}

export function outcomeRequiredText(): TextFragment[] {
  return phrase`Choose an outcome; Support needs it to answer the customer.`;
}

export function outcomeNoteRequiredText(): TextFragment[] {
  return phrase`Describe the outcome in a few words.`;
}

/** Titles of the forms, at most 24 characters. */
export const HANDOFF_FORM_TITLES = {
  draft: 'Draft handoff',
  preview: 'What Sales will see',
  question: 'Ask Support',
  answer: 'Answer Sales',
  outcome: 'Close handoff',
  decline: 'Decline handoff',
  withdraw: 'Withdraw handoff',
  link: 'Salesforce link',
  texts: 'Texts for Salesforce',
} as const;
