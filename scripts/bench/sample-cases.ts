import type { Case } from '../../src/domain/case.ts';
import { BotUnderLoad } from './bot-under-load.ts';

/** Half of the customers bought through a reseller. */
const CASES = 8;

/** Returns cases as the bot opens them, read from its database. */
export async function sampleCases(): Promise<readonly Case[]> {
  const bot = await BotUnderLoad.start({ people: CASES, latencyMs: 0 });
  const cases: Case[] = [];
  try {
    await bot.check(CASES, 4);
    await bot.environment.stop();
    await bot.environment.seed(async ({ cases: stored }) => {
      for (const id of await stored.listIds()) {
        const kase = await stored.find(id);
        if (kase) cases.push(kase);
      }
    });
  } finally {
    await bot.close();
  }
  return cases;
}
