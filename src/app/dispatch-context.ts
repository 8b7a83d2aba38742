import type { Ports } from '../ports/ports.ts';
import { createCheckLimit } from '../slack/processing/check-limit.ts';
import type { DispatchDependencies } from '../slack/processing/dispatch.ts';
import { StoreError } from '../store/store-error.ts';
import type { AppContext, OnFault } from './create-ports.ts';
import { createConfiguredLinks } from './create-ports.ts';

export interface DispatchContextOptions {
  readonly context: AppContext;
  readonly ports: Ports;
  readonly onFault: OnFault;
}

/** Milliseconds between two attempts to fill a form while Slack is busy. */
const FORM_RETRY_DELAY_MS = 1_000;

/** Returns everything that handling a Slack request needs. */
export function createDispatchContext({
  context,
  ports,
  onFault,
}: DispatchContextOptions): DispatchDependencies {
  const { config, runtime, store, clients, authorize } = context;
  const responder = {
    client: clients.outbox,
    posts: store.posts,
    slackApiUrl: config.slack.apiUrl,
    now: runtime.now,
    onFault,
  };
  return {
    context: {
      ports,
      responder,
      interactiveClient: clients.interactive,
      modalRetryMs: runtime.formRetryDelayMs ?? FORM_RETRY_DELAY_MS,
      links: createConfiguredLinks(config),
      authorize,
      checkLimit: createCheckLimit(config.checksPerPerson),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
      onReferredToOwner: (error) => onFault("user told to contact the bot's owner", error),
    },
    isStoreFailure: (error) => error instanceof StoreError,
    onCheckLimit: (user) => {
      runtime.metrics.checkLimited();
      runtime.log.warn('check limit reached', { user });
    },
    onFault,
  };
}
