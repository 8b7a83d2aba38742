import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { Links } from '../../ports/systems.ts';
import { actions, context, header, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { METADATA_EVENT_TYPES } from '../ids.ts';
import {
  formatErasedHandoff,
  formatHandoffFacts,
  formatHandoffRequest,
  formatHandoffSources,
  formatHandoffState,
  formatHandoffSummary,
  formatHandoffTitle,
} from './format-handoff.ts';
import { availableHandoffButtons, handoffButton } from './handoff-buttons.ts';

/** A message as it is sent to Slack. */
export interface HandoffPost {
  /** Text for notifications and screen readers. Contains no text that anybody typed. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: ReturnType<typeof handoffMetadata>;
}

const SUMMARY_TEXT_LIMIT = 990;

/** Renders the post of a handoff in the Sales channel from stored data only. Days are counted from `now`. */
export function renderHandoffPost(handoff: Handoff, links: Links, now: Date): HandoffPost {
  return {
    text: handoffSummaryText(handoff),
    blocks: [...handoffPostBlocks(handoff, links, now), ...handoffPostButtons(handoff)],
    metadata: handoffMetadata(handoff),
  };
}

/** Returns the notification text of the post. */
export function handoffSummaryText(handoff: Handoff): string {
  return toMrkdwn(formatHandoffSummary(handoffStateOf(handoff)), SUMMARY_TEXT_LIMIT);
}

/** Returns the post without its buttons: the facts from the systems, then the engineer's input. */
export function handoffPostBlocks(handoff: Handoff, links: Links, now: Date): KnownBlock[] {
  const handoffState = handoffStateOf(handoff);
  if (handoffState.erased) return [section(formatErasedHandoff(handoff))];
  const facts = formatHandoffFacts(handoffState, now);
  return [
    header(formatHandoffTitle(handoffState)),
    ...(facts.length === 0 ? [] : [section(facts)]),
    section(formatHandoffRequest(handoffState, now)),
    context(formatHandoffSources(handoffState, links)),
    section(formatHandoffState(handoff)),
  ];
}

function handoffPostButtons({ id, ...rest }: Handoff): KnownBlock[] {
  const handoffState = handoffStateOf({ id, ...rest });
  const { facts } = handoffState.content;
  const buttonNames = availableHandoffButtons(handoffState);
  const buttons = buttonNames.map((buttonName, index) =>
    handoffButton(buttonName, { id, facts, primary: index === 0 }),
  );
  return buttons.length === 0 ? [] : [actions(buttons)];
}

function handoffMetadata(handoff: Handoff) {
  const { status: state } = handoffStateOf(handoff);
  return {
    event_type: METADATA_EVENT_TYPES.resellerHandoff,
    event_payload: { handoff_id: handoff.id, case_id: handoff.caseId, state },
  };
}
