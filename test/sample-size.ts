const isCampaign = process.env['CAMPAIGN'] === 'full';

/**
 * Returns how many cases a generated test runs: `full` in `npm run campaign`, `quick` in `npm test`. The campaign runs
 * every test file that imports this one.
 */
export function sampleSize(full: number, quick: number): number {
  return isCampaign ? full : quick;
}

/** How many cases the longest generated tests run in the campaign. */
export const GENERATED_CASES = Number(process.env['GENERATED_CASES'] ?? 10_000);

/** Returns the whole list in `npm run campaign`, every `step`-th of it in `npm test`. */
export function sampleItems<T>(all: readonly T[], step: number): readonly T[] {
  return isCampaign ? all : all.filter((_, index) => index % step === 0);
}
