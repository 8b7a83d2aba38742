import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/slack/processing/authorization.ts';
import { cachedRefusal } from '../../../src/slack/processing/request-authorization.ts';
import { requestContextOf } from '../../../src/slack/processing/request-context.ts';

function submissionOf(callbackId: string, metadata?: string) {
  const view = {
    id: 'V1',
    callback_id: callbackId,
    ...(metadata === undefined ? {} : { private_metadata: metadata }),
  };
  return { kind: 'view' as const, body: { type: 'view_submission', user: { id: 'U1' }, view } };
}

async function authorizedChannel(request: ReturnType<typeof submissionOf>): Promise<string | null> {
  const actors: Actor[] = [];
  await cachedRefusal(async (actor) => {
    actors.push(actor);
    return 'shared-channel';
  }, request);
  return actors[0]?.channelId ?? null;
}

describe('A check form that was opened from a thread', () => {
  const request = submissionOf('check-form', '{"channel":"C1","thread":"1700000000.000100"}');

  it('is answered in that thread', () => {
    const context = requestContextOf({
      ...request,
      key: 'k',
      receivedAt: '2026-11-27T09:00:00.000Z',
    } as never);

    expect(context).toMatchObject({ channelId: 'C1', threadTs: '1700000000.000100' });
  });

  it('is authorized for that channel', async () => {
    expect(await authorizedChannel(request)).toBe('C1');
  });

  it.each([
    ['no metadata', submissionOf('check-form')],
    ['no place', submissionOf('check-form', '{}')],
    ['metadata that is no JSON', submissionOf('check-form', 'C1')],
    ['the metadata of another form', submissionOf('step-value', '{"channel":"C1"}')],
  ])('belongs to no channel with %s', async (_, submission) => {
    expect(await authorizedChannel(submission)).toBeNull();
  });
});
