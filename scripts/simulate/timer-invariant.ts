import type { Case } from '../../src/domain/case.ts';
import type { Handoff } from '../../src/domain/handoff.ts';
import { handoffStateOf } from '../../src/domain/handoff.ts';
import { MAX_LINK_REMINDERS, MAX_REMINDER_ROUNDS } from '../../src/domain/handoff-deadlines.ts';
import { isActiveHandoff } from '../../src/domain/handoff-state.ts';
import type { TimerKind } from '../../src/ports/queues.ts';
import { timerKey } from '../../src/usecases/handoff-effects.ts';
import type { FinalState } from './invariants.ts';

/**
 * Whatever will have to happen has a timer: the end of a claim, the next reminder of a handoff that nobody has claimed and of a
 * missing link, the question after a handoff is done, and the erasure of a case.
 */
export async function checkTimers({ run, cases, handoffs }: FinalState): Promise<void> {
  const rows = await run.database.select("select key from queue_items where queue = 'timers'");
  const keys = new Set(rows.map(({ key }) => String(key)));
  const check = (kind: TimerKind, subjectId: string) => {
    if (!keys.has(timerKey(kind, subjectId))) run.violate('timers', `${subjectId} has no ${kind}`);
  };
  for (const { id } of cases.filter(({ erasedAt }: Case) => erasedAt === null)) check('retention', id);
  for (const handoff of handoffs) for (const kind of timerKindsOf(handoff)) check(kind, handoff.id);
}

function timerKindsOf(handoff: Handoff): TimerKind[] {
  const state = handoffStateOf(handoff);
  const { status, question, answerDueAt, reminderRounds, salesforceLink, erased } = state;
  if (erased) return [];
  const countOf = (wanted: string) => handoff.events.filter(({ kind }) => kind === wanted).length;
  if (status === 'done') return countOf('follow-up') === 0 ? ['follow-up'] : [];
  if (!isActiveHandoff(state)) return [];
  const isReminded = question === null && answerDueAt !== null && reminderRounds < MAX_REMINDER_ROUNDS;
  const kinds: TimerKind[] =
    status === 'claimed' ? ['claim-expiry'] : isReminded ? ['unclaimed-reminder'] : [];
  const needsLink = salesforceLink === null && countOf('link-reminded') < MAX_LINK_REMINDERS;
  return needsLink ? [...kinds, 'link-reminder'] : kinds;
}
