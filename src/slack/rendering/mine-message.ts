import type { KnownBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { withoutNames } from '../../domain/handoff-state.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments, joinLines, link, literalFragment } from '../../domain/text-fragments.ts';
import type { HomeTabContent } from '../../ports/messenger.ts';
import { HOME_TITLES, homeTabHintText, mineSummaryText, moreItemsText } from '../../words/home-tab-text.ts';
import { context, section } from '../block-kit/blocks.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { HandoffRow, HomeLinks } from './home-rows.ts';
import {
  cardUrl,
  formatAwaitingClaim,
  formatCaseRow,
  formatClaimed,
  formatHandoffName,
  formatNeedsAction,
  groupHandoffRows,
} from './home-rows.ts';

/** The Home tab shows more. */
const MAX_ITEMS_PER_SECTION = 5;
const SUMMARY_TEXT_LIMIT = 990;

/** Renders a short version of the Home tab as an ephemeral reply, with links but without buttons. */
export function renderMineMessage(page: HomeTabContent, homeLinks: HomeLinks): Required<Reply> {
  return {
    ...renderItems(page, homeLinks, { hideCustomers: false }),
    lasting: renderItems(page, homeLinks, { hideCustomers: true }),
  };
}

function renderItems(
  page: HomeTabContent,
  homeLinks: HomeLinks,
  { hideCustomers }: { readonly hideCustomers: boolean },
): { text: string; blocks: KnownBlock[] } {
  const { user, asOf: at, cases } = page;
  const { needsAction, awaitingClaim, claimed } = groupHandoffRows(page);
  const nameOf = ({ handoff, handoffState }: HandoffRow) =>
    formatHandoffName({ handoff, handoffState: hideCustomers ? withoutNames(handoffState) : handoffState });
  const summary = mineSummaryText({
    needsAction: needsAction.length,
    awaitingClaim: awaitingClaim.length,
    claimed: claimed.length,
    cases: cases.length,
  });
  const parts = [
    ...mineSection(HOME_TITLES.yours, needsAction, (row) =>
      formatItem(nameOf(row), formatNeedsAction(row, homeLinks)),
    ),
    ...mineSection(HOME_TITLES.waiting, awaitingClaim, (row) =>
      formatItem(nameOf(row), formatAwaitingClaim(row, at, homeLinks)),
    ),
    ...mineSection(HOME_TITLES.claimed, claimed, (row) =>
      formatItem(nameOf(row), formatClaimed(row, user, homeLinks)),
    ),
    ...mineSection(HOME_TITLES.cases, cases, (kase) =>
      joinFragments([formatCaseRow(kase, at, hideCustomers), caseLink(kase, homeLinks)], ' · '),
    ),
  ];
  return {
    text: toMrkdwn(summary, SUMMARY_TEXT_LIMIT),
    blocks: parts.length === 0 ? [section(summary)] : [...parts, context(homeTabHintText())],
  };
}

/** Returns one section; empty when it has no items. */
function mineSection<T>(title: string, all: readonly T[], formatOne: (one: T) => RichText): KnownBlock[] {
  if (all.length === 0) return [];
  const more = all.length - Math.min(all.length, MAX_ITEMS_PER_SECTION);
  const lines = all
    .slice(0, MAX_ITEMS_PER_SECTION)
    .map((one): RichText => [literalFragment('• '), ...formatOne(one)]);
  return [
    section(joinLines([[bold([literalFragment(title)])], ...lines, more > 0 ? moreItemsText(more) : []])),
  ];
}

function formatItem(name: RichText, where: RichText): RichText {
  return joinFragments([name, where], ' · ');
}

function caseLink(kase: Case, homeLinks: HomeLinks): RichText {
  const address = cardUrl(kase, homeLinks);
  return address === null ? [] : [link(address, 'Open the card')];
}
