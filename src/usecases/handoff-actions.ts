import { answerDueAt, claimExpiresAt } from '../domain/handoff-deadlines.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../domain/handoff-draft-view.ts';
import type { HandoffEventDetails } from '../domain/handoff-events.ts';
import { ownIdsOf } from '../domain/handoff-facts.ts';
import type { HandoffOutcome, HandoffState } from '../domain/handoff-state.ts';
import { redact } from '../domain/redact.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import * as words from '../words/handoff-replies.ts';
import { decideHandoff, type HandoffAction, handoffRefusal } from './decide-handoff.ts';
import { stepDoneEvents } from './submit-handoff.ts';

/** Claims the handoff for the actor. Throws `UserError` when somebody else has claimed it. */
export function claimHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertNotEndedOrFailed(state);
    if (state.claim?.by === action.by) return [];
    if (state.claim) throw handoffRefusal(words.claimConflictText, state);
    return [
      ...impliedPostedEvent(state),
      { kind: 'claimed', until: claimExpiresAt(ports.businessHours, state.team, ports.now()) },
    ];
  });
}

/** Extends the actor's claim by another full period. */
export function reconfirmHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertClaimer(state, action.by);
    return [{ kind: 'reconfirmed', until: claimExpiresAt(ports.businessHours, state.team, ports.now()) }];
  });
}

/** Gives up the actor's claim. */
export function releaseHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    if (state.status === 'open') return [];
    assertClaimer(state, action.by);
    return [{ kind: 'released' }];
  });
}

/** Asks the engineer a question for Sales. Throws `UserError` while another question is open. */
export function askHandoffQuestion(ports: Ports, action: HandoffAction, question: string): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertMayOpenForm.question(state, action.by);
    const cleanQuestion = redactForHandoff(ports, state, question, HANDOFF_INPUT_MAX_LENGTHS.question);
    return [...impliedPostedEvent(state), { kind: 'question-asked', question: cleanQuestion }];
  });
}

/** Answers the open question. */
export function answerHandoffQuestion(ports: Ports, action: HandoffAction, answer: string): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertMayOpenForm.answer(state, action.by);
    return [
      {
        kind: 'question-answered',
        answer: redactForHandoff(ports, state, answer, HANDOFF_INPUT_MAX_LENGTHS.answer),
      },
    ];
  });
}

export interface HandoffOutcomeInput {
  readonly outcome: HandoffOutcome;
  readonly note: string | null;
}

/** Closes the handoff with an outcome. Only the owner of the claim may. */
export function completeHandoff(
  ports: Ports,
  action: HandoffAction,
  { outcome, note }: HandoffOutcomeInput,
): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertMayOpenForm.outcome(state, action.by);
    return [
      {
        kind: 'done',
        outcome,
        note: note && redactForHandoff(ports, state, note, HANDOFF_INPUT_MAX_LENGTHS.note),
      },
    ];
  });
}

/** Declines the handoff. A claimed one only its owner may decline. */
export function declineHandoff(ports: Ports, action: HandoffAction, reason: string): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertMayOpenForm.decline(state, action.by);
    const cleanReason = redactForHandoff(ports, state, reason, HANDOFF_INPUT_MAX_LENGTHS.reason);
    return [...impliedPostedEvent(state), { kind: 'declined', reason: cleanReason }];
  });
}

/** Withdraws the handoff for Support, also one whose post failed. */
export function withdrawHandoff(ports: Ports, action: HandoffAction, reason: string): Promise<void> {
  return decideHandoff(ports, action, (state) => {
    assertMayOpenForm.withdraw(state, action.by);
    return [
      {
        kind: 'withdrawn',
        reason: redactForHandoff(ports, state, reason, HANDOFF_INPUT_MAX_LENGTHS.reason),
      },
    ];
  });
}

/**
 * Records the link to the Chatter post or Case, and ticks the step that asks for it. The first link starts the time within
 * which Sales is expected to answer.
 */
