import type { Policy } from '../domain/case-facts.ts';
import type { Scenario, Step } from '../domain/scenario.ts';

/** The parts from which `scenario` builds a scenario. */
interface ScenarioParts {
  readonly headline: string;
  /** The policy to name in the note; left out when every policy uses the same scenario. */
  readonly policy?: Policy;
  readonly prohibitions: Scenario['prohibitions'];
  readonly steps: readonly Step[];
  /** Paragraphs after the greeting. A list holds the sentences of one paragraph. */
  readonly reply: readonly (string | readonly string[])[];
  /** What the records say, what was asked, what was done. */
  readonly note: readonly [records: string, asked: string, ...done: string[]];
  readonly newer?: NonNullable<Scenario['newer']>;
  readonly source: Scenario['source'];
}

const GREETING = 'Hi, thanks for reaching out.';

/** Returns the scenario that the parts describe: joins the reply, and names the rules in the note. */
export function scenario(id: string, parts: ScenarioParts): Scenario {
  const { headline, prohibitions, steps, newer, source } = parts;
  const reply = [GREETING, ...parts.reply.map((paragraph) => [paragraph].flat().join(' '))].join('\n\n');
  const texts = { reply, note: noteText(parts) };
  return { id, headline, prohibitions, steps, texts, ...(newer && { newer }), source };
}

function noteText({ note: [records, asked, ...done], policy, source }: ScenarioParts): string {
  const scope = [...(policy ? [`policy ${policy}`] : []), `rules ${source.rules.join(', ')}`].join('; ');
  return [records, `Request: ${asked}.`, ...done, `Handbook page: ${source.page} (${scope}).`].join(' ');
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
