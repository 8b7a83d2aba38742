import { join } from 'node:path';
import {
  advanceClockOnPage,
  advanceClockUntil,
  ask,
  chooseProof,
  completeAllSteps,
  draftAndPreview,
  fillAndSend,
  lastCard,
  lastPost,
  linkSalesforcePost,
  openApp,
  openAs,
  recheck,
  SHORT_TIMEOUT_MS,
  send,
  showPanelTab,
  takeElementScreenshot,
  takeScreenshot,
  toWorkingHours,
  type WalkthroughContext,
} from './page-helpers.ts';

/** Walks through the sandbox, each independent of the others. */
export const WALKTHROUGHS: Record<string, (walk: WalkthroughContext) => Promise<void>> = {
  'a resold subscription': (walk) =>
    takeElementScreenshot(walk, 'A-S00900001 sign-in', { verdict: 'Reseller', name: 'reseller' }),
  'a direct subscription': (walk) =>
    takeElementScreenshot(walk, 'A-S00900002 sign-in', { verdict: 'Direct', name: 'direct' }),
  'an account with both': (walk) =>
    takeElementScreenshot(walk, 'A00900020', { verdict: 'Mixed', name: 'mixed' }),
  'owner and channel contradict': (walk) =>
    takeElementScreenshot(walk, 'A-S00900003 enable-login', { verdict: 'Conflict', name: 'conflict' }),
  'Zuora is down, then up again': async (walk) => {
    await showPanelTab(walk.page, 'controls');
    await walk.page.selectOption('[data-fault="zuora"]', 'down');
    await takeElementScreenshot(walk, 'A-S00900050', { verdict: 'Unknown', name: 'unknown' });
    await walk.page.selectOption('[data-fault="zuora"]', 'none');
    await recheck(walk.page);
    await lastCard(walk.page).locator('.header', { hasText: 'Reseller' }).waitFor({ timeout: 15_000 });
  },
  'the message shortcut answers in the thread': async ({ page }) => {
    await send(page, 'Who takes ticket #48220 please?');
    const message = page.locator('[data-ts]', { hasText: 'Who takes ticket' }).last();
    await message.hover();
    await message.locator('[data-message-menu]').click();
    await page.locator('[data-shortcut="check-ticket"]').last().click();
    await message.locator('[data-open-thread]').click();
    await page
      .locator('#thread [data-ts]', { hasText: 'A-S00900050' })
      .last()
      .waitFor({ timeout: SHORT_TIMEOUT_MS * 3 });
  },
  'a guest is refused': async ({ page }) => {
    await page.locator('[data-user-switch="UGUEST"]').click();
    await send(page, '/reseller-check A-S00900001');
    await page
      .getByText('Guests')
      .first()
      .waitFor({ timeout: SHORT_TIMEOUT_MS * 3 });
    await page.locator('[data-user-switch="UANA"]').click();
  },
  'cannot sign in, from start to end': async ({ page, folder }) => {
    await ask(page, '#48211');
    await completeAllSteps(page);
    await takeScreenshot(page, join(folder, 'walk-sign-in.png'));
  },
  'contact change by a reseller without an invoice': async ({ page, folder }) => {
    await ask(page, '#48212');
    await chooseProof(page, 'none');
    await takeScreenshot(page, join(folder, 'walk-contact-change.png'));
    await completeAllSteps(page);
  },
  'a handoff, from the draft to the post': async ({ page, folder }) => {
    await openAs(page, 'UANA', 'CSUPPORT');
    await ask(page, '#48211 direct-renewal');
    await draftAndPreview(page, {
      ask: 'The customer wants to renew with us. Write to ops@halden-mills.example about it.',
      plan: 'Premium',
      seats: '25',
      writtenWishSource: 'in ticket #48211',
    });
    await page.getByText('1 email address').waitFor();
    await page.locator('#modal[open]').screenshot({ path: join(folder, 'handoff-preview.png') });
    await page.locator('[data-submit]').click();
    await lastCard(page).getByText('nobody has claimed it yet').waitFor({ timeout: 15_000 });
    await takeScreenshot(page, join(folder, 'handoff-card.png'));
    await linkSalesforcePost(page);
    await lastCard(page).getByText('An answer is expected by').waitFor({ timeout: 10_000 });
    await openAs(page, 'UROBIN', 'CEMEA');
    await lastPost(page).getByText('first bought through a reseller').waitFor();
  },
  'a handoff in the Sales channel: claim, question, answer, outcome': async ({ page, folder }) => {
    await lastPost(page).locator('[data-action-id="handoff-claim"]').click();
    await lastPost(page).getByText('reconfirm by').waitFor({ timeout: 10_000 });
    await lastPost(page).screenshot({ path: join(folder, 'handoff-claimed.png') });
    await lastPost(page).locator('[data-action-id="handoff-question"]').click();
    await fillAndSend(page, { question: 'Which entity signs the order?' });
    await lastPost(page).getByText('Which entity signs').waitFor({ timeout: 10_000 });
    await openAs(page, 'UANA', 'CSUPPORT');
    await lastCard(page).locator('[data-action-id="handoff-answer"]').click();
    await fillAndSend(page, { answer: 'Halden Mills itself, as before.' });
    await openAs(page, 'UROBIN', 'CEMEA');
    await lastPost(page).getByText('as before').waitFor({ timeout: 10_000 });
    await lastPost(page).locator('[data-action-id="handoff-done"]').click();
    await page.locator('#modal[open] input[value="quoted-direct"]').check();
    await page.locator('[data-submit]').click();
    await lastPost(page).getByText('quoted directly').waitFor({ timeout: 10_000 });
  },
  'direct renewal, then login': async ({ page, folder }) => {
    await openAs(page, 'UANA', 'CSUPPORT');
    await ask(page, 'A-S00900001 direct-renewal');
    await completeAllSteps(page);
    await ask(page, 'A-S00900001 enable-login');
    await completeAllSteps(page);
    await lastCard(page).locator('[data-action-id="step-check-now"]').click();
    await lastCard(page).getByText('is Reseller, channel').first().waitFor({ timeout: 10_000 });
    await takeScreenshot(page, join(folder, 'walk-login-locked.png'));
    for (const event of ['invoice-moves', 'channel-changes'])
      await page.locator(`[data-upstream-event="${event}"]`).click();
    await recheck(page);
    await lastCard(page).getByText('verdict was').waitFor({ timeout: 10_000 });
    await completeAllSteps(page);
    await lastCard(page).locator('[data-action-id="step-check-now"]').click();
    await lastCard(page).getByText('Unlocked until').first().waitFor({ timeout: 10_000 });
    await takeScreenshot(page, join(folder, 'walk-login-allowed.png'));
    await completeAllSteps(page);
    if ((await lastCard(page).locator('[data-action-id="step-done"]').count()) > 0)
      throw new Error('steps are left');
  },
  'time passes: no answer, escalation, and the login after a direct renewal': async ({ page, folder }) => {
    await openAs(page, 'UANA', 'CSUPPORT');
    await ask(page, '#48220');
    await draftAndPreview(page, {
      usersInLicence: '100',
      billableUsers: '120',
      maximumUsers: '130',
      usersOverLicence: '30',
    });
    await page.locator('[data-submit]').click();
    await lastCard(page).getByText('nobody has claimed it yet').waitFor({ timeout: 15_000 });
    await linkSalesforcePost(page);
    // To a working noon, more than a week later.
    for (let days = 0; days < 8; days += 1) await advanceClockOnPage(page, '86400000');
    await toWorkingHours(page);
    await openAs(page, 'UROBIN', 'CEMEA');
    const reminder = page.locator('[data-ts]', { hasText: 'is waiting to be claimed' }).last();
    await advanceClockUntil(page, reminder);
    await reminder.screenshot({ path: join(folder, 'handoff-reminder.png') });
    await openApp(page, 'UANA');
    await page.getByText('login can be restored').first().waitFor({ timeout: 40_000 });
    await page.locator('[data-ts]', { hasText: 'do not escalate' }).last().waitFor();
    await page.screenshot({ path: join(folder, 'handoff-notes.png') });
  },
  'the Home tab, and the same in short': async ({ page, folder }) => {
    await openAs(page, 'UROBIN', 'CEMEA');
    await lastPost(page).locator('[data-action-id="handoff-question"]').click();
    await fillAndSend(page, { question: 'How many people use it now?' });
    await lastPost(page).getByText('How many people').waitFor({ timeout: 10_000 });
    await openApp(page, 'UANA');
    await page.locator('[data-tab="home"]').click();
    await page.locator('#home').getByText('How many people').waitFor({ timeout: 10_000 });
    // The view is drawn anew whenever something changes, so its element may be gone before a screenshot of it is taken.
    const clip = await page.locator('#home .blocks').boundingBox();
    await page.screenshot({ path: join(folder, 'home.png'), ...(clip && { clip }) });
    await openAs(page, 'UANA', 'CSUPPORT');
    await send(page, '/reseller-check mine');
    await page.getByText('Waiting for you').first().waitFor({ timeout: 10_000 });
  },
  'a phone shows the verdict first': async ({ page, folder }) => {
    await openAs(page, 'UANA', 'CSUPPORT');
    await page.setViewportSize({ width: 390, height: 844 });
    await lastCard(page).evaluate((card) => card.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, 'phone.png') });
  },
};
