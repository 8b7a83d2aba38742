import { OVERALL_ONLY_VERDICTS } from '../domain/overall-verdict.ts';
import type { CopyTextKind, Scenario, Step } from '../domain/scenario.ts';
import { VERDICTS } from '../domain/verdict.ts';
import { type Condition, type Conditional, conditionalOf, includedParts, type Part } from './conditions.ts';
import { RECORDS } from './notes.ts';
import { COLLEAGUE_REPLY, GREETINGS, STAGE_REPLIES } from './replies.ts';

type Paragraphs = readonly (Part<string> | readonly Part<string>[])[];

/** The parts from which `scenario` builds a scenario. */
interface ScenarioParts {
  /** One sentence, or sentences on conditions. */
  readonly headline: string | readonly Part<string>[];
  readonly prohibitions: readonly Part<string>[];
  readonly steps: readonly Part<Step>[];
  /** Paragraphs after the greeting. A list holds the sentences of one paragraph. */
  readonly reply?: Paragraphs;
  /** The same for a colleague, if the usual one does not fit. */
  readonly colleagueReply?: Paragraphs;
  /** What was asked for, as the note names it. */
  readonly request?: string;
  readonly newer?: NonNullable<Scenario['newer']>;
  readonly source: Scenario['source'];
}

/** A scenario whose parts may depend on known facts. */
export interface ScenarioTemplate extends ScenarioParts {
  readonly id: string;
}

/** Returns the scenario with this id. The id must not be renamed after a release, because checks are stored with it. */
export function scenario(id: string, parts: ScenarioParts): ScenarioTemplate {
  return { id, ...parts };
}

/**
 * Returns the scenario under these conditions: leaves out the parts whose condition is not met, and the locks behind steps
 * that are left out, and adds the texts that all scenarios share.
 */
export function resolveScenario(template: ScenarioTemplate, known: ReadonlySet<Condition>): Scenario {
  const { id, headline, newer, source } = template;
  const steps = withoutMissingLocks(includedParts(template.steps, known));
  const texts = {
    ...repliesOf(template, known),
    ...(!known.has('requester:internal') && steps.some(({ startsHandoff }) => startsHandoff) && STAGE_REPLIES),
    ...(template.request !== undefined && { note: noteText(template.request, source.page, known) }),
  };
  return {
    id,
    headline: includedParts([headline].flat(), known).join(' '),
    prohibitions: includedParts(template.prohibitions, known),
    steps,
    ...(Object.keys(texts).length > 0 && { texts }),
    ...(newer && { newer }),
    source,
  };
}

/** Returns the reply to the requester: a colleague gets another one than a customer or a reseller. */
function repliesOf({ reply, colleagueReply }: ScenarioTemplate, known: ReadonlySet<Condition>): Partial<Record<CopyTextKind, string>> {
  if (!reply) return {};
  if (!known.has('requester:internal')) return { reply: joinParagraphs([GREETINGS.requester, ...reply], known) };
  return { colleagueReply: joinParagraphs([GREETINGS.colleague, ...(colleagueReply ?? [recordsText(known), ...COLLEAGUE_REPLY])], known) };
}

function joinParagraphs(paragraphs: Paragraphs, known: ReadonlySet<Condition>): string {
  const texts = paragraphs.map((paragraph) => includedParts([paragraph].flat(), known).join(' '));
  return texts.filter((text) => text !== '').join('\n\n');
}

function noteText(request: string, page: string, known: ReadonlySet<Condition>): string {
  return `${recordsText(known)} Request: ${request}. Handbook page: ${page}.`;
}

/** Returns what the records say about the purchase. */
function recordsText(known: ReadonlySet<Condition>): string {
  const verdict = VERDICT_CONDITIONS.find(([condition]) => known.has(condition))?.[1] ?? 'unknown';
  return RECORDS[verdict];
}

const VERDICT_CONDITIONS = [...VERDICTS, ...OVERALL_ONLY_VERDICTS].map((verdict) => [`verdict:${verdict}`, verdict] as const);

/** A step that is left out has nothing left to do, so it locks no other step. */
function withoutMissingLocks(steps: readonly Step[]): Step[] {
  const ids = new Set(steps.map(({ id }) => id));
  return steps.map((one) => {
    if (!one.requires?.steps) return one;
    const { steps: required, ...otherLocks } = one.requires;
    const present = required.filter((id) => ids.has(id));
    const requires = { ...otherLocks, ...(present.length > 0 && { steps: present }) };
    const { requires: _, ...unlocked } = one;
    return Object.keys(requires).length > 0 ? { ...unlocked, requires } : unlocked;
  });
}

/** Returns a step. Its id must not be renamed after a release, because completed steps are stored under it. */
export function step(id: string, text: string, options: Omit<Step, 'id' | 'text' | 'requires'> = {}): Step {
  return { id, text, ...options };
}

/** Returns the step locked until the steps with these ids are done. */
export function after(ids: readonly string[], locked: Part<Step>): Conditional<Step> {
  const { part, ...conditions } = conditionalOf(locked);
  return { ...conditions, part: { ...part, requires: { ...part.requires, steps: ids } } };
}

/** Returns the step locked until a fresh check shows that every subscription of the account is direct. */
export function onceDirect(locked: Step): Step {
  return { ...locked, requires: { ...locked.requires, verdict: ['transition-complete', 'direct'] } };
}
