import type { KnownBlock, ModalView } from '@slack/types';
import { type Handoff, handoffStateOf } from '../../domain/handoff.ts';
import {
  HANDOFF_INPUT_MAX_LENGTHS,
  type HandoffDraftView,
  needsUserCounts,
} from '../../domain/handoff-draft-view.ts';
import {
  type HandoffDestination,
  type HandoffInput,
  needsWrittenWish,
  WRITTEN_WISHES,
} from '../../domain/handoff-state.ts';
import { bold, joinLines } from '../../domain/text-fragments.ts';
import { handoffFactLines } from '../../words/handoff-content-lines.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  HANDOFF_INPUT_HINTS,
  HANDOFF_INPUT_LABELS,
  includedFactsText,
  otherHandoffsWarningText,
  otherHandoffText,
} from '../../words/handoff-form-text.ts';
import { customerRequestText, routeReasonText, teamName, WISH_LABELS } from '../../words/handoff-text.ts';
import { context, section } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formModal, linkInput, menuInput, numberInput, radioInput, textInput } from './form-modal.ts';

/** Further handoffs of the same account are not listed. */
const MAX_OTHER_HANDOFFS = 3;

/**
 * Renders the draft form of a handoff: the known facts, then the fields. Values are submitted as `<name>.<name>`;
 * `destination` is the JSON of a `HandoffDestination`.
 */
export function renderHandoffDraftModal(view: HandoffDraftView): ModalView {
  return formModal(
    { caseId: view.caseId },
    {
      callbackId: VIEWS.handoffDraft,
      title: HANDOFF_FORM_TITLES.draft,
      submit: 'Preview',
      blocks: [...otherHandoffBlocks(view.otherHandoffs), ...knownFactBlocks(view), ...draftInputs(view)],
    },
  );
}

/** Returns the option value of a destination. */
export function destinationOptionValue({ channel, team }: HandoffDestination): string {
  return JSON.stringify({ channel, team });
}

function otherHandoffBlocks(others: readonly Handoff[]): KnownBlock[] {
  if (others.length === 0) return [];
  const named = others.slice(0, MAX_OTHER_HANDOFFS).map((one) => otherHandoffText(handoffStateOf(one)));
  return [section(joinLines([[bold(otherHandoffsWarningText())], ...named]))];
}

function knownFactBlocks({
  facts,
  routeReason: because,
  chosenDestination: chosen,
}: HandoffDraftView): KnownBlock[] {
  const lines = handoffFactLines(facts, { surface: 'channel', at: facts.checkedAt });
  return [
    section(joinLines([[bold(customerRequestText(facts, 'channel'))], ...lines])),
    context(joinLines([includedFactsText(), routeReasonText(because, chosen.team)])),
  ];
}

function draftInputs({
  facts,
  input,
  chosenDestination: chosen,
  destinations,
}: HandoffDraftView): KnownBlock[] {
  const { ask, plan, seats, toldCustomer, salesforceLink: link } = input;
  return [
    textInput({
      ...fieldTexts('ask'),
      multiline: true,
      minLength: 5,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.ask,
      initial: ask,
      focus: true,
    }),
    ...(needsUserCounts(facts) ? countInputs(input) : []),
    ...(needsWrittenWish(facts) ? wishInputs(input) : []),
    textInput({
      ...fieldTexts('plan'),
      optional: true,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.plan,
      initial: plan,
    }),
    numberInput({ ...fieldTexts('seats'), optional: true, initial: seats }),
    textInput({
      ...fieldTexts('toldCustomer'),
      optional: true,
      multiline: true,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.toldCustomer,
      initial: toldCustomer,
    }),
    linkInput({ ...fieldTexts('link'), optional: true, initial: link }),
    menuInput({
      ...fieldTexts('destination'),
      options: destinations.map((one) => ({ text: teamName(one.team), value: destinationOptionValue(one) })),
      initial: destinationOptionValue(chosen),
    }),
  ];
}

function countInputs({ counts }: HandoffInput): KnownBlock[] {
  const names = ['users', 'previous', 'trueUp', 'maximum'] as const;
  return names.map((name) => numberInput({ ...fieldTexts(name), initial: counts?.[name] ?? null }));
}

function wishInputs({ writtenWish: wish, writtenWishSource: wishWhere }: HandoffInput): KnownBlock[] {
  const options = WRITTEN_WISHES.map((value) => ({ text: WISH_LABELS[value], value }));
  return [
    radioInput({ ...fieldTexts('writtenWish'), options, initial: wish }),
    textInput({
      ...fieldTexts('writtenWishSource'),
      optional: true,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.writtenWishSource,
      initial: wishWhere,
    }),
  ];
}

function fieldTexts<Name extends keyof typeof HANDOFF_INPUT_LABELS>(name: Name) {
  return { name, label: HANDOFF_INPUT_LABELS[name], hint: HANDOFF_INPUT_HINTS[name] };
}
