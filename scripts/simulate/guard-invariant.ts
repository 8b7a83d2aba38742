import { guardAllows } from '../../src/domain/account-guard.ts';
import type { AccountSnapshot, Case, CaseEvent, StepEvent } from '../../src/domain/case.ts';
import type { FinalState } from './invariants.ts';
import { isVerdictPossible } from './verdict-invariant.ts';

const FRESH_MS = 15 * 60_000;
const OVERRIDE_MS = 24 * 60 * 60_000;
/** More than the clocks of two copies differ, which is at most twice `MAX_COPY_CLOCK_OFFSET_MS`. */
const CLOCK_TOLERANCE_MS = 10_000;

/** A guarded step is done only after a fresh check that allowed it, or after a second person approved an override. */
export function checkGuards({ run, cases }: FinalState): void {
  for (const kase of cases)
    for (const [index, event] of kase.events.entries()) {
      if (event.kind === 'guard-checked' && event.allowed) {
        const { gap, subscriptions } = event.snapshot;
        const wrong = subscriptions.find((subscription) => !isDirect(subscription));
        if (gap !== null || wrong)
          run.violate('guards', `${kase.id}: ${gap ?? wrong?.number} passed at ${event.at}`);
      }
      if (event.kind === 'step-done' && isGuarded(kase, index, event) && !isOpened(kase, index, event))
        run.violate('guards', `${kase.id}: ${event.stepId} was done at ${event.at}`);
    }
}

function isDirect({ number, verdict, channel }: AccountSnapshot['subscriptions'][number]): boolean {
  const mayOpen = verdict === 'direct' || verdict === 'transition-complete';
  return mayOpen && channel === 'Non-Reseller' && isVerdictPossible(number, verdict);
}

/** Returns true when the step is guarded in the check that the card showed at that event. */
function isGuarded(kase: Case, index: number, { stepId }: StepEvent): boolean {
  const shown = kase.events.slice(0, index).findLast((event) => event.kind === 'checked');
  const check = shown && kase.checks[shown.checkIndex];
  return check?.scenario.steps.find(({ id }) => id === stepId)?.requires?.verdict !== undefined;
}

function isOpened({ events, checks }: Case, index: number, done: StepEvent): boolean {
  const before = events.slice(0, index);
  const sinceCheck = before.slice(before.findLastIndex(({ kind }) => kind === 'checked') + 1);
  const own = sinceCheck.filter((event) => 'stepId' in event && event.stepId === done.stepId);
  const guard = own.findLast((event) => event.kind === 'guard-checked');
  const lastCheck = before.findLast((event) => event.kind === 'checked');
  const check = lastCheck && checks[lastCheck.checkIndex];
  const allowed = check?.scenario.steps.find(({ id }) => id === done.stepId)?.requires?.verdict ?? [];
  if (guard?.allowed && guardAllows(guard.snapshot, allowed) && isWithin(FRESH_MS, guard, done)) return true;
  const request = own.find(
    (event) => event.kind === 'override-requested' && isWithin(OVERRIDE_MS, event, done),
  );
  return (
    own.some((event) => event.kind === 'override-approved' && event.by !== request?.by) &&
    request !== undefined
  );
}

function isWithin(ms: number, earlier: CaseEvent, later: CaseEvent): boolean {
  const age = Date.parse(later.at) - Date.parse(earlier.at);
  return age >= -CLOCK_TOLERANCE_MS && age <= ms + CLOCK_TOLERANCE_MS;
}
