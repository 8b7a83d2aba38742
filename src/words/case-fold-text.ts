export const ALL_STEPS_LABEL = 'All steps';
export const EVIDENCE_LABEL = 'Evidence';

/** Returns the title of the folded list of steps. */
export function allStepsTitle(done: number, all: number): string {
  return `${ALL_STEPS_LABEL} · ${done} of ${all} done`;
}

/** Said in place of a next step. */
export const ALL_STEPS_DONE_TEXT = 'Every step is done.';
