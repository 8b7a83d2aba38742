import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type {
  EphemeralMessage,
  InteractionResult,
  Message,
} from '../../scripts/sandbox/slack/local-slack.ts';
import { CANARIES } from '../../scripts/sandbox/upstreams/canaries.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, visibleText, waitUntil } from './harness.ts';

/** What followed an interaction. Lines that only say that a check has begun are left out. */
export interface ObservedResponse {
  /** Messages visible to that person alone, in a channel or in their direct messages. */
  readonly sentences: readonly (EphemeralMessage | Message)[];
  readonly cards: readonly Message[];
  /** The acknowledgement and what Slack made of it. */
  readonly outcome: InteractionResult;
}

/** Performs an interaction and waits until the bot has processed it. */
export async function observeResponse(
  testApp: TestApp,
  user: string,
  act: () => Promise<InteractionResult>,
): Promise<ObservedResponse> {
  const before = messagesSeenBy(testApp, user);
  const outcome = await act();
  await waitUntilBotIsIdle(testApp);
  const now = messagesSeenBy(testApp, user);
  const sentences = now.sentences
    .filter(isNotAmong(before.sentences))
    .filter(({ text }) => !text.startsWith('Checking'));
  return { outcome, sentences, cards: now.cards.filter(isNotAmong(before.cards)) };
}

/** Runs a command as Ana in the support channel. */
export function typeCommand(testApp: TestApp, text: string): Promise<ObservedResponse> {
  return typeCommandAs(testApp, { user: 'UANA', channel: 'CSUPPORT' }, text);
}

export function typeCommandAs(
  testApp: TestApp,
  by: { user: string; channel: string },
  text: string,
): Promise<ObservedResponse> {
  return observeResponse(testApp, by.user, () =>
    testApp.slack.command({ ...by, command: '/reseller-check', text }),
  );
}

