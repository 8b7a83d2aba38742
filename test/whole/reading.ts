import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { Ephemeral, Message, Outcome } from '../../scripts/sandbox/slack/local-slack.ts';
import { CANARIES } from '../../scripts/sandbox/upstreams/canaries.ts';
import type { Whole } from './harness.ts';
import { caseOf, until, words } from './harness.ts';

/** What one thing that a person did led to. Lines that only say that a check has begun are left out. */
export interface Came {
  /** Seen by that person alone, in a channel or in their direct messages. */
  readonly sentences: readonly (Ephemeral | Message)[];
  readonly cards: readonly Message[];
  /** The acknowledgement and what Slack made of it. */
  readonly outcome: Outcome;
}

/** Does something and waits until the bot has dealt with it. */
export async function whatComesOf(whole: Whole, user: string, act: () => Promise<Outcome>): Promise<Came> {
  const before = seenBy(whole, user);
  const outcome = await act();
  await atRest(whole);
  const now = seenBy(whole, user);
  const sentences = now.sentences
    .filter(isNew(before.sentences))
    .filter(({ text }) => !text.startsWith('Checking'));
  return { outcome, sentences, cards: now.cards.filter(isNew(before.cards)) };
}

/** Ana types it in the support channel. */
export function typed(whole: Whole, text: string): Promise<Came> {
  return typedBy(whole, { user: 'UANA', channel: 'CSUPPORT' }, text);
}

export function typedBy(whole: Whole, by: { user: string; channel: string }, text: string): Promise<Came> {
  return whatComesOf(whole, by.user, () => whole.slack.command({ ...by, command: '/reseller-check', text }));
}

