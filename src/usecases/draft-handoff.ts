import { type Case, latestCheck } from '../domain/case.ts';
import { type Handoff, handoffStateOf } from '../domain/handoff.ts';
import { answerDueAt } from '../domain/handoff-deadlines.ts';
import { HANDOFF_INPUT_MAX_LENGTHS, type HandoffDraftView } from '../domain/handoff-draft-view.ts';
import { findHandoffStep, handoffFactsOf, ownIdsOf, salesRegionOf } from '../domain/handoff-facts.ts';
import { allDestinations, type HandoffRoute, routeHandoff } from '../domain/handoff-routing.ts';
import {
  type HandoffDestination,
  type HandoffFacts,
  type HandoffInput,
  type HandoffState,
  isActiveHandoff,
} from '../domain/handoff-state.ts';
import { redact } from '../domain/redact.ts';
import { addRemovedCounts, type RemovedCounts } from '../domain/redaction-buffer.ts';
import { stepProgressOf } from '../domain/step-progress.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { HandoffDraft } from '../ports/store.ts';
import { inTicketText } from '../words/handoff-form-text.ts';
import * as words from '../words/handoff-replies.ts';
import { prefilledAsk } from '../words/handoff-text.ts';
import { caseNotFoundText } from '../words/replies.ts';
import { handoffRefusal } from './decide-handoff.ts';
import { findUnerasedCase } from './find-case.ts';

/**
 * Returns what the form shows: the facts of the case, what this person wrote before, and the destination. Reads no
 * upstream system. Throws `UserError` when the case is already with Sales.
 */
export async function draftHandoff(ports: Ports, caseId: string, by: string): Promise<HandoffDraftView> {
  const kase = await findUnerasedCase(ports, caseId);
  const { facts, route } = handoffFactsAndRoute(ports, kase);
  const handoffsOfCase = await ports.handoffs.listByCase(kase.id);
  const active = handoffsOfCase.map(handoffStateOf).find(isActiveHandoff);
  if (active) throw handoffRefusal(words.otherHandoffOpenText, active);
  const previous = await previousInput(ports, { kase, handoffs: handoffsOfCase }, by);
  const prefilled = prefilledInput(ports, kase, facts);
  const destinations = allDestinations(ports.settings.salesChannels);
  const chosenDestination = destinations.find(
    (destination) => previous && isSameDestination(destination, previous),
  );
  const others =
    facts.accountNumber === null ? [] : await ports.handoffs.listActive({ account: facts.accountNumber });
  return {
    caseId,
    facts,
    input: previous ? withUpdatedPrefills(kase, previous.input, prefilled) : prefilled,
    chosenDestination: chosenDestination ?? route,
    routeReason: chosenDestination && !isSameDestination(chosenDestination, route) ? 'chosen' : route.reason,
    destinations,
    otherHandoffs: others.filter((other) => other.caseId !== caseId),
  };
}

export interface HandoffDraftInput {
  readonly caseId: string;
  /** Slack user id. */
  readonly by: string;
  /** After the first redaction, at ingress. */
  readonly input: HandoffInput;
  readonly removed: RemovedCounts;
  readonly destination: HandoffDestination;
}

export interface HandoffPreview {
  readonly draft: HandoffDraft;
  readonly facts: HandoffFacts;
  /** ISO 8601, UTC; null without a link to the Chatter post or Case. */
  readonly answerBy: string | null;
}

/** Saves a draft without numbers of other customers, and returns what Sales would see. */
export async function saveHandoffDraft(ports: Ports, form: HandoffDraftInput): Promise<HandoffPreview> {
  const { caseId, by, destination } = form;
  const kase = await findUnerasedCase(ports, caseId);
  const { facts, route } = handoffFactsAndRoute(ports, kase);
  const { input, removed } = redactOtherCustomers(ports, form, facts);
  const destinations = allDestinations(ports.settings.salesChannels);
  const { channel, team } =
    destinations.find((candidate) => isSameDestination(candidate, destination)) ?? route;
  const savedAt = ports.now().toISOString();
  const draft = { id: draftId(kase, by), caseId, by, input, removed, channel, team, savedAt };
  if ((await ports.handoffs.saveDraft(draft)) === 'erased') throw new UserError(caseNotFoundText());
  return previewHandoff(ports, draft, facts);
}

/** Compares the team too: regions may share a channel and differ in their working hours. */
function isSameDestination(one: HandoffDestination, other: HandoffDestination): boolean {
  return one.channel === other.channel && one.team === other.team;
}

function previewHandoff(ports: Ports, draft: HandoffDraft, facts: HandoffFacts): HandoffPreview {
  const isLinked = draft.input.salesforceLink !== null;
  return {
    draft,
    facts,
    answerBy: isLinked ? answerDueAt(ports.businessHours, draft.team, ports.now()) : null,
  };
}

