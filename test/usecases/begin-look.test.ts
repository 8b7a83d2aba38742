import { expect, it } from '@jest/globals';
import { beginLook } from '../../src/usecases/begin-look.ts';

it('A look lasts as long as the settings say, from now on', () => {
  const now = new Date('2026-03-02T10:00:00.000Z');

  const look = beginLook({ checkDeadlineMs: 20_000, now: () => now }, { key: 'request-1', fresh: true });

  expect(look).toMatchObject({ fresh: true, request: { key: 'request-1' } });
  expect(look.endsAt?.toISOString()).toBe('2026-03-02T10:00:20.000Z');
  expect(look.signal.aborted).toBe(false);
});
