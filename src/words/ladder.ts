import type { Piece } from '../domain/text.ts';
import { place, say } from '../domain/text.ts';
import { own } from './handoff.ts';

/** Who owns the account in Salesforce. */
export type OwnerKind = 'person' | 'smb-pool' | 'other';

/** What a person may do next when Sales is silent. Suggested, never done by the bot. */
export interface Rung {
  /** Whom to ask, as a sentence that tells what to do. */
  readonly ask: string;
  /** From here on the Slack channel for escalations is asked, too. */
  readonly inChannel: boolean;
  /** Nobody stands higher. */
  readonly last: boolean;
}

const FIRST_LOOK =
  "Look at the account's Activity in Salesforce first: if there is some, ask there what it is and do not climb.";

/** From the second round on, whoever owns the account. */
const HIGHER: readonly Rung[] = [
  { ask: "Ask the manager's manager (a director) in Chatter.", inChannel: false, last: false },
  { ask: 'Ask the VP above them in Chatter.', inChannel: true, last: false },
  { ask: 'Ask the head of Sales, one level above the VP, in Chatter.', inChannel: true, last: false },
  { ask: 'Ask the CEO in Chatter. That is the last level.', inChannel: true, last: true },
];

const FIRST: Record<OwnerKind, string> = {
  person: "Ask the account owner's manager in Chatter, under your post.",
  'smb-pool':
    "Ask the Case's owner and the regional manager in Chatter, and tell the regional L&R DRI. If nobody owns the Case, ask in the pool's Slack channel and copy the DRI.",
  other:
    'Ask the manager of the person responsible for the segment and territory in Chatter. If the owner is wrong or unwilling, do so without waiting.',
};

/** The rung for a round of silence, from 1; after the last one it stays there. */
export function rungFor(round: number, kind: OwnerKind): Rung {
  if (round <= 1) return { ask: FIRST[kind], inChannel: false, last: false };
  const rung = HIGHER[Math.min(round - 2, HIGHER.length - 1)];
  return rung ?? { ask: FIRST[kind], inChannel: false, last: true };
}

/** The suggestion, line by line. `channel`: id of the Slack channel for escalations; null when none is set up. */
export function sayRung({ ask, inChannel }: Rung, channel: string | null): Piece[][] {
  const where = channel === null ? say`the Slack channel for escalations to Sales` : [place(channel)];
  return [
    [own(FIRST_LOOK)],
    [own(ask)],
    ...(inChannel ? [[own('Post the ticket link in '), ...where, own(' as well.')]] : []),
  ];
}

export interface Waiting {
  /** Customer and subscriptions. */
  readonly about: readonly Piece[];
  readonly round: number;
  /** Address of the ticket and of the Chatter post or Case. */
  readonly ticket: string | null;
  readonly link: string | null;
}

/** A text for Chatter, to copy. */
export function rungText({ about, round, ticket, link }: Waiting): Piece[] {
  const hours = String(round * 24);
  return [
    ...say`Hello, Support asked Sales about `,
    ...about,
    ...say` ${hours} working hours ago and has no answer yet. Could you look at it, or name who can? The customer is waiting.`,
    ...(ticket === null ? [] : say` Ticket: ${ticket}`),
    ...(link === null ? [] : say` Request: ${link}`),
  ];
}
