import { describe, expect, it } from 'vitest';
import { reminderBatchEnd } from '../../src/domain/handoff-deadlines.ts';

describe('the batch interval of reminders', () => {
  it.each([
    ['10:00:00.000', '10:15:00.000'],
    ['10:14:59.999', '10:15:00.000'],
    ['10:15:00.000', '10:30:00.000'],
    ['23:59:00.000', '24:00:00.000'],
  ])('that contains %s ends at %s', (at, end) => {
    const expected = end.startsWith('24') ? '2026-03-06T00:00:00.000Z' : `2026-03-05T${end}Z`;

    expect(reminderBatchEnd(new Date(`2026-03-05T${at}Z`)).toISOString()).toBe(expected);
  });
});
