import { setTimeout as sleep } from 'node:timers/promises';
import type { InteractionResult, LocalSlack } from '../sandbox/slack/local-slack.ts';
import { SAMPLE_CUSTOMERS } from '../sandbox/upstreams/customers.ts';

/** Share of the requests that check a card again. The card must then be updated, not posted a second time. */
const CLICK_SHARE = 0.3;

/** People act on recent cards. Reading all of thousands of messages for each click would take longer than the bot. */
export const RECENT_MESSAGES = 50;

/** The people who send requests, by their Slack user ids. */
export const PEOPLE = ['UANA', 'UBEN'] as const;

export interface SentRequest {
  readonly kind: 'command' | 'click';
  /** Slack user id. */
  readonly user: string;
  readonly outcome: InteractionResult;
}

/** Sends a command or a click every `intervalMs` until `isSending` returns false. */
export async function sendRandomRequests(
  slack: LocalSlack,
  intervalMs: number,
  isSending: () => boolean,
): Promise<SentRequest[]> {
  const sent: SentRequest[] = [];
  const pending: Promise<unknown>[] = [];
  while (isSending()) {
    pending.push(sendRandomRequest(slack).then((one) => one && sent.push(one)));
    await sleep(intervalMs);
  }
  await Promise.all(pending);
  return sent;
}

export const randomBetween = (low: number, high: number): number => low + Math.random() * (high - low);
export const randomOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

const SUBSCRIPTION_NUMBERS = SAMPLE_CUSTOMERS.flatMap(({ subscriptions = [] }) =>
  subscriptions.map(({ number }) => number),
);

async function sendRandomRequest(slack: LocalSlack): Promise<SentRequest | null> {
  const user = randomOf(PEOPLE);
  if (Math.random() < CLICK_SHARE) {
    const card = randomOf(caseCards(slack, RECENT_MESSAGES));
    if (!card) return null;
    const outcome = await slack
      .click({ user, channel: card.channel, ts: card.ts, actionId: 'recheck' })
      .catch(() => null);
    return outcome && { kind: 'click', user, outcome };
  }
  const channel = randomOf(['CSUPPORT', 'CRANDOM']);
  // Without "new", a check of a subscription that has an open case gets no card of its own.
  const text = Math.random() < 0.9 ? `${randomOf(SUBSCRIPTION_NUMBERS)} new` : 'A-S00';
  const outcome = await slack.command({ user, channel, command: '/reseller-check', text }).catch(() => null);
  return outcome && { kind: 'command', user, outcome };
}

/** Returns the cards of cases in all channels, among the latest messages of each. */
export function caseCards(
  slack: LocalSlack,
  latest = Number.POSITIVE_INFINITY,
): { channel: string; ts: string; caseId: string; text: string }[] {
  const channels = ['CSUPPORT', 'CRANDOM', 'CSALES'];
  const directMessages = PEOPLE.map((user) => slack.channelOfDirectMessages(user));
  return [...channels, ...directMessages].flatMap((channel) =>
    slack.messages(channel, latest).flatMap(({ ts, metadata, blocks }) => {
      const { case_id } = (metadata?.['event_payload'] ?? {}) as { case_id?: string };
      const isCard = metadata?.['event_type'] === 'reseller_case';
      return isCard && case_id ? [{ channel, ts, caseId: case_id, text: JSON.stringify(blocks) }] : [];
    }),
  );
}
