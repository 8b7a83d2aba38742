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

/** What every subscription must be before anybody hears that the login may be restored. */
const LOGIN_ALLOWED_VERDICTS: readonly Verdict[] = ['direct', 'transition-complete'];

/** The daily look after a direct renewal. Says once that the login may be restored; until then it comes back tomorrow. */
export async function runLoginWatch(ports: Ports, timer: Timer): Promise<void> {
  const handoff = await ports.handoffs.find(timer.subjectId);
  if (!handoff || !isWatchUseful(ports, handoffStateOf(handoff))) return;
  const action = { handoffId: handoff.id, by: BOT_ACTOR, idempotencyKey: `${timer.key}:${timer.dueAt}` };
  // What is looked after in its place may still be taken back.
  const isLatestWatch = !(await hasLaterHandoff(ports, handoff));
  if (isLatestWatch && (await checkLogin(ports, action, handoffStateOf(handoff))).allowed) return;
  const dueAt = ports.businessHours.nextWorkingMorning('support', ports.now()).toISOString();
  await ports.timers.schedule([{ ...timer, dueAt }]);
}

/** The same look, because somebody asked for it. Throws what the person is told when the login stays closed. */
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

/** True while a look is of use: the customer may still become direct because of it, and nobody was told so yet. */
function isWatchUseful({ now }: Ports, standing: HandoffState): boolean {
  const { loginAllowed, erased, submitted, resolution: end, content } = standing;
  const days = (now().getTime() - Date.parse(submitted.at)) / DAY_MS;
  const isWatching = !isAbandoned(standing) && !loginAllowed && !erased && days <= LOGIN_WATCH_DAYS;
  return isWatching && needsLoginWatch(content.facts) && !endsLoginWatch(end?.outcome);
}

/** A later handoff of the case is looked after in its place, so that nobody is told twice. */
async function hasLaterHandoff({ handoffs }: Ports, { id, caseId }: Handoff): Promise<boolean> {
  const all = await handoffs.listByCase(caseId);
  const later = all.slice(all.findIndex((one) => one.id === id) + 1).map(handoffStateOf);
  return later.some(
    (one) =>
      !isAbandoned(one) && one.resolution?.outcome !== 'duplicate' && needsLoginWatch(one.content.facts),
  );
}

function isAbandoned({ status: state, delivery }: HandoffState): boolean {
  return state === 'declined' || state === 'withdrawn' || delivery === 'failed';
}
