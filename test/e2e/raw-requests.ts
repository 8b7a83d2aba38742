import { SHORTCUTS, VIEWS } from '../../src/slack/ids.ts';

/** Ids in buttons and forms; nothing has them. */
export const RAW_REQUEST_IDS = {
  caseId: 'c0',
  stepId: 's0',
  handoffId: 'h0',
  draftId: 'd0',
  savedAt: '2026-01-01T00:00:00Z',
};

let sent = 0;

/**
 * Returns a request as Slack would send it, by the kind and id of its listener. A third word is the reason of a form that
 * ends a handoff, or the option of its menu.
 */
export function rawRequest(name: string, user: string): [body: string, options?: { contentType: string }] {
  const [kind, id = '', option] = name.split(' ');
  sent += 1;
  const trigger_id = `${sent}.2.3`;
  if (kind === 'command') {
    const channel = { channel_id: 'CSUPPORT', response_url: '', team_id: 'T0SANDBOX' };
    const form = { command: id, text: 'A-S00900002', user_id: user, trigger_id, ...channel };
    return [new URLSearchParams(form).toString()];
  }
  if (kind === 'event') {
    const typed = { channel: 'CSUPPORT', channel_type: 'im', ts: trigger_id, text: 'A-S00900002' };
    const event = { type: id, user, tab: 'home', ...typed };
    const body = { type: 'event_callback', team_id: 'T0SANDBOX', event_id: trigger_id, event };
    return [JSON.stringify(body), { contentType: 'application/json' }];
  }
  const payload = { ...interaction(kind, id, { user, option }), trigger_id };
  return [new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
}

function interaction(
  kind: string | undefined,
  id: string,
  { user, option }: { user: string; option: string | undefined },
): object {
  const sender = { user: { id: user }, channel: { id: 'CSUPPORT' } };
  if (kind === 'view') return viewOf(id, user, { ...RAW_REQUEST_IDS, why: option ?? 'decline' });
  if (kind === 'action') {
    const value = JSON.stringify({
      ...RAW_REQUEST_IDS,
      topic: 'other',
      requester: 'customer',
      proof: 'none',
      number: 'A1',
      what: 'unclaimed-reminder',
      do: option ?? 'link',
      notifyBy: 'dm',
      quietHours: null,
      ticketKept: '1',
      kind: 'subscription',
    });
    const actions = [{ type: 'button', action_id: id, block_id: 'b', value }];
    return { type: 'block_actions', ...sender, container: { message_ts: '1.2' }, actions };
  }
  if (id === SHORTCUTS.checkCustomer) return { type: 'shortcut', callback_id: id, user: { id: user } };
  const message = { text: 'A-S00900002' };
  return { type: 'message_action', callback_id: id, ...sender, message_ts: '1.2', response_url: '', message };
}

/** A submitted form with something in every field that any form has. */
export function viewOf(id: string, user: string, meta: object): Record<string, unknown> {
  const texts = {
    what: 'A-S00900002',
    value: 'https://gitlab.my.salesforce.com/x',
    // A step takes a link or a reason, not both.
    ...(id === VIEWS.stepValue ? {} : { reason: 'They asked for it in the ticket' }),
  };
  const more = {
    ask: 'Please reach out to them soon',
    question: 'Which plan do they have?',
    answer: 'They have Premium',
    link: 'https://gitlab.my.salesforce.com/x',
  };
  const options = {
    outcome: 'duplicate',
    expected: 'direct',
    destination: JSON.stringify({ channel: 'CSALES', team: 'sales' }),
  };
  const values = [
    ...Object.entries({ ...texts, ...more }).map(([name, value]) => [name, { [name]: { value } }]),
    ...Object.entries(options).map(([name, value]) => [name, { [name]: { selected_option: { value } } }]),
  ];
  const state = { values: Object.fromEntries(values) };
  const view = { id: 'V1', callback_id: id, private_metadata: JSON.stringify(meta), state };
  return { type: 'view_submission', user: { id: user }, view };
}
