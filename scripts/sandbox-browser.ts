import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** The sandbox and a browser to look at it. */
export interface SandboxBrowser {
  readonly browser: Browser;
  /** Base URL of the sandbox's page. */
  readonly address: string;
}

/**
 * Starts the sandbox and a browser, calls `use`, and stops both. Exits with code 1 when there is no browser. The variable
 * CHROMIUM names another one than Debian's.
 */
export async function withSandboxBrowser<T>(use: (sandboxBrowser: SandboxBrowser) => Promise<T>): Promise<T> {
  if (!existsSync(CHROMIUM)) {
    console.error(
      `There is no browser at ${CHROMIUM}. Install Debian's chromium, or set CHROMIUM to the path of one.`,
    );
    process.exit(1);
  }
  const sandbox = spawn('npm', ['run', 'sandbox'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await readSandboxUrl(sandbox.stdout);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') });
    try {
      return await use({ browser, address });
    } finally {
      await browser.close();
    }
  } finally {
    if (sandbox.pid) process.kill(-sandbox.pid, 'SIGINT');
  }
}

/** The sandbox prints its address once it is ready. */
function readSandboxUrl(output: NodeJS.ReadableStream): Promise<string> {
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
