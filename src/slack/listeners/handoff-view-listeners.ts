import type { Middleware, SlackViewMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { saveHandoffDraft } from '../../usecases/draft-handoff.ts';
import {
  answerHandoffQuestion,
  askHandoffQuestion,
  completeHandoff,
  declineHandoff,
  linkSalesforceRecord,
  withdrawHandoff,
} from '../../usecases/handoff-actions.ts';
import { submitHandoff } from '../../usecases/submit-handoff.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import { VIEWS } from '../ids.ts';
import { StoredHandoffDraft, StoredHandoffOutcome, StoredHandoffText } from '../ingress/payload-schemas.ts';
import { renderHandoffPreviewModal } from '../rendering/handoff-preview-modal.ts';
import type { BoltApp, HandlerContext } from './handler-context.ts';
import { toHandoffAction } from './handoff-listeners.ts';
import { updateModal } from './open-modal.ts';
import { CaseValue, HandoffReasonMetadata, HandoffValue, viewMetadata } from './request-values.ts';

const DraftMetadata = z.object({ draftId: z.string(), savedAt: z.string() });

/** The submitted forms of handoffs. */
export function registerHandoffViewListeners(app: BoltApp): void {
  // Saves the draft, then replaces the loading modal with the preview.
  app.view(VIEWS.handoffDraft, async ({ body, context }) => {
    const { ports, links, request } = context;
    const { view, input, removed, destination } = StoredHandoffDraft.parse(body);
    const { caseId } = CaseValue.parse(viewMetadata(body));
    const draft = { caseId, by: request.userId, input, removed, destination };
    await updateModal(
      context,
      { id: view.id },
      {
        title: HANDOFF_FORM_TITLES.preview,
        isTextSaved: true,
        renderView: async () =>
          renderHandoffPreviewModal({ ...(await saveHandoffDraft(ports, draft)), links }),
      },
    );
  });

  // Submitting again after a lost acknowledgement has a new request key, so the draft is the idempotency key.
  app.view(VIEWS.handoffPreview, async ({ body, context }) => {
    const draft = DraftMetadata.parse(viewMetadata(body));
    const idempotencyKey = `submit:${draft.draftId}:${draft.savedAt}`;
    await submitHandoff(context.ports, { ...draft, by: context.request.userId, idempotencyKey });
  });

  app.view(VIEWS.handoffQuestion, submitText(askHandoffQuestion));
  app.view(VIEWS.handoffAnswer, submitText(answerHandoffQuestion));
  app.view(VIEWS.handoffLink, submitText(linkSalesforceRecord));

  app.view(VIEWS.handoffReason, async (args) => {
    const { why } = HandoffReasonMetadata.parse(viewMetadata(args.body));
    await submitText(why === 'decline' ? declineHandoff : withdrawHandoff)(args);
  });

  app.view(VIEWS.handoffOutcome, async ({ body, context }) => {
    const { outcome, note } = StoredHandoffOutcome.parse(body);
    const { handoffId } = HandoffValue.parse(viewMetadata(body));
    await completeHandoff(context.ports, toHandoffAction(handoffId, context.request), { outcome, note });
  });
}

function submitText(
  useCase: typeof answerHandoffQuestion,
): Middleware<SlackViewMiddlewareArgs, HandlerContext> {
  return async ({ body, context }) => {
    const { text } = StoredHandoffText.parse(body);
    const { handoffId } = HandoffValue.parse(viewMetadata(body));
    await useCase(context.ports, toHandoffAction(handoffId, context.request), text);
  };
}