/** Posts a message in the support channel and uses the shortcut on it as Ana. */
export function useMessageShortcut(
  testApp: TestApp,
  said: { text: string; attachments?: Record<string, unknown>[] },
): Promise<ObservedResponse> {
  const ts = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', ...said });
  const on = { user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' };
  return observeResponse(testApp, 'UANA', () => testApp.slack.messageShortcut(on));
}

/** Clicks an element of a message. */
export function pressElement(
  testApp: TestApp,
  { channel, ts }: Message,
  press: { actionId: string; value?: string; selectedOption?: string; user?: string },
): Promise<ObservedResponse> {
  const { user = 'UANA' } = press;
  return observeResponse(testApp, user, () => testApp.slack.click({ channel, ts, ...press, user }));
}

/** Returns the only sentence of the response. Fails when there is anything else. */
export function onlySentence({ sentences, cards }: ObservedResponse): string {
  expect(cards.map(visibleText)).toEqual([]);
  expect(sentences.map(({ text }) => text)).toHaveLength(1);
  return sentences[0] ? visibleText(sentences[0]) : '';
}

/** Returns the only card of the response. Fails when there is anything else. */
export function onlyCard({ sentences, cards }: ObservedResponse): Message {
  expect(sentences.map(visibleText)).toEqual([]);
  expect(cards).toHaveLength(1);
  return cards[0] as Message;
}

/** Waits until the bot has no request left; a request counts from before its acknowledgement. */
export async function waitUntilBotIsIdle({ bot }: TestApp): Promise<void> {
  await waitUntil(
    'the bot to finish its requests',
    async () => bot.isIdle() && (await bot.pending()).requests === 0,
  );
}

/** Returns how many requests the three systems have received, sign-ins included. */
export function upstreamCallCount({ upstreams: { zuora, salesforce, zendesk } }: TestApp): number {
  return zuora.requests.length + salesforce.requests.length + zendesk.requests.length;
}

/** Returns all bytes of the database files as text to search. */
export async function readDatabaseFiles({ database }: TestApp): Promise<string> {
  const files: string[] = [];
  // The log before the database: a checkpoint in between moves what the log held into the database.
  for (const end of ['-journal', '-wal', '-shm', ''])
    files.push(await readFile(`${database}${end}`, 'latin1').catch(() => ''));
  return files.join('\n');
}

/** Returns those texts that the database files still contain after three seconds. */
export async function textsOnDisk(testApp: TestApp, texts: readonly string[]): Promise<string[]> {
  for (let tries = 0; ; tries += 1) {
    const bytes = await readDatabaseFiles(testApp);
    const kept = texts.filter((text) => bytes.includes(text));
    if (kept.length === 0 || tries === 30) return kept;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Records what the bot sends to Slack from now on: Web API calls, acknowledgements and response URLs. */
export function recordSlackTraffic({ slack }: TestApp): () => string {
  const shown = new Set<string>();
  slack.onChange(() => {
    for (const each of slack.ephemerals()) shown.add(JSON.stringify(each));
  });
  return () => [...slack.calls.map((call) => JSON.stringify(call.args)), ...shown].join('\n');
}

/** An activation code, and a licence, anywhere in a text. */
const ACTIVATION_CODE = /(?<![A-Za-z0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9])/;
const LICENSE_TEXT = /[A-Za-z0-9+/]{60,}/;
/** A Zuora id in a link, between slashes. */
const ZUORA_ID = /(?<=\/)[0-9a-f]{32}(?![0-9a-f])/g;

/** Returns the parts of a text that come from tickets and must not leave them. */
export function secretsIn(text: string): string[] {
  const found = CANARIES.filter(
    (canary) => text.includes(canary) || text.includes(JSON.stringify(canary).slice(1, -1)),
  );
  const rest = text.replace(ZUORA_ID, 'id');
  return [...found, ...[ACTIVATION_CODE, LICENSE_TEXT].flatMap((pattern) => pattern.exec(rest)?.[0] ?? [])];
}

/** Asserts what holds for every card. */
export function expectValidCard(testApp: TestApp, card: Message): void {
  const blocks = (card.blocks ?? []).map((block) => visibleText({ blocks: [block] }).trim());
  const [never, steps] = ["⛔ *Don't", '*Next'].map((title) =>
    blocks.findIndex((text) => text.startsWith(title)),
  );
  const { verdict, policy } = cardMetadata(card);
  const text = visibleText(card);

  expect(never).toBeGreaterThan(0);
  expect(steps).toBeGreaterThan(never ?? 0);
  expect(text).toMatch(/Rules: (R\d+|our own)/);
  expect(policy).toBe('seed');
  expect(text).toContain('Policy: seed');
  if (text.includes('channel "Non-Reseller"')) expect(verdict).not.toMatch(/reseller|msp|pending/);
  if (text.includes('channel "Reseller"')) expect(verdict).not.toMatch(/direct|complete/);
  expectNoLeaksOrErrors(testApp);
}

/** Asserts that there is no secret anywhere, no failed Slack call and no message in a shared channel. */
export function expectNoLeaksOrErrors({ slack, logLines: logged }: TestApp): void {
  expect(secretsIn(JSON.stringify(slack.calls.map(({ args }) => args)))).toEqual([]);
  expect(secretsIn(JSON.stringify(slack.ephemerals()))).toEqual([]);
  expect(secretsIn(logged.join(''))).toEqual([]);
  expect(slack.calls.filter(({ answer }) => answer?.['ok'] !== true)).toEqual([]);
  expect(slack.messages('CSHARED').filter(isPostedByApp)).toEqual([]);
}

function messagesSeenBy({ slack }: TestApp, user: string) {
  const home = slack.directMessages(user).messages.filter(isPostedByApp);
  const posted = [
    ...home,
    ...['CSUPPORT', 'CSALES', 'CRANDOM'].flatMap((id) => slack.messages(id).filter(isPostedByApp)),
  ];
  const isCard = ({ metadata }: Message) => metadata?.event_type === 'reseller_case';
  return {
    cards: posted.filter(isCard),
    sentences: [...slack.ephemerals({ user }), ...posted.filter((message) => !isCard(message))],
  };
}

/** True for a message that an app posted. */
export function isPostedByApp({ bot_id: bot }: Message): boolean {
  return bot !== undefined;
}

/** Returns a filter for messages that are new or have changed. */
function isNotAmong(old: readonly Message[]): (message: Message) => boolean {
  const known = new Set(old.map(({ ts, text, edited }) => `${ts} ${text} ${edited?.ts}`));
  return ({ ts, text, edited }) => !known.has(`${ts} ${text} ${edited?.ts}`);
}
