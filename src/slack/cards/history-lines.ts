import type { Case, CaseEvent, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff, HandoffEvent } from '../../domain/handoff.ts';
import { sayHandoffEvent, sayWho } from '../../words/handoff-history.ts';
import { sayChannel, sayRefused } from '../../words/step-states.ts';
import { VERDICT_TITLES } from '../../words/verdicts.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, moment, rich, toPlain, user, value, words } from '../mrkdwn.ts';
import { toldWords } from './case-facts.ts';
import { filled, subjectName } from './case-words.ts';
import { pasted, typed } from './typed.ts';

/** Of a step's text, enough to know it again. */
const MOST_OF_STEP = 60;
/** The longest reason that is taken. */
const MOST_OF_REASON = 300;

/**
 * Every event of a case and of its handoffs in words, oldest first. Steps are named as the card showed them then.
 */
export function historyLines(kase: Case, handoffs: readonly Handoff[] = []): Rich[] {
  const told = [...caseLines(kase), ...handoffs.flatMap(({ events }) => events.map(handoffLine))];
  // Stable: what happened to the case in one moment keeps its order.
  return told.sort((one, other) => one.at.localeCompare(other.at)).map(({ text }) => text);
}

interface Line {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly text: Rich;
}

function caseLines(kase: Case): Line[] {
  let current = kase.checks[0] ?? latest(kase);
  return kase.events.map((event) => {
    if (event.kind !== 'checked') return line(event, actWords(event, current));
    const check = kase.checks[event.check] ?? current;
    const before = kase.checks[event.check - 1] ?? null;
    current = check;
    return line(event, checkWords(before, check));
  });
}

function handoffLine(event: HandoffEvent): Line {
  const { what, typed: words } = sayHandoffEvent(event);
  const said = words === null ? [] : rich`: “${typed(words, MOST_OF_REASON)}”`;
  const text = rich`${moment(event.at)} · ${fromPieces(sayWho(event))} · ${bold(fromPieces(what))}${said}`;
  return { at: event.at, text };
}

function line({ at, by }: CaseEvent, what: Rich): Line {
  return { at, text: rich`${moment(at)} · ${user(by)} · ${what}` };
}

function checkWords(before: Check | null, check: Check): Rich {
  const { policy, ruleVersion, scenario } = check;
  const rules = `rules: ${policy}, version ${ruleVersion}`;
  return join(
    [
      [bold([words(LOOKED[check.because])])],
      subjectWords(check),
      verdictWords(before, check),
      ...(before && check.because === 'told' ? [toldWords(before, check)] : []),
      [words(rules)],
      rich`scenario: ${scenario.id}`,
    ],
    ' · ',
  );
}

const LOOKED: Record<Check['because'], string> = {
  asked: 'Checked',
  recheck: 'Looked again',
  told: 'Told',
  choice: 'Chose one',
};

function subjectWords(check: Check): Rich {
  return [value(subjectName(check))];
}

function verdictWords(before: Check | null, { verdict }: Check): Rich {
  const is = VERDICT_TITLES[verdict];
  if (!before) return [words(`verdict “${is}”`)];
  return before.verdict === verdict
    ? [words(`verdict still “${is}”`)]
    : [words(`verdict was “${VERDICT_TITLES[before.verdict]}”, now “${is}”`)];
}

function actWords(event: Exclude<CaseEvent, { kind: 'checked' }>, check: Check): Rich {
  const step = stepName(event.stepId, check);
  switch (event.kind) {
    case 'step-done':
      return event.value === null
        ? rich`${did('Done')} ${step}`
        : rich`${did('Done')} ${step} · ${pasted(event.value)}`;
    case 'step-undone':
      return rich`${did('Undone')} ${step} · reason: ${typed(event.reason, MOST_OF_REASON)}`;
    case 'guard':
      return guardWords(event, check);
    case 'override-asked':
      return rich`${did('Override asked')} ${step} · reason: ${typed(event.reason, MOST_OF_REASON)}`;
    case 'override-agreed':
      return rich`${did('Override agreed')} ${step}`;
  }
}

function guardWords(event: Extract<CaseEvent, { kind: 'guard' }>, check: Check): Rich {
  const { allowed, seen, stepId } = event;
  const wanted = check.scenario.steps.find(({ id }) => id === stepId)?.needs?.verdict ?? [];
  const saw = fromPieces(allowed ? sayChannel(seen) : sayRefused(seen, wanted));
  const outcome = allowed ? 'Look: may be done' : 'Look: stays locked';
  return rich`${did(outcome)} ${stepName(stepId, check)} · seen ${moment(seen.asOf)}: ${saw}`;
}

function did(what: string): Rich {
  return [bold([words(what)]), words(':')];
}

/** "step 2 “Press Save.”"; by its id when the card then had no such step. */
function stepName(stepId: string, check: Check): Rich {
  const at = check.scenario.steps.findIndex(({ id }) => id === stepId);
  const step = check.scenario.steps[at];
  if (!step) return rich`step ${stepId}`;
  return rich`step ${words(String(at + 1))} “${toPlain(filled(check, step.text), MOST_OF_STEP)}”`;
}
