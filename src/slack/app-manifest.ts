/** The events that the app subscribes to, as in `manifest.yml`. */
export const REQUIRED_EVENTS = ['app_home_opened', 'message.im', 'app_mention'] as const;

/** The bot scopes that the app asks for. `manifest.yml` lists the same ones, each with its reason. */
export const REQUIRED_SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'app_mentions:read',
  'users:read',
  'usergroups:read',
  'channels:read',
  'groups:read',
  'im:read',
  'mpim:read',
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
] as const;
