import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import gifenc from 'gifenc';
import type { Page } from 'playwright-core';
import {
  draftHandoff,
  fillAndSend,
  lastCard,
  lastPost,
  openAs,
  send,
  type WalkthroughContext,
} from './page-helpers.ts';

const WINDOW = { width: 1000, height: 640 };
const COLORS = 128;

interface Frame {
  /** PNG. */
  readonly picture: Buffer;
  readonly seconds: number;
}

/** As much of the browser's API as is used here; this project has no DOM types. */
interface Browser {
  readonly Image: new () => { src: string; decode(): Promise<void> };
  readonly OffscreenCanvas: new (
    width: number,
    height: number,
  ) => {
    getContext(kind: '2d'): {
      drawImage(image: unknown, x: number, y: number): void;
      getImageData(x: number, y: number, w: number, h: number): { readonly data: Iterable<number> };
    };
  };
}

/** Records the animated picture of the README: a direct renewal, from the question to the claim by Sales. */
export const ANIMATION: Record<string, (walk: WalkthroughContext) => Promise<void>> = {
  'the animated picture': async ({ page, folder }) => {
    await page.setViewportSize(WINDOW);
    const frames: Frame[] = [];
    const take = async (seconds: number) => {
      await page.waitForTimeout(400);
      frames.push({ picture: await page.screenshot(), seconds });
    };
    await playRenewal(page, take);
    await writeFile(join(folder, 'renewal.gif'), await encode(page, frames));
  },
};

async function playRenewal(page: Page, take: (seconds: number) => Promise<void>): Promise<void> {
  await openAs(page, 'UANA', 'CSUPPORT');
  await page.fill('#composer', '/reseller-check #48211 direct-renewal new');
  await take(1.5);
  await send(page, '/reseller-check #48211 direct-renewal new');
  await lastCard(page).locator('.header', { hasText: 'Halden Mills' }).waitFor({ timeout: 10_000 });
  await take(4);
  await lastCard(page).locator('[data-action-id="copy-texts"]').click();
  await page.locator('#modal[open] [data-close]').waitFor();
  await take(2);
  await page.locator('#modal[open] [data-close]').first().click();
  await draftHandoff(page);
  await take(1.5);
  await fillAndSend(page, {
    ask: 'The customer wants to renew with us.',
    writtenWishSource: 'in ticket #48211',
  });
  await page.getByText('Post to Sales').waitFor({ timeout: 10_000 });
  await take(3);
  await page.locator('[data-submit]').click();
  await lastCard(page).getByText('nobody has claimed it yet').waitFor({ timeout: 15_000 });
  await take(2);
  await openAs(page, 'UROBIN', 'CEMEA');
  await lastPost(page).locator('[data-action-id="handoff-claim"]').waitFor();
  await take(2);
  await lastPost(page).locator('[data-action-id="handoff-claim"]').click();
  await lastPost(page).getByText('reconfirm by').waitFor({ timeout: 10_000 });
  await take(1.5);
  await openAs(page, 'UANA', 'CSUPPORT');
  await lastCard(page).getByText('Robin').first().waitFor({ timeout: 10_000 });
  await take(2.5);
}

async function encode(page: Page, frames: readonly Frame[]): Promise<Uint8Array> {
  const gif = gifenc.GIFEncoder();
  for (const { picture, seconds } of frames) {
    const pixels = await pixelsOf(page, picture);
    const palette = gifenc.quantize(pixels, COLORS);
    const delay = seconds * 1000;
    gif.writeFrame(gifenc.applyPalette(pixels, palette), WINDOW.width, WINDOW.height, { palette, delay });
  }
  gif.finish();
  return gif.bytes();
}

/** Lets the browser decode the picture. Returns red, green, blue and alpha of each pixel. */
async function pixelsOf(page: Page, picture: Buffer): Promise<Uint8Array> {
  const text = await page.evaluate(readPixels, { base64: picture.toString('base64'), ...WINDOW });
  return Buffer.from(text, 'latin1');
}

/** Runs in the page. Returns one character for each byte. */
async function readPixels({
  base64,
  width,
  height,
}: {
  base64: string;
  width: number;
  height: number;
}): Promise<string> {
  const { Image, OffscreenCanvas } = globalThis as unknown as Browser;
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return Array.from(context.getImageData(0, 0, width, height).data, (byte) => String.fromCharCode(byte)).join(
    '',
  );
}
