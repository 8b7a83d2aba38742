import type { Config } from '../config.ts';
import type { OnLookupFailed } from '../connectors/lookup-cache.ts';
import type { OnUnreadableField } from '../connectors/upstream-reader.ts';
import type { OnUpstreamCall, UpstreamCall } from '../connectors/upstream-result.ts';
import type { System } from '../domain/connector-result.ts';
import type { Log } from '../log.ts';
import type { Health } from '../ports/monitoring.ts';

export interface UpstreamStatus {
  readonly recordCall: OnUpstreamCall;
  /** The outcome of the last call to each system, for `/readyz`. A failing system never makes the bot unready. */
  readonly checks: Readonly<Record<string, () => Health>>;
}

const OUTCOME_TEXT: Record<Exclude<UpstreamCall['outcome'], 'queue-timeout' | 'not-configured'>, string> = {
  ok: 'ok',
  'not-found': 'ok',
  unauthenticated: 'credentials refused',
  forbidden: 'access refused',
  'rate-limited': 'rate limited',
  timeout: 'timed out',
  unavailable: 'not available',
  'invalid-response': 'unexpected response format',
};

/** Tracks the outcome of the last call to each configured system. */
export function createUpstreamStatus(config: Pick<Config, 'salesforce' | 'zendesk'>): UpstreamStatus {
  const systems = ['zuora' as const, 'salesforce' as const, 'zendesk' as const].filter(
    (system) => system === 'zuora' || config[system],
  );
  const lastOutcomes = new Map<System, string>();
  return {
    recordCall({ system, operation, outcome }) {
      if (outcome === 'queue-timeout' || outcome === 'not-configured') return;
      const text = OUTCOME_TEXT[outcome];
      lastOutcomes.set(system, text === 'ok' ? text : `${text} (${operation})`);
    },
    checks: Object.fromEntries(
      systems.map((system) => [
        system,
        () => ({ ready: true, detail: lastOutcomes.get(system) ?? 'not called yet' }),
      ]),
    ),
  };
}

/** Returns callbacks that log why an upstream system, or a field of its answer, could not be read. */
export function logUpstreamFailures(log: Log): {
  readonly onLookupFailed: OnLookupFailed;
  readonly onUnreadableField: OnUnreadableField;
} {
  return {
    onLookupFailed: ({ ok: _ok, status: statusCode, ...details }) =>
      log.warn('upstream lookup failed', { ...details, statusCode }),
    onUnreadableField: (field) => log.warn('upstream field unreadable', { ...field }),
  };
}
