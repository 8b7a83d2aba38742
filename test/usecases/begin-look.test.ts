import { expect, it } from '@jest/globals';
import { beginLook } from '../../src/usecases/begin-look.ts';

it('A look lasts as long as the settings say, by a clock that never jumps', () => {
  const look = beginLook(
    { checkDeadlineMs: 20_000, monotonic: () => 5_000 },
    { key: 'request-1', fresh: true },
  );

  expect(look).toMatchObject({ fresh: true, request: { key: 'request-1' } });
  expect(look.endsAt).toBe(25_000);
  expect(look.signal.aborted).toBe(false);
});
