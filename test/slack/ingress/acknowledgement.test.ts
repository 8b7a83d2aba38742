import { describe, expect, it } from 'vitest';
import { createAcknowledgementBuilder } from '../../../src/slack/ingress/acknowledgement.ts';
import type { ParsedRequest } from '../../../src/slack/ingress/parse-request.ts';
import type { Refusal } from '../../../src/slack/processing/authorization.ts';

const CHECKING = { response_type: 'ephemeral', text: 'Checking …' };
const FORM = { response_action: 'update' };

function parsedRequest(kind: ParsedRequest['kind'], answer: unknown, isKept = true): ParsedRequest {
  return { kind, acknowledgement: answer, toPersist: isKept ? { key: 'k', kind, body: {} } : null };
}

/** Slack tells at once, or never; `waited` holds how long the acknowledgement would have waited. */
function acknowledgement(
  standing: Refusal | null | 'never' | Error,
  { isOverLimit = false, onQueued }: { isOverLimit?: boolean; onQueued?: () => Promise<void> } = {},
) {
  const waited: number[] = [];
  const queued: string[] = [];
  const faults: string[] = [];
  const answer = createAcknowledgementBuilder({
    refusalFor: async () => {
      if (standing === 'never') return new Promise(() => undefined);
      if (standing instanceof Error) throw standing;
      return standing;
    },
    isOverLimit: () => isOverLimit,
    onQueued: onQueued ?? (async ({ key }) => void queued.push(key)),
    onFault: (what) => faults.push(what),
    wait: (ms) => {
      waited.push(ms);
      return standing === 'never' ? Promise.resolve() : new Promise(() => undefined);
    },
  });
  return { answer, waited, queued, faults };
}

describe('The text of an acknowledgement', () => {
  it('is the answer to an authorized user', async () => {
    const { answer, queued } = acknowledgement(null);

    expect(await answer({}, parsedRequest('command', CHECKING), 0)).toBe(CHECKING);
    expect(await answer({}, parsedRequest('view', FORM), 0)).toBe(FORM);
    expect(queued).toEqual([]);
  });

  it('is empty for a refused user, because the worker sends the refusal', async () => {
    const { answer } = acknowledgement('guest');

    expect(await answer({}, parsedRequest('command', CHECKING), 0)).toBeUndefined();
    expect(await answer({}, parsedRequest('view', FORM), 0)).toBeUndefined();
  });

  it('is empty for a check over the limit, and the answer when nothing is checked', async () => {
    const { answer } = acknowledgement(null, { isOverLimit: true });

    expect(await answer({}, parsedRequest('command', CHECKING), 0)).toBeUndefined();
    expect(await answer({}, parsedRequest('command', CHECKING, false), 0)).toBe(CHECKING);
  });

  it('is the refusal when the request is not persisted', async () => {
    const { answer } = acknowledgement('outsider');

    expect(await answer({}, parsedRequest('command', CHECKING, false), 0)).toEqual({
      response_type: 'ephemeral',
      text: expect.stringMatching(/^Only people of this workspace/),
    });
  });

  it.each(['never', new Error('slack is busy')] as const)(
    'says that the request is queued when Slack does not confirm the user (%s)',
    async (standing) => {
      const { answer, queued } = acknowledgement(standing);

      expect(await answer({}, parsedRequest('command', CHECKING), 0)).toEqual({
        response_type: 'ephemeral',
        text: expect.stringContaining('Your request is queued'),
      });
      expect(queued).toEqual(['k']);
    },
  );

  it('waits two seconds in total, including the time already spent', async () => {
    const { answer, waited } = acknowledgement('never');
    await answer({}, parsedRequest('command', CHECKING), 300);
    await answer({}, parsedRequest('command', CHECKING), 5_000);

    expect(waited).toEqual([1_700, 0]);
  });

  it('waits neither for form errors nor without an answer', async () => {
    const { answer, waited } = acknowledgement('never');
    const errors = { response_action: 'errors', errors: {} };

    expect(await answer({}, parsedRequest('view', errors, false), 0)).toBe(errors);
    expect(await answer({}, parsedRequest('shortcut', undefined), 0)).toBeUndefined();
    expect(await answer({}, parsedRequest('action', undefined), 0)).toBeUndefined();
    expect(waited).toEqual([]);
  });

  it('says that the request is queued, and logs it, when that reply cannot be recorded', async () => {
    const onQueued = () => Promise.reject(new Error('database is locked'));
    const { answer, faults } = acknowledgement('never', { onQueued });

    expect(await answer({}, parsedRequest('command', CHECKING), 0)).toMatchObject({
      response_type: 'ephemeral',
    });
    expect(faults).toEqual(['queued reply not recorded']);
  });
});
