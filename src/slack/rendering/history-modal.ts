import type { ModalView, SectionBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { joinFragments, literalFragment, phrase } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { BLOCK_KIT_LIMITS, context, mrkdwnObject, plainTextObject } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formatCaseTitle, formatCheckDetails } from './format-case.ts';
import { formatHistoryLines } from './history-lines.ts';

/** One block is for what the case is, one for how many events are left out. */
const MAX_EVENTS = BLOCK_KIT_LIMITS.modalBlocks - 2;
/** Slack takes 250 KB for a view; so long, a hundred events of any script stay under it. */
const MAX_EVENT_LENGTH = 600;

/** Everything that happened to a case and its handoffs, newest first: who, what, when, and what was seen. */
export function renderHistoryModal(kase: Case, links: Links, handoffs: readonly Handoff[] = []): ModalView {
  const lines = formatHistoryLines(kase, handoffs).toReversed();
  const more = lines.length - MAX_EVENTS;
  return {
    type: 'modal',
    callback_id: VIEWS.caseHistory,
    private_metadata: JSON.stringify({ caseId: kase.id }),
    title: plainTextObject('History', BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle),
    blocks: [
      context(joinFragments([formatCaseTitle(latestCheck(kase)), formatCheckDetails(kase, links)], '\n')),
      ...lines.slice(0, MAX_EVENTS).map(eventBlock),
      ...(more > 0 ? [context(phrase`…and ${literalFragment(String(more))} older events`)] : []),
    ],
  };
}

function eventBlock(line: RichText): SectionBlock {
  return { type: 'section', text: mrkdwnObject(line, MAX_EVENT_LENGTH) };
}
