import type { Button, KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { isChannelId, latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { ChoiceContext } from '../../domain/lookup-target.ts';
import type { Reference } from '../../domain/reference.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, literalFragment } from '../../domain/text-fragments.ts';
import { caseCardHandoffText } from '../../words/handoff-state-text.ts';
import * as words from '../../words/open-case-text.ts';
import { referenceName } from '../../words/replies.ts';
import { actions, button, context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { safeUrl } from '../block-kit/untrusted-text.ts';
import { ACTIONS, OPEN_LINK_PREFIX } from '../ids.ts';
import type { Reply } from '../replies/reply.ts';
import { formatCaseTitle } from './format-case.ts';
import { formatCaseProgress } from './format-steps.ts';

const SUMMARY_TEXT_LIMIT = 990;

export interface OpenCaseOptions {
  readonly now: Date;
  /** Slack id of the user who asked. */
  readonly viewer: string;
  /** Where the card is: a channel, or the user in whose direct messages it is. */
  readonly channel: string;
  /** Permalink of the card; null when the viewer cannot open it. */
  readonly cardUrl: string | null;
  /** What was asked, for the button that checks it anyway. */
  readonly again: Reference & ChoiceContext;
}

/** Shows the open case of the requested ticket or subscription: who works on it, how far, and its handoff. */
export function renderOpenCase(open: OpenCaseAndHandoff, options: OpenCaseOptions): Required<Reply> {
  return {
    ...renderSummary(open, options, formatCaseProgress(open.kase, options.now)),
    // The next step may name the customer.
    lasting: renderSummary(open, options, []),
  };
}

interface OpenCaseAndHandoff {
  readonly kase: Case;
  readonly handoff: Handoff | null;
}

function renderSummary(
  { kase, handoff }: OpenCaseAndHandoff,
  options: OpenCaseOptions,
  progress: RichText,
): { text: string; blocks: KnownBlock[] } {
  const { viewer, channel, again } = options;
  const headline = words.openCaseText(referenceName(again));
  const isHidden = !isChannelId(channel) && channel !== viewer;
  return {
    text: toMrkdwn(headline, SUMMARY_TEXT_LIMIT),
    blocks: [
      section([bold(headline)]),
      section(
        joinLines([
          formatCaseTitle(latestCheck(kase)),
          words.caseWorkersText({ by: kase.openedBy, at: kase.openedAt }, lastActionOf(kase, handoff)),
          progress,
          handoff ? [literalFragment(words.HANDOFF_LABEL), ...caseCardHandoffText(handoff)] : [],
          isHidden ? words.cardInDirectMessagesText(channel) : [],
        ]),
      ),
      actions(openCaseButtons(options)),
      context(words.openCaseChoiceText()),
    ],
  };
}

/** Returns what a person did last to the case or its handoff. */
function lastActionOf(kase: Case, handoff: Handoff | null): { by: string; at: string } {
  const byPeople = [...kase.events, ...(handoff?.events ?? [])].filter(
    ({ by, kind }) => kind !== 'case-shown' && /^[UW]/.test(by),
  );
  return byPeople.reduce((last, event) => (event.at > last.at ? event : last), {
    by: kase.openedBy,
    at: kase.openedAt,
  });
}

function openCaseButtons({ cardUrl, again }: OpenCaseOptions): Button[] {
  const url = cardUrl === null ? null : safeUrl(cardUrl);
  const name = referenceName(again);
  const open =
    url === null
      ? []
      : [
          button({
            text: 'Open the card',
            accessibilityLabel: `Open the card: ${name}`,
            actionId: `${OPEN_LINK_PREFIX}-card`,
            url,
            primary: true,
          }),
        ];
  const anew = button({
    text: 'Start new case',
    accessibilityLabel: `Start new case: ${name}`,
    actionId: ACTIONS.startAnew,
    value: { ...again },
  });
  return [...open, anew];
}
