import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** A card must be there this soon after the command was sent. */
export const SHORT_TIMEOUT_MS = 2_000;
/** A message that is a card. */
export const CARD = '[data-ts]:has([data-action-id="case-menu"])';
const SALESFORCE_POST_URL = 'https://gitlab.lightning.force.com/lightning/r/Case/5005/view';

export interface WalkthroughContext {
  readonly page: Page;
  /** Folder for pictures. */
  readonly folder: string;
}

/** Shows a tab of the panel; it stays open when the page is loaded again. */
export async function showPanelTab(page: Page, name: 'stories' | 'samples' | 'controls'): Promise<void> {
  await page.locator(`[data-panel-tab="${name}"]`).click();
}

export async function send(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

/** Opens a channel as that person. */
export async function openAs(page: Page, user: string, channel: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/?user=${user}&channel=${channel}`);
  await page.locator('#channels [aria-current]').waitFor({ state: 'attached' });
}

/** Opens the person's conversation with the bot, which has the Home tab. */
export async function openApp(page: Page, user: string): Promise<void> {
  await openAs(page, user, 'CSUPPORT');
  await page.locator('#channels').getByText('Reseller Check').click();
  await page.locator('[data-tab="home"]').waitFor({ timeout: 10_000 });
}

/** Advances the sandbox's clock with the page's button. The bot runs due timers every few seconds. */
export async function advanceClockOnPage(page: Page, ms: string): Promise<void> {
  const before = await page.locator('#clock .time').getAttribute('data-time');
  await page.locator(`[data-clock="${ms}"]`).click();
  await page.locator(`#clock .time:not([data-time="${before}"])`).waitFor();
}

/** Advances the clock by the hour until the element is visible. A due reminder waits for the end of its quarter of an hour. */
export async function advanceClockUntil(page: Page, shown: Locator): Promise<void> {
  for (let hours = 0; hours < 4; hours += 1) {
    await shown.waitFor({ timeout: 15_000 }).catch(() => advanceClockOnPage(page, '3600000'));
    if (await shown.isVisible()) return;
  }
  await shown.waitFor({ timeout: 15_000 });
}

/** Advances the clock to a Tuesday, Wednesday or Thursday, between ten and noon in London. */
export async function toWorkingHours(page: Page): Promise<void> {
  for (let hours = 0; hours < 24 * 7; hours += 1) {
    const at = new Date((await page.locator('#clock .time').getAttribute('data-time')) ?? '');
    if ([2, 3, 4].includes(at.getUTCDay()) && at.getUTCHours() >= 10 && at.getUTCHours() < 12) return;
    await advanceClockOnPage(page, '3600000');
  }
}

/** The newest handoff in the channel. */
export function lastPost(page: Page) {
  return page.locator('[data-ts]', { hasText: 'Handoff · ' }).last();
}

/** Opens the form of a handoff, and says that the customer wrote that they want to leave the partner. */
export async function draftHandoff(page: Page): Promise<void> {
  await lastCard(page).locator('[data-action-id="draft-handoff"]').click();
  await page.locator('#modal[open] [data-action-id="ask"]').waitFor({ timeout: 5_000 });
  const wish = page.locator('#modal[open] input[data-action-id="writtenWish"][value="yes"]');
  if ((await wish.count()) > 0) await wish.check();
}

export async function draftAndPreview(page: Page, input: Readonly<Record<string, string>>): Promise<void> {
  await draftHandoff(page);
  await fillAndSend(page, input);
  await page.getByText('Post to Sales').waitFor({ timeout: 10_000 });
}

/** Links the post in Salesforce on the newest card. The time for an answer counts from that post. */
export async function linkSalesforcePost(page: Page): Promise<void> {
  await lastCard(page).locator('.primary[data-action-id="handoff-menu"]').click();
  await fillAndSend(page, { link: SALESFORCE_POST_URL });
  await page.locator('#modal:not([open])').waitFor({ state: 'attached' });
}

export async function fillAndSend(page: Page, input: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(input))
    await page.locator(`#modal[open] [data-action-id="${name}"]`).fill(text);
  await page.locator('[data-submit]').click();
}

export function lastCard(page: Page) {
  return page.locator(CARD).last();
}

/** Asks for a new case, whether or not an earlier walkthrough left one open. */
export async function ask(page: Page, what: string): Promise<void> {
  const before = await page.locator(CARD).count();
  await send(page, `/reseller-check ${what} new`);
  await page.locator(CARD).nth(before).waitFor({ timeout: SHORT_TIMEOUT_MS });
}

export async function takeScreenshot(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(200);
  await setFolds(lastCard(page), false);
  await lastCard(page).screenshot({ path });
}

/** Opens or closes the folded parts of a card, such as all steps and the evidence. */
export async function setFolds(card: Locator, open: boolean): Promise<void> {
  const others = card.locator(`details${open ? ':not([open])' : '[open]'} > summary`);
  while ((await others.count()) > 0) await others.first().click();
}

/** Checks the newest card again: its button is among the evidence, and on the card where nothing is known. */
export async function recheck(page: Page): Promise<void> {
  await setFolds(lastCard(page), true);
  await lastCard(page).locator('[data-action-id="recheck"]').click();
}

/** Chooses on the newest card which proof the ticket contains, and waits until the card shows it. */
export async function chooseProof(page: Page, proof: string): Promise<void> {
  await setFolds(lastCard(page), true);
  const menu = lastCard(page).locator('[data-action-id="choose-proof"]');
  const value = await menu.locator(`option[value*='"${proof}"']`).getAttribute('value');
  await menu.selectOption(value);
  await lastCard(page).getByText('changed the proof').waitFor({ timeout: 10_000 });
}

/** Ticks every step that can be ticked, as a person would: confirming what is asked, pasting a link where one is wanted. */
export async function completeAllSteps(page: Page): Promise<void> {
  const open = lastCard(page).locator('[data-action-id="step-done"]');
  while ((await open.count()) > 0) {
    const left = await lastCard(page).locator('[data-action-id="step-undo"]').count();
    if (!(await open.first().isVisible())) await setFolds(lastCard(page), true);
    await open.first().click();
    const confirm = page.locator('[data-confirm="yes"]');
    const modal = page.locator('#modal[open]');
    const ticked = lastCard(page).locator('[data-action-id="step-undo"]').nth(left);
    const isTicked = () => ticked.waitFor({ state: 'attached', timeout: 5_000 });
    await Promise.race([confirm.or(modal).first().waitFor({ timeout: 5_000 }), isTicked()]);
    if (await confirm.isVisible()) await confirm.click();
    await Promise.race([modal.waitFor({ timeout: 5_000 }), isTicked()]);
    if (await modal.isVisible()) {
      await modal.locator('[data-action-id="value"]').fill(SALESFORCE_POST_URL);
      await page.locator('[data-submit]').click();
    }
    await isTicked();
  }
  await setFolds(lastCard(page), false);
}

export async function takeElementScreenshot(
  { page, folder }: WalkthroughContext,
  what: string,
  { verdict, name }: { verdict: string; name: string },
): Promise<void> {
  const before = await page.locator(CARD).count();
  await send(page, `/reseller-check ${what} new`);
  const card = page.locator(CARD).nth(before);
  const timeout = verdict === 'Unknown' ? 15_000 : SHORT_TIMEOUT_MS;
  await card.getByText(verdict).first().waitFor({ timeout });
  await page.waitForTimeout(200);
  await card.screenshot({ path: join(folder, `${name}.png`) });
}
