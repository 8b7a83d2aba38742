import type { Handoff } from '../domain/handoff.ts';
import { BOT, isToBeDrawn, standingOf } from '../domain/handoff.ts';
import { isOver } from '../domain/handoff-settled.ts';
import type { Preferences } from '../domain/preferences.ts';
import { quietUntil } from '../domain/preferences.ts';
import { NotTaken, UserError } from '../errors.ts';
import type { Digest, Errand, Ports } from '../ports.ts';
import { decideHandoff } from './decide-handoff.ts';
import { atWork } from './handoff-effects.ts';
import { gatherHome } from './home.ts';

/**
 * Says or draws one thing from the outbox. Doing it again draws the same, or finds what was said. Answers when to try
 * again if this is not the time for it. Throws `RetryLater` when Slack did not settle it. `onFault` hears of what Slack
 * takes nowhere.
 */
export async function runErrand(
  ports: Ports,
  errand: Errand,
  onFault: (what: string, error: unknown) => void,
): Promise<'done' | Date> {
  const outcome = await say(ports, errand);
  if (!(outcome instanceof Error)) return outcome;
  onFault(`${errand.kind} not taken`, outcome);
  return 'done';
}

/** What came of it; a refusal when it is of no use to try again, and nobody pressed who could be told. */
type Said = 'done' | Date | NotTaken | UserError;

async function say(ports: Ports, errand: Errand): Promise<Said> {
  switch (errand.kind) {
    case 'handoff':
      await deliverHandoff(ports, String(errand.data['handoffId']));
      return 'done';
    case 'case': {
      const kase = await ports.cases.find(String(errand.data['caseId']));
      return kase ? unlessRefused(() => ports.messenger.showCase(kase)) : 'done';
    }
    case 'home':
      return unlessRefused(async () =>
        ports.messenger.showHome(await gatherHome(ports, String(errand.data['user']))),
      );
    case 'note':
      return tell(ports, errand);
    case 'reminder':
      return remind(ports, errand);
    case 'old-note':
      return redrawNote(ports, errand);
    case 'old-reminder':
      return redrawReminder(ports, errand);
    case 'digest':
      return unlessRefused(() =>
        ports.messenger.digest(errand.key, errand.channel ?? '', errand.data['digest'] as unknown as Digest),
      );
  }
}

/** Posts it or brings it up to date, and writes down whether Slack has it. What was not sent goes back to the engineer. */
async function deliverHandoff(ports: Ports, id: string): Promise<void> {
  const handoff = await ports.handoffs.find(id);
  if (!handoff) return;
  const standing = standingOf(handoff);
  const { delivery } = standing;
  if (!isToBeDrawn(standing)) return;
  const settle = (fact: Parameters<typeof settled>[2]) => settled(ports, handoff, fact);
  try {
    await ports.messenger.showHandoff(handoff);
    if (delivery === 'sending') await settle({ kind: 'posted' });
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    // A post that is there and cannot be changed any more is no reason to tell Sales again.
    if (delivery === 'sending') await settle({ kind: 'refused', error: error.error, unsure: error.unsure });
  }
}

/** Once for each submission, and not when it has ended before that. */
function settled(
  ports: Ports,
  { id, events }: Handoff,
  fact:
    | { readonly kind: 'posted' }
    | { readonly kind: 'refused'; readonly error: string; readonly unsure: boolean },
): Promise<void> {
  const submission = events.filter(({ kind }) => kind === 'submitted').length;
  const press = { handoffId: id, by: BOT, eventKey: `${fact.kind}:${id}:${submission}` };
  return decideHandoff(ports, press, ({ delivery, end }) => (delivery === 'sending' && !end ? [fact] : []));
}

async function tell(ports: Ports, { key, data }: Errand): Promise<Said> {
  const { handoffId, event, to } = data as { handoffId: string; event: number; to: string };
  const handoff = await ports.handoffs.find(handoffId);
  const happened = handoff?.events[event];
  const now = ports.now();
  if (!handoff || !happened || isOver(handoff, event, now)) return 'done';
  const wishes = await ports.people.preferences(to);
  // Its time may have come while nobody was there to say it.
  const opens = (moment: Date) => atWork(ports, happened, { to, now: standingOf(handoff), moment }) ?? moment;
  const later = timeToTell(wishes, now, opens);
  if (later > now) return later;
  const thread = await threadFor(ports, handoff, wishes);
  return unlessRefused(() => ports.messenger.tell({ key, to, handoff, event, thread }));
}

/** Working hours and quiet hours that never leave a moment do not do so tomorrow either. */
const MOST_TURNS = 5;

/** At work and not in quiet hours; for whom there is no such moment, as soon as it is not quiet. */
function timeToTell(wishes: Preferences, now: Date, opens: (moment: Date) => Date): Date {
  let moment = now;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const open = opens(moment);
    moment = quietUntil(wishes, open) ?? open;
    if (opens(moment) <= moment) return moment;
  }
  return quietUntil(wishes, now) ?? now;
}

/** The card's own thread, for who wants to be mentioned there and where the card is in a channel. */
async function threadFor(ports: Ports, { caseId }: Handoff, { tell: how }: Preferences) {
  if (how !== 'mention') return null;
  const kase = await ports.cases.find(caseId);
  const channel = kase?.place.channel ?? '';
  return /^[CG]/.test(channel) ? { caseId, channel } : null;
}

async function remind(ports: Ports, { key, data }: Errand): Promise<Said> {
  const { channel, slot } = data as { channel: string; slot: string };
  const open = await ports.handoffs.live({ channel });
  const due = open.filter((handoff) => isRemindedIn(handoff, slot));
  const [first] = due;
  if (!first) return 'done';
  const now = ports.now();
  const opens = ports.calendars.nextOpen(standingOf(first).team, now);
  if (opens > now) return opens;
  return unlessRefused(() => ports.messenger.remind(key, channel, due));
}

/** As things stand now; it may have lost its buttons, or its names. */
async function redrawNote(ports: Ports, { data }: Errand): Promise<Said> {
  const {
    note: key,
    handoffId,
    event,
    to,
  } = data as {
    note: string;
    handoffId: string;
    event: number;
    to: string;
  };
  const handoff = await ports.handoffs.find(handoffId);
  return handoff ? unlessRefused(() => ports.messenger.redrawNote({ key, to, handoff, event })) : 'done';
}

async function redrawReminder(ports: Ports, { data }: Errand): Promise<Said> {
  const { reminder: key, channel, slot } = data as { reminder: string; channel: string; slot: string };
  const due = (await ports.handoffs.live({ channel })).filter((handoff) => isRemindedIn(handoff, slot));
  return unlessRefused(() => ports.messenger.redrawReminder(key, channel, due));
}

/** Nobody has claimed it, and its last reminder belongs to that slot. */
function isRemindedIn(handoff: Handoff, slot: string): boolean {
  const reminded = handoff.events.findLast(({ kind }) => kind === 'reminded');
  const { state, question } = standingOf(handoff);
  return state === 'open' && question === null && reminded?.kind === 'reminded' && reminded.slot === slot;
}

async function unlessRefused(work: () => Promise<unknown>): Promise<Said> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof NotTaken || error instanceof UserError) return error;
    throw error;
  }
}
