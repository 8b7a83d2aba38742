import type { Sight } from '../domain/case.ts';
import { allows } from '../domain/guard.ts';
import type { Handoff, Standing } from '../domain/handoff.ts';
import { BOT, standingOf } from '../domain/handoff.ts';
import { canBeWatched } from '../domain/handoff-draft.ts';
import { DAY_MS, WATCH_DAYS } from '../domain/handoff-times.ts';
import type { Verdict } from '../domain/verdict.ts';
import { UserError } from '../errors.ts';
import type { Ports, Timer } from '../ports.ts';
import * as words from '../words/handoff-answers.ts';
import type { HandoffPress } from './decide-handoff.ts';
import { decideHandoff, findHandoff } from './decide-handoff.ts';
import { staysAway, timerKey } from './handoff-timers.ts';
import { lookAtAccount } from './look-at-account.ts';

/** What every subscription must be before anybody hears that the login may be restored. */
const DIRECT: readonly Verdict[] = ['direct', 'transition-complete'];

/** The daily look after a direct renewal. Says once that the login may be restored; until then it comes back tomorrow. */
export async function watchHandoff(ports: Ports, timer: Timer): Promise<void> {
  const handoff = await ports.handoffs.find(timer.about);
  if (!handoff || !mayBecomeDirect(ports, standingOf(handoff))) return;
  const press = { handoffId: handoff.id, by: BOT, eventKey: `${timer.key}:${timer.dueAt}` };
  // What is looked after in its place may still be taken back.
  const isItsTurn = !(await isFollowed(ports, handoff));
  if (isItsTurn && (await look(ports, press, standingOf(handoff))).allowed) return;
  const dueAt = ports.calendars.nextMorning('support', ports.now()).toISOString();
  await ports.timers.set([{ ...timer, dueAt }]);
}

/** The same look, because somebody asked for it. Throws what the person is told when the login stays closed. */
export async function lookNow(ports: Ports, press: HandoffPress): Promise<void> {
  if (await ports.handoffs.knows(press.eventKey)) return;
  const handoff = await findHandoff(ports, press.handoffId);
  const { allowed, seen } = await look(ports, press, standingOf(handoff));
  if (allowed) return;
  const goesOn = mayBecomeDirect(ports, standingOf(handoff)) && !(await isFollowed(ports, handoff));
  throw new UserError(seen.gap === null ? words.notDirectYet(goesOn) : words.couldNotLook(goesOn));
}

interface Looked {
  readonly allowed: boolean;
  readonly seen: Sight;
}

async function look(ports: Ports, press: HandoffPress, { content }: Standing): Promise<Looked> {
  const seen = await lookAtAccount(ports, content.facts.account, press.eventKey);
  const allowed = allows(seen, DIRECT);
  if (!allowed && press.by === BOT) return { allowed, seen };
  await decideHandoff(ports, press, ({ loginAllowed }) =>
    allowed && loginAllowed ? [] : [{ kind: 'watched', allowed, seen }],
  );
  if (allowed) await ports.timers.stop([timerKey('watch', press.handoffId)]);
  return { allowed, seen };
}

/** True while a look is of use: the customer may still become direct because of it, and nobody was told so yet. */
function mayBecomeDirect({ now }: Ports, standing: Standing): boolean {
  const { loginAllowed, erased, submitted, end, content } = standing;
  const days = (now().getTime() - Date.parse(submitted.at)) / DAY_MS;
  const isOpen = !isGivenUp(standing) && !loginAllowed && !erased && days <= WATCH_DAYS;
  return isOpen && canBeWatched(content.facts) && !staysAway(end?.outcome);
}

/** A later handoff of the case is looked after in its place, so that nobody is told twice. */
async function isFollowed({ handoffs }: Ports, { id, caseId }: Handoff): Promise<boolean> {
  const all = await handoffs.ofCase(caseId);
  const later = all.slice(all.findIndex((one) => one.id === id) + 1).map(standingOf);
  return later.some(
    (one) => !isGivenUp(one) && one.end?.outcome !== 'duplicate' && canBeWatched(one.content.facts),
  );
}

function isGivenUp({ state, delivery }: Standing): boolean {
  return state === 'declined' || state === 'withdrawn' || delivery === 'refused';
}
