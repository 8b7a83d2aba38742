import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, LocalSlack, Message, View } from '../sandbox/slack/local-slack.ts';
import { RECENT_MESSAGES } from './random-requests.ts';

/** A handoff whose preview was submitted. */
export interface SubmittedHandoff {
  readonly caseId: string;
  /** Slack user id. */
  readonly user: string;
  /** HTTP status of the acknowledgement; 0 where there was none. */
  readonly status: number;
}

/** Milliseconds for which a person waits for a form before trying another card. */
const MODAL_TIMEOUT_MS = 5_000;

/** Drafts and submits handoffs as one person, one after another, while the bot may be killed at any time. */
export async function submitHandoffsRepeatedly(
  slack: LocalSlack,
  user: string,
  isSending: () => boolean,
): Promise<SubmittedHandoff[]> {
  const submitted: SubmittedHandoff[] = [];
  while (isSending()) {
    const one = await submitOneHandoff(slack, user).catch(() => null);
    if (one) submitted.push(one);
    await sleep(50);
  }
  return submitted;
}

/** Returns the number of handoff posts in the channel of Sales, by case. */
export function handoffPostsByCase(slack: LocalSlack): Map<string, number> {
  const posts = new Map<string, number>();
  for (const message of slack.messages('CSALES')) {
    const { handoff_id: id, case_id: caseId } = eventPayloadOf(message);
    if (typeof id === 'string' && typeof caseId === 'string') posts.set(caseId, (posts.get(caseId) ?? 0) + 1);
  }
  return posts;
}

async function submitOneHandoff(slack: LocalSlack, user: string): Promise<SubmittedHandoff | null> {
  for (const view of [...slack.views(user)].reverse()) await slack.closeView({ user, viewId: view.id });
  const cards = slack.messages('CSUPPORT', RECENT_MESSAGES).filter(canDraftHandoff);
  const card = cards[Math.floor(Math.random() * cards.length)];
  if (!card) return null;
  const caseId = String(eventPayloadOf(card)['case_id']);
  await slack.click({ user, channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
  const draft = await waitForTopModal(slack, user, 'handoff-draft');
  if (!draft) return null;
  const sent = await slack.submitView({ user, viewId: draft.id, values: formValuesFor(draft) });
  if (sent.errors) throw new Error(JSON.stringify(sent.errors));
  const preview = await waitForTopModal(slack, user, 'handoff-preview');
  if (!preview) return null;
  const { status } = await slack.submitView({ user, viewId: preview.id });
  return { caseId, user, status };
}

function canDraftHandoff({ blocks }: Message): boolean {
  return JSON.stringify(blocks ?? []).includes('"action_id":"draft-handoff"');
}

/** Returns values for those inputs that the form has. */
function formValuesFor({ blocks }: View): Record<string, Record<string, Json>> {
  const inputs = new Set(blocks.map((block) => String(block['block_id'])));
  const all: Record<string, Json> = {
    writtenWish: { selected_option: { value: 'no' } },
    ask: { value: 'Please call the customer about this subscription.' },
    usersInLicence: { value: '5' },
    billableUsers: { value: '10' },
    maximumUsers: { value: '12' },
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (inputs.has(name) ? [[name, { [name]: value }]] : [])),
  );
}

async function waitForTopModal(slack: LocalSlack, user: string, callbackId: string): Promise<View | null> {
  const deadline = performance.now() + MODAL_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const top = slack.views(user).at(-1);
    if (top?.callback_id === callbackId) return top;
    await sleep(15);
  }
  return null;
}

function eventPayloadOf({ metadata }: Message): Record<string, unknown> {
  return (metadata?.['event_payload'] ?? {}) as Record<string, unknown>;
}
