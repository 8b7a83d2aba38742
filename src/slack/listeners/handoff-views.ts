import { z } from 'zod';
import type { InboundRequest } from '../../ports/queues.ts';
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
import {
  StoredHandoffDraft,
  StoredHandoffOutcome,
  StoredHandoffText,
  ViewSubmissionPayload,
} from '../ingress/payload-schemas.ts';
import type { Audience } from '../processing/authorization.ts';
import { renderHandoffPreviewModal } from '../rendering/handoff-preview-modal.ts';
import type { Handler, HandlerEntry } from './handlers.ts';
import { HandoffValue, toHandoffAction } from './handoff-actions.ts';
import { fillModal } from './open-modal.ts';

const CaseMetadata = z.object({ caseId: z.string() });
const DraftMetadata = z.object({ draftId: z.string(), savedAt: z.string() });
const ReasonMetadata = HandoffValue.extend({ why: z.enum(['decline', 'withdraw']) });

/** The forms about handoffs, sent. */
export function handoffViewHandlers(): HandlerEntry[] {
  return [
    [`view ${VIEWS.handoffDraft}`, { handle: handleDraftSubmission, audience: 'support' }],
    [
      `view ${VIEWS.handoffPreview}`,
      { handle: handlePreviewSubmission, audience: 'support', bypassCache: true },
    ],
    [`view ${VIEWS.handoffQuestion}`, { handle: textHandler(askHandoffQuestion), audience: 'sales' }],
    [`view ${VIEWS.handoffAnswer}`, { handle: textHandler(answerHandoffQuestion), audience: 'support' }],
    [`view ${VIEWS.handoffLink}`, { handle: textHandler(linkSalesforceRecord), audience: 'support' }],
    [`view ${VIEWS.handoffReason}`, { handle: handleReason, audience: reasonAudience }],
    [`view ${VIEWS.handoffOutcome}`, { handle: handleOutcome, audience: 'sales' }],
  ];
}

/** Sales declines a handoff, Support withdraws it. */
function reasonAudience({ body }: Pick<InboundRequest, 'body'>): Audience {
  const { view } = ViewSubmissionPayload.parse(body);
  return ReasonMetadata.parse(parseViewMetadata(view)).why === 'decline' ? 'sales' : 'support';
}

/** What was written is kept first; then the modal, which waits, shows what Sales would see. */
const handleDraftSubmission: Handler = async (context, { body }, requestContext) => {
  const { view, input, removed, destination } = StoredHandoffDraft.parse(body);
  const { caseId } = CaseMetadata.parse(parseViewMetadata(view));
  const renderView = async () => {
    const given = { caseId, by: requestContext.userId, input, removed, destination };
    return renderHandoffPreviewModal({
      ...(await saveHandoffDraft(context.ports, given)),
      links: context.links,
    });
  };
  await fillModal(context, { id: view.id }, { title: HANDOFF_FORM_TITLES.preview, renderView });
};

/** Who did not hear that we have it presses once more, with a new trigger: it is the preview that is sent once. */
const handlePreviewSubmission: Handler = ({ ports }, { body }, { userId }) => {
  const { view } = ViewSubmissionPayload.parse(body);
  const draft = DraftMetadata.parse(parseViewMetadata(view));
  return submitHandoff(ports, {
    ...draft,
    by: userId,
    idempotencyKey: `submit:${draft.draftId}:${draft.savedAt}`,
  });
};

function textHandler(useCase: typeof answerHandoffQuestion): Handler {
  return ({ ports }, { body }, requestContext) => {
    const { view, text } = StoredHandoffText.parse(body);
    return useCase(
      ports,
      toHandoffAction(HandoffValue.parse(parseViewMetadata(view)).handoffId, requestContext),
      text,
    );
  };
}

const handleReason: Handler = ({ ports }, { body }, requestContext) => {
  const { view, text } = StoredHandoffText.parse(body);
  const { handoffId, why } = ReasonMetadata.parse(parseViewMetadata(view));
  const useCase = why === 'decline' ? declineHandoff : withdrawHandoff;
  return useCase(ports, toHandoffAction(handoffId, requestContext), text);
};

const handleOutcome: Handler = ({ ports }, { body }, requestContext) => {
  const { view, outcome: chosenOutcome, note } = StoredHandoffOutcome.parse(body);
  return completeHandoff(
    ports,
    toHandoffAction(HandoffValue.parse(parseViewMetadata(view)).handoffId, requestContext),
    {
      outcome: chosenOutcome,
      note,
    },
  );
};

function parseViewMetadata({ private_metadata }: { private_metadata?: string | undefined }): unknown {
  return JSON.parse(private_metadata ?? '{}');
}
