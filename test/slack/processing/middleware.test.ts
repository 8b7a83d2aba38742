import { App } from '@slack/bolt';
import { beforeEach, expect, it } from 'vitest';
import { RetryLater, UnreadableRow } from '../../../src/errors.ts';
import type { InboundRequest } from '../../../src/ports/queues.ts';
import { ACTIONS, COMMAND } from '../../../src/slack/ids.ts';
import type { DurableReceiverOptions } from '../../../src/slack/ingress/durable-receiver.ts';
import { DurableReceiver } from '../../../src/slack/ingress/durable-receiver.ts';
import type { HandlerContext } from '../../../src/slack/listeners/handler-context.ts';
import type { Actor, Refusal } from '../../../src/slack/processing/authorization.ts';
import { createCheckLimit } from '../../../src/slack/processing/check-limit.ts';
import type { MiddlewareDependencies } from '../../../src/slack/processing/middleware.ts';
import { registerMiddleware } from '../../../src/slack/processing/middleware.ts';

const NOW = new Date('2026-03-02T09:00:00.000Z');

let receiver: DurableReceiver;
let steps: string[];
let authorization: (actor: Actor) => Promise<Refusal | null>;
let handle: () => Promise<void>;
let openedCaseIds: string[];
/** Keys of requests that an earlier attempt has recorded. */
let recordedKeys: string[];
beforeEach(async () => {
  steps = [];
  openedCaseIds = [];
  recordedKeys = [];
  authorization = async () => null;
  handle = async () => void steps.push('handled');
  receiver = new DurableReceiver({} as DurableReceiverOptions);
  const app = new App<HandlerContext>({
    authorize: async () => ({ botToken: 'xoxb-1' }),
    receiver,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  app.error(async ({ error }: { error: Error & { original?: Error } }) => {
    throw error.original ?? error;
  });
  const client = { chat: { postMessage: async ({ text }: { text: string }) => void steps.push(text) } };
  const posts = { recordIntent: async () => ({ post: { ts: null } }), markPosted: async () => undefined };
  const hasIdempotencyKey = async (key: string) => recordedKeys.includes(key);
  const cases = {
    find: async (id: string) => (openedCaseIds.includes(id) ? { id } : null),
    hasIdempotencyKey,
  };
  const handoffs = { hasIdempotencyKey };
  registerMiddleware(app, {
    handlers: {
      ports: { now: () => NOW, cases, handoffs },
      responder: { client, posts, onFault: () => undefined },
    },
    authorize: (actor: Actor) => {
      steps.push(`authorize ${actor.audience}`);
      return authorization(actor);
    },
    checkLimit: createCheckLimit({ checks: 1, windowMs: 60_000 }),
    isStoreFailure: (error: unknown) => error instanceof RangeError,
    onFault: (what: string) => void steps.push(`fault: ${what}`),
    onCheckLimit: () => undefined,
  } as unknown as MiddlewareDependencies);
  app.command(COMMAND, () => handle());
  app.action(ACTIONS.handoffClaim, () => handle());
  app.action(ACTIONS.recheck, () => handle());
  await app.init();
});

function aPress(actionId: string): InboundRequest {
  const actions = [{ type: 'button', block_id: 'b', action_id: actionId }];
  const body = {
    type: 'block_actions',
    user: { id: 'UANA' },
    team: { id: 'T1' },
    container: {},
    trigger_id: '1',
    actions,
  };
  return { key: 'press', kind: 'action', receivedAt: NOW.toISOString(), body };
}

function aCheck(key: string, receivedAt = NOW.toISOString()): InboundRequest {
  const body = { command: COMMAND, user_id: 'UANA', team_id: 'T1', target: { kind: 'one' } };
  return { key, kind: 'command', receivedAt, body };
}

it('authorizes for the audience of the request, then calls the listener', async () => {
  expect(await receiver.process(aPress(ACTIONS.handoffClaim))).toBe('handled');
  expect(steps).toEqual(['authorize sales', 'handled']);
});

it('replies to a refused user without calling the listener', async () => {
  authorization = async () => 'guest';

  expect(await receiver.process(aPress(ACTIONS.handoffClaim))).toBe('handled');
  expect(steps).toEqual(['authorize sales', expect.stringMatching(/^Guests/)]);
});

it('authorizes before it replies to an unknown id', async () => {
  expect(await receiver.process(aPress('of-an-older-version'))).toBe('handled');
  expect(steps).toEqual(['authorize support', expect.any(String)]);
});

it('drops an expired check before authorization, but no expired decision', async () => {
  const receivedAt = '2026-03-02T08:44:59.000Z';
  await receiver.process(aCheck('old', receivedAt));
  expect(steps).toEqual([expect.stringContaining('dropped')]);

  await receiver.process({ ...aPress(ACTIONS.handoffClaim), receivedAt });
  expect(steps.at(-1)).toBe('handled');
});

it('continues an expired check that has opened its case', async () => {
  openedCaseIds = ['cold-check'];
  await receiver.process(aCheck('old-check', '2026-03-02T08:44:59.000Z'));

  expect(steps).toEqual(['authorize support', 'handled']);
});

it('answers an expired re-check that the card still shows the last check', async () => {
  await receiver.process({ ...aPress(ACTIONS.recheck), receivedAt: '2026-03-02T08:44:59.000Z' });

  expect(steps).toEqual([expect.stringContaining('the card still shows the last check')]);
  expect(steps[0]).not.toContain('Nothing was checked');
});

it('continues an expired re-check that was recorded, because only its card has to be updated', async () => {
  recordedKeys = ['press'];
  await receiver.process({ ...aPress(ACTIONS.recheck), receivedAt: '2026-03-02T08:44:59.000Z' });

  expect(steps).toEqual(['authorize support', 'handled']);
});

it('leaves a request about an unreadable row to a newer version for a minute, then replies', async () => {
  const error = new UnreadableRow('handoffs', 'h1', 'unknown-kind');
  handle = () => Promise.reject(error);
  await expect(receiver.process(aPress(ACTIONS.handoffClaim))).rejects.toMatchObject({ cause: error });
  expect(steps).toEqual(['authorize sales']);

  await receiver.process({ ...aPress(ACTIONS.handoffClaim), receivedAt: '2026-03-02T08:59:00.000Z' });
  expect(steps.at(-1)).toContain('Something went wrong');
});

it('limits the checks of a user, but not retries of one check', async () => {
  await receiver.process(aCheck('first'));
  await receiver.process(aCheck('first'));
  await receiver.process(aCheck('second'));

  expect(steps.filter((step) => step === 'handled')).toHaveLength(2);
});

it.each([
  ['a RetryLater', new RetryLater('busy', 7_000), { message: 'busy', afterMs: 7_000 }],
  ['a store failure', new RangeError('disk full'), { message: 'store failed' }],
])('rejects with RetryLater, and does not reply, after %s', async (_, error, expected) => {
  handle = () => Promise.reject(error);

  await expect(receiver.process(aPress(ACTIONS.handoffClaim))).rejects.toMatchObject({
    name: 'RetryLater',
    ...expected,
  });
  expect(steps).toEqual(['authorize sales']);
});

it('logs an unexpected error and replies', async () => {
  handle = () => Promise.reject(new TypeError('broken'));

  expect(await receiver.process(aPress(ACTIONS.handoffClaim))).toBe('handled');
  expect(steps).toEqual(['authorize sales', 'fault: unexpected', expect.any(String)]);
});
