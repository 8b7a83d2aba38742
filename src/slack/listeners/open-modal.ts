import type { ModalView } from '@slack/types';
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { UserError } from '../../errors.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import { formNotFilledText } from '../../words/step-replies.ts';
import { renderLoadingModal, renderTextModal } from '../rendering/form-modal.ts';
import type { Reply } from '../replies/reply.ts';
import { logOwnerReferral, reply } from '../replies/reply.ts';
import { classifySlackError, isExpiredTrigger, isTemporaryFailure } from '../web-api/slack-error.ts';
import type { HandlerContext } from './handler-context.ts';

/** Error codes for a modal that the user has closed, or that a newer update has changed. */
const MODAL_GONE_CODES = ['not_found', 'view_not_found', 'hash_conflict'];

/** Retries while Slack is busy: updating a modal twice is harmless. */
const retryWhileBusy = (pauseMs: number) =>
  retry(
    handleWhen((error) => isTemporaryFailure(classifySlackError(error))),
    { maxAttempts: 3, backoff: new ConstantBackoff(pauseMs) },
  );

export interface ModalOpening {
  readonly view: ModalView;
  /** The reply when the trigger has expired. */
  readonly expiredTriggerReply: Reply;
}

/** Opens a modal with the request's trigger. When the trigger has expired, replies instead. */
export async function openModal(
  context: HandlerContext,
  triggerId: string,
  opening: ModalOpening,
): Promise<void> {
  await tryOpenModal(context, triggerId, opening);
}

export interface DeferredModal {
  readonly title: string;
  /** Renders the content. A `UserError` is shown in the modal. */
  renderView(): Promise<ModalView>;
  readonly expiredTriggerReply: Reply;
}

/** Opens a loading modal before anything is read, because a trigger is valid for three seconds; then updates it. */
export async function openAndUpdateModal(
  context: HandlerContext,
  triggerId: string,
  { title, renderView, expiredTriggerReply }: DeferredModal,
): Promise<void> {
  const opened = await tryOpenModal(context, triggerId, {
    view: renderLoadingModal(title),
    expiredTriggerReply,
  });
  if (opened) await updateModal(context, opened, { title, renderView });
}

/** An open modal. With a `hash`, it is updated only when nothing has changed it since. */
export interface OpenedModal {
  readonly id: string;
  readonly hash?: string;
}

interface ModalUpdate extends Pick<DeferredModal, 'title' | 'renderView'> {
  /** True when the store has a text that the user submitted in this modal. */
  readonly isTextSaved?: boolean;
}

/**
 * Replaces the content of an open modal. Does nothing when the user has closed it. Throws `UserError` when Slack stays busy.
 */
export async function updateModal(
  context: HandlerContext,
  { id, hash }: OpenedModal,
  { title, renderView, isTextSaved = false }: ModalUpdate,
): Promise<void> {
  const view = await renderView().catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    logOwnerReferral(context, error);
    return renderTextModal(title, error.sentence);
  });
  try {
    const update = { view_id: id, view, ...(hash ? { hash } : {}) };
    await retryWhileBusy(context.modalRetryMs).execute(() => context.interactiveClient.views.update(update));
  } catch (error) {
    const failure = classifySlackError(error);
    if (isTemporaryFailure(failure)) throw new UserError(formNotFilledText(isTextSaved), error);
    if (!('error' in failure && MODAL_GONE_CODES.includes(failure.error))) throw error;
  }
}

function isFromModal({ kind, body }: InboundRequest): boolean {
  return kind === 'action' && (body as { view?: { type?: string } }).view?.type === 'modal';
}

async function tryOpenModal(
  { interactiveClient, responder, request, inboundRequest }: HandlerContext,
  triggerId: string,
  { view, expiredTriggerReply }: ModalOpening,
): Promise<OpenedModal | null> {
  const { views } = interactiveClient;
  const modal = { trigger_id: triggerId, view };
  try {
    // A modal that a button in a modal opens is stacked on it.
    const { view: opened } = isFromModal(inboundRequest) ? await views.push(modal) : await views.open(modal);
    return opened?.id ? { id: opened.id, ...(opened.hash ? { hash: opened.hash } : {}) } : null;
  } catch (error) {
    if (!isTemporaryFailure(classifySlackError(error)) && !isExpiredTrigger(error)) throw error;
    await reply(responder, request, expiredTriggerReply);
    return null;
  }
}