/** Somebody says it in the support channel, and Ana uses the shortcut on that message. */
export function shortcutOn(
  whole: Whole,
  said: { text: string; attachments?: Record<string, unknown>[] },
): Promise<Came> {
  const ts = whole.slack.say({ user: 'UBEN', channel: 'CSUPPORT', ...said });
  const on = { user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' };
  return whatComesOf(whole, 'UANA', () => whole.slack.messageShortcut(on));
}

/** Presses something on a message. */
export function pressed(
  whole: Whole,
  { channel, ts }: Message,
  press: { actionId: string; value?: string; selectedOption?: string; user?: string },
): Promise<Came> {
  const { user = 'UANA' } = press;
  return whatComesOf(whole, user, () => whole.slack.click({ channel, ts, ...press, user }));
}

/** The only thing that came, when it was a sentence. */
export function onlySentence({ sentences, cards }: Came): string {
  expect(cards.map(words)).toEqual([]);
  expect(sentences.map(({ text }) => text)).toHaveLength(1);
  return sentences[0] ? words(sentences[0]) : '';
}

/** The only thing that came, when it was a card. */
export function onlyCard({ sentences, cards }: Came): Message {
  expect(sentences.map(words)).toEqual([]);
  expect(cards).toHaveLength(1);
  return cards[0] as Message;
}

/** Until nothing is left to be done, by the bot's own count. A request counts from before its acknowledgement. */
export async function atRest({ bot }: Whole): Promise<void> {
  await until('the bot to come to rest', async () => (await bot.pending()).requests === 0);
}

/** How many requests the three systems got so far, sign-ins included. */
export function lookUps({ upstreams: { zuora, salesforce, zendesk } }: Whole): number {
  return zuora.requests.length + salesforce.requests.length + zendesk.requests.length;
}

/** Every byte that the database has on the disk. Too much to show: search it. */
export async function bytesOnDisk({ database }: Whole): Promise<string> {
  const files: string[] = [];
  // The log before the database: a checkpoint in between moves what the log held into the database.
  for (const end of ['-journal', '-wal', '-shm', ''])
    files.push(await readFile(`${database}${end}`, 'latin1').catch(() => ''));
  return files.join('\n');
}

/** Those of these texts that the disk still holds a few seconds after the work is done. */
export async function keptOnDisk(whole: Whole, texts: readonly string[]): Promise<string[]> {
  for (let tries = 0; ; tries += 1) {
    const bytes = await bytesOnDisk(whole);
    const kept = texts.filter((text) => bytes.includes(text));
    if (kept.length === 0 || tries === 30) return kept;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** All that the bot told Slack in Web API calls, acknowledgements and at response addresses, from now on. */
export function listenIn({ slack }: Whole): () => string {
  const shown = new Set<string>();
  slack.onChange(() => {
    for (const each of slack.ephemerals()) shown.add(JSON.stringify(each));
  });
  return () => [...slack.calls.map((call) => JSON.stringify(call.args)), ...shown].join('\n');
}

/** An activation code, and a licence, as they could stand anywhere in a text. */
const CODE = /(?<![A-Za-z0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9])/;
const LICENCE = /[A-Za-z0-9+/]{60,}/;
/** Stands in links, between slashes. */
const ZUORA_ID = /(?<=\/)[0-9a-f]{32}(?![0-9a-f])/g;

/** What a text holds that stands in tickets and must stay there. */
export function secretsIn(text: string): string[] {
  const found = CANARIES.filter(
    (canary) => text.includes(canary) || text.includes(JSON.stringify(canary).slice(1, -1)),
  );
  const rest = text.replace(ZUORA_ID, 'id');
  return [...found, ...[CODE, LICENCE].flatMap((pattern) => pattern.exec(rest)?.[0] ?? [])];
}

/** What holds for every card, whatever the case. */
export function expectOfEveryCase(whole: Whole, card: Message): void {
  const blocks = (card.blocks ?? []).map((block) => words({ blocks: [block] }).trim());
  const [never, steps] = ['*Do not', '*Steps'].map((title) =>
    blocks.findIndex((text) => text.startsWith(title)),
  );
  const { verdict, policy } = caseOf(card);
  const text = words(card);

  expect(never).toBeGreaterThan(0);
  expect(steps).toBeGreaterThan(never ?? 0);
  expect(text).toMatch(/Rules: (R\d+|our own)/);
  expect(policy).toBe('seed');
  expect(text).toContain('rules: seed');
  if (text.includes('channel "Non-Reseller"')) expect(verdict).not.toMatch(/reseller|msp|pending/);
  if (text.includes('channel "Reseller"')) expect(verdict).not.toMatch(/direct|complete/);
  expectNothingAmiss(whole);
}

/** No secret anywhere, no call that Slack did not take, nothing in a channel shared with others. */
export function expectNothingAmiss({ slack, logged }: Whole): void {
  expect(secretsIn(JSON.stringify(slack.calls.map(({ args }) => args)))).toEqual([]);
  expect(secretsIn(JSON.stringify(slack.ephemerals()))).toEqual([]);
  expect(secretsIn(logged.join(''))).toEqual([]);
  expect(slack.calls.filter(({ answer }) => answer?.['ok'] !== true)).toEqual([]);
  expect(slack.messages('CSHARED').filter(isOurs)).toEqual([]);
}

function seenBy({ slack }: Whole, user: string) {
  const home = slack.directMessages(user).messages.filter(isOurs);
  const posted = [
    ...home,
    ...['CSUPPORT', 'CSALES', 'CRANDOM'].flatMap((id) => slack.messages(id).filter(isOurs)),
  ];
  const isCard = ({ metadata }: Message) => metadata?.event_type === 'reseller_case';
  return {
    cards: posted.filter(isCard),
    sentences: [...slack.ephemerals({ user }), ...posted.filter((message) => !isCard(message))],
  };
}

/** Written by an app, not by a person. */
export function isOurs({ bot_id: bot }: Message): boolean {
  return bot !== undefined;
}

/** Also when it is another text in the place of an old one. */
function isNew(old: readonly Message[]): (message: Message) => boolean {
  const known = new Set(old.map(({ ts, text, edited }) => `${ts} ${text} ${edited?.ts}`));
  return ({ ts, text, edited }) => !known.has(`${ts} ${text} ${edited?.ts}`);
}
