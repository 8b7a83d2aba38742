import { expect, it } from 'vitest';
import { createLookupOptions } from '../../src/usecases/lookup-options.ts';

it('A look lasts as long as the settings say, by a clock that never jumps', () => {
  const look = createLookupOptions(
    { settings: { checkDeadlineMs: 20_000 }, monotonic: () => 5_000 },
    { key: 'request-1', fresh: true },
  );

  expect(look).toMatchObject({ bypassCache: true, request: { key: 'request-1' } });
  expect(look.deadlineMonotonicMs).toBe(25_000);
  expect(look.signal.aborted).toBe(false);
});
