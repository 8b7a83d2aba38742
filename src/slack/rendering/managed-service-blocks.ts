import type { Case, ManualFacts } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { literalFragment } from '../../domain/text-fragments.ts';
import { MANAGED_SERVICE_BUTTONS, MANAGED_SERVICE_TEXTS } from '../../words/managed-service-text.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';
import { blockIdForCheck } from './case-facts.ts';

type Answer = NonNullable<ManualFacts['managedService']>;

const ACTION_IDS: Record<Answer, string> = {
  yes: ACTIONS.confirmManagedService,
  no: ACTIONS.denyManagedService,
};

/**
 * Returns the question whether the partner runs a managed service, with a button for each answer. Once it is answered, only
 * the other answer can be chosen. Empty where Salesforce settles it, and for subscriptions that differ: one is chosen first.
 */
export function managedServiceBlocks(kase: Case): RankedBlock[] {
  const { verdict, judgements } = latestCheck(kase);
  const sign = judgements.find(({ managedService }) => managedService !== null)?.managedService;
  if (!sign || sign === 'opportunity' || verdict === 'mixed') return [];
  const open: Answer[] = [
    ...(sign === 'confirmed' ? [] : (['yes'] as const)),
    ...(sign === 'denied' ? [] : (['no'] as const)),
  ];
  const buttons = open.map((answer) =>
    button({
      text: MANAGED_SERVICE_BUTTONS[answer],
      accessibilityLabel: `${MANAGED_SERVICE_BUTTONS[answer]}, for this card`,
      actionId: ACTION_IDS[answer],
      value: { caseId: kase.id },
    }),
  );
  return [
    { block: section([literalFragment(MANAGED_SERVICE_TEXTS[sign])]), importance: 88 },
    { block: actions(buttons, blockIdForCheck('managed-service', kase)), importance: 87 },
  ];
}
