import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of `/metrics`. Label values that are not known in advance are replaced by `other`. */
export interface Metrics {
  recordCheck(check: { readonly verdict: string; readonly topic: string; readonly seconds: number }): void;
  /** Records the time from the arrival of a request to its acknowledgement. */
  acknowledged(request: { readonly kind: string; readonly seconds: number }): void;
  /** Records one call including retries; `outcome` is `ok` or a kind of gap. */
  upstream(call: { readonly system: string; readonly outcome: string; readonly seconds: number }): void;
  /** Sets the number of acknowledged requests that are not processed yet; NaN while it is unknown. */
  inboxPending(count: number): void;
  /** Sets the number of messages that wait in the outbox; NaN while it is unknown. */
  outboxPending(count: number): void;
  /** Sets how long the row that has been due longest has waited; 0 when none is due, NaN while it is unknown. */
  queueAge(now: { readonly queue: string; readonly seconds: number }): void;
  /** Sets whether a check of `/readyz` passes. */
  ready(now: { readonly check: string; readonly ready: boolean }): void;
  /** Sets the labels that say what runs; all values come from the build and the settings. */
  setInfo(info: Readonly<Record<'version' | 'policy' | 'delivery' | 'database', string>>): void;
  handoffs(now: { readonly state: string; readonly count: number }): void;
  /** Counts a check that was refused because the user had reached the limit. */
  checkLimited(): void;
  /** Counts a stored row that could not be read. */
  rowQuarantined(source: string): void;
  render(): Promise<string>;
  readonly contentType: string;
}

const VERDICT_VALUES =
  'unknown marketplace alliance conflict msp former-reseller reseller transition-pending transition-complete direct not-found ambiguous mixed refused';
const TOPIC_VALUES =
  'sign-in license-upload contact-change change-subscription direct-renewal enable-login new-purchase no-billing-access already-linked usage-billing other';
const OUTCOME_VALUES =
  'ok not-found forbidden unauthenticated rate-limited timeout queue-timeout unavailable invalid-response not-configured';

const LABEL_VALUES = {
  verdict: VERDICT_VALUES.split(' '),
  topic: TOPIC_VALUES.split(' '),
  kind: ['command', 'shortcut', 'action', 'view', 'event'],
  system: ['zuora', 'salesforce', 'customersdot', 'zendesk', 'slack'],
  outcome: OUTCOME_VALUES.split(' '),
  state: ['open', 'claimed', 'done', 'declined', 'withdrawn'],
  queue: ['inbox', 'outbox', 'timers'],
  check: ['bot', 'slack', 'socket connections', 'database'],
  source: ['inbox', 'outbox', 'timers', 'cases', 'handoffs', 'drafts', 'posts', 'people'],
} satisfies Record<string, readonly string[]>;

const CHECK_BUCKETS_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13];
/** Slack times out after three seconds. */
const ACK_BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const UPSTREAM_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8];

export interface MetricsOptions {
  /** Whether to collect those of the process (CPU time, memory, event loop) until it ends; true by default. */
  readonly ofProcess?: boolean;
  readonly now?: () => Date;
}

/** Creates metrics with their own registry, so that two applications in one process do not share counts. */
export function createMetrics({ ofProcess = true, now = () => new Date() }: MetricsOptions = {}): Metrics {
  const register = new Registry();
  if (ofProcess) collectDefaultMetrics({ register });
  const instruments = createInstruments(register);
  // A counter that appears with its first count has no increase that an alert could see.
  for (const source of LABEL_VALUES.source) instruments.rowsSetAside.inc({ source }, 0);

  return {
    recordCheck: ({ verdict, topic, seconds }) => {
      instruments.checks.inc({ verdict: labelValue('verdict', verdict), topic: labelValue('topic', topic) });
      instruments.checkSeconds.observe(seconds);
    },
    checkLimited: () => instruments.checksLimited.inc(),
    acknowledged: ({ kind, seconds }) =>
      instruments.ackSeconds.observe({ kind: labelValue('kind', kind) }, seconds),
    upstream: ({ system, outcome, seconds }) => {
      const labels = { system: labelValue('system', system), outcome: labelValue('outcome', outcome) };
      instruments.upstreamSeconds.observe(labels, seconds);
      // A system that says "not found" works.
      if (outcome === 'ok' || outcome === 'not-found')
        instruments.upstreamLastSuccess.set({ system: labels.system }, now().getTime() / 1000);
    },
    inboxPending: (count) => instruments.inboxPending.set(count),
    outboxPending: (count) => instruments.outboxPending.set(count),
    queueAge: ({ queue, seconds }) =>
      instruments.queueOldestSeconds.set({ queue: labelValue('queue', queue) }, seconds),
    ready: ({ check, ready }) => instruments.ready.set({ check: labelValue('check', check) }, ready ? 1 : 0),
    setInfo: (info) => instruments.info.set(info, 1),
    handoffs: ({ state, count }) => instruments.handoffs.set({ state: labelValue('state', state) }, count),
    rowQuarantined: (source) => instruments.rowsSetAside.inc({ source: labelValue('source', source) }),
    render: () => register.metrics(),
    contentType: register.contentType,
  };
}

function createInstruments(register: Registry) {
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
      buckets: CHECK_BUCKETS_SECONDS,
      registers,
    }),
    ackSeconds: new Histogram({
      name: 'reseller_check_ack_seconds',
      help: 'Time until Slack had its acknowledgement',
      labelNames: ['kind'] as const,
      buckets: ACK_BUCKETS_SECONDS,
      registers,
    }),
    upstreamSeconds: new Histogram({
      name: 'reseller_check_upstream_seconds',
      help: 'Time of a call to another system, retries included',
      labelNames: ['system', 'outcome'] as const,
      buckets: UPSTREAM_BUCKETS_SECONDS,
      registers,
    }),
    upstreamLastSuccess: new Gauge({
      name: 'reseller_check_upstream_last_success_timestamp_seconds',
      help: 'Unix time of the last answer of another system; absent before the first',
      labelNames: ['system'] as const,
      registers,
    }),
    ...createStateGauges(registers),
    rowsSetAside: new Counter({
      name: 'reseller_check_rows_quarantined_total',
      help: 'Stored rows that could not be read or processed',
      labelNames: ['source'] as const,
      registers,
    }),
  };
}

/** Gauges that are set when `/metrics` is read. Those of queues and handoffs are the same at every copy of the bot. */
function createStateGauges(registers: Registry[]) {
  return {
    info: new Gauge({
      name: 'reseller_check_info',
      help: 'Always 1; the labels say what runs',
      labelNames: ['version', 'policy', 'delivery', 'database'] as const,
      registers,
    }),
    ready: new Gauge({
      name: 'reseller_check_ready',
      help: 'Whether a check of /readyz passes (1) or keeps the bot from being ready (0)',
      labelNames: ['check'] as const,
      registers,
    }),
    queueOldestSeconds: new Gauge({
      name: 'reseller_check_queue_oldest_seconds',
      help: 'How long the row of a queue that has been due longest has waited; 0 when none is due',
      labelNames: ['queue'] as const,
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
    handoffs: new Gauge({
      name: 'reseller_check_handoffs',
      help: 'Handoffs to Sales by state',
      labelNames: ['state'] as const,
      registers,
    }),
  };
}

function labelValue(label: keyof typeof LABEL_VALUES, value: string): string {
  return LABEL_VALUES[label].includes(value) ? value : 'other';
}
