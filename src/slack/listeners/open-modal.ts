import type { ModalView } from '@slack/types';
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { UserError } from '../../errors.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import { formNotFilledText } from '../../words/step-replies.ts';
import { renderLoadingModal, renderTextModal } from '../rendering/loading-modal.ts';
import { logOwnerReferral } from '../replies/log-owner-referral.ts';
import type { Reply, RequestContext } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError, isExpiredTrigger } from '../web-api/slack-error.ts';
import type { HandlerContext } from './handlers.ts';

/** The person closed it, or it was changed by something newer. */
const VIEW_REPLACED_CODES = ['not_found', 'view_not_found', 'hash_conflict'];

/** Filling a modal twice does no harm, so it is tried again while Slack is busy. */
const retryWhileBusy = (pauseMs: number) =>
  retry(
    handleWhen((error) => isBusy(classifySlackError(error))),
    { maxAttempts: 3, backoff: new ConstantBackoff(pauseMs) },
  );

interface TriggeredRequest {
  readonly request: InboundRequest;
  readonly requestContext: RequestContext;
}

export interface ModalOpening {
  readonly view: ModalView;
  /** What is said instead when the trigger came too late. */
  readonly expiredTriggerReply: Reply;
}

/** Opens a modal with the request's trigger, or tells the person how to go on. */
export async function openModal(
  context: HandlerContext,
  triggered: TriggeredRequest,
  modal: ModalOpening,
): Promise<void> {
  await tryOpenModal(context, triggered, modal);
}

export interface DeferredModal {
  readonly title: string;
  /** Draws what the modal is to hold. A `UserError` is shown in it. */
  renderView(): Promise<ModalView>;
  readonly expiredTriggerReply: Reply;
}

/** Opens a modal at once, before anything is read, and fills it then: the trigger lives three seconds. */
export async function openAndFill(
  context: HandlerContext,
  triggered: TriggeredRequest,
  modal: DeferredModal,
): Promise<void> {
  const { title, renderView, expiredTriggerReply } = modal;
  const openedModal = await tryOpenModal(context, triggered, {
    view: renderLoadingModal(title),
    expiredTriggerReply,
  });
  if (openedModal) await fillModal(context, openedModal, { title, renderView });
}

/** A modal that is open; with a `hash` it is changed only if nothing newer is in it. */
export interface OpenedModal {
  readonly id: string;
  readonly hash?: string;
}

/**
 * Puts something else into an open modal. One that the person has closed meanwhile stays closed. Throws `UserError` when
 * Slack did not take it.
 */
export async function fillModal(
  context: HandlerContext,
  { id, hash }: OpenedModal,
  { title, renderView }: Pick<DeferredModal, 'title' | 'renderView'>,
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
    if (isBusy(failure)) throw new UserError(formNotFilledText(), error);
    if (!('error' in failure && VIEW_REPLACED_CODES.includes(failure.error))) throw error;
  }
}

function isBusy({ kind }: SlackFailure): boolean {
  return kind === 'uncertain' || kind === 'limited';
}

async function tryOpenModal(
  { interactiveClient, responder }: HandlerContext,
  { request, requestContext }: TriggeredRequest,
  { view, expiredTriggerReply }: ModalOpening,
): Promise<OpenedModal | null> {
  try {
    const { view: openedView } = await interactiveClient.views.open({
      trigger_id: String(request.body['trigger_id']),
      view,
    });
    return openedView?.id
      ? { id: openedView.id, ...(openedView.hash ? { hash: openedView.hash } : {}) }
      : null;
  } catch (error) {
    // A trigger id is valid for three seconds and for one modal.
    if (!isBusy(classifySlackError(error)) && !isExpiredTrigger(error)) throw error;
    await reply(responder, requestContext, expiredTriggerReply);
    return null;
  }
}
