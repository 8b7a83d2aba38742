import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { type SandboxBrowser, withSandboxBrowser } from './sandbox-browser.ts';

/** Folder of the pictures: a temporary one, or with PICTURES=docs the one that the documents use. */
const UPDATE_PICTURES = process.env['PICTURES'] === 'docs';
/** A card must be there this soon after the command was sent. */
const SHORT_TIMEOUT_MS = 2_000;
/** A message that is a card. */
const CARD = '[data-ts]:has([data-action-id="case-menu"])';
const SALESFORCE_POST_URL = 'https://gitlab.lightning.force.com/lightning/r/Case/5005/view';

const root = fileURLToPath(new URL('..', import.meta.url));

interface WalkthroughContext {
  readonly page: Page;
  readonly folder: string;
}

/** Walks through the sandbox, each independent of the others. */
const WALKTHROUGHS: Record<string, (walk: WalkthroughContext) => Promise<void>> = {
  'a resold subscription': (walk) =>
    takeElementScreenshot(walk, 'A-S00900001 sign-in', { verdict: 'Reseller', name: 'reseller' }),
  'a direct subscription': (walk) =>
    takeElementScreenshot(walk, 'A-S00900002 sign-in', { verdict: 'Direct', name: 'direct' }),
  'an account with both': (walk) =>
    takeElementScreenshot(walk, 'A00900020', { verdict: 'Mixed', name: 'mixed' }),
  'owner and channel contradict': (walk) =>
    takeElementScreenshot(walk, 'A-S00900003 enable-login', { verdict: 'Conflict', name: 'conflict' }),
  'Zuora is down, then up again': async (walk) => {
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
    await page
      .locator('[data-ts]', { hasText: 'A-S00900050' })
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
    await page.getByText('1 e-mail address').waitFor();
    await page.locator('#modal[open]').screenshot({ path: join(folder, 'handoff-preview.png') });
    await page.locator('[data-submit]').click();
    await lastCard(page).getByText('nobody has claimed it yet').waitFor({ timeout: 15_000 });
    await takeScreenshot(page, join(folder, 'handoff-card.png'));
    await linkSalesforcePost(page);
    await lastCard(page).locator('summary', { hasText: '1 of 7' }).waitFor({ timeout: 10_000 });
    await openAs(page, 'UROBIN', 'CEMEA');
    await lastPost(page).getByText('first had a reseller purchase').waitFor();
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
    await page.locator('#home').screenshot({ path: join(folder, 'home.png') });
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
    await page.setViewportSize({ width: 1280, height: 1500 });
  },
};

async function main(): Promise<void> {
  process.exitCode = await withSandboxBrowser(runWalkthroughs);
}

/** Returns the exit code. */
async function runWalkthroughs({ browser, address }: SandboxBrowser): Promise<number> {
  const folder = UPDATE_PICTURES
    ? join(root, 'scripts/sandbox/pictures')
    : await mkdtemp(join(tmpdir(), 'pictures-'));
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${address}/?user=UANA&channel=CSUPPORT`);
  let failed = 0;
  for (const [name, walk] of Object.entries(WALKTHROUGHS).filter(isWanted)) {
    const problem = await walk({ page, folder }).then(
      () => null,
      (error: unknown) => String(error),
    );
    console.log(`${problem ? '✗' : '✓'} ${name}${problem ? `\n  ${problem}` : ''}`);
    if (problem) {
      failed += 1;
      await page.screenshot({ path: join(folder, `failed-${failed}.png`) });
    }
  }
  for (const complaint of complaints) console.log(`✗ the page complains: ${complaint}`);
  failed += complaints.length;
  console.log(
    `Pictures: ${folder}\n${Object.entries(WALKTHROUGHS).filter(isWanted).length + complaints.length - failed} passed, ${failed} failed`,
  );
  return failed > 0 ? 1 : 0;
}

/** True for every walkthrough, or for those whose name contains the words given to the script. */
function isWanted([name]: readonly [string, unknown]): boolean {
  return name.includes(process.argv.slice(2).join(' '));
}

async function send(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

/** Looks at a channel as that person. */
async function openAs(page: Page, user: string, channel: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/?user=${user}&channel=${channel}`);
  await page.locator('#composer').waitFor();
}

/** The direct messages with the bot, and its Home tab. */
async function openApp(page: Page, user: string): Promise<void> {
  await openAs(page, user, 'CSUPPORT');
  await page.locator('#channels').getByText('Reseller Check').click();
  await page.locator('[data-tab="home"]').waitFor({ timeout: 10_000 });
}

/** Waits; the bot runs its due work every few seconds. */
async function advanceClockOnPage(page: Page, ms: string): Promise<void> {
  const before = await page.locator('#clock .time').getAttribute('data-time');
  await page.locator(`[data-clock="${ms}"]`).click();
  await page.locator(`#clock .time:not([data-time="${before}"])`).waitFor();
}

