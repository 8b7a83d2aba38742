import { RetryLater, SeveralFound, UserError } from '../errors.ts';
import type { Arrival } from '../ports.ts';
import { buttonTooOld, dropped, refusal, tooManyChecks, waits, wentWrong } from '../words/answers.ts';
import type { Refusal, Visitor } from './admission.ts';
import { choiceMessage } from './cards/choice.ts';
import { line } from './lines.ts';
import type { HandlerRegistration, Room } from './listeners/handlers.ts';
import { CHECK_REQUESTS, HANDLERS, handlerName, OF_USE_ONLY_SOON } from './listeners/handlers.ts';
import { isLookFromMenu } from './listeners/handoff-actions.ts';
import { clearHome } from './listeners/home.ts';
import { logForOwner } from './log-for-owner.ts';
import { channelOf, originOf, teamsOf, userOf } from './origin.ts';
import type { Line } from './say.ts';
import { markSaid, say } from './say.ts';
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
  /** Called when a user's check is refused because they have reached the limit. */
  onCheckLimit(userId: string): void;
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

/** Returns the queue lane of a request and the Slack id of the user who made it. */
export function jobFieldsOf(arrival: StoredRequest): { readonly lane: Lane; readonly person: string } {
  const callsSystems = CHECK_REQUESTS.has(handlerName(arrival)) || isLookFromMenu(arrival);
  const lane = !('mine' in arrival.body) && callsSystems ? 'check' : 'interactive';
  return { lane, person: userOf(arrival) };
}

/** Returns true when the request is a check and its user has reached the limit of checks. */
export function isOverLimit({ room }: Handling, request: StoredRequest): boolean {
  return isCheck(request) && room.checkLimit.waitMs({ person: userOf(request), key: request.key }) !== null;
}

type StoredRequest = Pick<Arrival, 'key' | 'kind' | 'body'>;

/** A message that names nothing to check, or several things, is answered without a look-up and does not count. */
function isCheck(request: StoredRequest): boolean {
  const { wanted } = request.body as { wanted?: { kind: string } };
  return jobFieldsOf(request).lane === 'check' && (wanted === undefined || wanted.kind === 'one');
}

function countCheck({ room: { checkLimit }, onCheckLimit }: Handling, request: StoredRequest): void {
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
  const registration = HANDLERS.get(handlerName(arrival));
  const refused = await refusalOf(room, arrival, registration);
  // Opening the Home tab is no request, so a refusal gets no reply.
  if (refused && arrival.kind === 'event') return clearHome(room, userOf(arrival), refused);
  if (refused) throw new UserError(refusal(refused));
  if (!registration) throw new UserError(buttonTooOld());
  if (isCheck(arrival)) countCheck(handling, arrival);
  await registration.handle(room, arrival, originOf(arrival));
}

/** Authorizes with cached answers first, so that a refused user causes no database reads; then, where required, afresh. */
async function refusalOf(
  room: Room,
  arrival: Arrival,
  registration: HandlerRegistration | undefined,
): Promise<Refusal | null> {
  const visitor = visitorOf(arrival, registration);
  const { bypassCache } = registration ?? {};
  if (bypassCache === true) return admit(room, arrival, { ...visitor, bypassCache });
  const refused = await admit(room, arrival, visitor);
  if (refused || !(await bypassCache?.(room, arrival))) return refused;
  return admit(room, arrival, { ...visitor, bypassCache: true });
}

function visitorOf(request: Pick<Arrival, 'body'>, registration: HandlerRegistration | undefined): Visitor {
  const { audience = 'support' } = registration ?? {};
  return {
    user: userOf(request),
    channel: channelOf(request),
    teams: teamsOf(request),
    audience: typeof audience === 'function' ? audience(request) : audience,
  };
}

/** Returns why the user may not make this request, by answers up to a minute old. Rejects while Slack can't be asked. */
export async function cachedRefusal(
  { room }: Handling,
  request: Pick<Arrival, 'kind' | 'body'>,
): Promise<Refusal | null> {
  return room.admit(visitorOf(request, HANDLERS.get(handlerName(request))));
}

/** Records that the acknowledgement tells the user that the request is queued. */
export function noteQueued({ room }: Handling, request: StoredRequest): Promise<void> {
  return markSaid(room.voice, { key: waitsKey(request), user: userOf(request) });
}

function waitsKey({ key }: Pick<Arrival, 'key'>): string {
  return `${key}:waits`;
}

/** A request waits until Slack has confirmed the user's identity; after `LONG_MS` the user is told that it waits. */
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
      await say(voice, { ...origin, key: waitsKey(origin) }, line(waits())).catch((failed: unknown) =>
        voice.onFault('sentence not delivered', failed),
      );
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
