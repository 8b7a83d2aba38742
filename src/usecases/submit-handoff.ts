import type { Case } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import type { Handoff, HandoffFact } from '../domain/handoff.ts';
import { isLive, standingOf } from '../domain/handoff.ts';
import { handoffStep } from '../domain/handoff-facts.ts';
import { progressOf } from '../domain/progress.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { Draft, KeyedAct, Ports } from '../ports.ts';
import * as words from '../words/handoff-answers.ts';
import { writeFacts } from './decide-handoff.ts';
import { handingOff, previewOf } from './draft-handoff.ts';
import { findCase } from './find-case.ts';

export interface Submission {
  readonly draftId: string;
  /** When the draft was saved that the person saw: what was not seen is not sent. */
  readonly savedAt: string;
  /** Slack user id. */
  readonly by: string;
  /** The same however often Slack or a restart brings the same submission. */
  readonly eventKey: string;
}

/** More than people who submit at once. */
const MOST_TURNS = 5;

/**
 * Hands a draft to Sales: written down together with the order to post it, which happens once whatever happens next.
 * Throws when somebody was quicker; what was written is kept.
 */
export async function submitHandoff(ports: Ports, submission: Submission): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if (await ports.handoffs.knows(submission.eventKey)) return;
    const draft = await draftOf(ports, submission);
    const kase = await findCase(ports, draft.caseId);
    // What the preview showed is what is sent: facts that were looked at since have to be seen first.
    if (latest(kase).at > draft.savedAt) throw new UserError(words.caseMovedOn());
    const handoff = await placeFor(ports, kase, draft);
    const facts = [submitted(ports, kase, draft)];
    const acts = draft.typed.link ? tickOf(ports, kase, { ...submission, link: draft.typed.link }) : [];
    const press = { handoffId: handoff.id, by: submission.by, eventKey: submission.eventKey };
    if ((await writeFacts(ports, press, { handoff, facts, acts })) !== 'stale') return;
  }
  throw new RetryLater('too many submitted at once', 1_000);
}

/** Only the author of a draft may submit it: the id in a submission may have been tampered with. */
async function draftOf({ handoffs }: Ports, { draftId, savedAt, by }: Submission): Promise<Draft> {
  const draft = await handoffs.draft(draftId);
  if (draft?.by !== by) throw new UserError(words.draftGone());
  if (draft.savedAt !== savedAt) throw new UserError(words.draftChanged());
  return draft;
}

/** The handoff that Slack would not have, to be sent again, or a new one. Only one of a case is with Sales at a time. */
async function placeFor({ handoffs }: Ports, kase: Case, { channel }: Draft): Promise<Handoff> {
  const all = await handoffs.ofCase(kase.id);
  const last = all.at(-1);
  const standing = last && standingOf(last);
  if (standing && isLive(standing)) throw new UserError(words.handedOffAlready(standing));
  if (!last || !standing || standing.end) {
    return { id: `h${kase.id.slice(1)}-${all.length + 1}`, caseId: kase.id, events: [] };
  }
  if (standing.refusal?.unsure && channel !== standing.channel) throw new UserError(words.settleFirst());
  return last;
}

function submitted(ports: Ports, kase: Case, draft: Draft): HandoffFact {
  const { facts } = handingOff(ports, kase);
  const { answerBy } = previewOf(ports, draft, facts);
  const { channel, team, typed } = draft;
  return { kind: 'submitted', content: { facts, typed }, answerBy, channel, team };
}

interface Link {
  readonly link: string;
  readonly by: string;
  readonly eventKey: string;
}

/** The link to what was posted in Salesforce ticks the step that asks for it; a better one takes its place. */
export function tickOf(ports: Ports, kase: Case, { link, by, eventKey }: Link): KeyedAct[] {
  const step = handoffStep(kase);
  const now = ports.now();
  const progress = progressOf(kase, now).find((one) => one.step.id === step?.id);
  const state = progress?.state;
  const wants = state?.kind === 'open' || (state?.kind === 'done' && state.value !== link);
  if (!progress || !wants) return [];
  const act = {
    kind: 'step-done',
    stepId: progress.step.id,
    value: link,
    by,
    at: now.toISOString(),
  } as const;
  return [{ act, eventKey: `${eventKey}:step` }];
}
