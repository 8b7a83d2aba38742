import type { Ports } from '../ports.ts';
import { createCheckLimit } from '../slack/check-limit.ts';
import type { Handling } from '../slack/handle.ts';
import { StoreFailed } from '../store/store-error.ts';
import type { OnFault, Parts } from './ports.ts';
import { linksOf } from './ports.ts';

export interface HandlingOptions {
  readonly parts: Parts;
  readonly ports: Ports;
  readonly onFault: OnFault;
}

/** Milliseconds between two attempts to fill a form while Slack is busy. */
const FORM_RETRY_MS = 1_000;

/** Returns everything that handling a Slack request needs. */
export function createHandling({ parts, ports, onFault }: HandlingOptions): Handling {
  const { config, outside, store, clients, admit } = parts;
  const voice = {
    client: clients.outbox,
    posts: store.posts,
    slackApiUrl: config.slack.apiUrl,
    now: outside.now,
    onFault,
  };
  return {
    room: {
      ports,
      voice,
      opener: clients.interactive,
      formRetryMs: outside.formRetryMs ?? FORM_RETRY_MS,
      links: linksOf(config),
      admit,
      checkLimit: createCheckLimit(config.checksPerPerson),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
      onReferredToOwner: (error) => onFault("user told to contact the bot's owner", error),
    },
    isStoreTrouble: (error) => error instanceof StoreFailed,
    onCheckLimit: (user) => {
      outside.metrics.checkLimited();
      outside.log.warn('check limit reached', { user });
    },
    onFault,
  };
}
