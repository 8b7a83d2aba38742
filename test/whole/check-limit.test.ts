import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask, HALDEN, recheck } from './asking.ts';
import type { Whole } from './harness.ts';
import { check, startWhole } from './harness.ts';
import { atRest, lookUps, onlySentence, pressed, shortcutOn, typed, typedBy } from './reading.ts';

const LIMITED =
  /^You've reached the limit of 4 checks per person in 10 minutes.*You can check again in 10 minutes/;

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole({ settings: { CHECKS_PER_PERSON: '4/10m' } });
});
afterAll(() => whole.close());

it('One person walks through customers no further than the limit, whichever way they ask', async () => {
  const card = await check(whole, HALDEN);
  await check(whole, 'A-S00900002');
  for (const text of ['help', 'mine', 'nonsense']) await ask(whole, text);
  await recheck(whole, card);
  await atRest(whole);
  await check(whole, 'A-S00900003');
  const asked = lookUps(whole);

  const refused = [
    await typed(whole, 'A-S00900004'),
    await shortcutOn(whole, { text: 'A-S00900004' }),
    await pressed(whole, card, { actionId: 'recheck' }),
  ];
  expect(refused.map(onlySentence)).toEqual(refused.map(() => expect.stringMatching(LIMITED)));
  expect(whole.slack.ephemerals({ user: 'UANA' }).map(({ text }) => text)).not.toContainEqual(
    expect.stringMatching(/^Checking subscription A-S00900004/),
  );
  expect(lookUps(whole)).toBe(asked);
  expect(whole.logged.join('')).toContain('check limit reached');
  expect(await (await fetch(`${whole.address}/metrics`)).text()).toMatch(
    /^reseller_check_checks_limited_total 3$/m,
  );

  const { cards } = await typedBy(whole, { user: 'UBEN', channel: 'CSUPPORT' }, 'A-S00900004');
  expect(cards).toHaveLength(1);
  await whole.pass(10 * 60_000);
  await check(whole, 'A-S00900005');
});
