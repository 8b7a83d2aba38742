import type { KnownBlock, ModalView } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffFacts } from '../../domain/handoff-state.ts';
import { bold, joinLines, phrase } from '../../domain/text-fragments.ts';
import type { HandoffDraft } from '../../ports/store.ts';
import type { Links } from '../../ports/systems.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import {
  nothingRedactedText,
  notificationPreviewText,
  previewIntroText,
  sharingRuleLines,
} from '../../words/handoff-form-text.ts';
import { teamName } from '../../words/handoff-text.ts';
import { redactionSummaryText } from '../../words/redaction-text.ts';
import { actions, button, context, section } from '../block-kit/blocks.ts';
import { ACTIONS, VIEWS } from '../ids.ts';
import { formModal } from './form-modal.ts';
import { formatHandoffSummary } from './format-handoff.ts';
import { accessibleHandoffName } from './handoff-buttons.ts';
import { handoffPostBlocks } from './handoff-post.ts';
import { salesforceBlocks } from './salesforce-blocks.ts';

export interface PreviewModalInput {
  readonly draft: HandoffDraft;
  readonly facts: HandoffFacts;
  /** ISO 8601, UTC; null without a link to the Chatter post or Case. */
  readonly answerBy: string | null;
  readonly links: Links;
}

/**
 * Renders exactly what Sales will see, and what is not shared. The private metadata identifies the version of the
 * draft.
 */
export function renderHandoffPreviewModal(preview: PreviewModalInput): ModalView {
  const { draft, facts, links } = preview;
  const handoff = handoffFromDraft(preview);
  const savedAt = new Date(draft.savedAt);
  const summary = formatHandoffSummary(handoffStateOf(handoff));
  const edit = button({
    text: 'Edit',
    actionId: ACTIONS.handoffEdit,
    accessibilityLabel: `Edit the handoff: ${accessibleHandoffName(facts)}`,
    value: { draftId: draft.id, caseId: draft.caseId },
  });
  return formModal(
    { draftId: draft.id, savedAt: draft.savedAt },
    {
      callbackId: VIEWS.handoffPreview,
      title: HANDOFF_FORM_TITLES.preview,
      submit: 'Post to Sales',
      blocks: [
        context(previewIntroText(teamName(draft.team))),
        { type: 'divider' },
        ...handoffPostBlocks(handoff, links, savedAt),
        { type: 'divider' },
        section(phrase`${bold(notificationPreviewText())}\n${summary}`),
        ...redactionBlocks(draft),
        actions([edit]),
        ...salesforceBlocks(handoff, links, savedAt),
      ],
    },
  );
}

/** Returns the handoff that posting the draft would create, as if submitted when the draft was saved. */
function handoffFromDraft({ draft, facts, answerBy }: PreviewModalInput): Handoff {
  const { id, caseId, by, savedAt, channel, team, input } = draft;
  const content = { facts, input };
  return {
    id,
    caseId,
    events: [{ kind: 'submitted', at: savedAt, by, channel, team, content, answerDueAt: answerBy }],
  };
}

function redactionBlocks({ removed }: HandoffDraft): KnownBlock[] {
  const redacted = redactionSummaryText(removed);
  return [
    section([bold(redacted.length === 0 ? nothingRedactedText() : redacted)]),
    context(joinLines(sharingRuleLines())),
  ];
}
