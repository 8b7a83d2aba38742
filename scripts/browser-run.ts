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
  'a phone shows the verdict first': async ({ page, folder }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await lastCard(page).evaluate((card) => card.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, 'phone.png') });
    await page.setViewportSize({ width: 1280, height: 1000 });
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
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
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
    if (problem) failed += 1;
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
