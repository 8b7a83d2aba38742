import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff, Standing } from '../../domain/handoff.ts';
import { isLive, standingOf } from '../../domain/handoff.ts';
import type { HomePage, Links } from '../../ports.ts';
import { sayClaimed, sayHandoff, sayWaiting, sayYours } from '../../words/home.ts';
import { TOPIC_LABELS } from '../../words/topics.ts';
import { VERDICT_TITLES } from '../../words/verdicts.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join, link, moment, rich, user, words } from '../mrkdwn.ts';
import { safeUrl } from '../outside-text.ts';
import { subjectName } from './case-words.ts';
import { addressesOf } from './handoff-words.ts';
import { typed } from './typed.ts';

/** Where things can be opened. */
export interface Places {
  readonly links: Links;
  /** Slack's address of a card or post, by its key, such as "case:<id>"; null: not known. */
  permalinkOf(key: string): string | null;
}

/** A handoff and where it stands. */
export interface Row {
  readonly handoff: Handoff;
  readonly standing: Standing;
}

export interface Rows {
  /** Submitted by this person, and with a question for them or not taken by Slack: the oldest submission first. */
  readonly yours: readonly Row[];
  /** Submitted by this person and claimed by nobody, the oldest first. */
  readonly waiting: readonly Row[];
  /** Claimed: those with this person first, then those that lapse first. */
  readonly claimed: readonly Row[];
}

/** A person's handoffs, each in one place; none that has ended. */
export function rowsOf({ user: reader, handoffs }: Pick<HomePage, 'user' | 'handoffs'>): Rows {
  const open = handoffs
    .map((handoff): Row => ({ handoff, standing: standingOf(handoff) }))
    .filter(({ standing }) => standing.end === null);
  const yours = open.filter(({ standing }) => isFor(reader, standing));
  const rest = open.filter((row) => !yours.includes(row) && isLive(row.standing));
  const waiting = rest.filter(
    ({ standing: { submitted, claim } }) => submitted.by === reader && claim === null,
  );
  const claimed = rest.filter((row) => isClaimedFor(row, reader));
  return {
    yours: yours.toSorted((a, b) => compare(a.standing.submitted.at, b.standing.submitted.at)),
    waiting: waiting.toSorted((a, b) => compare(a.standing.submitted.at, b.standing.submitted.at)),
    claimed: claimed.toSorted((a, b) => compare(claimedOrder(a, reader), claimedOrder(b, reader))),
  };
}

/** It goes on when they answer, or send it again; who claims what they submitted asks themselves. */
function isFor(reader: string, { submitted, claim, question, delivery, erased }: Standing): boolean {
  if (submitted.by !== reader || erased) return false;
  return delivery === 'refused' || (question !== null && claim?.by !== reader);
}

export function handoffName({ standing }: Row): Rich {
  return [bold(fromPieces(sayHandoff(standing)))];
}

/** What to do about it, and where to open it. */
export function yoursWords({ handoff, standing }: Row, places: Places): Rich {
  const said = fromPieces(sayYours(standing));
  return join([said, ...whereWords({ handoff, standing }, standing.submitted.by, places)], ' · ');
}

/** Where it stands, and where to open it. */
export function waitingWords({ handoff, standing }: Row, at: Date, places: Places): Rich {
  const said = fromPieces(sayWaiting(handoff, at));
  return join([said, ...whereWords({ handoff, standing }, standing.submitted.by, places)], ' · ');
}

export function claimedWords({ handoff, standing }: Row, reader: string, places: Places): Rich {
  const said = fromPieces(sayClaimed(standing, reader));
  return join([said, ...whereWords({ handoff, standing }, reader, places)], ' · ');
}

/** What Sales wants to know, or what it was answered; empty when it asked nothing. */
export function askedWords({ standing: { question, answer, erased } }: Row): Rich {
  if (erased) return [];
  if (question) return rich`${user(question.by)} asks: “${typed(question.text)}”`;
  return answer ? rich`${user(answer.by)} answered: “${typed(answer.text)}”` : [];
}

/** The verdict, what it is about, and when the systems were asked. */
export function caseWords(kase: Case): Rich {
  const check = latest(kase);
  const facts = [
    [bold([words(VERDICT_TITLES[check.verdict])])],
    rich`${subjectName(check)}`,
    [words(TOPIC_LABELS[check.topic])],
    rich`checked ${moment(check.lookedAt)}`,
  ];
  return join(facts, ' · ');
}

/** The address of a case's card; null: not known, or none that a browser opens. */
export function cardAddress({ id }: Pick<Case, 'id'>, { permalinkOf }: Places): string | null {
  const address = permalinkOf(`case:${id}`);
  return address === null ? null : safeUrl(address);
}

/** Support opens its card; who has only the post opens that. */
function whereWords({ handoff, standing }: Row, reader: string, places: Places): Rich[] {
  const card = standing.submitted.by === reader ? cardAddress({ id: handoff.caseId }, places) : null;
  const post = places.permalinkOf(`handoff:${handoff.id}`);
  const opened = card ? link(card, 'Open the card') : post && link(post, 'Open the post');
  const { ticket } = standing.content.facts;
  const { ticket: address } = addressesOf(standing.content.facts, places.links);
  return [
    ...(ticket && !standing.erased ? [[link(address, `ticket #${ticket.id}`)]] : []),
    ...(opened ? [[opened]] : []),
  ];
}

function isClaimedFor({ standing: { claim, submitted } }: Row, reader: string): boolean {
  return claim !== null && (claim.by === reader || submitted.by === reader);
}

function claimedOrder({ standing: { claim } }: Row, reader: string): string {
  return `${claim?.by === reader ? 0 : 1} ${claim?.until ?? ''}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
