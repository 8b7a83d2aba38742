import { createHash } from 'node:crypto';
import { CHECKING_AGAIN_TEXT } from '../../src/words/case-fold-text.ts';
import type { InteractionResult, LocalSlack } from '../sandbox/slack/local-slack.ts';
import { countRepliesWith } from './message-counts.ts';
import type { SentRequest } from './random-requests.ts';
import { caseCards } from './random-requests.ts';
import type { SubmittedHandoff } from './submit-handoffs.ts';
import { handoffPostsByCase } from './submit-handoffs.ts';

export interface CrashRun {
  readonly slack: LocalSlack;
  readonly killCount: number;
  readonly asked: readonly SentRequest[];
  readonly submitted: readonly SubmittedHandoff[];
}

/** Prints the counts. Returns true when nothing was lost or doubled. */
export function report({ slack, killCount, asked, submitted }: CrashRun): boolean {
  const cards = caseCards(slack);
  const stale = cards.filter(({ text }) => text.includes(CHECKING_AGAIN_TEXT)).length;
  const shown = new Map<string, number>();
  for (const { caseId } of cards) shown.set(caseId, (shown.get(caseId) ?? 0) + 1);
  const commands = asked.filter(({ kind }) => kind === 'command');
  const acknowledged = commands.filter(({ outcome }) => outcome.status === 200);
  const checks = acknowledged.filter(({ outcome }) => !isCompleteAnswer(outcome));
  const unacknowledged = commands.filter(({ outcome }) => outcome.status !== 200);
  const count = ({ outcome }: SentRequest) => shown.get(caseIdOf(outcome)) ?? 0;
  const missing = checks.filter((one) => count(one) === 0).length;
  const dropped = countRepliesWith(slack, 'waited too long');
  const lost = Math.max(0, missing - dropped);
  const doubled = [...shown.values()].filter((times) => times > 1).length;
  const posts = handoffPostsByCase(slack);
  const sent = new Set(submitted.filter(({ status }) => status === 200).map(({ caseId }) => caseId));
  const unposted = [...sent].filter((caseId) => !posts.has(caseId)).length;
  const replaced = countRepliesWith(slack, 'Your draft was changed since this preview');
  const unsent = Math.max(0, unposted - replaced);
  const twice = [...posts.values()].filter((times) => times > 1).length;
  const nothing = checks.length === 0 || sent.size === 0 ? 1 : 0;
  const wrong = lost + doubled + unsent + twice + stale + nothing;
  console.log(
    [
      `kills: ${killCount}`,
      `commands: ${commands.length}, acknowledged: ${acknowledged.length}`,
      `answered with the acknowledgement: ${acknowledged.length - checks.length}`,
      `checks acknowledged: ${checks.length}, with exactly one card: ${checks.length - missing - doubled}`,
      `dropped after 15 minutes, and the person was told: ${dropped}`,
      `lost: ${lost}, doubled: ${doubled}`,
      `never acknowledged: ${unacknowledged.length}, of which shown all the same: ${unacknowledged.filter(count).length}`,
      `cards that still say that a check runs: ${stale}`,
      `clicks acknowledged: ${asked.filter(({ kind, outcome }) => kind === 'click' && outcome.status === 200).length}`,
      `handoffs submitted: ${submitted.length}, acknowledged for ${sent.size} cases: ${sent.size - unposted} posted, ${unsent} lost, ${twice} posted twice`,
      `previews replaced by a newer draft of the same person, who was told: ${replaced}`,
      `${wrong === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed'}`,
    ].join('\n'),
  );
  return wrong === 0;
}

/** A mistyped id is answered with the acknowledgement itself; a check only says that it has begun or is queued. */
function isCompleteAnswer({ body }: InteractionResult): boolean {
  const text = JSON.stringify(body ?? '');
  return text.includes('I do not recognise that');
}

/** Returns the id that the bot gives a case: a hash of the request that opened it. */
function caseIdOf({ triggerId }: InteractionResult): string {
  return `c${createHash('sha256').update(`command ${triggerId}`).digest('hex').slice(0, 15)}`;
}
