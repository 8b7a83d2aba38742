import { createHash } from 'node:crypto';
import { plainText } from '../../src/domain/text-fragments.ts';
import { CHECKING_AGAIN_TEXT } from '../../src/words/case-fold-text.ts';
import { caseChangedText, draftChangedText } from '../../src/words/handoff-replies.ts';
import { requestExpiredText, requestNotStoredText } from '../../src/words/replies.ts';
import type { InteractionResult, LocalSlack } from '../sandbox/slack/local-slack.ts';
import { directMessageTexts } from './message-counts.ts';
import type { SentRequest } from './random-requests.ts';
import { caseCards, PEOPLE } from './random-requests.ts';
import type { SubmittedHandoff } from './submit-handoffs.ts';
import { handoffPostsByCase } from './submit-handoffs.ts';

export interface CrashRun {
  readonly slack: LocalSlack;
  readonly killCount: number;
  readonly sent: readonly SentRequest[];
  readonly submitted: readonly SubmittedHandoff[];
  /** Requests and messages that were still pending at the end. */
  readonly leftPending: number;
}

/** Prints the counts. Returns true when nothing was lost or duplicated. */
export function report(run: CrashRun): boolean {
  const { slack, killCount, sent, leftPending } = run;
  const stale = caseCards(slack).filter(({ text }) => text.includes(CHECKING_AGAIN_TEXT)).length;
  const checks = countChecks(slack, sent);
  const handoffs = countHandoffs(run);
  const clicks = sent.filter(({ kind, outcome }) => kind === 'click' && outcome.status === 200).length;
  const hasTested = checks.acknowledged > 0 && handoffs.cases > 0;
  const failureCounts = [
    checks.lost,
    checks.duplicated,
    handoffs.lost,
    handoffs.duplicated,
    stale,
    leftPending,
  ];
  const hasPassed = hasTested && failureCounts.every((count) => count === 0);
  console.log(
    [
      `kills: ${killCount}`,
      `checks acknowledged: ${checks.acknowledged}, shown on a card: ${checks.shown}`,
      `- without a card, the person was told that the request had waited too long: ${checks.expired}`,
      `- without a card, the acknowledgement said that the request wasn't saved: ${checks.notStored}`,
      `- lost: ${checks.lost}, cases with more than one card: ${checks.duplicated}`,
      `checks never acknowledged: ${checks.unacknowledged}, card posted anyway: ${checks.shownAnyway}`,
      `mistyped commands, answered in the acknowledgement: ${checks.mistyped}`,
      `clicks acknowledged: ${clicks}`,
      `cards that still say that a check runs: ${stale}`,
      `cases with acknowledged handoffs: ${handoffs.cases}, posted: ${handoffs.posted}`,
      `- without a post, the person was told that the preview was outdated: ${handoffs.outdated}`,
      `- lost: ${handoffs.lost}, posted twice: ${handoffs.duplicated}`,
      ...(leftPending > 0 ? [`requests and messages still pending: ${leftPending}`] : []),
      ...(hasTested ? [] : ['nothing was tested: no check or no handoff was acknowledged']),
      hasPassed ? 'Passed: nothing lost, nothing duplicated.' : 'FAILED',
    ].join('\n'),
  );
  return hasPassed;
}

/** How checks ended, each counted once. */
export interface CheckCounts {
  readonly acknowledged: number;
  readonly shown: number;
  /** Without a card; the person was told that the request had waited too long. */
  readonly expired: number;
  /** Without a card; the acknowledgement said that the request could not be saved. */
  readonly notStored: number;
  /** Acknowledged, with neither a card nor one of these answers. */
  readonly lost: number;
  /** Cases with more than one card. */
  readonly duplicated: number;
  readonly unacknowledged: number;
  readonly shownAnyway: number;
  /** Commands that look nothing up, because their id is mistyped. */
  readonly mistyped: number;
}

