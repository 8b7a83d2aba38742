import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { requireAccessible } from './accessibility.ts';
import {
  CARD,
  chooseProof,
  draftAndPreview,
  fillAndSend,
  lastCard,
  lastPost,
  openAs,
  recheck,
  showPanelTab,
  type WalkthroughContext,
} from './page-helpers.ts';

/** Actions of a person at steps without a button in the panel, by story and number of the step. */
const BY_HAND: Record<string, (page: Page) => Promise<void>> = {
  'sign-in 3': copyReply,
  'sign-in 4': async (page) => {
    await copyReply(page);
    await page.locator('#modal[open] [data-submit]').click();
  },
  'sold-to 3': pressDone,
  'wrong-invoice 1': (page) => chooseProof(page, 'other-subscription-invoice'),
  'wrong-invoice 3': copyReply,
  'direct-renewal 4': recheck,
  'zuora-down 4': recheck,
  'two-teams 1': postHandoff,
  'two-teams 2': (page) => lastPost(page).locator('[data-action-id="handoff-claim"]').click(),
  'two-teams 3': async (page) => {
    await lastPost(page).locator('[data-action-id="handoff-question"]').click();
    await fillAndSend(page, { question: 'Which entity signs the order?' });
  },
  'two-teams 4': async (page) => {
    await lastCard(page).locator('[data-action-id="handoff-answer"]').click();
    await fillAndSend(page, { answer: 'Halden Mills itself, as before.' });
  },
  'two-teams 5': async (page) => {
    await lastPost(page).locator('[data-action-id="handoff-done"]').click();
    await page.locator('#modal[open] input[value="quoted-direct"]').check();
    await page.locator('[data-submit]').click();
  },
};

/** As much of an element of the page as is used here; this project has no DOM types. */
interface ScrollableElement {
  scrollIntoView(): void;
}

/** The guided stories, each in a window of its own; one with the keyboard alone, one in a narrow window. */
export const STORY_WALKTHROUGHS: Record<string, (walk: WalkthroughContext) => Promise<void>> = {
  'story: cannot sign in': (walk) => walkStory(walk, 'sign-in'),
  'story: the Sold-To changes a contact, with the keyboard': walkByKeyboard,
  'story: the Sold-To changes a contact': (walk) => walkStory(walk, 'sold-to'),
  'story: a reseller with the wrong invoice, in a narrow window': async (walk) => {
    await walk.page.setViewportSize({ width: 390, height: 844 });
    await walkStory(walk, 'wrong-invoice');
    await requireAccessible(walk.page, 'a narrow window');
    await lastCard(walk.page).evaluate((card) => (card as unknown as ScrollableElement).scrollIntoView());
    await walk.page.screenshot({ path: join(walk.folder, 'story-narrow.png') });
  },
  'story: Zuora is down': (walk) => walkStory(walk, 'zuora-down'),
  'story: Support and Sales': async (walk) => {
    await walkStory(walk, 'two-teams');
    await openAs(walk.page, 'UANA', 'CSUPPORT');
  },
};

/** Run last, because it permanently changes a customer that the others use. */
export const LAST_STORY: typeof STORY_WALKTHROUGHS = {
  'story: direct renewal, then login': async (walk) => {
    await openAs(walk.page, 'UANA', 'CSUPPORT');
    await showPanelTab(walk.page, 'controls');
    await walk.page.locator('[data-upstream-event="channel-changes-back"]').click();
    await walkStory(walk, 'direct-renewal');
  },
};

/** Completes the first two steps of a story with the keyboard: starts it, sends the command, and ticks a step of the card. */
async function walkByKeyboard({ page }: WalkthroughContext): Promise<void> {
  await openAs(page, 'UANA', 'CSUPPORT');
  await showPanelTab(page, 'stories');
  await page.locator('#composer').focus();
  await tabTo(page, '[data-story="sold-to"] .story-head');
  await page.keyboard.press('Enter');
  const cards = await page.locator(CARD).count();
  await tabTo(page, '[data-story="sold-to"] [data-story-act="0"]');
  await page.keyboard.press('Enter');
  await page.locator(CARD).nth(cards).waitFor({ timeout: 10_000 });
  await tabTo(page, `${CARD}:nth-last-child(1) [data-action-id="step-done"]`, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await lastCard(page).getByText('(edited)').waitFor({ timeout: 10_000 });
  await tabTo(page, '[data-story="sold-to"] .story-head');
  await page.keyboard.press('Enter');
}

/** Presses Tab until an element that matches has the focus. */
async function tabTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 400; presses += 1) {
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${selector}`);
}

/** Goes through a guided story of the panel, step by step, until each is ticked. */
async function walkStory({ page }: WalkthroughContext, story: string): Promise<void> {
  await openAs(page, 'UANA', 'CSUPPORT');
  const steps = page.locator(`[data-story="${story}"] [data-story-step]`);
  await openPanel(page);
  await page.locator('[data-panel-tab="stories"]').click();
  await page.locator(`[data-story="${story}"] .story-head`).click();
  const count = await steps.count();
  for (let index = 0; index < count; index += 1) {
    await takeStep(page, steps.nth(index), `${story} ${index}`);
    await page
      .locator(`[data-story="${story}"] [data-story-step="${index}"].done`)
      .waitFor({ state: 'attached', timeout: 20_000 });
    await closeModal(page);
  }
}

async function takeStep(page: Page, step: Locator, name: string): Promise<void> {
  await openPanel(page);
  const act = step.locator('[data-story-act]');
  const byHand = BY_HAND[name];
  if ((await act.count()) > 0) await act.click();
  else if (!byHand) await step.locator('input').click();
  if (!byHand) return;
  await closePanel(page);
  await byHand(page);
}

/** On a narrow window the panel lies over the page. */
async function openPanel(page: Page): Promise<void> {
  if ((await page.locator('.panel-toggle').isVisible()) && !(await page.locator('body.show-panel').count()))
    await page.locator('.panel-toggle').click();
}

async function closePanel(page: Page): Promise<void> {
  if (await page.locator('body.show-panel').count()) await page.keyboard.press('Escape');
}

async function closeModal(page: Page): Promise<void> {
  const close = page.locator('#modal[open] [data-close]');
  if (await close.isVisible()) await close.click();
}

function copyReply(page: Page): Promise<void> {
  return lastCard(page).locator('[data-action-id="copy-texts"]').click();
}

function pressDone(page: Page): Promise<void> {
  return lastCard(page).locator('[data-action-id="step-done"]:visible').first().click();
}

async function postHandoff(page: Page): Promise<void> {
  await draftAndPreview(page, {
    ask: 'The customer wants to renew with us.',
    plan: 'Premium',
    seats: '25',
    writtenWishSource: 'in ticket #48211',
  });
  await page.locator('[data-submit]').click();
  await lastCard(page).getByText('nobody has claimed it yet').waitFor({ timeout: 15_000 });
}
