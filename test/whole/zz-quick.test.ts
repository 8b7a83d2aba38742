import { it } from '@jest/globals';
import { caseOf, check, startWhole, words } from './harness.ts';

it('x', async () => {
  const t0 = Date.now();
  const whole = await startWhole({ today: '2023-03-15' });
  console.log('start', Date.now() - t0);
  for (const t of [
    'ops@halden-mills.example sign-in',
    'A-S00900002 sign-in',
    'A-S00900003 enable-login',
    'A-S00900005 enable-login',
    '#48212',
    'A00900020 sign-in',
    'A-S00900010',
    'it@pallas.example',
  ]) {
    const s = Date.now();
    const card = await check(whole, t);
    console.log(t, Date.now() - s, JSON.stringify(caseOf(card)), '\n' + words(card));
  }
  await whole.close();
});
