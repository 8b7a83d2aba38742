import { boltLogger } from '../log.ts';
import type { Admission } from '../slack/admission.ts';
import { createAdmission } from '../slack/admission.ts';
import { waitFor } from '../slack/back-off.ts';
import { isExpectedError, missingScopes, outcomeOf } from '../slack/slack-error.ts';
import type { SlackStatus } from '../slack/slack-status.ts';
import { createSlackStatus } from '../slack/slack-status.ts';
import type { WebClients } from '../slack/web-clients.ts';
import { createWebClients } from '../slack/web-clients.ts';
import type { OnFault, Parts } from './ports.ts';

export interface SlackAccess {
  readonly clients: WebClients;
  readonly status: SlackStatus;
  readonly admit: Admission;
}

/** How long Slack's answers about users, groups and channels are cached. */
const AUTHORIZATION_CACHE_MS = 60_000;

/**
 * Returns the Web API clients, each call of which is logged, measured and observed by the returned status, and the
 * authorization that asks Slack through them.
 */
export function createSlackAccess(
  { config, outside }: Pick<Parts, 'config' | 'outside'>,
  onFault: OnFault,
): SlackAccess {
  const { log, metrics } = outside;
  const clients = createWebClients({
    token: config.slack.botToken.reveal(),
    slackApiUrl: config.slack.apiUrl,
    logger: boltLogger(log),
    ...(outside.slackTimeouts ? { timeouts: outside.slackTimeouts } : {}),
    onCall: ({ method, seconds, error }) => {
      if (error !== undefined)
        log[isExpectedError(error) ? 'info' : 'warn']('Slack call failed', { method, error });
      metrics.upstream({ system: 'slack', outcome: outcomeOf(error), seconds });
      status.observe({ error });
      const needed = missingScopes(error);
      if (needed) log.warn('Slack scope missing', { method, needed });
    },
  });
  const status = createSlackStatus({ client: clients.interactive, wait: outside.wait ?? waitFor, onFault });
  const admit = createAdmission({
    client: clients.interactive,
    identity: () => status.identity(),
    usergroups: { support: config.supportUsergroup, sales: config.salesUsergroup },
    holdsMs: AUTHORIZATION_CACHE_MS,
    onFault,
  });
  return { clients, status, admit };
}
