import type { Message, Outcome, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { newest } from './asking.ts';
import type { Whole } from './harness.ts';
import { caseOf, check, until, words } from './harness.ts';
import { atRest } from './reading.ts';

/** What somebody writes into a form: the name of an input to its text, or to the value of an option. */
export type Filled = Readonly<Record<string, string | { readonly option: string }>>;

/** Halden Mills wants to renew directly. */
export const RENEWAL = 'A-S00900001 direct-renewal';
/** What the form of that handoff wants filled in. */
export const WISH: Filled = {
  wish: { option: 'yes' },
  wishWhere: 'in ticket #48211',
  plan: 'Premium',
  seats: '25',
};

export const EVERYBODY_ELSE: Filled = {
  destination: { option: JSON.stringify({ channel: 'CSALES', team: 'sales' }) },
};

/** The handoffs in a Sales channel, oldest first. */
export function handoffsIn({ slack }: Pick<Whole, 'slack'>, channel = 'CSALES'): Message[] {
  return slack.messages(channel).filter(({ metadata }) => metadata?.['event_type'] === 'reseller_handoff');
}

/** Everything of ours in somebody's direct messages that is no card. */
export function notesTo({ slack }: Pick<Whole, 'slack'>, user: string): Message[] {
  return slack
    .directMessages(user)
    .messages.filter(({ metadata }) => metadata?.['event_type'] === 'reseller_note');
}

export interface HandoffMetadata {
  readonly handoff_id: string;
  readonly case_id: string;
  readonly state: string;
}

export function handoffOf(message: Message): HandoffMetadata {
  return (message.metadata as unknown as { event_payload: HandoffMetadata }).event_payload;
}

/** The modal that the person has open, once it is that one. */
export function modalOf({ slack }: Pick<Whole, 'slack'>, user: string, callbackId: string): Promise<View> {
  return until(`the modal ${callbackId}`, () => {
    const top = slack.views(user).at(-1);
    return top?.callback_id === callbackId ? top : null;
  });
}

/** Fills in and sends the topmost modal. */
export async function send(
  { slack }: Pick<Whole, 'slack'>,
  user: string,
  filled: Filled = {},
): Promise<Outcome> {
  const viewId = slack.views(user).at(-1)?.id ?? '';
  const values = Object.fromEntries(
    Object.entries(filled).map(([name, given]) => [
      name,
      { [name]: typeof given === 'string' ? { value: given } : { selected_option: { value: given.option } } },
    ]),
  );
  return slack.submitView({ user, viewId, values });
}

export interface Drafting {
  readonly card: Message;
  readonly user?: string;
  readonly filled?: Filled;
}

/** Opens the form from the card, fills it in, and waits for the preview. */
export async function preview(whole: Whole, { card, user = 'UANA', filled = WISH }: Drafting): Promise<View> {
  const { channel, ts } = card;
  await whole.slack.click({ user, channel, ts, actionId: 'draft-handoff' });
  await modalOf(whole, user, 'handoff-draft');
  const { errors } = await send(whole, user, filled);
  if (errors) throw new Error(JSON.stringify(errors));
  return modalOf(whole, user, 'handoff-preview');
}

/** A card, a draft, a preview, and off it goes. Answers the card; what came of it is for the test to look at. */
export async function handOver(
  whole: Whole,
  given: Partial<Drafting> & { readonly text?: string } = {},
): Promise<Message> {
  const { text = RENEWAL, user = 'UANA', ...rest } = given;
  const card = rest.card ?? (await check(whole, text));
  await preview(whole, { ...rest, card, user });
  await send(whole, user);
  await atRest(whole);
  return card;
}

/** The same, and waits for the post. */
export async function handedOver(
  whole: Whole,
  given: Partial<Drafting> & { readonly text?: string; readonly channel?: string } = {},
): Promise<{ card: Message; post: Message }> {
  const { channel = 'CSALES', ...rest } = given;
  const before = handoffsIn(whole, channel).length;
  const card = await handOver(whole, rest);
  const post = await until('the post in the Sales channel', () => handoffsIn(whole, channel)[before]);
  await settled(whole);
  return { card, post };
}

/** Until nothing is left to be done or said, by the bot's own counts. */
export async function settled({ bot }: Whole): Promise<void> {
  const isAtRest = async () => {
    const { requests, messages } = await bot.pending();
    return requests + messages === 0;
  };
  await until('the bot to come to rest', isAtRest, 20_000);
}

/** Somebody presses a button of a handoff's post, and a form that it opens is filled in and sent. */
export async function press(
  whole: Whole,
  { channel, ts }: Message,
  given: {
    readonly user: string;
    readonly actionId: string;
    readonly form?: string;
    readonly filled?: Filled;
  },
): Promise<Outcome> {
  const { user, actionId, form, filled = {} } = given;
  const outcome = await whole.slack.click({ user, channel, ts, actionId });
  if (form) {
    await modalOf(whole, user, form);
    await send(whole, user, filled);
  }
  await atRest(whole);
  return outcome;
}

/** What a card says of its handoff. */
export function rowOf(whole: Whole, card: Message): string {
  const lines = words(newest(whole, card) ?? {}).split('\n');
  return lines.find((line) => line.startsWith('*Handoff:*')) ?? '';
}

/** What Slack was asked about a channel's posts and when (epoch milliseconds), oldest first. */
export function talkIn(
  { slack }: Pick<Whole, 'slack'>,
  channel = 'CSALES',
): { readonly name: string; readonly at: number }[] {
  return slack.calls.flatMap(({ method, args, at }) => {
    const name = TALK[method];
    return name && args['channel'] === channel ? [{ name, at }] : [];
  });
}

const TALK: Readonly<Record<string, string>> = {
  'chat.postMessage': 'post',
  'chat.update': 'update',
  'conversations.history': 'look',
};

/** The card's case. */
export function caseId(card: Message): string {
  return caseOf(card).case_id;
}
