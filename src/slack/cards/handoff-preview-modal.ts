import type { KnownBlock, ModalView } from '@slack/types';
import type { Handoff, HandoffFacts } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import type { Draft, Links } from '../../ports.ts';
import { teamName } from '../../words/handoff.ts';
import { formTitles } from '../../words/handoff-fields.ts';
import { sayNothingRemoved, sayNotifications, sayPreview, sayRules } from '../../words/handoff-forms.ts';
import { sayRemoved } from '../../words/removed.ts';
import { ACTIONS, VIEWS } from '../ids.ts';
import { actions, button, context, section } from '../limits.ts';
import { bold, fromPieces, rich } from '../mrkdwn.ts';
import { form } from './form.ts';
import { spokenName } from './handoff-buttons.ts';
import { postBlocks } from './handoff-post.ts';
import { salesforceBlocks } from './handoff-salesforce.ts';
import { spokenWords, stacked } from './handoff-words.ts';

export interface Preview {
  readonly draft: Draft;
  readonly facts: HandoffFacts;
  /** ISO 8601, UTC. */
  readonly answerBy: string;
  readonly links: Links;
}

/** What Sales will see, word for word, before anything is sent; and what they will not. It says which draft that was. */
export function previewModal(preview: Preview): ModalView {
  const { draft, facts, links } = preview;
  const handoff = asIfSent(preview);
  const spoken = spokenWords(standingOf(handoff));
  const edit = button({
    text: 'Edit',
    actionId: ACTIONS.handoffEdit,
    label: `Edit the handoff: ${spokenName(facts)}`,
    value: { draftId: draft.id, caseId: draft.caseId },
  });
  return form(
    { draftId: draft.id, savedAt: draft.savedAt },
    {
      callback: VIEWS.handoffPreview,
      title: formTitles.preview,
      submit: 'Post to Sales',
      blocks: [
        context(fromPieces(sayPreview(teamName(draft.team)))),
        { type: 'divider' },
        ...postBlocks(handoff, links),
        { type: 'divider' },
        section(rich`${bold(fromPieces(sayNotifications()))}\n${spoken}`),
        ...keptBack(draft),
        actions([edit]),
        ...salesforceBlocks(handoff, links),
      ],
    },
  );
}

/** The handoff that posting the draft makes of it, submitted when it was saved. */
function asIfSent({ draft, facts, answerBy }: Preview): Handoff {
  const { id, caseId, by, savedAt, channel, team, typed } = draft;
  const content = { facts, typed };
  return { id, caseId, events: [{ kind: 'submitted', at: savedAt, by, channel, team, content, answerBy }] };
}

function keptBack({ removed }: Draft): KnownBlock[] {
  const taken = sayRemoved(removed);
  return [
    section([bold(fromPieces(taken.length === 0 ? sayNothingRemoved() : taken))]),
    context(stacked(sayRules().map(fromPieces))),
  ];
}
