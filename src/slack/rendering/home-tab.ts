import type { Button, HomeView, KnownBlock, SectionBlock } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { needsLoginWatch } from '../../domain/handoff-state.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { joinLines, literalFragment } from '../../domain/text-fragments.ts';
import type { HomeTabContent } from '../../ports/messenger.ts';
import type { HomeEmptyTexts } from '../../words/home-tab-text.ts';
import {
  asOfText,
  CHECK_CUSTOMER_LABEL,
  HOME_EMPTY_TEXTS,
  HOME_TITLES,
  introductionLines,
  moreItemsText,
  SALES_HOME_EMPTY_TEXTS,
} from '../../words/home-tab-text.ts';
import type { AccessDeniedReason } from '../../words/replies.ts';
import { accessDeniedText } from '../../words/replies.ts';
import { actions, button, context, header, mrkdwnObject, section } from '../block-kit/blocks.ts';
import { ACTIONS, OPEN_LINK_PREFIX } from '../ids.ts';
import { subjectName } from './format-case.ts';
import { accessibleHandoffName, handoffButton, rejectedPostButtons } from './handoff-buttons.ts';
import { preferenceBlocks } from './home-preferences.ts';
import type { HandoffRow, HomeLinks } from './home-rows.ts';
import {
  cardUrl,
  formatAwaitingClaim,
  formatCaseRow,
  formatClaimed,
  formatHandoffName,
  formatLatestQuestion,
  formatNeedsAction,
  groupHandoffRows,
} from './home-rows.ts';

const MAX_CASES = 10;
/** Waiting and claimed handoffs together. */
const MAX_HANDOFFS = 20;
/** Maximum length of one row. Long enough for all fixed texts with names of reasonable length. */
const ROW_LIMIT = 1_200;

/**
 * Renders a user's Home tab: handoffs first, then cases, then preferences. `mayCheck`: false for people who may not check
 * customers, such as Sales.
 */
export function renderHomeTab(page: HomeTabContent, homeLinks: HomeLinks, mayCheck = true): HomeView {
  const { user, cases, handoffs, preferences, asOf: at } = page;
  const homeSection = homeSections(mayCheck ? HOME_EMPTY_TEXTS : SALES_HOME_EMPTY_TEXTS);
  const { needsAction, awaitingClaim, claimed } = groupHandoffRows(page);
  const remainingAfter = (...before: readonly (readonly HandoffRow[])[]) =>
    Math.max(0, MAX_HANDOFFS - before.flat().length);
  return {
    type: 'home',
    blocks: [
      ...(cases.length === 0 && handoffs.length === 0 ? [introductionBlock(mayCheck)] : []),
      ...homeSection('yours', needsAction, {
        maxItems: MAX_HANDOFFS,
        renderItem: (row) => needsActionBlocks(row, homeLinks),
      }),
      ...homeSection('waiting', awaitingClaim, {
        maxItems: remainingAfter(needsAction),
        renderItem: (row) => [awaitingClaimBlock(row, at, homeLinks)],
      }),
      ...homeSection('claimed', claimed, {
        maxItems: remainingAfter(needsAction, awaitingClaim),
        renderItem: (row) => claimedBlocks(row, user, homeLinks),
      }),
      ...homeSection('cases', cases, {
        maxItems: MAX_CASES,
        renderItem: (kase) => [caseRowBlock(kase, at, homeLinks)],
        below: mayCheck ? [actions([checkCustomerButton()])] : [],
      }),
      header([literalFragment(HOME_TITLES.preferences)]),
      ...preferenceBlocks(preferences),
      context(asOfText(at)),
    ],
  };
}

/** Returns the Home tab of a user who may not see customer data, such as a guest. */
export function renderAccessDeniedHomeTab(why: AccessDeniedReason): HomeView {
  return { type: 'home', blocks: [section(accessDeniedText(why))] };
}

function introductionBlock(mayCheck: boolean): KnownBlock {
  return section(joinLines(introductionLines(mayCheck)));
}