export function linkSalesforceRecord(ports: Ports, action: HandoffAction, link: string): Promise<void> {
  return decideHandoff(
    ports,
    action,
    (state) => {
      const startsClock = state.answerDueAt === null && state.resolution === null;
      const dueAt = startsClock
        ? answerDueAt(ports.businessHours, state.team, ports.now())
        : state.answerDueAt;
      return [{ kind: 'link-added', link, answerDueAt: dueAt }];
    },
    (kase) => stepDoneEvents(ports, kase, { ...action, settled: new Set(['chatter-link']), link }),
  );
}

/** Records that the post whose outcome was unknown is not in the channel, so that it may be posted again. */
export function confirmNotPosted(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, async (state, { id }) =>
    state.deliveryFailure?.outcomeUnknown
      ? [{ kind: 'post-missing', attemptedAt: await ports.messenger.lastHandoffAttempt(id) }]
      : [],
  );
}

/** Timers whose notification can be snoozed. */
export const SNOOZABLE_TIMER_KINDS = ['unclaimed-reminder', 'follow-up'] as const;

/** Snoozes until Support's next working morning. Throws `UserError` when the button is on an outdated notification. */
export function snoozeReminder(
  ports: Ports,
  action: HandoffAction,
  timerKind: (typeof SNOOZABLE_TIMER_KINDS)[number],
): Promise<void> {
  return decideHandoff(ports, action, ({ status, reminderRounds }, { events }) => {
    const isSnoozable = {
      'unclaimed-reminder': status === 'open' && reminderRounds > 0,
      'follow-up': status === 'done' && events.some(({ kind }) => kind === 'follow-up'),
    };
    if (!isSnoozable[timerKind]) throw new UserError(words.nothingToSnoozeText());
    return [
      {
        kind: 'snoozed',
        until: ports.businessHours.nextWorkingMorning('support', ports.now()).toISOString(),
      },
    ];
  });
}

/** Checks that throw `UserError` when the person may not do it now. Made when the form opens and when it is submitted. */
export const assertMayOpenForm: Readonly<
  Record<
    'question' | 'answer' | 'outcome' | 'decline' | 'withdraw',
    (state: HandoffState, by: string) => void
  >
> = {
  question(state) {
    assertNotEndedOrFailed(state);
    if (state.question) throw handoffRefusal(words.questionPendingText, state);
  },
  answer(state) {
    assertNotEndedOrFailed(state);
    if (!state.question) throw handoffRefusal(words.noOpenQuestionText, state);
  },
  outcome: assertClaimer,
  decline(state, by) {
    assertNotEndedOrFailed(state);
    if (state.claim) assertClaimer(state, by);
  },
  withdraw(state) {
    if (state.resolution) throw handoffRefusal(words.handoffEndedText, state);
  },
};

function assertNotEndedOrFailed(state: HandoffState): void {
  if (state.resolution) throw handoffRefusal(words.handoffEndedText, state);
  if (state.delivery === 'failed' && !state.deliveryFailure?.outcomeUnknown)
    throw new UserError(words.handoffNotSentText());
}

/** Returns the `posted` event when it is missing: a button of the post was pressed, so the post did arrive. */
function impliedPostedEvent({ delivery }: HandoffState): HandoffEventDetails[] {
  return delivery === 'posted' ? [] : [{ kind: 'posted' }];
}

function assertClaimer(state: HandoffState, by: string): void {
  assertNotEndedOrFailed(state);
  if (state.claim?.by !== by) throw handoffRefusal(words.claimConflictText, state);
}

function redactForHandoff(
  { settings: { refusedHosts } }: Ports,
  { content }: HandoffState,
  text: string,
  maxLength: number,
): string {
  return redact(text, { maxLength, refusedHosts, ownIds: ownIdsOf(content.facts, content.input.ticket) })
    .text;
}
