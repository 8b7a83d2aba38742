import { describe, expect, it } from 'vitest';
import type { InboundRequestKind } from '../../../src/ports/queues.ts';
import { ACTIONS, COMMAND } from '../../../src/slack/ids.ts';
import { jobFieldsOf } from '../../../src/slack/processing/request-rules.ts';

const press = (actionId: string, value: string) => ({
  type: 'block_actions',
  user: { id: 'UANA' },
  team: { id: 'T1' },
  container: {},
  trigger_id: 't',
  actions: [{ type: 'overflow', block_id: 'b', action_id: actionId, selected_option: { value } }],
});

describe('the lane of a request', () => {
  it.each<[string, InboundRequestKind, Record<string, unknown>, string]>([
    ['a check', 'command', { command: COMMAND, user_id: 'UANA' }, 'check'],
    ['"mine"', 'command', { command: COMMAND, user_id: 'UANA', mine: true }, 'interactive'],
    ['"Check now" on a step', 'action', press(ACTIONS.stepCheckNow, '{}'), 'check'],
    ['"Check login" on a handoff', 'action', press(ACTIONS.handoffCheckNow, '{"handoffId":"h"}'), 'check'],
    [
      '"Check login" in a menu',
      'action',
      press(ACTIONS.handoffMenu, '{"handoffId":"h","do":"check-now"}'),
      'check',
    ],
    [
      'a form in a menu',
      'action',
      press(ACTIONS.handoffMenu, '{"handoffId":"h","do":"link"}'),
      'interactive',
    ],
    ['a menu value that cannot be parsed', 'action', press(ACTIONS.handoffMenu, 'x'), 'interactive'],
    ['a claim', 'action', press(ACTIONS.handoffClaim, '{"handoffId":"h"}'), 'interactive'],
  ])('of %s', (_, kind, body, lane) => {
    expect(jobFieldsOf({ kind, body })).toEqual({ lane, userId: 'UANA' });
  });
});
