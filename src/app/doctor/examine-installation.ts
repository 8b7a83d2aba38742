import type { Config } from '../../config.ts';
import { createBoltLogger, createLog } from '../../log.ts';
import { createWebClients } from '../../slack/web-api/web-clients.ts';
import { checkAppSettings } from './app-settings-checks.ts';
import { checkBlocks } from './block-checks.ts';
import { checkDatabase, checkOperatorRoutes, checkProxy } from './local-checks.ts';
import type { DoctorFinding, SampleRecords } from './report.ts';
import { checkClock, checkSlack } from './slack-checks.ts';
import { checkUpstreams } from './upstream-checks.ts';

export interface ExaminationOptions {
  readonly samples: SampleRecords;
  readonly now: () => Date;
}

/** Checks everything that the settings name. Reads only: posts nothing, and neither creates nor changes the database. */
export async function examineInstallation(
  config: Config,
  { samples, now }: ExaminationOptions,
): Promise<DoctorFinding[]> {
  const { interactive: client } = createWebClients({
    token: config.slack.botToken.reveal(),
    slackApiUrl: config.slack.apiUrl,
    // Failures become findings.
    logger: createBoltLogger(createLog({ level: 'silent' })),
  });
  const found = await Promise.all([
    checkSlack(config, client),
    checkBlocks(client),
    checkAppSettings(config, client),
    checkUpstreams(config, samples, now),
    checkDatabase(config, now),
    checkClock(config.slack.apiUrl, now),
  ]);
  return [...found.flat(), checkProxy(config), ...checkOperatorRoutes(config)];
}
