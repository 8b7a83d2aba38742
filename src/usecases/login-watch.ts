import { guardAllows } from '../domain/account-guard.ts';
import type { AccountSnapshot } from '../domain/case.ts';
import { DAY_MS } from '../domain/dates.ts';
import { type Handoff, handoffStateOf } from '../domain/handoff.ts';
import { LOGIN_WATCH_DAYS } from '../domain/handoff-deadlines.ts';
import { BOT_ACTOR, endsLoginWatch, type HandoffState, needsLoginWatch } from '../domain/handoff-state.ts';
import type { Verdict } from '../domain/verdict.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { Timer } from '../ports/queues.ts';
import * as words from '../words/handoff-replies.ts';
import { decideHandoff, findHandoff, type HandoffAction } from './decide-handoff.ts';
import { timerKey } from './handoff-effects.ts';
import { takeAccountSnapshot } from './take-account-snapshot.ts';

/** The verdicts that every subscription must have before the login may be restored. */
const LOGIN_ALLOWED_VERDICTS: readonly Verdict[] = ['direct', 'transition-complete'];

/**
 * Checks after a direct renewal whether the login may be restored. Reschedules itself for the next working morning until
 * it may, which is notified once.
 */
export async function runLoginWatch(ports: Ports, timer: Timer): Promise<void> {
  const handoff = await ports.handoffs.find(timer.subjectId);
  if (!handoff || !isWatchUseful(ports, handoffStateOf(handoff))) return;
  const action = { handoffId: handoff.id, by: BOT_ACTOR, idempotencyKey: `${timer.key}:${timer.dueAt}` };
  // The timer is kept while a later handoff is watched, because that handoff may still be withdrawn.
  const isLatestWatch = !(await hasLaterHandoff(ports, handoff));
  if (isLatestWatch && (await checkLogin(ports, action, handoffStateOf(handoff))).allowed) return;
  const dueAt = ports.businessHours.nextWorkingMorning('support', ports.now()).toISOString();
  await ports.timers.schedule([{ ...timer, dueAt }]);
}

/** Checks on request. Throws `UserError` when the login may not be restored yet. */
export async function checkLoginNow(ports: Ports, action: HandoffAction): Promise<void> {
  if (await ports.handoffs.hasIdempotencyKey(action.idempotencyKey)) return;
  const handoff = await findHandoff(ports, action.handoffId);
  const { allowed, snapshot } = await checkLogin(ports, action, handoffStateOf(handoff));
  if (allowed) return;
  const watchContinues =
    isWatchUseful(ports, handoffStateOf(handoff)) && !(await hasLaterHandoff(ports, handoff));
  throw new UserError(
    snapshot.gap === null
      ? words.loginNotAllowedYetText(watchContinues)
      : words.loginCheckInconclusiveText(watchContinues),
  );
}

interface LoginCheck {
  readonly allowed: boolean;
  readonly snapshot: AccountSnapshot;
}

async function checkLogin(
  ports: Ports,
  action: HandoffAction,
  { content }: HandoffState,
): Promise<LoginCheck> {
  const snapshot = await takeAccountSnapshot(ports, content.facts.accountNumber, action.idempotencyKey);
  const allowed = guardAllows(snapshot, LOGIN_ALLOWED_VERDICTS);
  if (!allowed && action.by === BOT_ACTOR) return { allowed, snapshot };
  await decideHandoff(ports, action, ({ loginAllowed }) =>
    allowed && loginAllowed ? [] : [{ kind: 'login-checked', loginAllowed: allowed, snapshot }],
  );
  if (allowed) await ports.timers.cancel([timerKey('login-watch', action.handoffId)]);
  return { allowed, snapshot };
}

/** Returns true while the handoff may still lead to a restored login, and nobody has been notified of that. */
function isWatchUseful({ now }: Ports, state: HandoffState): boolean {
  const { loginAllowed, erased, submitted, resolution, content } = state;
  const days = (now().getTime() - Date.parse(submitted.at)) / DAY_MS;
  const isWatching = !isAbandoned(state) && !loginAllowed && !erased && days <= LOGIN_WATCH_DAYS;
  return isWatching && needsLoginWatch(content.facts) && !endsLoginWatch(resolution?.outcome);
}

/** Returns true when a later handoff of the case is watched in its place, so that nobody is notified twice. */
async function hasLaterHandoff({ handoffs }: Ports, { id, caseId }: Handoff): Promise<boolean> {
  const all = await handoffs.listByCase(caseId);
  const later = all.slice(all.findIndex((one) => one.id === id) + 1).map(handoffStateOf);
  return later.some(
    (one) =>
      !isAbandoned(one) && one.resolution?.outcome !== 'duplicate' && needsLoginWatch(one.content.facts),
  );
}

function isAbandoned({ status, delivery }: HandoffState): boolean {
  return status === 'declined' || status === 'withdrawn' || delivery === 'failed';
}
