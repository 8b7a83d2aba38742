import type { TextFragment } from '../domain/text-fragments.ts';
import { channelFragment, literalFragment, phrase } from '../domain/text-fragments.ts';

/** Who owns the account in Salesforce. */
export type AccountOwnerKind = 'person' | 'smb-pool' | 'other';

/** A suggestion for what to do when Sales does not respond. The bot never escalates by itself. */
export interface EscalationLevel {
  /** Sentence that names whom to ask and where. */
  readonly instruction: string;
  /** Whether to post in the Slack channel for escalations as well. */
  readonly postsInEscalationChannel: boolean;
  /** True for the highest level. */
  readonly isLast: boolean;
}

const CHECK_ACTIVITY_FIRST =
  "First check the account's Activity in Salesforce. If there is recent activity, ask about it there and do not escalate.";

/** Levels from the second reminder on. They are the same for every kind of account owner. */
const HIGHER_LEVELS: readonly EscalationLevel[] = [
  {
    instruction: "Ask the manager's manager (a director) in Chatter.",
    postsInEscalationChannel: false,
    isLast: false,
  },
  { instruction: 'Ask the VP above them in Chatter.', postsInEscalationChannel: true, isLast: false },
  {
    instruction: 'Ask the head of Sales, one level above the VP, in Chatter.',
    postsInEscalationChannel: true,
    isLast: false,
  },
  {
    instruction: 'Ask the CEO in Chatter. That is the last level.',
    postsInEscalationChannel: true,
    isLast: true,
  },
];

const FIRST_LEVEL_INSTRUCTIONS: Record<AccountOwnerKind, string> = {
  person: "Ask the account owner's manager in Chatter, under your post.",
  'smb-pool':
    "Ask the Case's owner and the regional manager in Chatter, and tell the regional L&R DRI. If nobody owns the Case, ask in the pool's Slack channel and copy the DRI.",
  other:
    'Ask the manager of the person responsible for the segment and territory in Chatter. If the owner is wrong or unwilling, do so without waiting.',
};

/** Returns the level for a reminder round, counted from 1. Rounds after the last level return the last level. */
export function escalationLevel(round: number, kind: AccountOwnerKind): EscalationLevel {
  if (round <= 1)
    return { instruction: FIRST_LEVEL_INSTRUCTIONS[kind], postsInEscalationChannel: false, isLast: false };
  const level = HIGHER_LEVELS[Math.min(round - 2, HIGHER_LEVELS.length - 1)];
  return (
    level ?? { instruction: FIRST_LEVEL_INSTRUCTIONS[kind], postsInEscalationChannel: false, isLast: true }
  );
}

/**
 * Returns the suggestion as lines. `channel`: id of the Slack channel for escalations; null when none is configured.
 */
export function escalationLines(
  { instruction, postsInEscalationChannel }: EscalationLevel,
  channel: string | null,
): TextFragment[][] {
  const where =
    channel === null ? phrase`the Slack channel for escalations to Sales` : [channelFragment(channel)];
  return [
    [literalFragment(CHECK_ACTIVITY_FIRST)],
    [literalFragment(instruction)],
    ...(postsInEscalationChannel
      ? [[literalFragment('Post the ticket link in '), ...where, literalFragment(' as well.')]]
      : []),
  ];
}

export interface EscalationRequest {
  /** Customer and subscriptions. */
  readonly about: readonly TextFragment[];
  readonly round: number;
  /** URL of the ticket. `link`: URL of the Chatter post or Case. */
  readonly ticket: string | null;
  readonly link: string | null;
}

/** Returns the text for Chatter that the engineer can copy. */
export function escalationRequestText({ about, round, ticket, link }: EscalationRequest): TextFragment[] {
  const hours = String(round * 24);
  return [
    ...phrase`Hello, Support asked Sales about `,
    ...about,
    ...phrase` ${hours} hours ago, not counting weekends and holidays, and has no answer yet. Could you look at it, or name who can? The customer is waiting.`,
    ...(ticket === null ? [] : phrase` Ticket: ${ticket}`),
    ...(link === null ? [] : phrase` Request: ${link}`),
  ];
}
