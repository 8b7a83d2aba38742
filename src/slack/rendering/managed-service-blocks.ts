import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { Case, ManualFacts } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { ManagedServiceSign } from '../../domain/classify-subscription.ts';
import { literalFragment } from '../../domain/text-fragments.ts';
import { nextText } from '../../words/case-fold-text.ts';
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

/** True when the verdict depends on whether the partner runs a managed service, and nobody has answered that yet. */
export function isManagedServiceAsked(kase: Case): boolean {
  return signOf(kase) === 'unconfirmed';
}

/** Asks whether the partner runs a managed service, in place of the next step. `others`: further controls of the card. */
export function managedServiceQuestion(kase: Case, others: readonly (Button | Overflow)[]): RankedBlock[] {
  const text = nextText([literalFragment(MANAGED_SERVICE_TEXTS.unconfirmed)]);
  const buttons = [answerButton(kase, 'yes'), answerButton(kase, 'no'), ...others];
  return [
    { block: section(text), importance: 96 },
    { block: actions(buttons, blockIdForCheck('managed-service', kase)), importance: 97 },
  ];
}

/**
 * Returns what was answered, with a button for the other answer; empty where nothing was asked, where Salesforce settles
 * it, and for subscriptions that differ: one is chosen first.
 */
export function managedServiceAnswer(kase: Case): KnownBlock[] {
  const sign = signOf(kase);
  if (sign !== 'confirmed' && sign !== 'denied') return [];
  const other = answerButton(kase, sign === 'confirmed' ? 'no' : 'yes');
  return [section([literalFragment(MANAGED_SERVICE_TEXTS[sign])], other)];
}

function signOf(kase: Case): ManagedServiceSign | null {
  const { verdict, judgements } = latestCheck(kase);
  if (verdict === 'mixed') return null;
  return judgements.find(({ managedService }) => managedService !== null)?.managedService ?? null;
}

function answerButton(kase: Case, answer: Answer): Button {
  const text = MANAGED_SERVICE_BUTTONS[answer];
  return button({
    text,
    accessibilityLabel: `${text}, for this card`,
    actionId: ACTION_IDS[answer],
    value: { caseId: kase.id },
  });
}
