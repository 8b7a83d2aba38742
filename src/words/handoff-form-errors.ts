import type { TextFragment } from '../domain/text-fragments.ts';
import { phrase } from '../domain/text-fragments.ts';

/** What is wrong with a field of a form about a handoff, shown beneath it. */

export function sentenceTooShortText(): TextFragment[] {
  return phrase`Say it in a sentence of your own; others will read it.`;
}

export function wholeNumberRequiredText(): TextFragment[] {
  return phrase`A whole number, please, such as 25. Leave it empty when you do not know.`;
}

export function countRequiredText(): TextFragment[] {
  return phrase`Sales needs this count. It is on the dashboard of the customer's instance; write 0 when there is none.`;
}

export function writtenWishRequiredText(): TextFragment[] {
  return phrase`Choose one. Sales may quote directly only after the customer has said in writing that they leave the partner.`;
}

export function wishSourceRequiredText(): TextFragment[] {
  return phrase`Say where it stands in writing, for example: in ticket #48211, message of 12 March.`;
}

export function destinationRequiredText(): TextFragment[] {
  return phrase`Choose the channel that takes it.`;
}

export function outcomeRequiredText(): TextFragment[] {
  return phrase`Choose what came of it; Support tells the customer by this.`;
}

export function outcomeNoteRequiredText(): TextFragment[] {
  return phrase`Say in a few words what came of it.`;
}

/** Titles of the forms, at most 24 characters. */
export const HANDOFF_FORM_TITLES = {
  draft: 'Hand over to Sales',
  preview: 'What Sales will see',
  question: 'Ask Support',
  answer: 'Answer Sales',
  outcome: 'What came of it',
  decline: 'Decline',
  withdraw: 'Withdraw',
  link: 'Chatter post or Case',
  texts: 'Texts for Salesforce',
} as const;
