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
  needsPermission,
  needsWrittenWish,
  WRITTEN_WISHES,
} from '../../domain/handoff-state.ts';
import { bold, joinLines } from '../../domain/text-fragments.ts';
import { USER_COUNT_NAMES } from '../../domain/user-counts.ts';
import type { Links } from '../../ports/systems.ts';
import { handoffFactLines } from '../../words/handoff-content-lines.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  askHint,
  HANDOFF_INPUT_HINTS,
  HANDOFF_INPUT_LABELS,
  includedFactsText,
  otherHandoffsWarningText,
  otherHandoffText,
  USER_COUNT_HINTS,
} from '../../words/handoff-form-text.ts';
import { customerRequestText, routeReasonText, teamName, WISH_LABELS } from '../../words/handoff-text.ts';
import { USER_COUNT_LABELS } from '../../words/user-counts-text.ts';
import { context, section } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formModal, linkInput, menuInput, numberInput, radioInput, textInput } from './form-modal.ts';

/** Further handoffs of the same account are not listed. */
const MAX_OTHER_HANDOFFS = 3;

/**
 * Renders the draft form of a handoff: the known facts, then the fields. Values are submitted as `<name>.<name>`;
 * `destination` is the JSON of a `HandoffDestination`.
 */
export function renderHandoffDraftModal(view: HandoffDraftView, links: Pick<Links, 'ticket'>): ModalView {
  return formModal(
    { caseId: view.caseId },
    {
      callbackId: VIEWS.handoffDraft,
      title: HANDOFF_FORM_TITLES.draft,
      submit: 'Preview',
      blocks: [
        ...otherHandoffBlocks(view.otherHandoffs),
        ...knownFactBlocks(view),
        ...draftInputs(view, links),
      ],
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

function draftInputs(
  { facts, input, chosenDestination: chosen, destinations }: HandoffDraftView,
  links: Pick<Links, 'ticket'>,
): KnownBlock[] {
  const { ask, plan, seats, permissionSource, toldCustomer, ticket, salesforceLink: link } = input;
  const ticketUrl = ticket && links.ticket(ticket.host, ticket.id);
  return [
    textInput({
      ...fieldTexts('ask'),
      hint: askHint(facts),
      multiline: true,
      minLength: 5,
      maxLength: HANDOFF_INPUT_MAX_LENGTHS.ask,
      initial: ask,
      focus: true,
    }),
    ...(facts.ticket === null
      ? [linkInput({ ...fieldTexts('ticket'), optional: true, initial: ticketUrl })]
      : []),
    ...(needsUserCounts(facts) ? countInputs(input) : []),
    ...(needsWrittenWish(facts) ? wishInputs(input) : []),
    ...(needsPermission(facts)
      ? [
          textInput({
            ...fieldTexts('permissionSource'),
            optional: true,
            maxLength: HANDOFF_INPUT_MAX_LENGTHS.permissionSource,
            initial: permissionSource,
          }),
        ]
      : []),
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
  return USER_COUNT_NAMES.map((name) =>
    numberInput({
      name,
      label: USER_COUNT_LABELS[name],
      hint: USER_COUNT_HINTS[name],
      optional: true,
      initial: counts?.[name] ?? null,
    }),
  );
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
