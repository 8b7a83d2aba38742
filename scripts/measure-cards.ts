import type { Page } from 'playwright-core';
import { SAMPLE_ENTRIES } from './sandbox/upstreams/customers.ts';
import { type SandboxBrowser, withSandboxBrowser } from './sandbox-browser.ts';

/** Widths of the column of messages, in CSS pixels: a desktop and a phone. */
const WIDTHS = { desktop: 680, phone: 380 };
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
  closest(selector: string): PageElement | null;
  getBoundingClientRect(): { readonly height: number };
}

interface CardMeasures {
  readonly sample: string;
  readonly title: string;
  /** Top-level blocks. */
  readonly blocks: number;
  /** Height in CSS pixels without the lines of the folded parts. */
  readonly desktop: number;
  readonly phone: number;
  /** Visible buttons and menus. */
  readonly controls: number;
  /** Visible words. */
  readonly words: number;
}

/** Checks every sample customer of the sandbox and prints how large its card is when it arrives. */
async function main(): Promise<void> {
  const measures = await withSandboxBrowser(measureSamples);
  console.table(measures.map(({ sample, ...rest }) => ({ sample: sample.slice(0, 40), ...rest })));
}

async function measureSamples({ browser, address }: SandboxBrowser): Promise<CardMeasures[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
  await page.goto(`${address}/?user=UANA&channel=CSUPPORT`);
  const measures: CardMeasures[] = [];
  const wanted = process.argv.slice(2);
  for (const { text } of SAMPLE_ENTRIES) {
    if (wanted.length > 0 && !wanted.some((word) => text.includes(word))) continue;
    const measured = await measureCard(page, text);
    if (measured) measures.push(measured);
  }
  return measures;
}

/** Returns null for an input that is answered without a card. */
async function measureCard(page: Page, sample: string): Promise<CardMeasures | null> {
  const cards = page.locator(CARD);
  const before = await cards.count();
  await page.fill('#composer', `/reseller-check ${sample}`);
  await page.press('#composer', 'Enter');
  const card = cards.nth(before);
  const hasCard = await card.waitFor({ timeout: CARD_TIMEOUT_MS }).then(
    () => true,
    () => false,
  );
  if (!hasCard) return null;
  const heights = {
    desktop: await card.evaluate(heightAtWidth, WIDTHS.desktop),
    phone: await card.evaluate(heightAtWidth, WIDTHS.phone),
  };
  const facts = await card.evaluate(contentsOf);
  return { sample, ...heights, ...facts };
}

/** Runs in the page, on the element of a message. */
function heightAtWidth(element: unknown, width: number): number {
  const body = (element as PageElement).querySelector('.blocks');
  const saved = body.style.cssText;
  const folds = [...body.querySelectorAll('details')];
  for (const fold of folds) fold.style.cssText = 'display:none';
  body.style.cssText = `width:${width}px;max-width:${width}px`;
  const { height } = body.getBoundingClientRect();
  body.style.cssText = saved;
  for (const fold of folds) fold.style.cssText = '';
  return Math.round(height);
}

/** Runs in the page, on the element of a message. */
function contentsOf(element: unknown): Pick<CardMeasures, 'title' | 'blocks' | 'controls' | 'words'> {
  const body = (element as PageElement).querySelector('.blocks');
  const controls = [...body.querySelectorAll('button, select')].filter(
    (control) => control.closest('details:not([open])') === null,
  );
  return {
    title: body.firstElementChild.textContent,
    blocks: body.children.length,
    controls: controls.length,
    words: body.innerText.split(/\s+/).filter(Boolean).length,
  };
}

await main();
