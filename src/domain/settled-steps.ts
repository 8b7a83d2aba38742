import type { Case } from './case.ts';
import type { HandoffInput } from './handoff-state.ts';
import type { SettledBy, Step } from './scenario.ts';
import { type StepProgress, stepProgressOf } from './step-progress.ts';

/** A step that a handoff has settled, and the link that the step asks for. */
export interface SettledStep {
  readonly step: Step;
  readonly link: string | null;
}

/** Returns what the form of a handoff settles. */
export function settledByInput({
  salesforceLink,
  writtenWish,
  plan,
  seats,
}: HandoffInput): ReadonlySet<SettledBy> {
  const settled: Record<SettledBy, boolean> = {
    'chatter-link': salesforceLink !== null,
    'written-wish': writtenWish === 'yes',
    'plan-and-seats': plan !== null && seats !== null,
  };
  return new Set((Object.keys(settled) as SettledBy[]).filter((kind) => settled[kind]));
}

/**
 * Returns the steps of the card that are settled now: open steps, also those that only wait for another step that is
 * settled at the same time, and a done step whose link is another one. A step whose link is known is settled whatever it
 * waits for, because the post that the link leads to exists.
 */
export function settledSteps(
  kase: Case,
  now: Date,
  { settled, link }: { readonly settled: ReadonlySet<SettledBy>; readonly link: string | null },
): SettledStep[] {
  const newlyDone = new Set<string>();
  return stepProgressOf(kase, now).flatMap((progress) => {
    const { step } = progress;
    const kind = step.settledBy ?? (step.startsHandoff ? 'chatter-link' : null);
    const ownLink = kind === 'chatter-link' ? link : null;
    if (kind === null || !settled.has(kind) || !canBeSettled(progress, ownLink, newlyDone)) return [];
    newlyDone.add(step.id);
    return [{ step, link: ownLink }];
  });
}

function canBeSettled(
  { step, state }: StepProgress,
  link: string | null,
  newlyDone: ReadonlySet<string>,
): boolean {
  switch (state.kind) {
    case 'open':
      return step.linkLabel === undefined || link !== null;
    case 'done':
      return link !== null && state.value !== link;
    case 'locked':
      return (
        step.requires?.verdict === undefined &&
        (link !== null || state.blockedBy.every((id) => newlyDone.has(id)))
      );
    case 'answered':
    case 'allowed':
    case 'override-requested':
    case 'overridden':
      return false;
  }
}
