import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import {
  type LocalSlack,
  type LocalSlackOptions,
  startLocalSlack,
} from '../../../scripts/sandbox/slack/local-slack.ts';
import { SILENT_LOGGER } from './test-app.ts';

/** A local Slack with an app built on Bolt's own receiver. */
export interface BoltAppFixture {
  readonly slack: LocalSlack;
  close(): Promise<void>;
}

/** Starts an app whose listeners `register` adds. It reaches the local Slack over HTTP, and is reached by it. */
export async function startBoltApp(
  options: LocalSlackOptions,
  register: (app: App) => void,
): Promise<BoltAppFixture> {
  const slack = await startLocalSlack(options);
  const app = new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: SILENT_LOGGER,
  });
  register(app);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  slack.deliverTo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return {
    slack,
    async close() {
      await app.stop();
      await slack.close();
    },
  };
}
