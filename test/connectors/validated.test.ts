import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validated } from '../../src/connectors/validated.ts';

const User = z.object({ id: z.int(), email: z.string().nullish() });
const Pair = z.object({ left: z.int(), right: z.int() });
const Ticket = z.object({
  id: z.int(),
  tags: z.array(z.string()).nullish(),
  users: z.array(User).nullish(),
  pairs: z.array(Pair).nullish(),
});
const OPTIONAL = ['tags', 'users', 'pairs'];

describe('a response with invalid optional fields', () => {
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
    [
      'in several places of one record',
      { id: 1, users: [{ email: 7 }, { id: 2, email: 'x@a.example' }] },
      { id: 1, users: [{ id: 2, email: 'x@a.example' }] },
      ['users.*.email', 'users.*.id'],
    ],
    [
      'in a record that is removed, ahead of a good one',
      { id: 1, pairs: [{}, { left: 1, right: 2 }] },
      { id: 1, pairs: [{ left: 1, right: 2 }] },
      ['pairs.*.right', 'pairs.*.left'],
    ],
    ['among others in a list', { id: 1, tags: ['a', 7, 'b', null] }, { id: 1, tags: ['a', 'b'] }, ['tags.*']],
  ])('%s keeps everything else', (_what, json, value, fields) => {
    const { result, removedFields } = validated(Ticket, json, OPTIONAL);

    expect(result).toEqual({ ok: true, value });
    expect(removedFields.map(({ field }) => field)).toEqual(fields);
  });

  it('is not modified', () => {
    const json = { id: 1, tags: [7] };

    validated(Ticket, json, OPTIONAL);

    expect(json).toEqual({ id: 1, tags: [7] });
  });

  it.each([
    ['is missing', { tags: 7 }, /^id: expected /],
    ['is invalid', { id: 'x', tags: 7, users: 7 }, /^id: expected /],
    ['is the whole', 7, /^response: expected object$/],
  ])('is rejected when a required field %s', (_what, json, detail) => {
    const { result } = validated(Ticket, json, OPTIONAL);

    expect(result).toMatchObject({
      ok: false,
      gap: 'invalid-response',
      detail: expect.stringMatching(detail),
    });
  });

  it('is rejected when the schema requires the optional field', () => {
    const { result } = validated(z.object({ tags: z.array(z.string()) }), { tags: 7 }, OPTIONAL);

    expect(result).toMatchObject({ gap: 'invalid-response', detail: 'tags: expected array' });
  });
});
