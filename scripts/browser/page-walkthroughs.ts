import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { requireAccessible, requireUniqueNames } from './accessibility.ts';
import {
  ask,
  lastCard,
  openApp,
  openAs,
  send,
  setFolds,
  showPanelTab,
  type WalkthroughContext,
} from './page-helpers.ts';

/** Use the functions of the sandbox's own page; they need a card in #support-licensing. */
export const PAGE_WALKTHROUGHS: Record<string, (walk: WalkthroughContext) => Promise<void>> = {
  'the same in dark, with the thread open': async ({ page, folder }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await send(page, `@Reseller Check A-S00900002 new`);
    const asked = page.locator('#messages [data-ts]', { hasText: 'A-S00900002 new' }).last();
    await asked.locator('[data-open-thread]').click();
    await page.locator('#thread .header').waitFor({ timeout: 10_000 });
    await page.fill('#thread-composer', 'Thank you');
    await page.press('#thread-composer', 'Enter');
    await page.locator('#thread [data-ts]', { hasText: 'Thank you' }).waitFor();
    await requireAccessible(page, 'a thread in dark');
    await page.screenshot({ path: join(folder, 'thread-dark.png') });
    await page.emulateMedia({ colorScheme: 'light' });
  },
  'no serious problem for assistive technology, in light and dark': async ({ page }) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await requireAccessiblePages(page, colorScheme);
    }
  },
  'direct messages with the bot': async ({ page, folder }) => {
    await openApp(page, 'UBEN');
    await page.locator('[data-tab="messages"]').click();
    await send(page, 'A-S00900051 new');
    await page
      .locator('#messages [data-ts]', { hasText: 'A-S00900051 ·' })
      .last()
      .waitFor({ timeout: 10_000 });
    await page.locator('#live-region', { hasText: 'A-S00900051' }).waitFor({ state: 'attached' });
    await page.screenshot({ path: join(folder, 'direct-messages.png') });
  },
  'a draft and the open thread are there after a reload': async ({ page }) => {
    await openAs(page, 'UANA', 'CSUPPORT');
    await page.locator('[data-open-thread]').last().click();
    await page.fill('#thread-composer', 'Half a sentence');
    await page.fill('#composer', 'Another half');
    await page.reload();
    await page.locator('#thread-composer').waitFor();
    const texts = [await page.inputValue('#thread-composer'), await page.inputValue('#composer')];
    if (texts.join() !== 'Half a sentence,Another half') throw new Error(`the drafts are ${texts.join()}`);
    await page.fill('#composer', '');
    await page.fill('#thread-composer', '');
    await page.locator('[data-close-thread]').click();
  },
  'the bot is restarted, and its cards still work': async ({ page }) => {
    await ask(page, 'A-S00900051 sign-in');
    await showPanelTab(page, 'controls');
    await page.locator('#restart').click();
    await page.getByText('Restarted in').waitFor({ timeout: 20_000 });
    await lastCard(page).locator('[data-action-id="step-done"]:visible').first().click();
    await lastCard(page).getByText('(edited)').waitFor({ timeout: 10_000 });
  },
  'Slack refuses folded blocks, and a dialog shows the steps': async ({ page, folder }) => {
    await showPanelTab(page, 'controls');
    await page.locator('#refuse-containers').check();
    await ask(page, 'A-S00900051 sign-in');
    await lastCard(page).locator('[data-action-id="show-steps"]').click();
    await page.locator('#modal[open] [data-action-id="choose-topic"]').waitFor({ timeout: 5_000 });
    await page.locator('#modal[open]').screenshot({ path: join(folder, 'steps-dialog.png') });
    await page.locator('#modal[open] [data-close]').click();
    await page.locator('#refuse-containers').uncheck();
    await page.locator('#restart').click();
    await page.locator('#restart:not([aria-busy])').waitFor({ timeout: 20_000 });
  },
};

async function requireAccessiblePages(page: Page, scheme: string): Promise<void> {
  await openAs(page, 'UANA', 'CSALES');
  await requireAccessible(page, `an empty channel, ${scheme}`);
  await openAs(page, 'UANA', 'CSUPPORT');
  await setFolds(lastCard(page), true);
  for (const tab of ['samples', 'controls', 'stories'] as const) {
    await showPanelTab(page, tab);
    await requireAccessible(page, `cards unfolded, and ${tab}, ${scheme}`);
    for (const part of ['#sidebar', '#panel', '#compose']) await requireUniqueNames(page.locator(part));
  }
  await requireUniqueNames(lastCard(page));
  await page.locator('[data-shortcut="check-customer"]').click();
  await page.locator('#modal[open] [data-close]').waitFor();
  await requireAccessible(page, `a form, ${scheme}`);
  await page.locator('#modal[open] [data-close]').click();
  await page.locator('#modal:not([open])').waitFor({ state: 'attached' });
  await openApp(page, 'UANA');
  await page.locator('[data-tab="home"]').click();
  await requireAccessible(page, `the Home tab, ${scheme}`);
}
