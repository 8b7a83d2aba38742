import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotProcess } from './bot-process.ts';
import { startBotProcess } from './bot-process.ts';
import { botSettingsFor } from './bot-settings.ts';
import type { MovableClock } from './clock/movable-clock.ts';
import { createMovableClock } from './clock/movable-clock.ts';
import { freePort } from './free-port.ts';
import { startLocalSlack } from './slack/local-slack.ts';
import { UPSTREAM_EVENTS } from './upstream-events.ts';
import { SAMPLE_ENTRIES } from './upstreams/customers.ts';
import type { FaultMode } from './upstreams/faults.ts';
import type { Upstreams } from './upstreams/upstreams.ts';
import { startUpstreams } from './upstreams/upstreams.ts';

/** The page is found here unless this port is taken; SANDBOX_PORT asks for another. */
const PAGE_PORT = 8095;
const FAULT_MODES = ['none', 'down', 'slow', '500', '429', 'nonsense'] as const satisfies FaultMode[];
const SYSTEMS = ['zuora', 'salesforce', 'zendesk'] as const;
type System = (typeof SYSTEMS)[number];

/** Local Slack, stand-ins and the production application as its own process, until Ctrl-C. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-'));
  const upstreams = await startUpstreams();
  const faults: Record<System, string> = { zuora: 'none', salesforce: 'none', zendesk: 'none' };
  let bot: BotProcess;
  const clock = createMovableClock((aheadMs) => bot.moveTo(aheadMs));
  const slack = await startLocalSlack({
    now: clock.now,
    signingNow: clock.now,
    port: await freePort(Number(process.env['SANDBOX_PORT'] ?? PAGE_PORT)),
    pageDir: fileURLToPath(new URL('./page', import.meta.url)),
    extraState: () => ({
      now: new Date(clock.now()).toISOString(),
      faults,
      faultModes: FAULT_MODES,
      samples: SAMPLE_ENTRIES,
      upstreamEvents: UPSTREAM_EVENTS.map(({ id, title }) => ({ id, title })),
    }),
    onExtra: (body) => {
      if (body['clock'] !== undefined) return moveClock(clock, body['clock']);
      return body['upstreamEvent']
        ? applyUpstreamEvent(body['upstreamEvent'], upstreams)
        : switchFault(body, upstreams, faults);
    },
  });
  const port = await freePort(0);
  slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
  const settings = {
    ...botSettingsFor({ slack, upstreams, database: join(folder, 'cases.db'), port }),
    SALES_CHANNELS: 'smb=CSMB,emea=CEMEA',
    DIGEST_CHANNEL: 'CDIGEST',
    BUSINESS_CALENDAR: fileURLToPath(new URL('./calendar.json', import.meta.url)),
  };
  bot = startBotProcess({ settings });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await bot.stop();
    await Promise.all([slack.close(), upstreams.close()]);
    await rm(folder, { recursive: true, force: true });
    process.exit(process.exitCode ?? 0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  process.on('SIGHUP', () => void stop());
  process.on('uncaughtException', (error) => {
    console.error('The sandbox failed:', error);
    process.exitCode = 1;
    void stop();
  });
  bot.process.once('exit', (code) => {
    if (stopping) return;
    console.error(`The bot ended with code ${code}.`);
    process.exitCode = 1;
    void stop();
  });
  await waitUntilHealthy(`http://127.0.0.1:${port}/readyz`);
  console.log(`\nReseller Check is running. Open ${slack.url}\n\nCtrl-C stops it; nothing is kept.\n`);
}

/** Longer steps would skip what a person wants to see on the way. */
const MAX_CLOCK_STEP_MS = 31 * 24 * 60 * 60_000;

async function moveClock(clock: MovableClock, by: unknown): Promise<unknown> {
  if (typeof by !== 'number' || by <= 0 || by > MAX_CLOCK_STEP_MS)
    return { ok: false, error: 'no such step' };
  await clock.move(by);
  return { ok: true };
}

function applyUpstreamEvent(id: unknown, upstreams: Upstreams): unknown {
  const event = UPSTREAM_EVENTS.find((each) => each.id === id);
  event?.apply(upstreams.world);
  return { ok: event !== undefined };
}

function switchFault(
  body: Record<string, unknown>,
  upstreams: Upstreams,
  faults: Record<System, string>,
): unknown {
  const { system, mode } = (body['fault'] ?? {}) as { system?: string; mode?: string };
  const known = SYSTEMS.find((each) => each === system);
  const wanted = FAULT_MODES.find((each) => each === mode);
  if (!known || !wanted) return { ok: false, error: 'no such fault' };
  upstreams[known].setFault(wanted);
  faults[known] = wanted;
  return { ok: true };
}

async function waitUntilHealthy(url: string): Promise<void> {
  for (;;) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await main();
