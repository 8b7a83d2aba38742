import type { Verdict } from './verdict.ts';

/** Names of the placeholders in sentences, written as {customer}. */
export const PLACEHOLDERS = [
  'customer',
  'invoiceOwner',
  'reseller',
  'subscription',
  'account',
  'endsOn',
  'ticket',
  'channel',
  'earlierOwner',
  'marketplace',
  'sibling',
  'endedAccount',
  'directAccount',
  'systems',
  'plan',
  'seats',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What the form of a handoff settles: the link to the Chatter post or Case, the written wish to leave the partner, plan and seats. */
export type SettledBy = 'chatter-link' | 'written-wish' | 'plan-and-seats';

/** A fact that an engineer chooses on the card. */
export type ChosenFact = 'topic' | 'requester' | 'proof';

/** A step of a scenario's workflow. */
export interface Step {
  /** Unique within the scenario. Stored with events, so it must not be renamed after a release. */
  readonly id: string;
  readonly text: string;
  /** Locks the step until the listed steps are done and a fresh check of the whole account gives one of the listed verdicts. */
  readonly requires?: { readonly verdict?: readonly Verdict[]; readonly steps?: readonly string[] };
  /** Statement that the person must confirm to complete the step. */
  readonly confirm?: string;
  /**
   * Set when the systems have answered what the step asks: what they show. The step then needs no person. Ignored for a step
   * that requires a verdict.
   */
  readonly answer?: string;
  /** Label of the input for a link, such as that of the Chatter post. */
  readonly linkLabel?: string;
  /** Marks the step whose work is to send the scenario's reply. The card offers to copy it. */
  readonly sendsReply?: true;
  /** The fact that the step asks to choose on the card. The card shows its menu with the step. */
  readonly chooses?: ChosenFact;
  /** Marks a step that every choice completes, because the steps change with it. It cannot be ticked. */
  readonly isDoneByChoice?: true;
  /** The button that does the step, or begins it. The card shows it as its main button. */
  readonly begunBy?: 'recheck' | 'open-zuora';
  /** Marks the step that hands the case off to Sales. The card offers to draft the handoff. */
  readonly startsHandoff?: true;
  /** What in the form of a handoff settles the step, so that it is ticked by submitting. Left out with `startsHandoff`: the link. */
  readonly settledBy?: SettledBy;
}

/**
 * The kinds of texts to copy. `reply`: the first public reply, before Sales is asked. `colleagueReply`: the same in a
 * colleague's own request. `afterMacro`: with the "Pass to Sales" macro. `salesAnswered`: when Sales has named somebody.
 * `followUp`: two working days after that. `note`: the internal note.
 */
export const COPY_TEXT_KINDS = [
  'reply',
  'colleagueReply',
  'afterMacro',
  'salesAnswered',
  'followUp',
  'note',
] as const;
export type CopyTextKind = (typeof COPY_TEXT_KINDS)[number];

/** The guidance for one situation of the policy table. */
export interface Scenario {
  readonly id: string;
  readonly headline: string;
  /** What not to do; at most three sentences, shown above the steps. */
  readonly prohibitions: readonly string[];
  readonly steps: readonly Step[];
  /** Templates of the texts to copy. */
  readonly texts?: Readonly<Partial<Record<CopyTextKind, string>>>;
  /** A newer handbook page with different rules: one sentence and the date of the page, YYYY-MM-DD. */
  readonly newer?: { readonly text: string; readonly date: string };
  readonly source: {
    /** Rule ids, such as "R9"; `internal` for our own decisions that no page covers. */
    readonly rules: readonly string[];
    readonly page: string;
    /** Address of the page; left out where it is not known. */
    readonly url?: string;
    /** When the scenario was last compared with the page, YYYY-MM-DD. */
    readonly checkedOn: string;
  };
}
