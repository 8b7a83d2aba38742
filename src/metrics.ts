import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows. A label takes one of a few known words; any other becomes `other`. */
export interface Metrics {
  checked(check: { readonly verdict: string; readonly topic: string; readonly seconds: number }): void;
  /** From the request's arrival to our answer that we have it. */
  acknowledged(request: { readonly kind: string; readonly seconds: number }): void;
  /** One call, retries included; `outcome` is `ok` or a kind of gap. */
  upstream(call: { readonly system: string; readonly outcome: string; readonly seconds: number }): void;
  /** Requests that were acknowledged and not dealt with yet. */
  inboxPending(count: number): void;
  /** Posts that wait in the outbox. */
  pending(count: number): void;
  handoffs(now: { readonly state: string; readonly count: number }): void;
  /** A check was refused because the person had reached the limit. */
  checkLimited(): void;
  /** A stored row could not be read. */
  rowSetAside(source: string): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const VERDICTS =
  'unknown marketplace alliance conflict msp former-reseller reseller transition-pending transition-complete direct not-found ambiguous mixed refused';
const TOPICS =
  'sign-in license-upload contact-change change-subscription direct-renewal enable-login new-purchase other';
const OUTCOMES = 'ok not-found forbidden auth throttled timeout busy unavailable bad-shape not-configured';

const LABELS = {
  verdict: VERDICTS.split(' '),
  topic: TOPICS.split(' '),
  kind: ['command', 'shortcut', 'action', 'view', 'event'],
  system: ['zuora', 'salesforce', 'customersdot', 'zendesk', 'slack'],
  outcome: OUTCOMES.split(' '),
  state: ['open', 'claimed', 'done', 'declined', 'withdrawn'],
  source: ['inbox', 'outbox', 'timers', 'cases', 'handoffs', 'drafts', 'posts', 'people'],
} satisfies Record<string, readonly string[]>;

const CHECK_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13];
/** Slack gives up after three seconds. */
const ACK_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const UPSTREAM_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8];

/** A registry of its own, so that two applications in one process do not share counts. */
export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const meters = createMeters(register);

  return {
    checked: ({ verdict, topic, seconds }) => {
      meters.checks.inc({ verdict: known('verdict', verdict), topic: known('topic', topic) });
      meters.checkSeconds.observe(seconds);
    },
    checkLimited: () => meters.checksLimited.inc(),
    acknowledged: ({ kind, seconds }) => meters.ackSeconds.observe({ kind: known('kind', kind) }, seconds),
    upstream: ({ system, outcome, seconds }) => {
      const labels = { system: known('system', system), outcome: known('outcome', outcome) };
      meters.upstreamSeconds.observe(labels, seconds);
    },
    inboxPending: (count) => meters.inboxPending.set(count),
    pending: (count) => meters.outboxPending.set(count),
    handoffs: ({ state, count }) => meters.handoffs.set({ state: known('state', state) }, count),
    rowSetAside: (source) => meters.rowsSetAside.inc({ source: known('source', source) }),
    text: () => register.metrics(),
    contentType: register.contentType,
  };
}

function createMeters(register: Registry) {
  const registers = [register];
  return {
    checks: new Counter({
      name: 'reseller_check_checks_total',
      help: 'Checks that ended, by verdict and topic',
      labelNames: ['verdict', 'topic'] as const,
      registers,
    }),
    checksLimited: new Counter({
      name: 'reseller_check_checks_limited_total',
      help: 'Checks refused because the person had reached the limit per person',
      registers,
    }),
    checkSeconds: new Histogram({
      name: 'reseller_check_check_seconds',
      help: 'Time of a whole check',
      buckets: CHECK_SECONDS,
      registers,
    }),
    ackSeconds: new Histogram({
      name: 'reseller_check_ack_seconds',
      help: 'Time until Slack had its acknowledgement',
      labelNames: ['kind'] as const,
      buckets: ACK_SECONDS,
      registers,
    }),
    upstreamSeconds: new Histogram({
      name: 'reseller_check_upstream_seconds',
      help: 'Time of a call to another system, retries included',
      labelNames: ['system', 'outcome'] as const,
      buckets: UPSTREAM_SECONDS,
      registers,
    }),
    inboxPending: new Gauge({
      name: 'reseller_check_inbox_pending',
      help: 'Requests that were acknowledged and not dealt with yet',
      registers,
    }),
    outboxPending: new Gauge({
      name: 'reseller_check_outbox_pending',
      help: 'Posts that wait in the outbox',
      registers,
    }),
    rowsSetAside: new Counter({
      name: 'reseller_check_rows_set_aside_total',
      help: 'Stored rows that could not be read or worked, and were set aside',
      labelNames: ['source'] as const,
      registers,
    }),
    handoffs: new Gauge({
      name: 'reseller_check_handoffs',
      help: 'Handoffs to Sales by state',
      labelNames: ['state'] as const,
      registers,
    }),
  };
}

function known(label: keyof typeof LABELS, value: string): string {
  return LABELS[label].includes(value) ? value : 'other';
}