/** Returns the facts and the default destination. Throws `UserError` when the case is not for Sales or no channel is set. */
export function handoffFactsAndRoute(ports: Ports, kase: Case): { facts: HandoffFacts; route: HandoffRoute } {
  if (!findHandoffStep(kase)) throw new UserError(words.noHandoffStepText());
  const check = latestCheck(kase);
  const facts = handoffFactsOf(check);
  const route = routeHandoff(facts, salesRegionOf(check), ports.settings.salesChannels);
  if (!route) throw new UserError(words.salesChannelNotConfiguredText());
  return { facts, route };
}

/** Returns the id of the draft: one for each person, case and scenario. */
function draftId(kase: Case, by: string): string {
  return `${kase.id}:${by}:${latestCheck(kase).scenario.id}`;
}

/** Returns this person's unsent draft, of this scenario if there is one; else the handoff that was returned to them. */
async function previousInput(
  ports: Ports,
  { kase, handoffs }: { readonly kase: Case; readonly handoffs: readonly Handoff[] },
  by: string,
): Promise<(HandoffDestination & { readonly input: HandoffInput }) | null> {
  const sentAt = lastSubmittedAt(by, handoffs);
  const unsentDrafts = (await ports.handoffs.listDrafts(kase.id, by)).filter(
    ({ savedAt }) => savedAt > sentAt,
  );
  const draft = unsentDrafts.find(({ id }) => id === draftId(kase, by)) ?? unsentDrafts[0];
  if (draft) return draft;
  const last = handoffs.map(handoffStateOf).at(-1);
  return last && wasReturnedTo(by, last) ? { ...last, input: last.content.input } : null;
}

/** Returns when this person last submitted a handoff of the case. Submissions of others leave their draft unsent. */
function lastSubmittedAt(by: string, all: readonly Handoff[]): string {
  const events = all.flatMap((handoff) => handoff.events);
  return events.findLast((event) => event.kind === 'submitted' && event.by === by)?.at ?? '';
}

/** Returns true when Slack rejected the post, which anybody may fix, or Sales declined what this person had sent. */
function wasReturnedTo(by: string, state: HandoffState): boolean {
  if (state.resolution === null) return !isActiveHandoff(state);
  return state.status === 'declined' && state.submitted.by === by;
}

/**
 * Updates a prefilled request to the current facts and keeps one that somebody wrote. Adds a link that was entered on the
 * card since.
 */
function withUpdatedPrefills(kase: Case, input: HandoffInput, prefilled: HandoffInput): HandoffInput {
  const isPrefilled = kase.checks.some((check) => prefilledAsk(handoffFactsOf(check)) === input.ask);
  return {
    ...input,
    ask: isPrefilled ? prefilled.ask : input.ask,
    salesforceLink: input.salesforceLink ?? prefilled.salesforceLink,
  };
}

/** Returns what the case already says: the plan and seats of an only subscription, and what was done on the card. */
function prefilledInput(ports: Ports, kase: Case, facts: HandoffFacts): HandoffInput {
  const [only, ...others] = facts.subscriptions;
  const subscription = others.length === 0 ? only : undefined;
  const progress = stepProgressOf(kase, ports.now());
  const isWishNoted = progress.some(
    ({ step, state }) => step.settledBy === 'written-wish' && state.kind === 'done',
  );
  const handoffStep = progress.find(({ step }) => step.startsHandoff)?.state;
  return {
    ask: prefilledAsk(facts),
    plan: subscription?.plan ?? null,
    seats: subscription?.seats ?? null,
    counts: null,
    writtenWish: isWishNoted ? 'yes' : null,
    writtenWishSource: isWishNoted && facts.ticket ? inTicketText(facts.ticket.id) : null,
    permissionSource: null,
    toldCustomer: null,
    ticket: null,
    salesforceLink: handoffStep?.kind === 'done' ? handoffStep.value : null,
  };
}

/** Redacts numbers of other customers. Ingress cannot do this: it does not know which numbers are this customer's. */
function redactOtherCustomers(
  { settings: { refusedHosts } }: Ports,
  { input, removed: removedBefore }: HandoffDraftInput,
  facts: HandoffFacts,
): { input: HandoffInput; removed: RemovedCounts } {
  const ownIds = ownIdsOf(facts, input.ticket);
  let removed = removedBefore;
  const redactField = (text: string, maxLength: number): string => {
    const redacted = redact(text, { maxLength, refusedHosts, ownIds });
    removed = addRemovedCounts(removed, redacted.removed);
    return redacted.text;
  };
  const redactOptionalField = (text: string | null, maxLength: number) =>
    text === null ? null : redactField(text, maxLength);
  const cleaned: HandoffInput = {
    ...input,
    ask: redactField(input.ask, HANDOFF_INPUT_MAX_LENGTHS.ask),
    plan: redactOptionalField(input.plan, HANDOFF_INPUT_MAX_LENGTHS.plan),
    writtenWishSource: redactOptionalField(
      input.writtenWishSource,
      HANDOFF_INPUT_MAX_LENGTHS.writtenWishSource,
    ),
    permissionSource: redactOptionalField(input.permissionSource, HANDOFF_INPUT_MAX_LENGTHS.permissionSource),
    toldCustomer: redactOptionalField(input.toldCustomer, HANDOFF_INPUT_MAX_LENGTHS.toldCustomer),
  };
  return { input: cleaned, removed };
}
