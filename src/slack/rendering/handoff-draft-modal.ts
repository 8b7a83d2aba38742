import type { KnownBlock, ModalView } from '@slack/types';
import { type Handoff, handoffStateOf } from '../../domain/handoff.ts';
import { type HandoffDraftView, needsUserCounts } from '../../domain/handoff-draft-view.ts';
import {
  type HandoffDestination,
  type HandoffFacts,
  type HandoffInput,
  needsPermission,
  needsWrittenWish,
} from '../../domain/handoff-state.ts';
import { bold, joinLines } from '../../domain/text-fragments.ts';
import { USER_COUNT_NAMES } from '../../domain/user-counts.ts';
import type { Links } from '../../ports/systems.ts';
import { handoffFactLines } from '../../words/handoff-content-lines.ts';
import {
  askHint,
  includedFactsText,
  otherHandoffsWarningText,
  otherHandoffText,
} from '../../words/handoff-form-text.ts';
import { requestText, routeReasonText, teamName } from '../../words/handoff-text.ts';
import { context, section } from '../block-kit/blocks.ts';
import { HANDOFF_DRAFT_FORM } from '../forms/handoff-forms.ts';

/** Further handoffs of the same account are not listed. */
const MAX_OTHER_HANDOFFS = 3;

/** Renders the draft form of a handoff: the known facts, then the fields that they call for. */
export function renderHandoffDraftModal(view: HandoffDraftView, links: Pick<Links, 'ticket'>): ModalView {
  const { caseId, facts, chosenDestination, destinations } = view;
  return HANDOFF_DRAFT_FORM.render({
    ids: { caseId },
    hidden: hiddenFields(facts),
    texts: { ask: { hint: askHint(facts) } },
    values: { ...inputValues(view.input, links), destination: destinationOptionValue(chosenDestination) },
    options: {
      destination: destinations.map((one) => ({
        text: teamName(one.team),
        value: destinationOptionValue(one),
      })),
    },
    above: [...otherHandoffBlocks(view.otherHandoffs), ...knownFactBlocks(view)],
  });
}

function hiddenFields(facts: HandoffFacts) {
  return [
    ...(facts.ticket === null ? [] : (['ticket'] as const)),
    ...(needsUserCounts(facts) ? [] : USER_COUNT_NAMES),
    ...(needsWrittenWish(facts) ? [] : (['writtenWish', 'writtenWishSource'] as const)),
    ...(needsPermission(facts) ? [] : (['permissionSource'] as const)),
  ];
}

function inputValues(
  { ticket, counts, salesforceLink, ...input }: HandoffInput,
  links: Pick<Links, 'ticket'>,
) {
  return {
    ...input,
    ...counts,
    ticket: ticket && links.ticket(ticket.host, ticket.id),
    link: salesforceLink,
  };
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
    section(joinLines([[bold(requestText(facts, 'channel'))], ...lines])),
    context(joinLines([includedFactsText(), routeReasonText(because, chosen.team)])),
  ];
}
