import type { Button, KnownBlock } from '@slack/types';
import type { Case, CaseEvent } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { isOverrideWaiting, OVERRIDE_TTL_MS } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, phrase } from '../../domain/text-fragments.ts';
import type { OverrideRequest } from '../../ports/messenger.ts';
import * as words from '../../words/override-text.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import { toMrkdwn, toPlainText } from '../block-kit/mrkdwn.ts';
import { userText } from '../block-kit/untrusted-text.ts';
import { ACTIONS, METADATA_EVENT_TYPES, OPEN_LINK_PREFIX } from '../ids.ts';
import { formatCaseTitle, formatTemplate, subjectName } from './format-case.ts';

const FALLBACK_TEXT_LIMIT = 990;
const MAX_STEP_LENGTH = 200;

export interface OverrideMessageOptions {
  readonly key: string;
  readonly now: Date;
  /** Permalink of the case's card; null when it has none that others can open. */
  readonly cardUrl: string | null;
}

interface OverrideMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: { event_type: string; event_payload: { note_id: string } };
}

/** Renders for who requested an override that the request could not be delivered. */
export function renderOverrideUndelivered(
  { kase, eventIndex }: OverrideRequest,
  { key, cardUrl }: Pick<OverrideMessageOptions, 'key' | 'cardUrl'>,
): OverrideMessage {
  const event = kase.events[eventIndex];
  const isReadable = event?.kind === 'override-requested' && kase.erasedAt === null;
  const headline = isReadable
    ? words.overrideUndeliveredText(event.colleague ?? null)
    : words.erasedOverrideRequestText();
  const title = isReadable ? [section(formatCaseTitle(latestCheck(kase)))] : [];
  const buttons = isReadable ? openCardButtons(kase, cardUrl) : [];
  return {
    text: toMrkdwn(headline, FALLBACK_TEXT_LIMIT),
    blocks: [section([bold(headline)]), ...title, ...(buttons.length === 0 ? [] : [actions(buttons)])],
    metadata: { event_type: METADATA_EVENT_TYPES.resellerNote, event_payload: { note_id: key } },
  };
}

/** Renders the request to approve an override, with its button while it can be approved. */
export function renderOverrideRequest(
  request: OverrideRequest,
  { key, now, cardUrl }: OverrideMessageOptions,
): OverrideMessage {
  const { kase, eventIndex } = request;
  const event = kase.events[eventIndex];
  const isReadable = event?.kind === 'override-requested' && kase.erasedAt === null;
  const headline = isReadable ? words.overrideRequestText(event.by) : words.erasedOverrideRequestText();
  const waiting = isOverrideWaiting(request, now);
  const details = isReadable ? [section(formatRequest(request, event, waiting))] : [];
  const buttons = isReadable ? requestButtons(request, event.stepId, { waiting, cardUrl }) : [];
  return {
    text: toMrkdwn(headline, FALLBACK_TEXT_LIMIT),
    blocks: [section([bold(headline)]), ...details, ...(buttons.length === 0 ? [] : [actions(buttons)])],
    metadata: { event_type: METADATA_EVENT_TYPES.resellerNote, event_payload: { note_id: key } },
  };
}

type RequestEvent = Extract<CaseEvent, { kind: 'override-requested' }>;

function formatRequest(
  { kase, eventIndex }: OverrideRequest,
  { at, stepId, reason }: RequestEvent,
  waiting: boolean,
): RichText {
  const check = latestCheck(kase);
  const step = check.scenario.steps.find(({ id }) => id === stepId);
  const text = step ? toPlainText(formatTemplate(check, step.text), MAX_STEP_LENGTH) : stepId;
  const until = new Date(Date.parse(at) + OVERRIDE_TTL_MS).toISOString();
  return joinLines([
    phrase`${formatCaseTitle(check)}: “${text}”`,
    phrase`Reason: ${userText(reason)}`,
    waiting ? words.overrideDeadlineText(until) : formatOutcome(kase, eventIndex, stepId),
  ]);
}

/** Returns who approved the request, or that it has ended. */
function formatOutcome(kase: Case, requestIndex: number, stepId: string): RichText {
  const later = kase.events.slice(requestIndex + 1);
  const outcome = later.find(
    (event) =>
      event.kind === 'checked' ||
      ('stepId' in event && event.stepId === stepId && /^override-|^step-undone$/.test(event.kind)),
  );
  return outcome?.kind === 'override-approved'
    ? words.overrideApprovedText(outcome.by)
    : words.overrideRequestEndedText();
}

function requestButtons(
  { kase, eventIndex }: OverrideRequest,
  stepId: string,
  { waiting, cardUrl }: { readonly waiting: boolean; readonly cardUrl: string | null },
): Button[] {
  const subject = subjectName(latestCheck(kase));
  const approve = button({
    text: 'Approve override',
    accessibilityLabel: `Approve override: ${subject}`,
    actionId: ACTIONS.overrideApprove,
    value: { caseId: kase.id, stepId, check: kase.checks.length - 1, request: eventIndex },
  });
  return [...(waiting ? [approve] : []), ...openCardButtons(kase, cardUrl)];
}

function openCardButtons(kase: Case, cardUrl: string | null): Button[] {
  if (cardUrl === null) return [];
  return [
    button({
      text: 'Open the card',
      accessibilityLabel: `Open the card: ${subjectName(latestCheck(kase))}`,
      actionId: `${OPEN_LINK_PREFIX}-card`,
      url: cardUrl,
    }),
  ];
}
