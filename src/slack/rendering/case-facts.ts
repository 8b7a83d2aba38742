import type { StaticSelect } from '@slack/types';
import { type Case, type Check, latestCheck } from '../../domain/case.ts';
import { PROOFS, REQUESTER_SIDES } from '../../domain/case-facts.ts';
import type { ChosenFact } from '../../domain/scenario.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { joinFragments, literalFragment, phrase, userFragment } from '../../domain/text-fragments.ts';
import { TOPICS } from '../../domain/topics.ts';
import { PROOF_LABELS, REQUESTER_LABELS, TOPIC_LABELS } from '../../words/fact-labels.ts';
import { staticSelect } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';

/** Returns the facts that can be chosen: topic and requester, and for a contact change the proof. */
export function chosenFacts(kase: Case): ChosenFact[] {
  return latestCheck(kase).topic === 'contact-change'
    ? ['topic', 'requester', 'proof']
    : ['topic', 'requester'];
}

/** Returns the menu of a fact that decides the steps. */
export function factSelect(kase: Case, fact: ChosenFact): StaticSelect {
  const { topic, requester, proof } = latestCheck(kase);
  switch (fact) {
    case 'topic':
      return factMenu(kase, { name: fact, all: TOPICS, now: topic, ...TOPIC_MENU });
    case 'requester':
      return factMenu(kase, { name: fact, all: REQUESTER_SIDES, now: requester, ...REQUESTER_MENU });
    case 'proof':
      return factMenu(kase, { name: fact, all: PROOFS, now: proof, ...PROOF_MENU });
  }
}

/**
 * Returns a block id that changes with every check, so that Slack shows the stored value and not what the user chose
 * before.
 */
export function blockIdForCheck(name: string, { id, checks }: Case): string {
  return `${name}:${id}:${checks.length}`;
}

/** Describes which facts somebody changed since the previous check. */
export function formatFactChange(before: Check, now: Check): RichText {
  const changed = [
    ...(before.topic === now.topic ? [] : [changeOf('topic', TOPIC_LABELS, before.topic, now.topic)]),
    ...(before.requester === now.requester
      ? []
      : [changeOf('requester', REQUESTER_LABELS, before.requester, now.requester)]),
    ...(before.proof === now.proof ? [] : [changeOf('proof', PROOF_LABELS, before.proof, now.proof)]),
  ].join(', ');
  const who = userFragment(now.by);
  if (before.manualFacts.dismissedMismatchKey !== now.manualFacts.dismissedMismatchKey) {
    return phrase`${who} confirmed that the ticket is about this case. Zuora was not read again.`;
  }
  if (before.manualFacts.managedService !== now.manualFacts.managedService) {
    return phrase`${who} answered whether this is a managed service. Zuora was not read again.`;
  }
  const change =
    changed === ''
      ? phrase`${who} changed nothing.`
      : phrase`${who} changed the ${literalFragment(changed)}.`;
  return joinFragments([change, phrase`Zuora was not read again.`], ' ');
}

function changeOf<T extends string>(
  fact: string,
  labels: Readonly<Record<T, string>>,
  before: T,
  now: T,
): string {
  return `${fact} from “${labels[before]}” to “${labels[now]}”`;
}

const TOPIC_MENU = {
  actionId: ACTIONS.chooseTopic,
  labels: TOPIC_LABELS,
  before: 'Topic',
  placeholder: 'What is the ticket about?',
};
const REQUESTER_MENU = {
  actionId: ACTIONS.chooseRequester,
  labels: REQUESTER_LABELS,
  before: 'Requester',
  placeholder: 'Who wrote the ticket?',
};
const PROOF_MENU = {
  actionId: ACTIONS.chooseProof,
  labels: PROOF_LABELS,
  before: 'Proof',
  placeholder: 'What proof is in the ticket?',
};

interface FactMenu<T extends string> {
  /** Key of the fact in the option value. */
  readonly name: string;
  readonly actionId: string;
  readonly all: readonly T[];
  readonly now: T;
  readonly labels: Readonly<Record<T, string>>;
  readonly before: string;
  readonly placeholder: string;
}

function factMenu<T extends string>(kase: Case, parts: FactMenu<T>): StaticSelect {
  const { name, actionId, all, now, labels, before, placeholder } = parts;
  const optionValue = (fact: T) => JSON.stringify({ caseId: kase.id, [name]: fact });
  const options = all.map((fact) => ({ text: `${before}: ${labels[fact]}`, value: optionValue(fact) }));
  return staticSelect({ actionId, placeholder, options, initialValue: optionValue(now) });
}
