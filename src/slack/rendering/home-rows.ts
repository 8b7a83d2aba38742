import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffState } from '../../domain/handoff-state.ts';
import { isActiveHandoff } from '../../domain/handoff-state.ts';
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
import { awaitingClaimText, claimText, handoffNameText, needsActionText } from '../../words/home-tab-text.ts';
import { TOPIC_LABELS } from '../../words/topic-labels.ts';
import { VERDICT_TITLES } from '../../words/verdict-text.ts';
import { safeUrl } from '../block-kit/untrusted-text.ts';
import { subjectName } from './format-case.ts';
import { handoffUrls } from './format-handoff.ts';
import { userText } from './user-text.ts';

/** Where things can be opened. */
export interface HomeLinks {
  readonly links: Links;
  /** Slack's address of a card or post, by its key, such as "case:<id>"; null: not known. */
  permalinkOf(key: string): string | null;
}

/** A handoff and where it stands. */
export interface HandoffRow {
  readonly handoff: Handoff;
  readonly handoffState: HandoffState;
}

export interface HandoffRowGroups {
  /** Submitted by this person, and with a question for them or not taken by Slack: the oldest submission first. */
  readonly needsAction: readonly HandoffRow[];
  /** Submitted by this person and claimed by nobody, the oldest first. */
  readonly awaitingClaim: readonly HandoffRow[];
  /** Claimed: those with this person first, then those that lapse first. */
  readonly claimed: readonly HandoffRow[];
}

/** A person's handoffs, each in one place; none that has ended. */
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

/** It goes on when they answer, or send it again; who claims what they submitted asks themselves. */
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

/** What to do about it, and where to open it. */
export function formatNeedsAction({ handoff, handoffState }: HandoffRow, homeLinks: HomeLinks): RichText {
  const said = needsActionText(handoffState);
  return joinFragments(
    [said, ...formatRowLinks({ handoff, handoffState }, handoffState.submitted.by, homeLinks)],
    ' · ',
  );
}

/** Where it stands, and where to open it. */
export function formatAwaitingClaim(
  { handoff, handoffState }: HandoffRow,
  at: Date,
  homeLinks: HomeLinks,
): RichText {
  const said = awaitingClaimText(handoff, at);
  return joinFragments(
    [said, ...formatRowLinks({ handoff, handoffState }, handoffState.submitted.by, homeLinks)],
    ' · ',
  );
}

export function formatClaimed(
  { handoff, handoffState }: HandoffRow,
  reader: string,
  homeLinks: HomeLinks,
): RichText {
  const said = claimText(handoffState, reader);
  return joinFragments([said, ...formatRowLinks({ handoff, handoffState }, reader, homeLinks)], ' · ');
}

/** What Sales wants to know, or what it was answered; empty when it asked nothing. */
export function formatLatestQuestion({ handoffState: { question, answer, erased } }: HandoffRow): RichText {
  if (erased) return [];
  if (question) return phrase`${userFragment(question.by)} asks: “${userText(question.text)}”`;
  return answer ? phrase`${userFragment(answer.by)} answered: “${userText(answer.text)}”` : [];
}

/** The verdict, what it is about, and when the systems were asked. */
export function formatCaseRow(kase: Case): RichText {
  const check = latestCheck(kase);
  const facts = [
    [bold([literalFragment(VERDICT_TITLES[check.verdict])])],
    phrase`${subjectName(check)}`,
    [literalFragment(TOPIC_LABELS[check.topic])],
    phrase`checked ${timeFragment(check.lookedUpAt)}`,
  ];
  return joinFragments(facts, ' · ');
}

/** The address of a case's card; null: not known, or none that a browser opens. */
export function cardUrl({ id }: Pick<Case, 'id'>, { permalinkOf }: HomeLinks): string | null {
  const address = permalinkOf(`case:${id}`);
  return address === null ? null : safeUrl(address);
}

/** Support opens its card; who has only the post opens that. */
function formatRowLinks(
  { handoff, handoffState }: HandoffRow,
  reader: string,
  homeLinks: HomeLinks,
): RichText[] {
  const card = handoffState.submitted.by === reader ? cardUrl({ id: handoff.caseId }, homeLinks) : null;
  const post = homeLinks.permalinkOf(`handoff:${handoff.id}`);
  const opened = card ? link(card, 'Open the card') : post && link(post, 'Open the post');
  const { ticket } = handoffState.content.facts;
  const { ticket: address } = handoffUrls(handoffState.content.facts, homeLinks.links);
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
