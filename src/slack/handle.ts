import { RetryLater, SeveralFound, UserError } from '../errors.ts';
import type { Arrival } from '../ports.ts';
import { buttonTooOld, dropped, refusal, tooManyChecks, waits, wentWrong } from '../words/answers.ts';
import type { Refusal, Visitor } from './admission.ts';
import { choiceMessage } from './cards/choice.ts';
import { line } from './lines.ts';
import type { Listener, Room } from './listeners/handlers.ts';
import { CHECKS, HANDLERS, handlerName, OF_USE_ONLY_SOON } from './listeners/handlers.ts';
import { emptyHome } from './listeners/home.ts';
import { logForOwner } from './log-for-owner.ts';
import { channelOf, originOf, teamsOf, userOf } from './origin.ts';
import type { Line } from './say.ts';
import { noteSaid, say } from './say.ts';
import type { Lane } from './work-queue.ts';

/** How long to wait before saying something again that could not be said. */
const SAY_AGAIN_MS = 5_000;
/** Who waits for longer is told that they wait. */
const LONG_MS = 10_000;

export interface Handling {
  readonly room: Room;
  /** The store could not be read or written: the same work may go through in a moment. */
  isStoreTrouble(error: unknown): boolean;
  onFault(what: string, error: unknown): void;
  /** A person's check was refused because they had reached the limit. */
  onCheckLimit(person: string): void;
}

/**
 * Deals with one kept request: lets the person in, finds the behaviour, and is the one place where a failure
 * becomes a sentence. Throws `RetryLater` only.
 */
export async function handleArrival(handling: Handling, arrival: Arrival): Promise<void> {
  try {
    await admitAndHandle(handling, arrival);
  } catch (error) {
    if (error instanceof RetryLater) throw error;
    if (handling.isStoreTrouble(error)) throw new RetryLater('store trouble', 1_000, error);
    await tell(handling, arrival, lineFor(error, handling));
  }
}

/** A check or a form; what somebody decided or wrote is never in vain. */
export function isOfUseOnlySoon(arrival: Arrival): boolean {
  return OF_USE_ONLY_SOON.has(handlerName(arrival));
}

/** Returns the budget that the request counts against, and the person who made it. */
export function jobFieldsOf(arrival: Kept): { readonly lane: Lane; readonly person: string } {
  const lane = !('mine' in arrival.body) && CHECKS.has(handlerName(arrival)) ? 'check' : 'interactive';
  return { lane, person: userOf(arrival) };
}

/** True for a kept request of somebody who has run as many checks as one person may. */
export function isOverLimit({ room }: Handling, request: Kept): boolean {
  return (
    asksSystems(request) && room.checkLimit.waitMs({ person: userOf(request), key: request.key }) !== null
  );
}

type Kept = Pick<Arrival, 'key' | 'kind' | 'body'>;

/** A message in which nothing was found, or several things, is answered without a look-up. */
function asksSystems(request: Kept): boolean {
  const { wanted } = request.body as { wanted?: { kind: string } };
  return jobFieldsOf(request).lane === 'check' && (wanted === undefined || wanted.kind === 'one');
}

function countCheck({ room: { checkLimit }, onCheckLimit }: Handling, request: Kept): void {
  const person = userOf(request);
  const waitMs = checkLimit.take({ person, key: request.key });
  if (waitMs === null) return;
  onCheckLimit(person);
  throw new UserError(tooManyChecks({ ...checkLimit, waitMs }));
}

/** Says that a request came too late to be of use. */
export function dropArrival(handling: Handling, arrival: Arrival): Promise<void> {
  return tell(handling, arrival, line(dropped()));
}

async function admitAndHandle(handling: Handling, arrival: Arrival): Promise<void> {
  const { room } = handling;
  const listener = HANDLERS.get(handlerName(arrival));
  const refused = await refusalOf(room, arrival, listener);
  // Nobody asked for anything by opening a tab, so nothing is said.
  if (refused && arrival.kind === 'event') return emptyHome(room, userOf(arrival), refused);
  if (refused) throw new UserError(refusal(refused));
  if (!listener) throw new UserError(buttonTooOld());
  if (asksSystems(arrival)) countCheck(handling, arrival);
  await listener.handle(room, arrival, originOf(arrival));
}

/** The store is not read for somebody whom Slack's recent answers refuse already. */
async function refusalOf(
  room: Room,
  arrival: Arrival,
  listener: Listener | undefined,
): Promise<Refusal | null> {
  const visitor = visitorOf(arrival, listener);
  const { afresh } = listener ?? {};
  if (afresh === true) return admit(room, arrival, { ...visitor, afresh });
  const refused = await admit(room, arrival, visitor);
  if (refused || !(await afresh?.(room, arrival))) return refused;
  return admit(room, arrival, { ...visitor, afresh: true });
}

function visitorOf(request: Pick<Arrival, 'body'>, listener: Listener | undefined): Visitor {
  const { audience = 'support' } = listener ?? {};
  return {
    user: userOf(request),
    channel: channelOf(request),
    teams: teamsOf(request),
    audience: typeof audience === 'function' ? audience(request) : audience,
  };
}

/** Says who may make this request, by what Slack said within the last minute. Rejects while Slack does not tell. */
export async function cachedRefusal(
  { room }: Handling,
  request: Pick<Arrival, 'kind' | 'body'>,
): Promise<Refusal | null> {
  return room.admit(visitorOf(request, HANDLERS.get(handlerName(request))));
}

/** Notes that the person was told, with the acknowledgement, that the request is queued. */
export function noteQueued({ room }: Handling, request: Kept): Promise<void> {
  return noteSaid(room.voice, { key: waitsKey(request), user: userOf(request) });
}

function waitsKey({ key }: Pick<Arrival, 'key'>): string {
  return `${key}:waits`;
}

/** What somebody asked waits until Slack tells who they are, and they hear of it when that takes long. */
async function admit(
  { admit: decide, ports, voice }: Room,
  arrival: Arrival,
  visitor: Visitor,
): Promise<Refusal | null> {
  try {
    return await decide(visitor);
  } catch (error) {
    if (!(error instanceof RetryLater) || arrival.kind === 'event') throw error;
    const origin = originOf(arrival);
    const nextTry = ports.now().getTime() + error.afterMs;
    if (nextTry - origin.receivedAt.getTime() > LONG_MS)
      await say(voice, { ...origin, key: waitsKey(origin) }, line(waits())).catch(() => undefined);
    throw error;
  }
}

async function tell({ room, onFault }: Handling, arrival: Arrival, told: Line): Promise<void> {
  try {
    await say(room.voice, originOf(arrival), told);
  } catch (error) {
    onFault('sentence not delivered', error);
    throw error instanceof RetryLater ? error : new RetryLater('sentence not delivered', SAY_AGAIN_MS, error);
  }
}

function lineFor(error: unknown, { room, onFault }: Handling): Line {
  if (error instanceof UserError) {
    logForOwner(room, error);
    return line(error.sentence);
  }
  if (error instanceof SeveralFound) return choiceMessage(error.choices, error.beside);
  onFault('unexpected', error);
  return line(wentWrong());
}
