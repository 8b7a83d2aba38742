import { readdirSync } from 'node:fs';
import { type CaseFacts, matchesFacts } from '../domain/case-facts.ts';
import type { Scenario } from '../domain/scenario.ts';
import { fallbackScenario } from './fallback-scenario.ts';
import { findScenarioOverlaps } from './scenario-overlaps.ts';

/** Every scenario there is: the files of `scenarios`, by name. A new file needs no other change. */
export const allScenarios: readonly Scenario[] = await loadScenarios(new URL('scenarios/', import.meta.url));

assertNoOverlaps(allScenarios);

/** The one scenario that claims these facts, or the fallback. */
export function selectScenario(facts: CaseFacts): Scenario {
  return allScenarios.find(({ when }) => matchesFacts(when, facts)) ?? fallbackScenario;
}

async function loadScenarios(folder: URL): Promise<Scenario[]> {
  const names = readdirSync(folder).filter((name) => /^[a-z0-9-]+\.(?:ts|js)$/.test(name));
  return Promise.all(
    names.sort().map(async (name) => {
      const file = (await import(new URL(name, folder).href)) as { default?: Scenario };
      if (!file.default) throw new Error(`${name} exports no scenario`);
      return file.default;
    }),
  );
}

/** At start-up, not when a card is due: with two claimants, the order of files would choose the words. */
function assertNoOverlaps(all: readonly Scenario[]): void {
  const found = findScenarioOverlaps(all);
  if (found.length > 0)
    throw new Error(`two scenarios claim the same facts: ${found.slice(0, 5).join('; ')}`);
}
