import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { REQUIRED_EVENTS } from '../../slack/app-manifest.ts';
import { COMMAND, SHORTCUTS } from '../../slack/ids.ts';
import { failureReason } from '../../slack/web-api/slack-error.ts';
import { type DoctorFinding, findingsOf } from './report.ts';

const { ok, failed, warning, skipped } = findingsOf('App settings');

/** The path of HTTP delivery. */
const EVENTS_PATH = '/slack/events';
const FIX = 'Apply manifest.yml to the app, or change it under api.slack.com/apps.';

const Manifest = z.object({
  features: z.object({
    app_home: z
      .object({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(false),
      })
      .prefault({}),
    slash_commands: z.array(z.object({ command: z.string(), url: z.string().optional() })).default([]),
    shortcuts: z.array(z.object({ callback_id: z.string() })).default([]),
  }),
  settings: z.object({
    event_subscriptions: z
      .object({ request_url: z.string().optional(), bot_events: z.array(z.string()).default([]) })
      .prefault({}),
    interactivity: z
      .object({ is_enabled: z.boolean().default(false), request_url: z.string().optional() })
      .prefault({}),
    socket_mode_enabled: z.boolean().default(false),
    token_rotation_enabled: z.boolean().default(false),
  }),
});
type AppManifest = z.infer<typeof Manifest>;

/** Compares the settings of the Slack app with those that the bot needs, when there is a token to read them. */
export async function checkAppSettings({ slack }: Config, client: WebClient): Promise<DoctorFinding[]> {
  if (slack.configToken === null)
    return [
      skipped(
        'The settings of the Slack app were not read.',
        'Create an app configuration token under api.slack.com/apps and set SLACK_CONFIG_TOKEN.',
      ),
    ];
  try {
    const { bot_id: bot = '' } = await client.auth.test();
    const app_id = (await client.bots.info({ bot })).bot?.app_id ?? '';
    const answer = await client.apiCall('apps.manifest.export', {
      app_id,
      token: slack.configToken.reveal(),
    });
    const manifest = Manifest.parse((answer as { manifest?: unknown }).manifest);
    return [...deliveryFindings(manifest, slack.delivery.kind), ...featureFindings(manifest)];
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'the manifest has another form' : failureReason(error);
    return [
      failed(
        `The settings of the Slack app cannot be read (${reason}).`,
        'Create a new app configuration token, as an owner of the app: it expires after twelve hours.',
      ),
    ];
  }
}

function deliveryFindings(
  { settings, features }: AppManifest,
  kind: Config['slack']['delivery']['kind'],
): DoctorFinding[] {
  if (kind === 'socket')
    return [
      settings.socket_mode_enabled
        ? ok('Socket Mode is on.')
        : failed('Socket Mode is off, but SLACK_APP_TOKEN is set.', FIX),
    ];
  if (settings.socket_mode_enabled)
    return [failed('Socket Mode is on, but SLACK_APP_TOKEN is not set.', FIX)];
  const urls = {
    events: settings.event_subscriptions.request_url,
    interactivity: settings.interactivity.request_url,
    command: features.slash_commands.find(({ command }) => command === COMMAND)?.url,
  };
  const wrong = Object.entries(urls).filter(([, url]) => !url?.endsWith(EVENTS_PATH));
  return [
    wrong.length === 0
      ? ok(`The request URLs end with ${EVENTS_PATH}.`)
      : failed(
          `No request URL that ends with ${EVENTS_PATH}: ${wrong.map(([name]) => name).join(', ')}.`,
          FIX,
        ),
  ];
}

function featureFindings({ settings, features }: AppManifest): DoctorFinding[] {
  const { app_home: home } = features;
  const needed: readonly (readonly [string, boolean])[] = [
    ['the Home tab', home.home_tab_enabled],
    ['the messages tab', home.messages_tab_enabled && !home.messages_tab_read_only_enabled],
    ['interactivity', settings.interactivity.is_enabled],
    [`the command ${COMMAND}`, features.slash_commands.some(({ command }) => command === COMMAND)],
    ...Object.values(SHORTCUTS).map(
      (id) =>
        [`the shortcut ${id}`, features.shortcuts.some(({ callback_id }) => callback_id === id)] as const,
    ),
    ...REQUIRED_EVENTS.map(
      (event) => [`the event ${event}`, settings.event_subscriptions.bot_events.includes(event)] as const,
    ),
  ];
  const missing = needed.filter(([, isOn]) => !isOn).map(([name]) => name);
  return [
    missing.length === 0
      ? ok('Home tab, messages tab, interactivity, command, shortcuts and events are on.')
      : failed(`Off or missing: ${missing.join(', ')}.`, FIX),
    ...(settings.token_rotation_enabled
      ? [warning('Token rotation is on: the bot token expires after twelve hours.', 'Turn it off.')]
      : []),
  ];
}
