import { setTimeout as sleep } from 'node:timers/promises';
import { startBot } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { REQUEST_RULES } from '../../src/slack/processing/request-rules.ts';
import type { SentRequest } from '../sandbox/slack/delivery-types.ts';
import { allElements } from '../sandbox/slack/elements.ts';
import { optionsOf, type Values, valueKey } from '../sandbox/slack/input-values.ts';
import type { LocalSlack, Message, View } from '../sandbox/slack/local-slack.ts';
import { isObject, type Json } from '../sandbox/slack/shape-checks.ts';
import type { HttpSender } from './http-sender.ts';
import type { RealPayload } from './mutate-payload.ts';

const SUPPORT = 'CSUPPORT';
const COMMANDS = [
  'help',
  'mine',
  '',
  'nonsense',
  '#48211',
  'A-S00900002 sign-in',
  'A-S00900001 direct-renewal',
];
/** Elements of a message or view that are pressed, enough to open modals from modals. */
const MAX_ELEMENTS_PRESSED = 25;
const MAX_MODAL_DEPTH = 3;

/**
 * Uses the bot in every way that people can, and returns the payloads that Slack sent meanwhile, one or more of every kind. The
 * bot runs in this process. Its cases stay in the database.
 */
export async function collectPayloads(
  slack: LocalSlack,
  { settings, sender }: { readonly settings: Readonly<Record<string, string>>; readonly sender: HttpSender },
): Promise<RealPayload[]> {
  const recorded: SentRequest[] = [];
  sender.recorded = recorded;
  const bot = await startBot(parseConfig(settings), {
    log: createLog({ level: 'silent' }),
    metrics: createMetrics({ ofProcess: false }),
    now: () => new Date(),
  });
  sender.url = `http://127.0.0.1:${bot.port}/slack/events`;
  const untilIdle = async () => {
    while (!bot.isIdle() || (await bot.pending()).requests > 0) await sleep(2);
  };
  await checkCustomers(slack, untilIdle);
  await sendOneHandoff(slack, untilIdle);
  for (const user of ['UROBIN', 'UANA']) {
    for (const channel of [SUPPORT, 'CSALES', slack.channelOfDirectMessages(user)])
      for (const message of messagesSeen(slack, user, channel))
        await pressAll(slack, { user, message }, untilIdle);
    await slack.openHome(user);
    await untilIdle();
    const home = slack.home(user);
    if (home) await pressAll(slack, { user, view: home }, untilIdle);
  }
  await bot.stop();
  sender.recorded = null;
  const collected = recorded.flatMap((one) => (one.over === 'http' ? [payloadOf(one)] : []));
  return [...collected, ...payloadsOfMissingKinds(collected)];
}

async function checkCustomers(slack: LocalSlack, untilIdle: () => Promise<void>): Promise<void> {
  for (const text of COMMANDS) {
    await slack.command({ user: 'UANA', channel: SUPPORT, command: '/reseller-check', text });
    await untilIdle();
  }
  const ts = slack.postAsUser({
    user: 'UBEN',
    channel: SUPPORT,
    text: 'A-S00900003 and A-S00900004, sign-in',
  });
  await slack.messageShortcut({ user: 'UANA', channel: SUPPORT, ts, callbackId: 'check-ticket' });
  slack.postAsUser({ user: 'UANA', channel: SUPPORT, text: `<@${slack.botUserId}> A-S00900005` });
  slack.postAsUser({ user: 'UANA', channel: slack.channelOfDirectMessages('UANA'), text: 'A-S00900006' });
  await slack.messagesDelivered();
  await slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });
  await untilIdle();
  await finishModals(slack, 'UANA', untilIdle);
}

/** Cards follow each other at Slack's rate of one post a second. */
const POST_LIMIT_MS = 20_000;

async function sendOneHandoff(slack: LocalSlack, untilIdle: () => Promise<void>): Promise<void> {
  const card = await waitFor(() =>
    slack.messages(SUPPORT).find(({ blocks }) => actionIdsIn(blocks ?? []).includes('draft-handoff')),
  );
  await slack.click({ user: 'UANA', channel: SUPPORT, ts: card.ts, actionId: 'draft-handoff' });
  await untilIdle();
  await finishModals(slack, 'UANA', untilIdle, 1);
  await waitFor(() => slack.messages('CSALES')[0]);
}

function actionIdsIn(blocks: readonly Json[]): unknown[] {
  return allElements(blocks).map(({ element }) => element['action_id']);
}

async function waitFor<T>(find: () => T | undefined): Promise<T> {
  for (const end = performance.now() + POST_LIMIT_MS; performance.now() < end; await sleep(20)) {
    const found = find();
    if (found !== undefined) return found;
  }
  throw new Error('A message that the payloads need was not posted.');
}

interface PressTarget {
  readonly user: string;
  readonly message?: Message;
  readonly view?: View;
}

function messagesSeen(slack: LocalSlack, user: string, channel: string): Message[] {
  const visible = [...slack.messages(channel), ...slack.ephemerals({ user, channel })];
  return visible.filter(({ blocks }) => allElements(blocks ?? []).length > 0);
}

