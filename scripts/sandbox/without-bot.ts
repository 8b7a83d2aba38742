import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { botSettingsFor } from './bot-settings.ts';
import { freePort } from './free-port.ts';
import { startLocalSlack } from './slack/local-slack.ts';
import { readManifest } from './slack/manifest.ts';
import { SAMPLE_CUSTOMERS } from './upstreams/customers.ts';
import { startUpstreams } from './upstreams/upstreams.ts';

/** Settings that the operator chooses. */
const OPERATOR_SETTINGS = ['PORT', 'HOST', 'DATABASE_URL', 'CHECKS_PER_PERSON'];

export interface WithoutBotOptions {
  /** A new file for the settings of the bot. */
  readonly settingsFile: string;
  readonly pagePort: number;
  readonly manifestFile: string;
}

/**
 * Starts the local Slack and the stand-ins, without the bot. Writes the settings of a bot in Socket Mode, and returns instructions.
 * Rejects when the file of settings exists.
 */
export async function startWithoutBot({ settingsFile, pagePort, manifestFile }: WithoutBotOptions) {
  if (existsSync(settingsFile)) throw new Error(`${settingsFile} exists. Delete it, or name another file.`);
  const upstreams = await startUpstreams();
  const { commands, shortcuts } = await readManifest(manifestFile);
  const slack = await startLocalSlack({
    port: await freePort(pagePort),
    pageDir: fileURLToPath(new URL('./page', import.meta.url)),
    extraState: () => ({ commands, shortcuts }),
  });
  const settings = botSettingsFor({ slack, upstreams, database: '', port: 0, delivery: 'socket' });
  const lines = Object.entries(settings)
    .filter(([name]) => !OPERATOR_SETTINGS.includes(name))
    .map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(settingsFile, lines.join(''), { flag: 'wx', mode: 0o600 });
  const [customer] = SAMPLE_CUSTOMERS;
  const [ticket] = upstreams.world.tickets;
  return {
    instructions: `
A local Slack and stand-ins for Zuora, Salesforce and Zendesk are running, without the bot.
Its settings for them are in ${settingsFile}. They are valid until Ctrl-C; nothing is kept.

Check the settings:  npm run doctor -- ${customer?.number} ${ticket?.id}
Start the bot:       npm start
Open the local Slack at ${slack.url} and type: /reseller-check ${customer?.subscriptions?.[0]?.number}
`,
    close: async () => void (await Promise.all([slack.close(), upstreams.close()])),
  };
}