const EXPIRED = plainText(requestExpiredText({ isRecheck: false }));
const NOT_STORED = plainText(requestNotStoredText());
const OUTDATED_PREVIEW = [plainText(draftChangedText()), plainText(caseChangedText())];

/** Matches each check with its card, or else with the answer to its own request. */
export function countChecks(slack: LocalSlack, sent: readonly SentRequest[]): CheckCounts {
  const cards = new Map<string, number>();
  for (const { caseId } of caseCards(slack)) cards.set(caseId, (cards.get(caseId) ?? 0) + 1);
  const hasCard = ({ outcome }: SentRequest) => cards.has(caseIdOf(outcome));
  const commands = sent.filter(({ kind }) => kind === 'command');
  const mistyped = commands.filter(({ outcome }) => isMistyped(outcome));
  const checks = commands.filter((one) => !mistyped.includes(one));
  const acknowledged = checks.filter(({ outcome }) => outcome.status === 200);
  const unacknowledged = checks.filter(({ outcome }) => outcome.status !== 200);
  const unshown = acknowledged.filter((one) => !hasCard(one));
  const [notStored, stored] = partition(unshown, ({ outcome }) => textOf(outcome.body).includes(NOT_STORED));
  const [expired, unanswered] = partition(
    stored,
    ({ outcome }) => outcome.replies?.includes(EXPIRED) === true,
  );
  const lost = countWithoutNotice(slack, unanswered, [EXPIRED]);
  return {
    acknowledged: acknowledged.length,
    shown: acknowledged.length - unshown.length,
    expired: expired.length + unanswered.length - lost,
    notStored: notStored.length,
    lost,
    duplicated: [...cards.values()].filter((times) => times > 1).length,
    unacknowledged: unacknowledged.length,
    shownAnyway: unacknowledged.filter(hasCard).length,
    mistyped: mistyped.length,
  };
}

/** How submitted handoffs ended, by case. */
interface HandoffCounts {
  readonly cases: number;
  readonly posted: number;
  /** Without a post; the person was told that the preview was outdated. */
  readonly outdated: number;
  readonly lost: number;
  readonly duplicated: number;
}

function countHandoffs({ slack, submitted }: Pick<CrashRun, 'slack' | 'submitted'>): HandoffCounts {
  const posts = handoffPostsByCase(slack);
  const acknowledged = submitted.filter(({ status }) => status === 200);
  const byCase = [...new Map(acknowledged.map((one) => [one.caseId, one])).values()];
  const unposted = byCase.filter(({ caseId }) => !posts.has(caseId));
  const lost = countWithoutNotice(slack, unposted, OUTDATED_PREVIEW);
  return {
    cases: byCase.length,
    posted: byCase.length - unposted.length,
    outdated: unposted.length - lost,
    lost,
    duplicated: [...posts.values()].filter((times) => times > 1).length,
  };
}

/**
 * Returns how many of these requests have no notice. A notice in direct messages does not name its request: each person's
 * notices are matched with that person's requests.
 */
function countWithoutNotice(
  slack: LocalSlack,
  requests: readonly { readonly user: string }[],
  notices: readonly string[],
): number {
  const missing = PEOPLE.map((person) => {
    const count = requests.filter(({ user }) => user === person).length;
    const noticeCount = directMessageTexts(slack, person).filter((text) => notices.includes(text)).length;
    return Math.max(0, count - noticeCount);
  });
  return missing.reduce((sum, count) => sum + count, 0);
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function isMistyped({ body }: InteractionResult): boolean {
  return JSON.stringify(body ?? '').includes('I do not recognise that');
}

/** Returns the text of an acknowledgement. */
function textOf(body: unknown): string {
  const { text } = (body ?? {}) as { readonly text?: unknown };
  return typeof text === 'string' ? text : '';
}

/** Returns the id that the bot gives a case: a hash of the request that opened it. */
function caseIdOf({ triggerId }: InteractionResult): string {
  return `c${createHash('sha256').update(`command ${triggerId}`).digest('hex').slice(0, 15)}`;
}
