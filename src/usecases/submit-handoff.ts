import type { Case } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import type { Handoff, HandoffEventDetails } from '../domain/handoff.ts';
import { handoffStateOf, isActiveHandoff } from '../domain/handoff.ts';
import { findHandoffStep } from '../domain/handoff-facts.ts';
import { stepProgressOf } from '../domain/step-progress.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { HandoffDraft, KeyedStepEvent } from '../ports/store.ts';
import * as words from '../words/handoff-replies.ts';
import { appendHandoffEvents } from './decide-handoff.ts';
import { handoffFactsAndRoute, previewHandoff } from './draft-handoff.ts';
import { findCase } from './find-case.ts';

export interface HandoffSubmission {
  readonly draftId: string;
  /** When the draft was saved that the person saw: what was not seen is not sent. */
  readonly savedAt: string;
  /** Slack user id. */
  readonly by: string;
  /** The same however often Slack or a restart brings the same submission. */
  readonly idempotencyKey: string;
}

/** More than people who submit at once. */
const MAX_ATTEMPTS = 5;

/**
 * Hands a draft to Sales: written down together with the order to post it, which happens once whatever happens next.
 * Throws when somebody was quicker; what was written is kept.
 */
export async function submitHandoff(ports: Ports, submission: HandoffSubmission): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (await ports.handoffs.hasIdempotencyKey(submission.idempotencyKey)) return;
    const draft = await findSubmittedDraft(ports, submission);
    const kase = await findCase(ports, draft.caseId);
    // What the preview showed is what is sent: facts that were looked at since have to be seen first.
    if (latestCheck(kase).at > draft.savedAt) throw new UserError(words.caseChangedText());
    const handoff = await handoffToSubmit(ports, kase, draft);
    const newEvents = [submittedEvent(ports, kase, draft)];
    const stepEvents = draft.input.salesforceLink
      ? handoffStepCompletion(ports, kase, { ...submission, link: draft.input.salesforceLink })
      : [];
    const action = { handoffId: handoff.id, by: submission.by, idempotencyKey: submission.idempotencyKey };
    if ((await appendHandoffEvents(ports, action, { handoff, newEvents, stepEvents })) !== 'stale') return;
  }
  throw new RetryLater('too many submitted at once', 1_000);
}

/** Only the author of a draft may submit it: the id in a submission may have been tampered with. */
async function findSubmittedDraft(
  { handoffs }: Ports,
  { draftId, savedAt, by }: HandoffSubmission,
): Promise<HandoffDraft> {
  const draft = await handoffs.findDraft(draftId);
  if (draft?.by !== by) throw new UserError(words.draftNotFoundText());
  if (draft.savedAt !== savedAt) throw new UserError(words.draftChangedText());
  return draft;
}

/** The handoff that Slack would not have, to be sent again, or a new one. Only one of a case is with Sales at a time. */
async function handoffToSubmit({ handoffs }: Ports, kase: Case, { channel }: HandoffDraft): Promise<Handoff> {
  const all = await handoffs.listByCase(kase.id);
  const last = all.at(-1);
  const standing = last && handoffStateOf(last);
  if (standing && isActiveHandoff(standing)) throw new UserError(words.alreadyHandedOffText(standing));
  if (!last || !standing || standing.resolution) {
    return { id: `h${kase.id.slice(1)}-${all.length + 1}`, caseId: kase.id, events: [] };
  }
  if (standing.deliveryFailure?.outcomeUnknown && channel !== standing.channel)
    throw new UserError(words.confirmFirstPostText());
  return last;
}

function submittedEvent(ports: Ports, kase: Case, draft: HandoffDraft): HandoffEventDetails {
  const { facts } = handoffFactsAndRoute(ports, kase);
  const { answerBy } = previewHandoff(ports, draft, facts);
  const { channel, team, input } = draft;
  return { kind: 'submitted', content: { facts, input }, answerDueAt: answerBy, channel, team };
}

interface SalesforceLink {
  readonly link: string;
  readonly by: string;
  readonly idempotencyKey: string;
}

/** The link to what was posted in Salesforce ticks the step that asks for it; a better one takes its place. */
export function handoffStepCompletion(
  ports: Ports,
  kase: Case,
  { link, by, idempotencyKey }: SalesforceLink,
): KeyedStepEvent[] {
  const step = findHandoffStep(kase);
  const now = ports.now();
  const progress = stepProgressOf(kase, now).find((one) => one.step.id === step?.id);
  const state = progress?.state;
  const isLinkMissing = state?.kind === 'open' || (state?.kind === 'done' && state.value !== link);
  if (!progress || !isLinkMissing) return [];
  const stepEvent = {
    kind: 'step-done',
    stepId: progress.step.id,
    value: link,
    by,
    at: now.toISOString(),
  } as const;
  return [{ stepEvent, idempotencyKey: `${idempotencyKey}:step` }];
}
