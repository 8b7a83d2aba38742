import type { CaseFacts, Policy } from '../domain/case-facts.ts';
import type { KnownFact } from '../domain/known-facts.ts';
import type { Scenario, Step } from '../domain/scenario.ts';

/** A known fact, or the value of a fact that selects the scenario, such as "proof:invoice". */
export type Condition = KnownFact | { [K in keyof CaseFacts]: `${K}:${CaseFacts[K]}` }[keyof CaseFacts];

/** A part of a scenario that needs one condition of every list of `given`, and none of `unless`. */
export interface Conditional<T> {
  readonly given: readonly (readonly Condition[])[];
  readonly unless: readonly Condition[];
  readonly part: T;
}

/** A part of a scenario, always included or only on a condition. */
export type Part<T> = T | Conditional<T>;

/** The parts from which `scenario` builds a scenario. */
interface ScenarioParts {
  /** One sentence, or sentences on conditions. */
  readonly headline: string | readonly Part<string>[];
  /** The policy to name in the note; left out when every policy uses the same scenario. */
  readonly policy?: Policy;
  readonly prohibitions: readonly Part<string>[];
  readonly steps: readonly Part<Step>[];
  /** Paragraphs after the greeting. A list holds the sentences of one paragraph. */
  readonly reply?: readonly (Part<string> | readonly Part<string>[])[];
  /** What the records say, what was asked, what was done. */
  readonly note?: readonly [records: string, asked: string, ...done: Part<string>[]];
  readonly newer?: NonNullable<Scenario['newer']>;
  readonly source: Scenario['source'];
}

/** A scenario whose parts may depend on known facts. */
export interface ScenarioTemplate extends ScenarioParts {
  readonly id: string;
}

const GREETING = 'Hi, thanks for reaching out.';

/** Returns the scenario with this id. The id must not be renamed after a release, because checks are stored with it. */
export function scenario(id: string, parts: ScenarioParts): ScenarioTemplate {
  return { id, ...parts };
}

/** Returns the part on the condition, or on any of the conditions. May be nested. */
export function given<T extends string | Step>(condition: Condition | readonly Condition[], part: Part<T>): Conditional<T> {
  const inner = conditionalOf(part);
  return { ...inner, given: [[condition].flat(), ...inner.given] };
}

/** Returns the part unless the condition, or any of the conditions, is met. May be nested. */
export function unless<T extends string | Step>(condition: Condition | readonly Condition[], part: Part<T>): Conditional<T> {
  const inner = conditionalOf(part);
  return { ...inner, unless: [...[condition].flat(), ...inner.unless] };
}

/**
 * Returns the step with the answer of the systems on the condition, and without it otherwise. `seen`: what they show, such as
 * "Zuora: always invoiced to {customer}".
 */
export function answered(condition: Condition | readonly Condition[], open: Step, seen: string): readonly Conditional<Step>[] {
  return [given(condition, { ...open, answer: seen }), unless(condition, open)];
}

/** Returns the facts that select a scenario, as conditions. */
export function factConditions({ policy, verdict, topic, requester, proof }: CaseFacts): Condition[] {
  return [`policy:${policy}`, `verdict:${verdict}`, `topic:${topic}`, `requester:${requester}`, `proof:${proof}`];
}

/**
 * Returns the scenario under these conditions: leaves out the parts whose condition is not met, and the locks behind steps
 * that are left out; joins the reply, and names the page in the note.
 */
export function resolveScenario(template: ScenarioTemplate, known: ReadonlySet<Condition>): Scenario {
  const { id, headline, reply, note, newer, source } = template;
  const texts = {
    ...(reply && { reply: replyText(reply, known) }),
    ...(note && { note: noteText({ ...template, note }, known) }),
  };
  return {
    id,
    headline: includedParts([headline].flat(), known).join(' '),
    prohibitions: includedParts(template.prohibitions, known),
    steps: withoutMissingLocks(includedParts(template.steps, known)),
    ...(Object.keys(texts).length > 0 && { texts }),
    ...(newer && { newer }),
    source,
  };
}

/** Returns every condition that a part of the template depends on. */
export function conditionsOf({ headline, prohibitions, steps, reply = [], note = ['', ''] }: ScenarioTemplate): Condition[] {
  const parts = [headline, ...prohibitions, ...steps, ...reply, ...note].flat().map((part) => conditionalOf<string | Step>(part));
  return [...new Set(parts.flatMap((part) => [...part.given.flat(), ...part.unless]))];
}

function replyText(paragraphs: NonNullable<ScenarioParts['reply']>, known: ReadonlySet<Condition>): string {
  const texts = paragraphs.map((paragraph) => includedParts([paragraph].flat(), known).join(' '));
  return [GREETING, ...texts.filter((text) => text !== '')].join('\n\n');
}

function noteText(
  { note: [records, asked, ...done], policy, source }: ScenarioTemplate & Pick<Required<ScenarioParts>, 'note'>,
  known: ReadonlySet<Condition>,
) {
  const scope = [...(policy ? [`policy ${policy}`] : []), `rules ${source.rules.join(', ')}`].join('; ');
  return [records, `Request: ${asked}.`, ...includedParts(done, known), `Handbook page: ${source.page} (${scope}).`].join(' ');
}

function includedParts<T extends string | Step>(parts: readonly Part<T>[], known: ReadonlySet<Condition>): T[] {
  return parts
    .map(conditionalOf<T>)
    .filter((part) => part.given.every((any) => any.some((one) => known.has(one))) && !part.unless.some((one) => known.has(one)))
    .map(({ part }) => part);
}

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

/** Returns the part with its condition, which is empty for a part that is always included. */
export function conditionalOf<T extends string | Step>(part: Part<T>): Conditional<T> {
  return typeof part === 'object' && 'part' in part ? part : { given: [], unless: [], part };
}

/** Returns a step. Its id must not be renamed after a release, because completed steps are stored under it. */
export function step(id: string, text: string, options: Omit<Step, 'id' | 'text' | 'requires'> = {}): Step {
  return { id, text, ...options };
}

/** Returns the step locked until the steps with these ids are done. */
export function after(ids: readonly string[], locked: Step): Step {
  return { ...locked, requires: { ...locked.requires, steps: ids } };
}

/** Returns the step locked until a fresh check shows that every subscription of the account is direct. */
export function onceDirect(locked: Step): Step {
  return { ...locked, requires: { ...locked.requires, verdict: ['transition-complete', 'direct'] } };
}
