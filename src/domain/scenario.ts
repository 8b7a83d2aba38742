import type { Verdict } from './verdict.ts';

/** The values that a sentence may name, as {customer}. */
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
  'systems',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export interface Step {
  /** Unique within the scenario; never renamed once shipped. */
  readonly id: string;
  readonly text: string;
  /** Locked until these steps are done, and a fresh look at the whole account gives one of these verdicts. */
  readonly requires?: { readonly verdict?: readonly Verdict[]; readonly steps?: readonly string[] };
  /** What the person confirms by pressing; asked once more before it counts. */
  readonly confirm?: string;
  /** A link the person pastes when the step is done, such as that of the Chatter post. */
  readonly linkLabel?: string;
  /** This step gives the case to Sales: the card offers to draft that. */
  readonly startsHandoff?: true;
}

/** What to tell an engineer in one situation of the policy table. Nothing but data. */
export interface Scenario {
  readonly id: string;
  readonly headline: string;
  /** Prohibitions, at most three; drawn above the steps. */
  readonly prohibitions: readonly string[];
  readonly steps: readonly Step[];
  /** Texts to copy: a public reply to the requester, and an internal note. Templates, filled from evidence. */
  readonly texts?: { readonly reply?: string; readonly note?: string };
  /** Where a newer page says otherwise: one sentence, and that page's date. */
  readonly newer?: { readonly text: string; readonly date: string };
  readonly source: {
    /** Rule ids, such as "R9"; `internal` for our own decision that no page states. */
    readonly rules: readonly string[];
    readonly page: string;
    /** The day somebody last compared this with the page, YYYY-MM-DD. */
    readonly checkedOn: string;
  };
}
