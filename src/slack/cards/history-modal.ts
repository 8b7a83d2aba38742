import type { ModalView, SectionBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { Links } from '../../ports.ts';
import { VIEWS } from '../ids.ts';
import { context, LIMITS, mrkdwn, plain } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { join, rich, words } from '../mrkdwn.ts';
import { circumstances, title } from './case-words.ts';
import { historyLines } from './history-lines.ts';

/** One block is for what the case is, one for how many events are left out. */
const MOST_EVENTS = LIMITS.modalBlocks - 2;
/** Slack takes 250 KB for a view; so long, a hundred events of any script stay under it. */
const MOST_OF_EVENT = 600;

/** Everything that happened to a case and its handoffs, newest first: who, what, when, and what was seen. */
export function historyModal(kase: Case, links: Links, handoffs: readonly Handoff[] = []): ModalView {
  const lines = historyLines(kase, handoffs).toReversed();
  const more = lines.length - MOST_EVENTS;
  return {
    type: 'modal',
    callback_id: VIEWS.caseHistory,
    private_metadata: JSON.stringify({ caseId: kase.id }),
    title: plain('History', LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    blocks: [
      context(join([title(latest(kase)), circumstances(kase, links)], '\n')),
      ...lines.slice(0, MOST_EVENTS).map(event),
      ...(more > 0 ? [context(rich`…and ${words(String(more))} more, older`)] : []),
    ],
  };
}

function event(line: Rich): SectionBlock {
  return { type: 'section', text: mrkdwn(line, MOST_OF_EVENT) };
}
