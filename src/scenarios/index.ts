import { readdirSync } from 'node:fs';
import { overlaps } from '../domain/catalogue.ts';
import { type Facts, matches } from '../domain/facts.ts';
import type { Scenario } from '../domain/scenario.ts';
import { fallback } from './fallback.ts';

/** Every scenario there is: the files of this folder, by name. A new file needs no other change. */
export const scenarios: readonly Scenario[] = await findScenarios(new URL('.', import.meta.url));

refuseOverlaps(scenarios);

/** The one scenario that claims these facts, or the fallback. */
export function pickScenario(facts: Facts): Scenario {
  return scenarios.find(({ when }) => matches(when, facts)) ?? fallback;
}

async function findScenarios(folder: URL): Promise<Scenario[]> {
  const names = readdirSync(folder).filter(
    (name) => /^[a-z0-9-]+\.(?:ts|js)$/.test(name) && !/^(?:index|fallback)\./.test(name),
  );
  return Promise.all(
    names.sort().map(async (name) => {
      const file = (await import(new URL(name, folder).href)) as { default?: Scenario };
      if (!file.default) throw new Error(`${name} exports no scenario`);
      return file.default;
    }),
  );
}

/** At start-up, not when a card is due: with two claimants, the order of files would choose the words. */
function refuseOverlaps(all: readonly Scenario[]): void {
  const found = overlaps(all);
  if (found.length > 0)
    throw new Error(`two scenarios claim the same facts: ${found.slice(0, 5).join('; ')}`);
}
