import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '../free-port.ts';
import { startLocalSlack } from './local-slack.ts';
import { readManifest } from './manifest.ts';
import { readWorkspaceFile } from './workspace-file.ts';

const USAGE = `npm run sandbox:slack -- --manifest <file> [--url <address>] [--port <number>]
                           [--workspace <file>] [--scopes <list>] [--rate-limits]

Starts a local Slack for an app built with Bolt. Start the app yourself.
  --manifest  the manifest of the app, in YAML or JSON
  --url       where the app takes requests over HTTP, such as http://127.0.0.1:3000/slack/events; left out: Socket Mode
  --port      port of the page; 8096 or any free one
  --workspace people, channels and user groups, in JSON; those of Reseller Check's sandbox by default
  --scopes    scopes of the bot token, separated by commas; those of the manifest by default
  --rate-limits  limits calls per minute as Slack's rate-limit tiers do`;
const PAGE_PORT = 8096;

/** The local Slack alone, with one app installed, until Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      manifest: { type: 'string' },
      url: { type: 'string' },
      port: { type: 'string' },
      workspace: { type: 'string' },
      scopes: { type: 'string' },
      'rate-limits': { type: 'boolean' },
    },
  });
  if (!values.manifest) {
    console.error(USAGE);
    process.exit(1);
  }
  const { name, scopes, botEvents, commands, shortcuts } = await readManifest(values.manifest);
  const slack = await startLocalSlack({
    botName: name,
    scopes: values.scopes?.split(',') ?? scopes,
    botEvents,
    ...(values.workspace ? { workspace: await readWorkspaceFile(values.workspace) } : {}),
    hasRateLimits: values['rate-limits'] ?? false,
    port: await freePort(Number(values.port ?? PAGE_PORT)),
    pageDir: fileURLToPath(new URL('../page', import.meta.url)),
    extraState: () => ({ commands, shortcuts }),
  });
  slack.deliverTo = values.url ?? null;
  const settings = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    ...(values.url ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken }),
  };
  console.log(
    `The local Slack is running. Open ${slack.url}\n\nSettings of the app; SLACK_API_URL is the slackApiUrl in clientOptions:`,
  );
  for (const [key, value] of Object.entries(settings)) console.log(`export ${key}=${value}`);
}

await main();
