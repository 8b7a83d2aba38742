import type { Config } from '../config.ts';
import type { OnCall, UpstreamCall } from '../connectors/outcome.ts';
import type { System } from '../domain/answer.ts';
import type { Health } from '../ports.ts';

export interface UpstreamStatus {
  readonly observe: OnCall;
  /** How the last call to each system went, for `/readyz`. A system that fails never makes the bot unready. */
  readonly checks: Readonly<Record<string, () => Health>>;
}

const WORDS: Record<Exclude<UpstreamCall['outcome'], 'busy' | 'not-configured'>, string> = {
  ok: 'ok',
  'not-found': 'ok',
  auth: 'credentials refused',
  forbidden: 'access refused',
  throttled: 'asked too often',
  timeout: 'no answer in time',
  unavailable: 'not available',
  'bad-shape': 'answers that do not fit',
};

/** Remembers how the last call to each system that is set up went. */
export function createUpstreamStatus(config: Pick<Config, 'salesforce' | 'zendesk'>): UpstreamStatus {
  const systems = ['zuora' as const, 'salesforce' as const, 'zendesk' as const].filter(
    (system) => system === 'zuora' || config[system],
  );
  const last = new Map<System, string>();
  return {
    observe({ system, operation, outcome }) {
      if (outcome === 'busy' || outcome === 'not-configured') return;
      const words = WORDS[outcome];
      last.set(system, words === 'ok' ? words : `${words} (${operation})`);
    },
    checks: Object.fromEntries(
      systems.map((system) => [system, () => ({ ready: true, detail: last.get(system) ?? 'not asked yet' })]),
    ),
  };
}
