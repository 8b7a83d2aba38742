import type { ModalView, SectionBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import {
  joinFragments,
  joinLines,
  literalFragment,
  phrase,
  userFragment,
} from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { BLOCK_KIT_LIMITS, context, mrkdwnObject, plainTextObject } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formatCaseTitle, formatCheckDetails } from './format-case.ts';
import { formatHistoryLines } from './history-lines.ts';

/** Two blocks are reserved for the case itself and for the number of omitted events. */
const MAX_EVENTS = BLOCK_KIT_LIMITS.modalBlocks - 2;
/** Keeps a hundred events in any script below the 250 KB that Slack allows for a view. */
const MAX_EVENT_LENGTH = 600;

/** Renders all events of a case and its handoffs, newest first, with actor, time and evidence. */
export function renderHistoryModal(kase: Case, links: Links, handoffs: readonly Handoff[] = []): ModalView {
  const lines = formatHistoryLines(kase, handoffs).toReversed();
  const check = latestCheck(kase);
  const more = lines.length - MAX_EVENTS;
  return {
    type: 'modal',
    callback_id: VIEWS.caseHistory,
    private_metadata: JSON.stringify({ caseId: kase.id }),
    title: plainTextObject('History', BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle),
    blocks: [
      context(
        joinLines([
          formatCaseTitle(check),
          joinFragments(
            [phrase`Requested by ${userFragment(kase.openedBy)}`, formatCheckDetails(check, links)],
            ' · ',
          ),
        ]),
      ),
      ...lines.slice(0, MAX_EVENTS).map(eventBlock),
      ...(more > 0 ? [context(phrase`…and ${literalFragment(String(more))} older events`)] : []),
    ],
  };
}

function eventBlock(line: RichText): SectionBlock {
  return { type: 'section', text: mrkdwnObject(line, MAX_EVENT_LENGTH) };
}
