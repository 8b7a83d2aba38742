import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fitted } from '../../src/connectors/fitted.ts';

const User = z.object({ id: z.int(), email: z.string().nullish() });
const Ticket = z.object({ id: z.int(), tags: z.array(z.string()).nullish(), users: z.array(User).nullish() });
const SIDE = ['tags', 'users'];

describe('an answer with odd side fields', () => {
  it.each([
    ['of another type', { id: 1, tags: 'a' }, { id: 1 }, ['tags']],
    [
      'deep in a list',
      { id: 1, users: [{ id: 1, email: 7 }] },
      { id: 1, users: [{ id: 1 }] },
      ['users.*.email'],
    ],
    [
      'that their record cannot do without',
      { id: 1, users: [{ email: 'x' }, { id: 2 }, { id: 'x' }] },
      { id: 1, users: [{ id: 2 }] },
      ['users.*.id'],
    ],
    ['among others in a list', { id: 1, tags: ['a', 7, 'b', null] }, { id: 1, tags: ['a', 'b'] }, ['tags.*']],
  ])('%s keeps all the rest', (_what, json, value, fields) => {
    const { outcome, odd } = fitted(Ticket, json, SIDE);

    expect(outcome).toEqual({ ok: true, value });
    expect(odd.map(({ field }) => field)).toEqual(fields);
  });

  it('is left as it was', () => {
    const json = { id: 1, tags: [7] };

    fitted(Ticket, json, SIDE);

    expect(json).toEqual({ id: 1, tags: [7] });
  });

  it.each([
    ['is missing', { tags: 7 }, /^id: expected /],
    ['is odd', { id: 'x', tags: 7, users: 7 }, /^id: expected /],
    ['is the whole', 7, /^answer: expected object$/],
  ])('is unreadable when a field that decides %s', (_what, json, detail) => {
    const { outcome } = fitted(Ticket, json, SIDE);

    expect(outcome).toMatchObject({ ok: false, gap: 'bad-shape', detail: expect.stringMatching(detail) });
  });

  it('is unreadable when the side field itself must be there', () => {
    const { outcome } = fitted(z.object({ tags: z.array(z.string()) }), { tags: 7 }, SIDE);

    expect(outcome).toMatchObject({ gap: 'bad-shape', detail: 'tags: expected array' });
  });
});
