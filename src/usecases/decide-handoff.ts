import type { Case } from '../domain/case.ts';
import type { Handoff, HandoffFact, Standing } from '../domain/handoff.ts';
import { BOT, standingOf } from '../domain/handoff.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { KeyedAct, KeyedEvent, Ports } from '../ports.ts';
import { caseGone } from '../words/answers.ts';
import { handoffGone } from '../words/handoff-answers.ts';
import { findCase } from './find-case.ts';
import { effectsOf } from './handoff-effects.ts';

export interface HandoffPress {
  readonly handoffId: string;
  /** Slack user id, or `BOT`. */
  readonly by: string;
  /** The same however often Slack or a restart brings the same press. */
  readonly eventKey: string;
}

/** What follows from a press on a handoff that stands so: nothing, or what is written. Throws what the person is told. */
export type HandoffDecision = (
  standing: Standing,
  handoff: Handoff,
) => readonly HandoffFact[] | Promise<readonly HandoffFact[]>;

/** More than people who press at once. */
const MOST_TURNS = 8;
const BUSY_MS = 1_000;

/**
 * Decides on the handoff as it is and writes that down with everything that follows from it, or decides anew when
 * somebody else was quicker. A press that was worked already does nothing. `actsOn`: what it means for the case's
 * steps.
 */
export async function decideHandoff(
  ports: Ports,
  press: HandoffPress,
  decision: HandoffDecision,
  actsOn: (kase: Case) => readonly KeyedAct[] = () => [],
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if (await ports.handoffs.knows(press.eventKey)) return;
    const handoff = await findHandoff(ports, press.handoffId);
    const standing = standingOf(handoff);
    if (standing.erased && press.by !== BOT) throw new UserError(caseGone());
    const facts = await decision(standing, handoff);
    if (facts.length === 0) return;
    const acts = actsOn(await findCase(ports, handoff.caseId));
    if ((await writeFacts(ports, press, { handoff, facts, acts })) !== 'stale') return;
  }
  throw new RetryLater('too many pressed at once', BUSY_MS);
}

export async function findHandoff({ handoffs }: Ports, id: string): Promise<Handoff> {
  const found = await handoffs.find(id);
  if (!found) throw new UserError(handoffGone());
  return found;
}

export interface Facts {
  /** As it was read; without events when it is new. */
  readonly handoff: Handoff;
  readonly facts: readonly HandoffFact[];
  readonly acts?: readonly KeyedAct[];
}

/** Appends what happened, in one transaction with what is to be said, drawn and looked at because of it. */
export async function writeFacts(
  ports: Ports,
  { by, eventKey }: HandoffPress,
  { handoff, facts, acts = [] }: Facts,
): Promise<'written' | 'known' | 'stale'> {
  const at = ports.now().toISOString();
  const events = facts.map(
    (fact, place): KeyedEvent => ({
      event: { ...fact, at, by },
      eventKey: place === 0 ? eventKey : `${eventKey}:${place}`,
    }),
  );
  const [first, ...rest] = events;
  if (!first) return 'known';
  const after = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  const kase = await findCase(ports, handoff.caseId);
  const effects = await effectsOf(ports, { handoff: after, count: events.length }, kase);
  const written = await ports.handoffs.write({ handoff, events: [first, ...rest], ...effects, acts });
  if (written === 'written') ports.nudge();
  return written;
}
