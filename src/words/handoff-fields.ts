import { type Piece, say } from '../domain/text.ts';

/** What is wrong with a field of a form about a handoff, shown beneath it. */

export function tooShort(): Piece[] {
  return say`Say it in a sentence of your own; others will read it.`;
}

export function notANumber(): Piece[] {
  return say`A whole number, please, such as 25. Leave it empty when you do not know.`;
}

export function countNeeded(): Piece[] {
  return say`Sales needs this count. It is on the dashboard of the customer's instance; write 0 when there is none.`;
}

export function wishNeeded(): Piece[] {
  return say`Choose one. Sales may quote directly only after the customer has said in writing that they leave the partner.`;
}

export function whereNeeded(): Piece[] {
  return say`Say where it stands in writing, for example: in ticket #48211, message of 12 March.`;
}

export function destinationNeeded(): Piece[] {
  return say`Choose the channel that takes it.`;
}

export function outcomeNeeded(): Piece[] {
  return say`Choose what came of it; Support tells the customer by this.`;
}

export function noteNeeded(): Piece[] {
  return say`Say in a few words what came of it.`;
}

/** Titles of the forms, at most 24 characters. */
export const formTitles = {
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
