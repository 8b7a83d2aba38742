import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { valueOrNull } from '../../domain/connector-result.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffState } from '../../domain/handoff-state.ts';
import { isActiveHandoff, ticketOf } from '../../domain/handoff-state.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import {
  bold,
  joinFragments,
  link,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
} from '../../domain/text-fragments.ts';
import type { HomeTabContent } from '../../ports/messenger.ts';
import type { Links } from '../../ports/systems.ts';
import { TOPIC_LABELS } from '../../words/fact-labels.ts';
import { awaitingClaimText, claimText, handoffNameText, needsActionText } from '../../words/home-tab-text.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { safeUrl, userText } from '../block-kit/untrusted-text.ts';
import { subjectName } from './format-case.ts';
import { handoffUrls } from './format-handoff.ts';
import { formatCaseProgress } from './format-steps.ts';

/** Links that the Home tab needs. */
export interface HomeLinks {
  readonly links: Links;
  /** Returns Slack's permalink of a card or post by its key, such as "case:<id>"; null when unknown. */
  permalinkOf(key: string): string | null;
}

/** A handoff and its current state. */
export interface HandoffRow {
  readonly handoff: Handoff;
  readonly handoffState: HandoffState;
}

export interface HandoffRowGroups {
  /** Submitted by this user, and with an open question for them or rejected by Slack; oldest submission first. */
  readonly needsAction: readonly HandoffRow[];
  /** Submitted by this user and not claimed; oldest first. */
  readonly awaitingClaim: readonly HandoffRow[];
  /** Claimed by this user first, then by expiry of the claim. */
  readonly claimed: readonly HandoffRow[];
}

/** Groups the user's open handoffs. Each one appears in exactly one group. */
export function groupHandoffRows({
  user: reader,
  handoffs,
}: Pick<HomeTabContent, 'user' | 'handoffs'>): HandoffRowGroups {
  const open = handoffs
    .map((handoff): HandoffRow => ({ handoff, handoffState: handoffStateOf(handoff) }))
    .filter(({ handoffState }) => handoffState.resolution === null);
  const needsAction = open.filter(({ handoffState }) => needsActionBy(reader, handoffState));
  const rest = open.filter((row) => !needsAction.includes(row) && isActiveHandoff(row.handoffState));
  const awaitingClaim = rest.filter(
    ({ handoffState: { submitted, claim } }) => submitted.by === reader && claim === null,
  );
  const claimed = rest.filter((row) => isClaimVisibleTo(row, reader));
  return {
    needsAction: needsAction.toSorted((a, b) =>
      compareStrings(a.handoffState.submitted.at, b.handoffState.submitted.at),
    ),
    awaitingClaim: awaitingClaim.toSorted((a, b) =>
      compareStrings(a.handoffState.submitted.at, b.handoffState.submitted.at),
    ),
    claimed: claimed.toSorted((a, b) => compareStrings(claimSortKey(a, reader), claimSortKey(b, reader))),
  };
}

/**
 * True when the handoff waits for its submitter to answer or to send it again. Submitters who claimed it need not
 * answer themselves.
 */
function needsActionBy(
  reader: string,
  { submitted, claim, question, delivery, erased }: HandoffState,
): boolean {
  if (submitted.by !== reader || erased) return false;
  return delivery === 'failed' || (question !== null && claim?.by !== reader);
}

export function formatHandoffName({ handoffState }: HandoffRow): RichText {
  return [bold(handoffNameText(handoffState))];
}

/** Returns what the user has to do, with links to the card and the post. */
export function formatNeedsAction({ handoff, handoffState }: HandoffRow, homeLinks: HomeLinks): RichText {
  const text = needsActionText(handoffState);
  return joinFragments(
    [text, ...formatRowLinks({ handoff, handoffState }, handoffState.submitted.by, homeLinks)],
    ' · ',
  );
}

