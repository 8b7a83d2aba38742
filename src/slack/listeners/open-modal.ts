import type { ModalView } from '@slack/types';
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { UserError } from '../../errors.ts';
import type { Arrival } from '../../ports.ts';
import { formStuck } from '../../words/steps.ts';
import { loadingModal, sentenceModal } from '../cards/loading-modal.ts';
import { logForOwner } from '../log-for-owner.ts';
import type { Line, Origin } from '../say.ts';
import { say } from '../say.ts';
import type { Failure } from '../slack-error.ts';
import { failureOf, isExpiredTrigger } from '../slack-error.ts';
import type { Room } from './handlers.ts';

/** The person closed it, or it was changed by something newer. */
const MOVED_ON = ['not_found', 'view_not_found', 'hash_conflict'];

/** Filling a modal twice does no harm, so it is tried again while Slack is busy. */
const patiently = (pauseMs: number) =>
  retry(
    handleWhen((error) => isBusy(failureOf(error))),
    { maxAttempts: 3, backoff: new ConstantBackoff(pauseMs) },
  );

interface Asked {
  readonly arrival: Arrival;
  readonly origin: Origin;
}

export interface Opening {
  readonly view: ModalView;
  /** What is said instead when the trigger came too late. */
  readonly otherwise: Line;
}

/** Opens a modal with the request's trigger, or tells the person how to go on. */
export async function openModal(room: Room, asked: Asked, opening: Opening): Promise<void> {
  await open(room, asked, opening);
}

export interface Filling {
  readonly title: string;
  /** Draws what the modal is to hold. A `UserError` is shown in it. */
  fill(): Promise<ModalView>;
  readonly otherwise: Line;
}

/** Opens a modal at once, before anything is read, and fills it then: the trigger lives three seconds. */
export async function openAndFill(room: Room, asked: Asked, filling: Filling): Promise<void> {
  const { title, fill, otherwise } = filling;
  const place = await open(room, asked, { view: loadingModal(title), otherwise });
  if (place) await fillModal(room, place, { title, fill });
}

/** A modal that is open; with a `hash` it is changed only if nothing newer is in it. */
export interface OpenModal {
  readonly id: string;
  readonly hash?: string;
}

/**
 * Puts something else into an open modal. One that the person has closed meanwhile stays closed. Throws `UserError` when
 * Slack did not take it.
 */
export async function fillModal(
  room: Room,
  { id, hash }: OpenModal,
  { title, fill }: Pick<Filling, 'title' | 'fill'>,
): Promise<void> {
  const view = await fill().catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    logForOwner(room, error);
    return sentenceModal(title, error.sentence);
  });
  try {
    const call = { view_id: id, view, ...(hash ? { hash } : {}) };
    await patiently(room.formRetryMs).execute(() => room.opener.views.update(call));
  } catch (error) {
    const failure = failureOf(error);
    if (isBusy(failure)) throw new UserError(formStuck(), error);
    if (!('error' in failure && MOVED_ON.includes(failure.error))) throw error;
  }
}

function isBusy({ kind }: Failure): boolean {
  return kind === 'uncertain' || kind === 'limited';
}

async function open(
  { opener, voice }: Room,
  { arrival, origin }: Asked,
  { view, otherwise }: Opening,
): Promise<OpenModal | null> {
  try {
    const { view: opened } = await opener.views.open({
      trigger_id: String(arrival.body['trigger_id']),
      view,
    });
    return opened?.id ? { id: opened.id, ...(opened.hash ? { hash: opened.hash } : {}) } : null;
  } catch (error) {
    // A trigger id is valid for three seconds and for one modal.
    if (!isBusy(failureOf(error)) && !isExpiredTrigger(error)) throw error;
    await say(voice, origin, otherwise);
    return null;
  }
}
