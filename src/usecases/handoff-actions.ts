import { claimExpiresAt } from '../domain/handoff-deadlines.ts';
import { HANDOFF_INPUT_MAX_LENGTHS } from '../domain/handoff-draft-view.ts';
import type { HandoffEventDetails } from '../domain/handoff-events.ts';
import { ownIdsOf } from '../domain/handoff-facts.ts';
import type { HandoffOutcome, HandoffState } from '../domain/handoff-state.ts';
import { redact } from '../domain/redact.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import * as words from '../words/handoff-replies.ts';
import { decideHandoff, type HandoffAction } from './decide-handoff.ts';
import { handoffStepCompletion } from './submit-handoff.ts';

/** Somebody of Sales takes it. Of two who press at once one has it, and the other is told who and when. */
export function claimHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertLive(standing);
    if (standing.claim?.by === action.by) return [];
    if (standing.claim) throw new UserError(words.claimRequiredText(standing));
    return [
      ...impliedPostedEvent(standing),
      { kind: 'claimed', until: claimExpiresAt(ports.businessHours, standing.team, ports.now()) },
    ];
  });
}

/** The claim holds for as long again. */
export function reconfirmHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertClaimer(standing, action.by);
    return [{ kind: 'reconfirmed', until: claimExpiresAt(ports.businessHours, standing.team, ports.now()) }];
  });
}

export function releaseHandoff(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    if (standing.status === 'open') return [];
    assertClaimer(standing, action.by);
    return [{ kind: 'released' }];
  });
}

/** Sales wants to know something of the engineer; one question at a time. */
export function askHandoffQuestion(ports: Ports, action: HandoffAction, question: string): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertMayOpenForm.question(standing, action.by);
    const cleanQuestion = redactForHandoff(ports, standing, question, HANDOFF_INPUT_MAX_LENGTHS.question);
    return [...impliedPostedEvent(standing), { kind: 'question-asked', question: cleanQuestion }];
  });
}

export function answerHandoffQuestion(ports: Ports, action: HandoffAction, answer: string): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertMayOpenForm.answer(standing, action.by);
    return [
      {
        kind: 'question-answered',
        answer: redactForHandoff(ports, standing, answer, HANDOFF_INPUT_MAX_LENGTHS.answer),
      },
    ];
  });
}

export interface HandoffOutcomeInput {
  readonly outcome: HandoffOutcome;
  readonly note: string | null;
}

export function completeHandoff(
  ports: Ports,
  action: HandoffAction,
  { outcome, note }: HandoffOutcomeInput,
): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertMayOpenForm.outcome(standing, action.by);
    return [
      {
        kind: 'done',
        outcome,
        note: note && redactForHandoff(ports, standing, note, HANDOFF_INPUT_MAX_LENGTHS.note),
      },
    ];
  });
}

/** Sales will not do it. Who has not claimed it may decline it only while nobody has. */
export function declineHandoff(ports: Ports, action: HandoffAction, reason: string): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertMayOpenForm.decline(standing, action.by);
    const cleanReason = redactForHandoff(ports, standing, reason, HANDOFF_INPUT_MAX_LENGTHS.reason);
    return [...impliedPostedEvent(standing), { kind: 'declined', reason: cleanReason }];
  });
}

/** Support takes it back, whether Sales has it or Slack never took it. */
export function withdrawHandoff(ports: Ports, action: HandoffAction, reason: string): Promise<void> {
  return decideHandoff(ports, action, (standing) => {
    assertMayOpenForm.withdraw(standing, action.by);
    return [
      {
        kind: 'withdrawn',
        reason: redactForHandoff(ports, standing, reason, HANDOFF_INPUT_MAX_LENGTHS.reason),
      },
    ];
  });
}

/** Keeps the link to the Chatter post or Case, and ticks the step that asks for it. */
export function linkSalesforceRecord(ports: Ports, action: HandoffAction, link: string): Promise<void> {
  return decideHandoff(
    ports,
    action,
    () => [{ kind: 'link-added', link }],
    (kase) =>
      handoffStepCompletion(ports, kase, { link, by: action.by, idempotencyKey: action.idempotencyKey }),
  );
}

/** A person looked: the post whose outcome nobody knew is not there, so it may be posted again. */
export function confirmNotPosted(ports: Ports, action: HandoffAction): Promise<void> {
  return decideHandoff(ports, action, (standing) =>
    standing.deliveryFailure?.outcomeUnknown ? [{ kind: 'post-missing' }] : [],
  );
}

/** What a person can be reminded of, and put off. */
export const SNOOZABLE_TIMER_KINDS = ['unclaimed-reminder', 'follow-up'] as const;

/** Nothing more about that before the engineer's next working morning. The button may stand on an old note. */
export function snoozeReminder(
  ports: Ports,
  action: HandoffAction,
  timerKind: (typeof SNOOZABLE_TIMER_KINDS)[number],
): Promise<void> {
  return decideHandoff(ports, action, ({ status: state, reminderRounds: rounds }, { events }) => {
    const isSnoozable = {
      'unclaimed-reminder': state === 'open' && rounds > 0,
      'follow-up': state === 'done' && events.some(({ kind }) => kind === 'follow-up'),
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

/** Each throws what that person is told who may not do it as things stand: before they write for nothing, and after. */
export const assertMayOpenForm: Readonly<
  Record<
    'question' | 'answer' | 'outcome' | 'decline' | 'withdraw',
    (standing: HandoffState, by: string) => void
  >
> = {
  question(standing) {
    assertLive(standing);
    if (standing.question) throw new UserError(words.questionPendingText(standing));
  },
  answer(standing) {
    assertLive(standing);
    if (!standing.question) throw new UserError(words.noOpenQuestionText(standing));
  },
  outcome: assertClaimer,
  decline(standing, by) {
    assertLive(standing);
    if (standing.claim) assertClaimer(standing, by);
  },
  withdraw(standing) {
    if (standing.resolution) throw new UserError(words.handoffEndedText(standing));
  },
};

function assertLive(standing: HandoffState): void {
  if (standing.resolution) throw new UserError(words.handoffEndedText(standing));
  if (standing.delivery === 'failed' && !standing.deliveryFailure?.outcomeUnknown)
    throw new UserError(words.handoffNotSentText());
}

/** Whoever presses a button of the post has it before them, so it did arrive. */
function impliedPostedEvent({ delivery }: HandoffState): HandoffEventDetails[] {
  return delivery === 'posted' ? [] : [{ kind: 'posted' }];
}

function assertClaimer(standing: HandoffState, by: string): void {
  assertLive(standing);
  if (standing.claim?.by !== by) throw new UserError(words.claimRequiredText(standing));
}

function redactForHandoff(
  { settings: { refusedHosts } }: Ports,
  { content }: HandoffState,
  text: string,
  limit: number,
): string {
  return redact(text, { maxLength: limit, refusedHosts, ownIds: ownIdsOf(content.facts) }).text;
}