/** Returns the state of an unclaimed handoff, with links to the card and the post. */
export function formatAwaitingClaim(
  { handoff, handoffState }: HandoffRow,
  at: Date,
  homeLinks: HomeLinks,
): RichText {
  const text = awaitingClaimText(handoff, at);
  return joinFragments(
    [text, ...formatRowLinks({ handoff, handoffState }, handoffState.submitted.by, homeLinks)],
    ' · ',
  );
}

export function formatClaimed(
  { handoff, handoffState }: HandoffRow,
  reader: string,
  homeLinks: HomeLinks,
): RichText {
  const text = claimText(handoffState, reader);
  return joinFragments([text, ...formatRowLinks({ handoff, handoffState }, reader, homeLinks)], ' · ');
}

/** Returns the latest question from Sales or its answer; empty when there is none. */
export function formatLatestQuestion({ handoffState: { question, answer, erased } }: HandoffRow): RichText {
  if (erased) return [];
  if (question) return phrase`${userFragment(question.by)} asks: “${userText(question.text)}”`;
  return answer ? phrase`${userFragment(answer.by)} answered: “${userText(answer.text)}”` : [];
}

/**
 * Returns the verdict, its subject and customer, the progress, the next step and the time of the check. `hideCustomer`: leaves
 * out the customer and the next step, which may name the customer.
 */
export function formatCaseRow(kase: Case, now: Date, hideCustomer = false): RichText {
  const check = latestCheck(kase);
  const customer = kase.erasedAt === null && !hideCustomer ? customerName(check) : null;
  const facts = [
    [bold([literalFragment(VERDICT_TITLES[check.verdict])])],
    phrase`${subjectName(check)}`,
    customer === null ? [] : phrase`${customer}`,
    [literalFragment(TOPIC_LABELS[check.topic])],
    hideCustomer ? [] : formatCaseProgress(kase, now),
    phrase`checked ${timeFragment(check.lookedUpAt)}`,
  ];
  return joinFragments(facts, ' · ');
}

/** Returns the customer's name; null when it is unknown or when there are several. */
function customerName({ judgements, evidence: { accounts } }: Check): string | null {
  const judged = judgements.flatMap(({ customer }) => customer?.name ?? []);
  const found = judged.length > 0 ? judged : (valueOrNull(accounts) ?? []).map(({ name }) => name);
  const [name, ...others] = new Set(found);
  return name && others.length === 0 ? name : null;
}

/** Returns the URL of a case's card; null when it is unknown or not http(s). */
export function cardUrl({ id }: Pick<Case, 'id'>, { permalinkOf }: HomeLinks): string | null {
  const address = permalinkOf(`case:${id}`);
  return address === null ? null : safeUrl(address);
}

/** Links the card for the submitter, and the post for everybody else. */
function formatRowLinks(
  { handoff, handoffState }: HandoffRow,
  reader: string,
  homeLinks: HomeLinks,
): RichText[] {
  const card = handoffState.submitted.by === reader ? cardUrl({ id: handoff.caseId }, homeLinks) : null;
  const post = homeLinks.permalinkOf(`handoff:${handoff.id}`);
  const opened = card ? link(card, 'Open the card') : post && link(post, 'Open the post');
  const ticket = ticketOf(handoffState.content);
  const { ticket: address } = handoffUrls(handoffState.content, homeLinks.links);
  return [
    ...(ticket && !handoffState.erased ? [[link(address, `ticket #${ticket.id}`)]] : []),
    ...(opened ? [[opened]] : []),
  ];
}

function isClaimVisibleTo({ handoffState: { claim, submitted } }: HandoffRow, reader: string): boolean {
  return claim !== null && (claim.by === reader || submitted.by === reader);
}

function claimSortKey({ handoffState: { claim } }: HandoffRow, reader: string): string {
  return `${claim?.by === reader ? 0 : 1} ${claim?.until ?? ''}`;
}

function compareStrings(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