/** Returns the button that opens the check form. */
function checkCustomerButton(): Button {
  const text = CHECK_CUSTOMER_LABEL;
  return button({ text, accessibilityLabel: text, actionId: ACTIONS.openCheckForm, value: {} });
}

interface HomeSectionOptions<T> {
  readonly maxItems: number;
  readonly renderItem: (one: T) => KnownBlock[];
  /** Blocks after the rows. */
  readonly below?: readonly KnownBlock[];
}

/** Returns a function that renders a heading with its rows. Rows beyond `maxItems` are counted, not shown. */
function homeSections(emptyTexts: HomeEmptyTexts) {
  return <T>(
    name: keyof HomeEmptyTexts,
    all: readonly T[],
    { maxItems, renderItem, below = [] }: HomeSectionOptions<T>,
  ): KnownBlock[] => {
    const more = all.length - Math.min(all.length, maxItems);
    const empty = emptyTexts[name];
    if (all.length === 0 && empty === null) return [];
    return [
      header([literalFragment(HOME_TITLES[name])]),
      ...(all.length === 0
        ? [context([literalFragment(empty ?? '')])]
        : all.slice(0, maxItems).flatMap(renderItem)),
      ...(more > 0 ? [context(moreItemsText(more))] : []),
      ...below,
    ];
  };
}

function needsActionBlocks(row: HandoffRow, homeLinks: HomeLinks): KnownBlock[] {
  const { question, deliveryFailure: refusal, content } = row.handoffState;
  const text = joinLines([
    formatHandoffName(row),
    question ? formatLatestQuestion(row) : [],
    formatNeedsAction(row, homeLinks),
  ]);
  if (refusal) return [rowBlock(text, null), actions(rejectedPostButtons(row.handoff, row.handoffState))];
  return [
    rowBlock(text, handoffButton('answer', { id: row.handoff.id, facts: content.facts, primary: true })),
  ];
}

function awaitingClaimBlock(row: HandoffRow, at: Date, homeLinks: HomeLinks): KnownBlock {
  return rowBlock(
    joinLines([formatHandoffName(row), formatLatestQuestion(row), formatAwaitingClaim(row, at, homeLinks)]),
    null,
  );
}

function claimedBlocks(row: HandoffRow, reader: string, homeLinks: HomeLinks): KnownBlock[] {
  const text = joinLines([
    formatHandoffName(row),
    formatClaimed(row, reader, homeLinks),
    formatLatestQuestion(row),
  ]);
  const { claim, content, erased } = row.handoffState;
  if (erased || claim?.by !== reader) return [rowBlock(text, erased ? null : checkLoginButton(row))];
  const about = { id: row.handoff.id, facts: content.facts };
  const buttons = (['done', 'still', 'release'] as const).map((press) => handoffButton(press, about));
  return [rowBlock(text, null), actions(buttons)];
}

/** Returns the submitter's button for checking, ahead of the daily check, whether the login may be restored. */
function checkLoginButton({ handoff, handoffState: { content, loginAllowed } }: HandoffRow): Button | null {
  if (loginAllowed || !needsLoginWatch(content.facts)) return null;
  const text = 'Check login';
  return button({
    text,
    actionId: ACTIONS.handoffCheckNow,
    accessibilityLabel: `${text}: ${accessibleHandoffName(content.facts)}`,
    value: { handoffId: handoff.id },
  });
}

function caseRowBlock(kase: Case, at: Date, homeLinks: HomeLinks): KnownBlock {
  const url = cardUrl(kase, homeLinks);
  const text = 'Open the card';
  const label = `${text}: ${subjectName(latestCheck(kase))}`;
  return rowBlock(
    formatCaseRow(kase, at),
    url === null
      ? null
      : button({ text, accessibilityLabel: label, actionId: `${OPEN_LINK_PREFIX}-card`, url }),
  );
}

function rowBlock(text: RichText, accessory: Button | null): SectionBlock {
  return { type: 'section', text: mrkdwnObject(text, ROW_LIMIT), ...(accessory ? { accessory } : {}) };
}
