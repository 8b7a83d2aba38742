import type { Case, CaseEvent, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { HandoffEvent } from '../../domain/handoff-events.ts';
import { answerOf } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import {
  bold,
  joinFragments,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
  valueFragment,
} from '../../domain/text-fragments.ts';
import { disputedVerdictText } from '../../words/dispute-text.ts';
import { actorText, handoffHistoryText } from '../../words/handoff-event-text.ts';
import { answeredStepsText, guardRefusedText, observedChannelText } from '../../words/step-state-text.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { userLink, userText } from '../block-kit/untrusted-text.ts';
import { formatFactChange } from './case-facts.ts';
import { formatTemplate, subjectName } from './format-case.ts';
import { formatNotApplicable } from './format-steps.ts';

/** Enough of a step's text to recognize it. */
const MAX_STEP_NAME_LENGTH = 60;
/** Maximum length of a reason. */
const MAX_REASON_LENGTH = 300;

/**
 * Returns all events of a case and its handoffs as text, oldest first. Steps are named as the card showed them at the
 * time.
 */
export function formatHistoryLines(kase: Case, handoffs: readonly Handoff[] = []): RichText[] {
  const lines = [
    ...caseHistoryLines(kase),
    ...handoffs.flatMap(({ events }) => events.map(handoffEventLine)),
  ];
  // The sort is stable, so events with the same time keep their order.
  return lines.sort((one, other) => one.at.localeCompare(other.at)).map(({ text }) => text);
}

interface HistoryLine {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: RichText;
}

function caseHistoryLines(kase: Case): HistoryLine[] {
  let current = kase.checks[0] ?? latestCheck(kase);
  return kase.events.map((event) => {
    if (event.kind !== 'checked') return caseEventLine(event, formatCaseEvent(event, current));
    const check = kase.checks[event.checkIndex] ?? current;
    const before = kase.checks[event.checkIndex - 1] ?? null;
    current = check;
    return caseEventLine(event, formatCheck(before, check));
  });
}

function handoffEventLine(event: HandoffEvent): HistoryLine {
  const { summary, userText: quotedText } = handoffHistoryText(event);
  const quote = quotedText === null ? [] : phrase`: “${userText(quotedText, MAX_REASON_LENGTH)}”`;
  const text = phrase`${timeFragment(event.at)} · ${actorText(event)} · ${bold(summary)}${quote}`;
  return { at: event.at, text };
}

function caseEventLine({ at, by }: CaseEvent, what: RichText): HistoryLine {
  return { at, text: phrase`${timeFragment(at)} · ${userFragment(by)} · ${what}` };
}

function formatCheck(before: Check | null, check: Check): RichText {
  const { policy, ruleVersion, scenario } = check;
  const rules = `rules: ${policy}, version ${ruleVersion}`;
  return joinFragments(
    [
      [bold([literalFragment(CHECK_REASON_LABELS[check.trigger])])],
      formatSubject(check),
      formatVerdictChange(before, check),
      ...(before && check.trigger === 'manual' ? [formatFactChange(before, check)] : []),
      [literalFragment(rules)],
      phrase`scenario: ${scenario.id}`,
      formatAnsweredSteps(check),
    ],
    ' · ',
  );
}

function formatAnsweredSteps({ scenario }: Check): RichText {
  const numbers = scenario.steps.flatMap((step, index) =>
    answerOf(step) === null ? [] : [String(index + 1)],
  );
  return numbers.length === 0 ? [] : answeredStepsText(numbers);
}

const CHECK_REASON_LABELS: Record<Check['trigger'], string> = {
  requested: 'Checked',
  recheck: 'Re-checked',
  manual: 'Facts set',
  choice: 'Selected',
};

function formatSubject(check: Check): RichText {
  return [valueFragment(subjectName(check))];
}

function formatVerdictChange(before: Check | null, { verdict }: Check): RichText {
  const is = VERDICT_TITLES[verdict];
  if (!before) return [literalFragment(`verdict “${is}”`)];
  return before.verdict === verdict
    ? [literalFragment(`verdict still “${is}”`)]
    : [literalFragment(`verdict was “${VERDICT_TITLES[before.verdict]}”, now “${is}”`)];
}

function formatCaseEvent(event: Exclude<CaseEvent, { kind: 'checked' }>, check: Check): RichText {
  if (event.kind === 'verdict-disputed')
    return phrase`${formatActionLabel('Verdict disputed')} ${disputedVerdictText(event)} · reason: ${userText(event.reason, MAX_REASON_LENGTH)}`;
  if (event.kind === 'case-shown') return phrase`${formatActionLabel('Looked up')} was shown this open case`;
  const step = formatStepName(event.stepId, check);
  switch (event.kind) {
    case 'step-done':
      return joinFragments(
        [
          phrase`${formatActionLabel('Done')} ${step}`,
          ...(event.value === null ? [] : [[userLink(event.value)]]),
          ...(event.notApplicable === undefined
            ? []
            : [formatNotApplicable(event.notApplicable, MAX_REASON_LENGTH)]),
        ],
        ' · ',
      );
    case 'step-undone':
      return joinFragments(
        [
          phrase`${formatActionLabel('Undone')} ${step}`,
          ...(event.reason === null ? [] : [phrase`reason: ${userText(event.reason, MAX_REASON_LENGTH)}`]),
        ],
        ' · ',
      );
    case 'guard-checked':
      return formatGuardEvent(event, check);
    case 'override-requested':
      return phrase`${formatActionLabel('Override requested')} ${step} · reason: ${userText(event.reason, MAX_REASON_LENGTH)}`;
    case 'override-approved':
      return phrase`${formatActionLabel('Override approved')} ${step}`;
  }
}

function formatGuardEvent(event: Extract<CaseEvent, { kind: 'guard-checked' }>, check: Check): RichText {
  const { allowed, snapshot: seen, stepId } = event;
  const wanted = check.scenario.steps.find(({ id }) => id === stepId)?.requires?.verdict ?? [];
  const saw = allowed ? observedChannelText(seen) : guardRefusedText(seen, wanted);
  const outcome = allowed ? 'Checked: unlocked' : 'Checked: still locked';
  return phrase`${formatActionLabel(outcome)} ${formatStepName(stepId, check)} · seen ${timeFragment(seen.asOf)}: ${saw}`;
}

function formatActionLabel(what: string): RichText {
  return [bold([literalFragment(what)]), literalFragment(':')];
}

/** Returns a name such as "step 2 “Press Save.”", or the step's id when the card had no such step at the time. */
function formatStepName(stepId: string, check: Check): RichText {
  const at = check.scenario.steps.findIndex(({ id }) => id === stepId);
  const step = check.scenario.steps[at];
  if (!step) return phrase`step ${stepId}`;
  return phrase`step ${literalFragment(String(at + 1))} “${toPlainText(formatTemplate(check, step.text), MAX_STEP_NAME_LENGTH)}”`;
}
