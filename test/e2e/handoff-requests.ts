import type { InteractionResult, Message, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, checkAsAna, visibleText, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

/** Input of a form: the name of each input with its text or the value of its option. */
export type FormInput = Readonly<Record<string, string | { readonly option: string }>>;

/** Halden Mills wants to renew directly. */
export const RENEWAL_COMMAND = 'A-S00900001 direct-renewal';
/** Valid input for the form of that handoff. */
export const HANDOFF_FORM_INPUT: FormInput = {
  writtenWish: { option: 'yes' },
  writtenWishSource: 'in ticket #48211',
  plan: 'Premium',
  seats: '25',
  link: 'https://crm.example/0D5000000000001',
};

export const SALES_DESTINATION_INPUT: FormInput = {
  destination: { option: JSON.stringify({ channel: 'CSALES', team: 'sales' }) },
};

/** Returns the handoff posts in a Sales channel, oldest first. */
export function handoffsIn({ slack }: Pick<TestApp, 'slack'>, channel = 'CSALES'): Message[] {
  return slack.messages(channel).filter(({ metadata }) => metadata?.['event_type'] === 'reseller_handoff');
}

/** Returns the bot's direct messages to a person that are not cards. */
export function notesTo({ slack }: Pick<TestApp, 'slack'>, user: string): Message[] {
  return slack
    .directMessages(user)
    .messages.filter(({ metadata }) => metadata?.['event_type'] === 'reseller_note');
}

export interface HandoffMetadata {
  readonly handoff_id: string;
  readonly case_id: string;
  readonly state: string;
}

export function handoffPostMetadata(message: Message): HandoffMetadata {
  return (message.metadata as unknown as { event_payload: HandoffMetadata }).event_payload;
}

/** Waits until the person's topmost modal has this callback id and returns it. */
export function waitForModal(
  { slack }: Pick<TestApp, 'slack'>,
  user: string,
  callbackId: string,
): Promise<View> {
  return waitUntil(`the modal ${callbackId}`, () => {
    const top = slack.views(user).at(-1);
    return top?.callback_id === callbackId ? top : null;
  });
}

/** Fills in and submits the topmost modal. */
export async function submitTopModal(
  { slack }: Pick<TestApp, 'slack'>,
  user: string,
  filled: FormInput = {},
): Promise<InteractionResult> {
  const viewId = slack.views(user).at(-1)?.id ?? '';
  const values = Object.fromEntries(
    Object.entries(filled).map(([name, given]) => [
      name,
      { [name]: typeof given === 'string' ? { value: given } : { selected_option: { value: given.option } } },
    ]),
  );
  return slack.submitView({ user, viewId, values });
}

export interface DraftRequest {
  readonly card: Message;
  readonly user?: string;
  readonly filled?: FormInput;
}

/** Opens the form from a card, fills it in and waits for the preview. */
export async function openHandoffPreview(
  testApp: TestApp,
  { card, user = 'UANA', filled = HANDOFF_FORM_INPUT }: DraftRequest,
): Promise<View> {
  const { channel, ts } = card;
  await testApp.slack.click({ user, channel, ts, actionId: 'draft-handoff' });
  await waitForModal(testApp, user, 'handoff-draft');
  const { errors } = await submitTopModal(testApp, user, filled);
  if (errors) throw new Error(JSON.stringify(errors));
  return waitForModal(testApp, user, 'handoff-preview');
}

/** Submits a handoff: card, draft, preview. Returns the card without waiting for the post. */
export async function submitHandoffFor(
  testApp: TestApp,
  given: Partial<DraftRequest> & { readonly text?: string } = {},
): Promise<Message> {
  const { text = RENEWAL_COMMAND, user = 'UANA', ...rest } = given;
  const card = rest.card ?? (await checkAsAna(testApp, text));
  await openHandoffPreview(testApp, { ...rest, card, user });
  await submitTopModal(testApp, user);
  await waitUntilBotIsIdle(testApp);
  return card;
}

/** Submits a handoff and waits for its post. */
export async function submitHandoffAndWaitForPost(
  testApp: TestApp,
  given: Partial<DraftRequest> & { readonly text?: string; readonly channel?: string } = {},
): Promise<{ card: Message; post: Message }> {
  const { channel = 'CSALES', ...rest } = given;
  const before = handoffsIn(testApp, channel).length;
  const card = await submitHandoffFor(testApp, rest);
  const post = await waitUntil('the post in the Sales channel', () => handoffsIn(testApp, channel)[before]);
  await waitUntilDelivered(testApp);
  return { card, post };
}

/** Waits until the bot has no request and no message left. */
export async function waitUntilDelivered({ bot }: TestApp): Promise<void> {
  const hasDeliveredAll = async () => {
    if (!bot.isIdle()) return false;
    const { requests, messages } = await bot.pending();
    return requests + messages === 0;
  };
  await waitUntil('the bot to deliver everything', hasDeliveredAll, 20_000);
}

/** Clicks a button of a handoff post; fills in and submits the form that it opens, if any. */
export async function pressHandoffButton(
  testApp: TestApp,
  { channel, ts }: Message,
  given: {
    readonly user: string;
    readonly actionId: string;
    readonly form?: string;
    readonly filled?: FormInput;
  },
): Promise<InteractionResult> {
  const { user, actionId, form, filled = {} } = given;
  const outcome = await testApp.slack.click({ user, channel, ts, actionId });
  if (form) {
    await waitForModal(testApp, user, form);
    await submitTopModal(testApp, user, filled);
  }
  await waitUntilBotIsIdle(testApp);
  return outcome;
}

/** Returns the line of a card about its handoff. */
export function handoffRowText(testApp: TestApp, card: Message): string {
  const lines = visibleText(currentMessage(testApp, card) ?? {}).split('\n');
  return lines.find((line) => line.startsWith('*Handoff:*')) ?? '';
}

/** Returns the post and history calls about a channel with their times (epoch milliseconds), oldest first. */
export function slackCallsFor(
  { slack }: Pick<TestApp, 'slack'>,
  channel = 'CSALES',
): { readonly name: string; readonly at: number }[] {
  return slack.calls.flatMap(({ method, args, at }) => {
    const name = CALL_NAMES[method];
    return name && args['channel'] === channel ? [{ name, at }] : [];
  });
}

const CALL_NAMES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'post',
  'chat.update': 'update',
  'conversations.history': 'look',
};

/** Returns the case id of a card. */
export function caseIdOfCard(card: Message): string {
  return cardMetadata(card).case_id;
}
