import type { Case } from '../domain/case.ts';
import { latest } from '../domain/case.ts';
import type { Destination, Handoff, HandoffFacts, HandoffTyped, Standing } from '../domain/handoff.ts';
import { isLive, standingOf } from '../domain/handoff.ts';
import type { DraftView } from '../domain/handoff-draft.ts';
import { factsOf, handoffStep, idsOf, regionOf } from '../domain/handoff-facts.ts';
import { ANSWER_HOURS } from '../domain/handoff-times.ts';
import type { Removed } from '../domain/redact.ts';
import { addRemoved, redact } from '../domain/redact.ts';
import type { Route } from '../domain/routing.ts';
import { destinationsIn, routeOf } from '../domain/routing.ts';
import { LONGEST } from '../domain/typed-handoff.ts';
import { UserError } from '../errors.ts';
import type { Draft, Ports } from '../ports.ts';
import { caseGone } from '../words/answers.ts';
import { prefilledAsk } from '../words/handoff.ts';
import * as words from '../words/handoff-answers.ts';
import { findCaseToChange } from './find-case.ts';

/** What the form shows: what the case says, what this person wrote before, and where it would go. Asks no system. */
export async function draftHandoff(ports: Ports, caseId: string, by: string): Promise<DraftView> {
  const kase = await findCaseToChange(ports, caseId);
  const { facts, route } = handingOff(ports, kase);
  const own = await ports.handoffs.ofCase(kase.id);
  const live = own.map(standingOf).find(isLive);
  if (live) throw new UserError(words.withSalesAlready(live));
  const before = await writtenBefore(ports, { kase, handoffs: own }, by);
  const destinations = destinationsIn(ports.salesChannels);
  const chosen = destinations.find((place) => before && isSamePlace(place, before));
  const others = facts.account === null ? [] : await ports.handoffs.live({ account: facts.account });
  return {
    caseId,
    facts,
    typed: before ? withOwnAsk(kase, before.typed, facts) : untouched(facts),
    chosen: chosen ?? route,
    because: chosen && !isSamePlace(chosen, route) ? 'chosen' : route.because,
    destinations,
    others: others.filter((other) => other.caseId !== caseId),
  };
}

export interface Written {
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  /** Without what must leave no texts, whoever they are about. */
  readonly typed: HandoffTyped;
  readonly removed: Removed;
  readonly destination: Destination;
}

export interface Preview {
  readonly draft: Draft;
  readonly facts: HandoffFacts;
  /** ISO 8601, UTC. */
  readonly answerBy: string;
}

/** Keeps what was written, without numbers of other customers, and says what Sales would see. */
export async function saveDraft(ports: Ports, written: Written): Promise<Preview> {
  const { caseId, by, destination } = written;
  const kase = await findCaseToChange(ports, caseId);
  const { facts, route } = handingOff(ports, kase);
  const { typed, removed } = withoutOthers(ports, written, facts);
  const places = destinationsIn(ports.salesChannels);
  const { channel, team } = places.find((place) => isSamePlace(place, destination)) ?? route;
  const savedAt = ports.now().toISOString();
  const draft = { id: draftId(kase, by), caseId, by, typed, removed, channel, team, savedAt };
  if ((await ports.handoffs.saveDraft(draft)) === 'erased') throw new UserError(caseGone());
  return previewOf(ports, draft, facts);
}

/** Regions may share a channel and differ in their working hours. */
function isSamePlace(one: Destination, other: Destination): boolean {
  return one.channel === other.channel && one.team === other.team;
}

export function previewOf(ports: Ports, draft: Draft, facts: HandoffFacts): Preview {
  const answerBy = ports.calendars.afterHours(draft.team, ports.now(), ANSWER_HOURS).toISOString();
  return { draft, facts, answerBy };
}

/** What is handed over, and where it goes by default. Throws when this case is not for Sales, or nobody takes it. */
export function handingOff(ports: Ports, kase: Case): { facts: HandoffFacts; route: Route } {
  if (!handoffStep(kase)) throw new UserError(words.noHandoffStep());
  const check = latest(kase);
  const facts = factsOf(check);
  const route = routeOf(facts, regionOf(check), ports.salesChannels);
  if (!route) throw new UserError(words.noSalesChannel());
  return { facts, route };
}

/** One draft for each person, case and situation. */
function draftId(kase: Case, by: string): string {
  return `${kase.id}:${by}:${latest(kase).scenario.id}`;
}

/** What this person wrote and has not sent, if need be before the situation changed, or else what came back. */
async function writtenBefore(
  ports: Ports,
  { kase, handoffs }: { readonly kase: Case; readonly handoffs: readonly Handoff[] },
  by: string,
): Promise<(Destination & { readonly typed: HandoffTyped }) | null> {
  const sentAt = lastSentBy(by, handoffs);
  const unsent = (await ports.handoffs.draftsOf(kase.id, by)).filter(({ savedAt }) => savedAt > sentAt);
  const draft = unsent.find(({ id }) => id === draftId(kase, by)) ?? unsent[0];
  if (draft) return draft;
  const last = handoffs.map(standingOf).at(-1);
  return last && cameBackTo(by, last) ? { ...last, typed: last.content.typed } : null;
}

/** When this person last sent anything about the case; nobody else's submission uses up what they wrote. */
function lastSentBy(by: string, all: readonly Handoff[]): string {
  const events = all.flatMap((handoff) => handoff.events);
  return events.findLast((event) => event.kind === 'submitted' && event.by === by)?.at ?? '';
}

/** Slack would not have it, which anybody may mend, or Sales declined what this person had sent. */
function cameBackTo(by: string, standing: Standing): boolean {
  if (standing.end === null) return !isLive(standing);
  return standing.state === 'declined' && standing.submitted.by === by;
}

/** A prefilled request that nobody changed follows the facts; one that was written stays. */
function withOwnAsk({ checks }: Case, typed: HandoffTyped, facts: HandoffFacts): HandoffTyped {
  const isPrefilled = checks.some((check) => prefilledAsk(factsOf(check)) === typed.ask);
  return isPrefilled ? { ...typed, ask: prefilledAsk(facts) } : typed;
}

function untouched(facts: HandoffFacts): HandoffTyped {
  return {
    ask: prefilledAsk(facts),
    plan: null,
    seats: null,
    counts: null,
    wish: null,
    wishWhere: null,
    told: null,
    link: null,
  };
}

/** The second pass over what was typed: at the door nobody knew yet which numbers are this customer's. */
function withoutOthers(
  { refusedHosts }: Ports,
  { typed, removed: before }: Written,
  facts: HandoffFacts,
): { typed: HandoffTyped; removed: Removed } {
  const ownIds = idsOf(facts);
  let removed = before;
  const clean = (text: string, limit: number): string => {
    const once = redact(text, { limit, refusedHosts, ownIds });
    removed = addRemoved(removed, once.removed);
    return once.text;
  };
  const maybe = (text: string | null, limit: number) => (text === null ? null : clean(text, limit));
  const cleaned = {
    ...typed,
    ask: clean(typed.ask, LONGEST.ask),
    plan: maybe(typed.plan, LONGEST.plan),
    wishWhere: maybe(typed.wishWhere, LONGEST.wishWhere),
    told: maybe(typed.told, LONGEST.told),
  };
  return { typed: cleaned, removed };
}
