import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANIMATION } from './browser/animation.ts';
import { PAGE_WALKTHROUGHS } from './browser/page-walkthroughs.ts';
import { LAST_STORY, STORY_WALKTHROUGHS } from './browser/stories.ts';
import { WALKTHROUGHS } from './browser/walkthroughs.ts';
import { type SandboxBrowser, withSandboxBrowser } from './sandbox-browser.ts';

/** Folder of the pictures: a temporary one, or with PICTURES=docs the one that the documents use. */
const UPDATE_PICTURES = process.env['PICTURES'] === 'docs';

const WIDE = { width: 1280, height: 1500 };

const root = fileURLToPath(new URL('..', import.meta.url));

const ALL_WALKTHROUGHS = { ...STORY_WALKTHROUGHS, ...WALKTHROUGHS, ...PAGE_WALKTHROUGHS, ...LAST_STORY };

async function main(): Promise<void> {
  // The animation shows a sandbox in which nothing has happened yet.
  const groups = UPDATE_PICTURES ? [ANIMATION, ALL_WALKTHROUGHS] : [ALL_WALKTHROUGHS];
  for (const group of groups) {
    const walks = Object.entries(group).filter(isWanted);
    if (walks.length === 0) continue;
    process.exitCode =
      (await withSandboxBrowser((sandbox) => runWalkthroughs(sandbox, walks))) || process.exitCode || 0;
  }
}

type Walkthrough = (typeof ALL_WALKTHROUGHS)[string];

/** Returns the exit code. */
async function runWalkthroughs(
  { browser, address }: SandboxBrowser,
  walks: readonly (readonly [string, Walkthrough])[],
): Promise<number> {
  const folder = UPDATE_PICTURES
    ? join(root, 'scripts/sandbox/pictures')
    : await mkdtemp(join(tmpdir(), 'pictures-'));
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage({ viewport: WIDE });
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  await page.goto(`${address}/?user=UANA&channel=CSUPPORT`);
  let failed = 0;
  for (const [name, walk] of walks) {
    await page.setViewportSize(WIDE);
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
  for (const pageError of pageErrors) console.log(`✗ error in the page: ${pageError}`);
  failed += pageErrors.length;
  console.log(`Pictures: ${folder}\n${walks.length + pageErrors.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** True for every walkthrough, or for those whose name contains the words given to the script. */
function isWanted([name]: readonly [string, unknown]): boolean {
  return name.includes(process.argv.slice(2).join(' '));
}

await main();
