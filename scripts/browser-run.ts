import { spawn } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Where pictures go: PICTURES=docs keeps them for the README, else a temporary folder takes them. */
const KEEP = process.env['PICTURES'] === 'docs';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
/** A card must be there this soon after the command was sent. */
const SOON_MS = 2_000;

const root = fileURLToPath(new URL('..', import.meta.url));

interface Walk {
  readonly page: Page;
  readonly folder: string;
}

/** What a person does in the sandbox, each walk on its own. */
const WALKS: Record<string, (walk: Walk) => Promise<void>> = {
  'a resold subscription': (walk) =>
    pictureOf(walk, 'A-S00900001 sign-in', { verdict: 'Reseller', name: 'reseller' }),
  'a direct subscription': (walk) =>
    pictureOf(walk, 'A-S00900002 sign-in', { verdict: 'Direct', name: 'direct' }),
  'an account with both': (walk) => pictureOf(walk, 'A00900020', { verdict: 'Mixed', name: 'mixed' }),
  'owner and channel contradict': (walk) =>
    pictureOf(walk, 'A-S00900003 enable-login', { verdict: 'Conflict', name: 'conflict' }),
  'Zuora is down, then up again': async (walk) => {
    await walk.page.selectOption('[data-fault="zuora"]', 'down');
    await pictureOf(walk, 'A-S00900050', { verdict: 'Unknown', name: 'unknown' });
    await walk.page.selectOption('[data-fault="zuora"]', 'none');
    await lastCard(walk.page).locator('[data-action-id="recheck"]').click();
    await lastCard(walk.page).getByText('Reseller · A-S00900050').waitFor({ timeout: 15_000 });
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
      .waitFor({ timeout: SOON_MS * 3 });
  },
  'a guest is refused': async ({ page }) => {
    await page.locator('[data-user-switch="UGUEST"]').click();
    await send(page, '/reseller-check A-S00900001');
    await page
      .getByText('Guests')
      .first()
      .waitFor({ timeout: SOON_MS * 3 });
    await page.locator('[data-user-switch="UANA"]').click();
  },
  'cannot sign in, from start to end': async ({ page, folder }) => {
    await ask(page, '#48211');
    await workThrough(page);
    await picture(page, join(folder, 'walk-sign-in.png'));
  },
  'contact change by a reseller without an invoice': async ({ page, folder }) => {
    await ask(page, '#48212');
    await lastCard(page)
      .locator('[data-action-id="choose-proof"]')
      .selectOption({ label: 'Proof: no invoice' });
    await lastCard(page).getByText('asks to change').first().waitFor();
    await page.waitForTimeout(500);
    await picture(page, join(folder, 'walk-contact-change.png'));
    await workThrough(page);
  },
  'direct renewal, then login': async ({ page, folder }) => {
    await ask(page, 'A-S00900001 direct-renewal');
    await workThrough(page);
    await lastCard(page).locator('[data-action-id="step-look"]').click();
    await lastCard(page).getByText('is Reseller, channel').waitFor({ timeout: 10_000 });
    await picture(page, join(folder, 'walk-login-locked.png'));
    for (const story of ['invoice-moves', 'channel-changes'])
      await page.locator(`[data-story="${story}"]`).click();
    await lastCard(page).locator('[data-action-id="recheck"]').click();
    await lastCard(page).getByText('verdict was').waitFor({ timeout: 10_000 });
    await workThrough(page);
    await lastCard(page).locator('[data-action-id="step-look"]').click();
    await lastCard(page).getByText('Allowed').waitFor({ timeout: 10_000 });
    await picture(page, join(folder, 'walk-login-allowed.png'));
    await workThrough(page);
    if ((await lastCard(page).locator('[data-action-id="step-done"]').count()) > 0)
      throw new Error('steps are left');
  },
  'a phone shows the verdict first': async ({ page, folder }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await lastCard(page).evaluate((card) => card.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, 'phone.png') });
    await page.setViewportSize({ width: 1280, height: 1500 });
  },
};

async function main(): Promise<void> {
  const sandbox = spawn('npm', ['run', 'sandbox'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressOf(sandbox.stdout);
  const folder = KEEP ? join(root, 'scripts/sandbox/pictures') : await mkdtemp(join(tmpdir(), 'pictures-'));
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}/?user=UANA&channel=CSUPPORT`);
  let failed = 0;
  for (const [name, walk] of Object.entries(WALKS)) {
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
  await browser.close();
  if (sandbox.pid) process.kill(-sandbox.pid, 'SIGINT');
  for (const complaint of complaints) console.log(`✗ the page complains: ${complaint}`);
  failed += complaints.length;
  console.log(
    `Pictures: ${folder}\n${Object.keys(WALKS).length + complaints.length - failed} passed, ${failed} failed`,
  );
  process.exit(failed > 0 ? 1 : 0);
}

/** The sandbox prints its address once it is ready. */
function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (chunk) => {
      text += String(chunk);
      const address = /Open (http:\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    output.on('end', () => reject(new Error(`the sandbox ended: ${text}`)));
  });
}

async function send(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

function lastCard(page: Page) {
  return page.locator('[data-ts]:has([data-action-id="recheck"])').last();
}

async function ask(page: Page, what: string): Promise<void> {
  const before = await page.locator('[data-ts]:has([data-action-id="recheck"])').count();
  await send(page, `/reseller-check ${what}`);
  await page.locator('[data-ts]:has([data-action-id="recheck"])').nth(before).waitFor({ timeout: SOON_MS });
}

async function picture(page: Page, path: string): Promise<void> {
  await page.waitForTimeout(200);
  await lastCard(page).screenshot({ path });
}

/** Ticks every step that can be ticked, as a person would: confirming what is asked, pasting a link where one is wanted. */
async function workThrough(page: Page): Promise<void> {
  for (;;) {
    const open = lastCard(page).locator('[data-action-id="step-done"]');
    const left = await lastCard(page).locator('[data-action-id="step-undo"]').count();
    if ((await open.count()) === 0) return;
    await open.first().click();
    const confirm = page.locator('[data-confirm="yes"]');
    const modal = page.locator('#modal[open]');
    const ticked = lastCard(page).locator('[data-action-id="step-undo"]').nth(left);
    await confirm.or(modal).or(ticked).first().waitFor({ timeout: 5_000 });
    if (await confirm.isVisible()) await confirm.click();
    await modal.or(ticked).first().waitFor({ timeout: 5_000 });
    if (await modal.isVisible()) {
      await modal
        .locator('[data-action-id="value"]')
        .fill('https://gitlab.lightning.force.com/lightning/r/Case/5005/view');
      await page.locator('[data-submit]').click();
    }
    await ticked.waitFor({ timeout: 5_000 });
  }
}

async function pictureOf(
  { page, folder }: Walk,
  what: string,
  { verdict, name }: { verdict: string; name: string },
): Promise<void> {
  const before = await page.locator('[data-ts]:has([data-action-id="recheck"])').count();
  await send(page, `/reseller-check ${what}`);
  const card = page.locator('[data-ts]:has([data-action-id="recheck"])').nth(before);
  const patience = verdict === 'Unknown' ? 15_000 : SOON_MS;
  await card.getByText(verdict).first().waitFor({ timeout: patience });
  await page.waitForTimeout(200);
  await card.screenshot({ path: join(folder, `${name}.png`) });
}

await main();
