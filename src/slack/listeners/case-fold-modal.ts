import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { stepProgressOf } from '../../domain/step-progress.ts';
import { findCase } from '../../usecases/find-case.ts';
import { ALL_STEPS_LABEL, EVIDENCE_LABEL } from '../../words/case-fold-text.ts';
import { VIEWS } from '../ids.ts';
import { ActionPayload } from '../ingress/payload-schemas.ts';
import { CASE_FOLDS, renderCaseFoldModal } from '../rendering/case-folds.ts';
import type { ActionHandler, HandlerContext } from './handler-context.ts';
import { updateModal } from './open-modal.ts';
import { CaseValue } from './request-values.ts';

const FoldMetadata = CaseValue.extend({ fold: z.enum(CASE_FOLDS) });
type FoldMetadata = z.infer<typeof FoldMetadata>;

/** Renders a part of the card as a modal, in its current state. */
export async function renderFold(
  { ports, links }: HandlerContext,
  { caseId, fold }: FoldMetadata,
): Promise<ModalView> {
  const kase = await findCase(ports, caseId);
  return renderCaseFoldModal(fold, { kase, links, progress: stepProgressOf(kase, ports.now()) });
}

/** Middleware of actions that such a modal offers: shows the new state in the modal when the listener is done. */
export const updateFoldModal: ActionHandler = async ({ body, context, next }) => {
  await next();
  const { view } = ActionPayload.parse(body);
  if (view?.callback_id !== VIEWS.caseFold) return;
  const metadata = FoldMetadata.parse(JSON.parse(view.private_metadata ?? ''));
  const title = metadata.fold === 'steps' ? ALL_STEPS_LABEL : EVIDENCE_LABEL;
  // The hash is that of the moment of the press, which another press may have changed since.
  await updateModal(context, { id: view.id }, { title, renderView: () => renderFold(context, metadata) });
};
