import type { HandoffEvent } from '../domain/handoff-events.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import {
  channelFragment,
  phrase,
  type TextFragment,
  timeFragment,
  userFragment,
} from '../domain/text-fragments.ts';
import { HANDOFF_OUTCOME_LABELS } from './handoff-replies.ts';
import { handoffPostErrorText, literalFragment } from './handoff-text.ts';
import { observedChannelText } from './step-state-text.ts';

/** One thing that happened to a handoff, in the case's history: what, and what was typed with it. */
export interface HandoffEventText {
  readonly summary: readonly TextFragment[];
  readonly userText: string | null;
}

export function handoffEventText(event: HandoffEvent): HandoffEventText {
  const entry = (summary: readonly TextFragment[], userText: string | null = null): HandoffEventText => ({
    summary,
    userText,
  });
  switch (event.kind) {
    case 'submitted':
      return entry(
        [literalFragment('Handed to Sales in '), channelFragment(event.channel)],
        event.content.input.ask,
      );
    case 'posted':
      return entry([literalFragment('Posted')]);
    case 'delivery-failed':
      return entry([literalFragment('Not posted: '), ...handoffPostErrorText(event.error)]);
    case 'post-missing':
      return entry([literalFragment('Looked: the post is not in the channel')]);
    case 'claimed':
      return entry(phrase`Claimed until ${timeFragment(event.until)}`);
    case 'reconfirmed':
      return entry(phrase`Claim reconfirmed until ${timeFragment(event.until)}`);
    case 'released':
      return entry([literalFragment('Claim released')]);
    case 'claim-expiring':
      return entry([literalFragment('Asked whether the claim still holds')]);
    case 'claim-expired':
      return entry([literalFragment('Claim lapsed')]);
    case 'question-asked':
      return entry([literalFragment('Question from Sales')], event.question);
    case 'question-answered':
      return entry([literalFragment('Answer to Sales')], event.answer);
    case 'done':
      return entry([literalFragment(`Done: ${HANDOFF_OUTCOME_LABELS[event.outcome]}`)], event.note);
    case 'declined':
      return entry([literalFragment('Declined')], event.reason);
    case 'withdrawn':
      return entry([literalFragment('Withdrawn')], event.reason);
    case 'link-added':
      return entry([literalFragment('Link to Salesforce added')]);
    case 'reminded':
      return entry([literalFragment(`Nobody had claimed it, round ${event.round}`)]);
    case 'snoozed':
      return entry(phrase`Snoozed until ${timeFragment(event.until)}`);
    case 'follow-up':
      return entry([literalFragment('Asked to check with the customer')]);
    case 'login-checked':
      return entry([
        literalFragment(event.loginAllowed ? 'The login may be restored: ' : 'The login stays closed: '),
        ...observedChannelText(event.snapshot),
      ]);
    case 'erased':
      return entry([literalFragment('Personal data erased')]);
  }
}

/** Who did it. */
export function actorText({ by }: HandoffEvent): TextFragment[] {
  return [by === BOT_ACTOR ? literalFragment('Reseller Check') : userFragment(by)];
}