/** Presses every element once, with each of its options, and submits or closes what opens. */
async function pressAll(
  slack: LocalSlack,
  { user, message, view }: PressTarget,
  untilIdle: () => Promise<void>,
  depth = 0,
) {
  const elements = allElements(message?.blocks ?? view?.blocks ?? []).slice(0, MAX_ELEMENTS_PRESSED);
  for (const { block, element } of elements) {
    const where = message ? { channel: message.channel, ts: message.ts } : { viewId: view?.id ?? '' };
    for (const chosen of choicesOf(element)) {
      const click = {
        user,
        ...where,
        actionId: String(element['action_id']),
        blockId: String(block['block_id']),
      };
      // An element that has disappeared meanwhile cannot be pressed.
      await slack.click({ ...click, ...chosen }).catch(() => undefined);
      await untilIdle();
      await finishModals(slack, user, untilIdle, depth);
    }
  }
}

function choicesOf(element: Json): object[] {
  const options = optionsOf(element);
  if (options.length > 0) return options.map((option) => ({ selectedOption: option['value'] }));
  return [valueKey(element) === undefined ? { value: element['value'] } : { value: sampleValue(element) }];
}

/** Fills in and submits the topmost modal until none is open; closes those that cannot be submitted. */
async function finishModals(
  slack: LocalSlack,
  user: string,
  untilIdle: () => Promise<void>,
  depth = 0,
): Promise<void> {
  for (let left = MAX_MODAL_DEPTH; left > 0; left -= 1) {
    const view = slack.views(user).at(-1);
    if (!view) return;
    if (depth === 0) await pressAll(slack, { user, view }, untilIdle, depth + 1);
    const viewId = slack.views(user).at(-1)?.id ?? view.id;
    const isAccepted = await slack
      .submitView({ user, viewId, values: sampleInput(slack.views(user).at(-1) ?? view) })
      .then(({ errors, error }) => errors === undefined && error === undefined)
      .catch(() => false);
    await untilIdle();
    if (!isAccepted) break;
  }
  while (slack.views(user).length > 0) {
    const viewId = slack.views(user).at(-1)?.id ?? '';
    await slack.closeView({ user, viewId });
  }
}

function sampleInput(view: View): Values {
  const values: Values = {};
  for (const { block, element } of allElements(view.blocks)) {
    if (block['type'] !== 'input') continue;
    const [option] = optionsOf(element);
    const given = { [valueKey(element) ?? 'value']: option ? option['value'] : sampleValue(element) };
    values[String(block['block_id'])] = { [String(element['action_id'])]: given };
  }
  return values;
}

function sampleValue(element: Json): string {
  switch (element['type']) {
    case 'url_text_input':
      return 'https://crm.example/0D5000000000001';
    case 'number_input':
      return '25';
    case 'users_select':
      return 'UBEN';
    default:
      return 'Please ask the customer, as in ticket #48211.';
  }
}

function payloadOf({ body, headers }: SentRequest & { readonly over: 'http' }): RealPayload {
  if (headers['content-type'] === 'application/json')
    return { encoding: 'json', value: JSON.parse(body) as Json };
  const fields = Object.fromEntries(new URLSearchParams(body));
  if (fields['payload'] === undefined) return { encoding: 'form', value: fields };
  return { encoding: 'payload', value: JSON.parse(fields['payload']) as Json };
}

/** Returns the kind of a payload as `REQUEST_RULES` names it, such as "action recheck". */
export function kindOf({ encoding, value }: RealPayload): string {
  if (encoding === 'form') return `command ${String(value['command'])}`;
  const [action] = Array.isArray(value['actions']) ? value['actions'] : [];
  if (isObject(action)) return `action ${String(action['action_id'])}`;
  if (isObject(value['event'])) return `event ${String(value['event']['type'])}`;
  if (isObject(value['view'])) return `view ${String(value['view']['callback_id'])}`;
  return `shortcut ${String(value['callback_id'])}`;
}

/** Returns a payload for each kind that was not sent: one of the same type, with the id of the kind. */
function payloadsOfMissingKinds(collected: readonly RealPayload[]): RealPayload[] {
  const kinds = new Set(collected.map(kindOf));
  return Object.keys(REQUEST_RULES)
    .filter((kind) => !kinds.has(kind))
    .flatMap((kind) => {
      const [type = '', id = ''] = kind.split(' ');
      const like = collected.find((one) => kindOf(one).startsWith(`${type} `));
      return like ? [withId(structuredClone(like), type, id)] : [];
    });
}

function withId(payload: RealPayload, type: string, id: string): RealPayload {
  const { value } = payload;
  if (type === 'action') ((value['actions'] as Json[])[0] as Json)['action_id'] = id;
  else if (type === 'view') (value['view'] as Json)['callback_id'] = id;
  else if (type === 'event') (value['event'] as Json)['type'] = id;
  else value['callback_id'] = id;
  return payload;
}
