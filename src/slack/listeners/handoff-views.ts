import { z } from 'zod';
import type { Arrival } from '../../ports.ts';
import { saveDraft } from '../../usecases/draft-handoff.ts';
import {
  answerHandoff,
  askAboutHandoff,
  declineHandoff,
  finishHandoff,
  linkHandoff,
  withdrawHandoff,
} from '../../usecases/handoff-moves.ts';
import { submitHandoff } from '../../usecases/submit-handoff.ts';
import { formTitles } from '../../words/handoff-fields.ts';
import type { Audience } from '../admission.ts';
import { KeptDraft, KeptOutcome, KeptText, SubmissionBody } from '../bodies.ts';
import { previewModal } from '../cards/handoff-preview-modal.ts';
import { VIEWS } from '../ids.ts';
import type { Handler, HandlerEntry } from './handlers.ts';
import { OnHandoff, pressOf } from './handoff-actions.ts';
import { fillModal } from './open-modal.ts';

const OnCase = z.object({ caseId: z.string() });
const OnDraft = z.object({ draftId: z.string(), savedAt: z.string() });
const OnReason = OnHandoff.extend({ why: z.enum(['decline', 'withdraw']) });

/** The forms about handoffs, sent. */
export function handoffViewHandlers(): HandlerEntry[] {
  return [
    [`view ${VIEWS.handoffDraft}`, { handle: preview, audience: 'support' }],
    [`view ${VIEWS.handoffPreview}`, { handle: submit, audience: 'support', bypassCache: true }],
    [`view ${VIEWS.handoffQuestion}`, { handle: typed(askAboutHandoff), audience: 'sales' }],
    [`view ${VIEWS.handoffAnswer}`, { handle: typed(answerHandoff), audience: 'support' }],
    [`view ${VIEWS.handoffLink}`, { handle: typed(linkHandoff), audience: 'support' }],
    [`view ${VIEWS.handoffReason}`, { handle: reason, audience: reasonAudience }],
    [`view ${VIEWS.handoffOutcome}`, { handle: outcome, audience: 'sales' }],
  ];
}

/** Sales declines a handoff, Support withdraws it. */
function reasonAudience({ body }: Pick<Arrival, 'body'>): Audience {
  const { view } = SubmissionBody.parse(body);
  return OnReason.parse(metaOf(view)).why === 'decline' ? 'sales' : 'support';
}

/** What was written is kept first; then the modal, which waits, shows what Sales would see. */
const preview: Handler = async (room, { body }, origin) => {
  const { view, typed: written, removed, destination } = KeptDraft.parse(body);
  const { caseId } = OnCase.parse(metaOf(view));
  const fill = async () => {
    const given = { caseId, by: origin.user, typed: written, removed, destination };
    return previewModal({ ...(await saveDraft(room.ports, given)), links: room.links });
  };
  await fillModal(room, { id: view.id }, { title: formTitles.preview, fill });
};

/** Who did not hear that we have it presses once more, with a new trigger: it is the preview that is sent once. */
const submit: Handler = ({ ports }, { body }, { user }) => {
  const { view } = SubmissionBody.parse(body);
  const draft = OnDraft.parse(metaOf(view));
  return submitHandoff(ports, { ...draft, by: user, eventKey: `submit:${draft.draftId}:${draft.savedAt}` });
};

function typed(write: typeof answerHandoff): Handler {
  return ({ ports }, { body }, origin) => {
    const { view, text } = KeptText.parse(body);
    return write(ports, pressOf(OnHandoff.parse(metaOf(view)).handoffId, origin), text);
  };
}

const reason: Handler = ({ ports }, { body }, origin) => {
  const { view, text } = KeptText.parse(body);
  const { handoffId, why } = OnReason.parse(metaOf(view));
  const write = why === 'decline' ? declineHandoff : withdrawHandoff;
  return write(ports, pressOf(handoffId, origin), text);
};

const outcome: Handler = ({ ports }, { body }, origin) => {
  const { view, outcome: came, note } = KeptOutcome.parse(body);
  return finishHandoff(ports, pressOf(OnHandoff.parse(metaOf(view)).handoffId, origin), {
    outcome: came,
    note,
  });
};

function metaOf({ private_metadata }: { private_metadata?: string | undefined }): unknown {
  return JSON.parse(private_metadata ?? '{}');
}
