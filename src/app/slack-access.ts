import { createBoltLogger } from '../log.ts';
import type { Authorize } from '../slack/processing/authorization.ts';
import { createAuthorizer } from '../slack/processing/authorization.ts';
import type { IsSharedChannel } from '../slack/processing/shared-channels.ts';
import { createSharedChannels } from '../slack/processing/shared-channels.ts';
import { waitFor } from '../slack/web-api/back-off.ts';
import { callOutcome, isExpectedError, missingScopes } from '../slack/web-api/slack-error.ts';
import type { SlackStatus } from '../slack/web-api/slack-status.ts';
import { createSlackStatus } from '../slack/web-api/slack-status.ts';
import type { WebClients } from '../slack/web-api/web-clients.ts';
import { createWebClients } from '../slack/web-api/web-clients.ts';
import { traceCall } from '../tracing.ts';
import type { AppContext, OnFault } from './create-ports.ts';

export interface SlackAccess {
  readonly clients: WebClients;
  readonly status: SlackStatus;
  readonly authorize: Authorize;
  readonly isSharedChannel: IsSharedChannel;
}

/** How long Slack's answers about users, groups and channels are cached. */
const AUTHORIZATION_CACHE_MS = 60_000;

/**
 * Returns the Web API clients, each call of which is logged, measured and observed by the returned status, and the
 * authorization that asks Slack through them.
 */
export function createSlackAccess(
  { config, runtime }: Pick<AppContext, 'config' | 'runtime'>,
  onFault: OnFault,
): SlackAccess {
  const { log, metrics, now } = runtime;
  const clients = createWebClients({
    token: config.slack.botToken.reveal(),
    slackApiUrl: config.slack.apiUrl,
    logger: createBoltLogger(log),
    ...(runtime.slackTimeouts ? { timeouts: runtime.slackTimeouts } : {}),
    onUpstreamCall: ({ method, seconds, error }) => {
      if (error !== undefined)
        log[isExpectedError(error) ? 'info' : 'warn']('Slack call failed', { method, error });
      const outcome = callOutcome(error);
      metrics.upstream({ system: 'slack', outcome, seconds });
      traceCall({ system: 'slack', operation: method, outcome, seconds }, now());
      status.observe({ error });
      const needed = missingScopes(error);
      if (needed) log.warn('Slack scope missing', { method, needed });
    },
  });
  const status = createSlackStatus({ client: clients.interactive, wait: runtime.wait ?? waitFor, onFault });
  const isSharedChannel = createSharedChannels({
    client: clients.interactive,
    cacheTtlMs: AUTHORIZATION_CACHE_MS,
  });
  const authorize = createAuthorizer({
    client: clients.interactive,
    ownWorkspace: () => status.identity(),
    usergroups: { support: config.supportUsergroup, sales: config.salesUsergroup },
    isSharedChannel,
    cacheTtlMs: AUTHORIZATION_CACHE_MS,
    onFault,
  });
  return { clients, status, authorize, isSharedChannel };
}
