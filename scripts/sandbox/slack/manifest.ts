import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** What the local Slack takes from the manifest of an app. */
export interface AppManifest {
  readonly name: string;
  /** Scopes of the bot token. */
  readonly scopes: readonly string[];
  /** Subscribed events, such as `message.im`. */
  readonly botEvents: readonly string[];
  readonly commands: readonly {
    readonly name: string;
    readonly description: string;
    readonly usage: string;
  }[];
  readonly shortcuts: readonly {
    readonly name: string;
    readonly type: 'message' | 'global';
    readonly callbackId: string;
  }[];
}

const manifestSchema = z.object({
  display_information: z.object({ name: z.string() }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      slash_commands: z
        .array(
          z.object({
            command: z.string(),
            description: z.string().default(''),
            usage_hint: z.string().default(''),
          }),
        )
        .default([]),
      shortcuts: z
        .array(z.object({ name: z.string(), type: z.enum(['message', 'global']), callback_id: z.string() }))
        .default([]),
    })
    .prefault({}),
  oauth_config: z
    .object({ scopes: z.object({ bot: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
  settings: z
    .object({ event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
});

/** Reads a manifest in YAML or JSON. Throws an error that names what is missing. */
export async function readManifest(path: string): Promise<AppManifest> {
  const {
    display_information: display,
    features,
    oauth_config: oauth,
    settings,
  } = manifestSchema.parse(parse(await readFile(path, 'utf8')));
  return {
    name: features.bot_user?.display_name ?? display.name,
    scopes: oauth.scopes.bot,
    botEvents: settings.event_subscriptions.bot_events,
    commands: features.slash_commands.map((one) => ({
      name: one.command,
      description: one.description,
      usage: one.usage_hint,
    })),
    shortcuts: features.shortcuts.map(({ name, type, callback_id }) => ({
      name,
      type,
      callbackId: callback_id,
    })),
  };
}