/** Hour by hour: what is due is found within seconds, and a reminder then waits for the end of its quarter of an hour. */
async function advanceClockUntil(page: Page, shown: Locator): Promise<void> {
  for (let hours = 0; hours < 4; hours += 1) {
    await shown.waitFor({ timeout: 15_000 }).catch(() => advanceClockOnPage(page, '3600000'));
    if (await shown.isVisible()) return;
  }
  await shown.waitFor({ timeout: 15_000 });
}

/** To a Tuesday, Wednesday or Thursday, between ten and noon in London. */
async function toWorkingHours(page: Page): Promise<void> {
  for (let hours = 0; hours < 24 * 7; hours += 1) {
    const at = new Date((await page.locator('#clock .time').getAttribute('data-time')) ?? '');
    if ([2, 3, 4].includes(at.getUTCDay()) && at.getUTCHours() >= 10 && at.getUTCHours() < 12) return;
    await advanceClockOnPage(page, '3600000');
  }
}

/** The newest handoff in the channel. */
function lastPost(page: Page) {
  return page.locator('[data-ts]', { hasText: 'Handoff · ' }).last();
}

async function draftAndPreview(page: Page, input: Readonly<Record<string, string>>): Promise<void> {
  await lastCard(page).locator('[data-action-id="draft-handoff"]').click();
  await page.locator('#modal[open] [data-action-id="ask"]').waitFor({ timeout: 5_000 });
  const wish = page.locator('#modal[open] input[data-action-id="writtenWish"][value="yes"]');
  if ((await wish.count()) > 0) await wish.check();
  await fillAndSend(page, input);
  await page.getByText('Post to Sales').waitFor({ timeout: 10_000 });
}

/** The time for an answer runs from the post in Salesforce on, so it is linked on the newest card. */
async function linkSalesforcePost(page: Page): Promise<void> {
  await lastCard(page).locator('.primary[data-action-id="handoff-menu"]').click();
  await fillAndSend(page, { link: SALESFORCE_POST_URL });
  await page.locator('#modal:not([open])').waitFor({ state: 'attached' });
}

async function fillAndSend(page: Page, input: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(input))
    await page.locator(`#modal[open] [data-action-id="${name}"]`).fill(text);
  await page.locator('[data-submit]').click();
}

function lastCard(page: Page) {
  return page.locator(CARD).last();
}

/** Asks for a new case, whether or not an earlier walkthrough left one open. */
async function ask(page: Page, what: string): Promise<void> {
  const before = await page.locator(CARD).count();
  await send(page, `/reseller-check ${what} new`);
  await page.locator(CARD).nth(before).waitFor({ timeout: SHORT_TIMEOUT_MS });
}

async function takeScreenshot(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(200);
  await setFolds(lastCard(page), false);
  await lastCard(page).screenshot({ path });
}

/** Opens or closes the folded parts of a card, such as all steps and the evidence. */
async function setFolds(card: Locator, open: boolean): Promise<void> {
  const others = card.locator(`details${open ? ':not([open])' : '[open]'} > summary`);
  while ((await others.count()) > 0) await others.first().click();
}

/** Checks the newest card again: its button is among the evidence, and on the card where nothing is known. */
async function recheck(page: Page): Promise<void> {
  await setFolds(lastCard(page), true);
  await lastCard(page).locator('[data-action-id="recheck"]').click();
}

/** Says on the newest card what proof the ticket holds, and waits until the card says so. */
async function chooseProof(page: Page, proof: string): Promise<void> {
  await setFolds(lastCard(page), true);
  const menu = lastCard(page).locator('[data-action-id="choose-proof"]');
  const value = await menu.locator(`option[value*='"${proof}"']`).getAttribute('value');
  await menu.selectOption(value);
  await lastCard(page).getByText('Proof was').waitFor({ timeout: 10_000 });
}

/** Ticks every step that can be ticked, as a person would: confirming what is asked, pasting a link where one is wanted. */
async function completeAllSteps(page: Page): Promise<void> {
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

async function takeElementScreenshot(
  { page, folder }: WalkthroughContext,
  what: string,
  { verdict, name }: { verdict: string; name: string },
): Promise<void> {
  const before = await page.locator(CARD).count();
  await send(page, `/reseller-check ${what} new`);
  const card = page.locator(CARD).nth(before);
  const patience = verdict === 'Unknown' ? 15_000 : SHORT_TIMEOUT_MS;
  await card.getByText(verdict).first().waitFor({ timeout: patience });
  await page.waitForTimeout(200);
  await card.screenshot({ path: join(folder, `${name}.png`) });
}

await main();
