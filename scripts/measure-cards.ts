import type { Locator, Page } from 'playwright-core';
import { SAMPLE_ENTRIES } from './sandbox/upstreams/customers.ts';
import { type SandboxBrowser, withSandboxBrowser } from './sandbox-browser.ts';

/** Windows in CSS pixels. The cards are measured in the widths that their channel has there. */
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 740 };
/** Width of a card on a desktop, in CSS pixels. */
const DESKTOP_CARD_WIDTH = 680;
const MAX_BLOCKS = 8;
const CARD = '[data-ts]:has([data-action-id="case-menu"])';
const CARD_TIMEOUT_MS = 15_000;

/** As much of an element of the page as is used here; this project has no DOM types. */
interface PageElement {
  readonly children: { readonly length: number };
  readonly firstElementChild: PageElement;
  readonly innerText: string;
  readonly textContent: string;
  readonly style: { cssText: string };
  querySelector(selector: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement;
  getBoundingClientRect(): { readonly height: number; readonly top: number; readonly bottom: number };
}

interface CardMeasures {
  readonly sample: string;
  readonly title: string;
  /** Top-level blocks. */
  readonly blocks: number;
  /** Height in CSS pixels without the lines of the folded parts, on a desktop and on a phone. */
  readonly desktop: number;
  readonly phone: number;
  /** Whether the verdict and the controls of the next step are in sight when the card arrives. */
  readonly inSightOnDesktop: boolean;
  readonly inSightOnPhone: boolean;
  /** Visible buttons and menus. */
  readonly controls: number;
  /** Visible words. */
  readonly words: number;
}

type Column = keyof CardMeasures;

const COLUMNS: Readonly<Record<Column, string>> = {
  sample: 'Sample',
  title: 'Card',
  blocks: 'Blocks',
  desktop: 'Desktop px',
  phone: 'Phone px',
  inSightOnDesktop: 'In sight, desktop',
  inSightOnPhone: 'In sight, phone',
  controls: 'Controls',
  words: 'Words',
};

/**
 * Checks every sample customer of the sandbox, or those that contain one of the given words, and prints how large its card
 * is when it arrives: as a table for the terminal, or with `--markdown` for a document. Exits with code 1 when a card has
 * more than `MAX_BLOCKS` blocks, or when its verdict and next step are not in sight.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const words = args.filter((word) => word !== '--markdown');
  const measures = await withSandboxBrowser((sandbox) => measureSamples(sandbox, words));
  if (args.includes('--markdown')) console.log(markdownTable(measures));
  else console.table(measures.map(({ sample, ...rest }) => ({ sample: sample.slice(0, 40), ...rest })));
  const tooLarge = measures.filter((one) => problemsOf(one).length > 0);
  for (const one of tooLarge) console.log(`✗ ${one.sample}: ${problemsOf(one).join(', ')}`);
  console.log(
    `${measures.length - tooLarge.length} of ${measures.length} cards are in sight when they arrive`,
  );
  process.exitCode = measures.length === 0 || tooLarge.length > 0 ? 1 : 0;
}

function problemsOf({ blocks, inSightOnDesktop, inSightOnPhone }: CardMeasures): string[] {
  return [
    ...(blocks > MAX_BLOCKS ? [`${blocks} blocks`] : []),
    ...(inSightOnDesktop ? [] : ['out of sight on a desktop']),
    ...(inSightOnPhone ? [] : ['out of sight on a phone']),
  ];
}

function markdownTable(measures: readonly CardMeasures[]): string {
  const columns = Object.keys(COLUMNS) as Column[];
  const rows = [
    columns.map((column) => COLUMNS[column]),
    columns.map(() => '---'),
    ...measures.map((one) => columns.map((column) => cellText(one[column]))),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cellText(value: CardMeasures[Column]): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

async function measureSamples(
  { browser, address }: SandboxBrowser,
  words: readonly string[],
): Promise<CardMeasures[]> {
  const desktop = await browser.newPage({ viewport: DESKTOP });
  const phone = await browser.newPage({ viewport: PHONE });
  for (const page of [desktop, phone]) await page.goto(`${address}/?user=UANA&channel=CSUPPORT`);
  const measures: CardMeasures[] = [];
  for (const { text } of SAMPLE_ENTRIES) {
    if (words.length > 0 && !words.some((word) => text.includes(word))) continue;
    const measured = await measureCard({ desktop, phone }, text);
    if (measured) measures.push(measured);
  }
  return measures;
}

/** Returns null for an input that is answered without a card. */
async function measureCard(
  { desktop, phone }: { desktop: Page; phone: Page },
  sample: string,
): Promise<CardMeasures | null> {
  const before = await desktop.locator(CARD).count();
  for (const page of [desktop, phone]) await page.locator('#scroller').evaluate(scrollToBottom);
  await desktop.fill('#composer', `/reseller-check ${sample} new`);
  await desktop.press('#composer', 'Enter');
  const card = desktop.locator(CARD).nth(before);
  if (!(await hasArrived(card))) return null;
  const onPhone = phone.locator(CARD).nth(before);
  await onPhone.waitFor({ timeout: CARD_TIMEOUT_MS });
  return {
    sample,
    ...(await card.evaluate(contentsOf)),
    inSightOnDesktop: await card.evaluate(isInSight),
    inSightOnPhone: await onPhone.evaluate(isInSight),
    desktop: await card.evaluate(heightAtWidth, DESKTOP_CARD_WIDTH),
    phone: await onPhone.evaluate(heightAtWidth, null),
  };
}

function hasArrived(card: Locator): Promise<boolean> {
  return card.waitFor({ timeout: CARD_TIMEOUT_MS }).then(
    () => true,
    () => false,
  );
}

/** Runs in the page: goes to where the page stays when a message arrives. */
function scrollToBottom(element: unknown): void {
  const list = element as { scrollTop: number; readonly scrollHeight: number };
  list.scrollTop = list.scrollHeight;
}

/** Runs in the page, on the element of a message. `width`: null for the width that it has. */
function heightAtWidth(element: unknown, width: number | null): number {
  const body = (element as PageElement).querySelector('.blocks');
  const saved = body.style.cssText;
  const folds = [...body.querySelectorAll('details')];
  for (const fold of folds) fold.style.cssText = 'display:none';
  if (width !== null) body.style.cssText = `width:${width}px;max-width:${width}px`;
  const { height } = body.getBoundingClientRect();
  body.style.cssText = saved;
  for (const fold of folds) fold.style.cssText = '';
  return Math.round(height);
}

/** Runs in the page, on the element of a message: compares its title and the menu beside the next step with the list of messages. */
function isInSight(element: unknown): boolean {
  const message = element as PageElement;
  const list = message.closest('#scroller').getBoundingClientRect();
  const title = message.querySelector('.blocks').firstElementChild.getBoundingClientRect();
  const menu = message.querySelector('[data-action-id="case-menu"]').getBoundingClientRect();
  return title.top >= list.top && menu.bottom <= list.bottom;
}

/** Runs in the page, on the element of a message. */
function contentsOf(element: unknown): Pick<CardMeasures, 'title' | 'blocks' | 'controls' | 'words'> {
  const body = (element as PageElement).querySelector('.blocks');
  const controls = [...body.querySelectorAll('button, select')].filter(
    (control) => (control.closest('details:not([open])') as PageElement | null) === null,
  );
  return {
    title: body.firstElementChild.textContent,
    blocks: body.children.length,
    controls: controls.length,
    words: body.innerText.split(/\s+/).filter(Boolean).length,
  };
}

await main();
