import type { ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { disputeFormText } from '../../words/dispute-text.ts';
import { context } from '../block-kit/blocks.ts';
import { DISPUTE_FORM } from '../forms/dispute-form.ts';

/** Renders the form about the verdict that the card shows, which is not among the choices. */
export function renderDisputeModal(kase: Case): ModalView {
  const { verdict } = latestCheck(kase);
  return DISPUTE_FORM.render({
    ids: { caseId: kase.id, check: String(kase.checks.length - 1) },
    options: { expected: DISPUTE_FORM.fields.expected.options.filter(({ value }) => value !== verdict) },
    above: [context(disputeFormText(verdict))],
  });
}
