import { describe, expect, it } from 'vitest';
import { GAP_KINDS, SYSTEMS } from '../src/domain/connector-result.ts';
import { OVERALL_ONLY_VERDICTS } from '../src/domain/overall-verdict.ts';
import { TOPICS } from '../src/domain/topics.ts';
import { VERDICTS } from '../src/domain/verdict.ts';
import { createMetrics } from '../src/metrics.ts';

describe('metrics', () => {
  it('have the names that dashboards use, and those of the runtime', async () => {
    const text = await createMetrics().render();

    for (const name of [
      'reseller_check_checks_total counter',
      'reseller_check_check_seconds histogram',
      'reseller_check_ack_seconds histogram',
      'reseller_check_upstream_seconds histogram',
      'reseller_check_outbox_pending gauge',
      'reseller_check_handoffs gauge',
      'process_cpu_seconds_total counter',
      'nodejs_eventloop_lag_seconds gauge',
    ]) {
      expect(text).toContain(`# TYPE ${name}\n`);
    }
  });

  it('count and measure', async () => {
    const metrics = createMetrics({ now: () => new Date(5_000) });

    metrics.recordCheck({ verdict: 'reseller', topic: 'sign-in', seconds: 1.5 });
    metrics.recordCheck({ verdict: 'reseller', topic: 'sign-in', seconds: 0.2 });
    metrics.acknowledged({ kind: 'command', seconds: 0.004 });
    metrics.upstream({ system: 'zuora', outcome: 'timeout', seconds: 3 });
    metrics.upstream({ system: 'zendesk', outcome: 'not-found', seconds: 3 });
    metrics.outboxPending(4);
    metrics.outboxPending(2);
    metrics.handoffs({ state: 'open', count: 7 });

    const lines = (await metrics.render()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'reseller_check_checks_total{verdict="reseller",topic="sign-in"} 2',
        'reseller_check_check_seconds_count 2',
        'reseller_check_check_seconds_sum 1.7',
        'reseller_check_ack_seconds_bucket{le="0.01",kind="command"} 1',
        'reseller_check_upstream_seconds_count{system="zuora",outcome="timeout"} 1',
        'reseller_check_upstream_last_success_timestamp_seconds{system="zendesk"} 5',
        'reseller_check_outbox_pending 2',
        'reseller_check_handoffs{state="open"} 7',
      ]),
    );
    expect(lines).not.toContainEqual(expect.stringMatching(/last_success\S*\{system="zuora"/));
    expect(metrics.contentType).toContain('text/plain');
  });

  it('have labels for every value of the domain', async () => {
    const metrics = createMetrics();

    for (const verdict of [...VERDICTS, ...OVERALL_ONLY_VERDICTS, 'refused'])
      metrics.recordCheck({ verdict, topic: 'other', seconds: 1 });
    for (const topic of TOPICS) metrics.recordCheck({ verdict: 'unknown', topic, seconds: 1 });
    for (const system of SYSTEMS) metrics.upstream({ system, outcome: 'ok', seconds: 1 });
    for (const outcome of GAP_KINDS) metrics.upstream({ system: 'zuora', outcome, seconds: 1 });

    const text = await metrics.render();
    for (const verdict of [...VERDICTS, ...OVERALL_ONLY_VERDICTS, 'refused'])
      expect(text).toContain(`verdict="${verdict}"`);
    for (const topic of TOPICS) expect(text).toContain(`topic="${topic}"`);
    for (const system of SYSTEMS) expect(text).toContain(`system="${system}"`);
    for (const outcome of GAP_KINDS) expect(text).toContain(`outcome="${outcome}"`);
    expect(text).not.toMatch(/(verdict|system|outcome)="other"/);
  });

  it('never have a label with an unlisted value', async () => {
    const metrics = createMetrics();
    const name = 'Halden Mills';

    metrics.recordCheck({ verdict: name, topic: name, seconds: 1 });
    metrics.acknowledged({ kind: name, seconds: 1 });
    metrics.upstream({ system: name, outcome: name, seconds: 1 });
    metrics.handoffs({ state: name, count: 1 });
    metrics.queueAge({ queue: name, seconds: 1 });
    metrics.ready({ check: name, ready: true });
    metrics.rowQuarantined(name);

    const text = await metrics.render();
    expect(text).not.toContain(name);
    expect(text).toContain('reseller_check_checks_total{verdict="other",topic="other"} 1');
    expect(text).toContain('reseller_check_ack_seconds_count{kind="other"} 1');
    expect(text).toContain('reseller_check_upstream_seconds_count{system="other",outcome="other"} 1');
    expect(text).toContain('reseller_check_handoffs{state="other"} 1');
  });

  it('have a fixed number of series, whatever is recorded', async () => {
    const metrics = createMetrics({ ofProcess: false });
    const record = (word: string) => {
      metrics.recordCheck({ verdict: word, topic: word, seconds: 1 });
      metrics.acknowledged({ kind: word, seconds: 1 });
      metrics.upstream({ system: word, outcome: 'ok', seconds: 1 });
      metrics.handoffs({ state: word, count: 1 });
      metrics.queueAge({ queue: word, seconds: 1 });
      metrics.ready({ check: word, ready: true });
      metrics.rowQuarantined(word);
    };
    const seriesCount = async () => (await metrics.render()).split('\n').length;
    record('a');
    const expected = await seriesCount();

    for (let index = 0; index < 100; index += 1) record(`word-${index}`);

    expect(await seriesCount()).toBe(expected);
  });

  it('of two applications in one process are separate', async () => {
    const [one, other] = [createMetrics(), createMetrics()];

    one.outboxPending(5);

    expect(await other.render()).toContain('reseller_check_outbox_pending 0');
  });
});
