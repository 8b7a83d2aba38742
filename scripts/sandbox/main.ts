import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBusinessHours } from '../../src/business-hours/business-hours.ts';
import { readCalendarFile } from '../../src/config/calendar-file.ts';
import type { BusinessCalendar } from '../../src/domain/business-calendar.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { TOPIC_LABELS } from '../../src/words/fact-labels.ts';
import { botSettingsFor } from './bot-settings.ts';
import { createMovableClock } from './clock/movable-clock.ts';
import { createControls, type SandboxControls } from './controls.ts';
import { freePort } from './free-port.ts';
import { createRestartableBot } from './restartable-bot.ts';
import { startLocalSlack } from './slack/local-slack.ts';
import { readManifest } from './slack/manifest.ts';
import { SAMPLE_ENTRIES } from './upstreams/customers.ts';
import { startUpstreams } from './upstreams/upstreams.ts';
import { startWithoutBot } from './without-bot.ts';

/** The page is found here unless this port is taken; SANDBOX_PORT asks for another. */
const PAGE_PORT = Number(process.env['SANDBOX_PORT'] ?? 8095);
const CALENDAR_FILE = fileURLToPath(new URL('./calendar.json', import.meta.url));
const MANIFEST_FILE = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

const USAGE = `npm run sandbox -- [--settings <file>]
  --settings  starts no bot, and writes the settings of one to this new file, such as .env`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { settings: { type: 'string' }, help: { type: 'boolean' } } });
  const { settings: settingsFile, help } = values;
  if (help) console.log(USAGE);
  else if (settingsFile) await runWithoutBot(settingsFile);
  else await runWithBot();
}

/** Local Slack and stand-ins, until Ctrl-C. */
async function runWithoutBot(settingsFile: string): Promise<void> {
  const { instructions } = await startWithoutBot({
    settingsFile,
    pagePort: PAGE_PORT,
    manifestFile: MANIFEST_FILE,
  });
  console.log(instructions);
}

/** Local Slack, stand-ins and the production application as its own process, until Ctrl-C. */
async function runWithBot(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-'));
  const upstreams = await startUpstreams();
  const clock = createMovableClock((aheadMs) => bot.moveTo(aheadMs));
  const startedAt = new Date().toISOString();
  const page = { samples: SAMPLE_ENTRIES, startedAt, ...(await readPageManifest()) };
  let controls: SandboxControls | null = null;
  const slack = await startLocalSlack({
    now: clock.now,
    signingNow: clock.now,
    port: await freePort(PAGE_PORT),
    pageDir: fileURLToPath(new URL('./page', import.meta.url)),
    extraState: () => ({ ...page, ...controls?.state() }),
    onExtra: (body) => controls?.apply(body),
  });
  const port = await freePort(0);
  slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
  const end = createEnd(async () => {
    await bot.stop();
    await Promise.all([slack.close(), upstreams.close()]);
    await rm(folder, { recursive: true, force: true });
  });
  const bot = createRestartableBot({
    settings: {
      ...botSettingsFor({ slack, upstreams, database: join(folder, 'cases.db'), port }),
      SALES_CHANNELS: 'smb=CSMB,emea=CEMEA',
      DIGEST_CHANNEL: 'CDIGEST',
      BUSINESS_CALENDAR: CALENDAR_FILE,
    },
    port,
    aheadMs: () => clock.now() - Date.now(),
    onUnexpectedEnd: (code) => end(`The bot ended with code ${code}.`),
  });
  const businessHours = createBusinessHours(readCalendar());
  const { refusedBlocks } = slack;
  controls = createControls({ clock, upstreams, businessHours, refusedBlocks, restartBot: bot.restart });
  await bot.start();
  console.log(`\nReseller Check is running. Open ${slack.url}\n\nCtrl-C stops it; nothing is kept.\n`);
}

/** Returns the function that ends the sandbox once, after an error with code 1. Signals and uncaught errors end it too. */
function createEnd(stop: () => Promise<void>): (...error: unknown[]) => void {
  let isEnding = false;
  const end = (...error: unknown[]) => {
    if (isEnding) return;
    isEnding = true;
    if (error.length > 0) console.error(...error);
    void stop().finally(() => process.exit(error.length > 0 ? 1 : 0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end());
  process.on('uncaughtException', (error) => end('The sandbox failed:', error));
  return end;
}

/** The commands and shortcuts as the page offers them; the command with the topics and their names. */
async function readPageManifest() {
  const { commands, shortcuts } = await readManifest(MANIFEST_FILE);
  const topics = TOPICS.map((topic) => ({ id: topic, label: TOPIC_LABELS[topic] }));
  return { commands: commands.map((command) => ({ ...command, topics })), shortcuts };
}

function readCalendar(): BusinessCalendar {
  const read = readCalendarFile(CALENDAR_FILE);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.calendar;
}

await main();
