import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlackAuthError } from '../../src/errors.ts';
import { traceWork } from '../../src/tracing.ts';
import { submitHandoffFor } from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, waitUntil } from './harness.ts';

let exporter: InMemorySpanExporter;
let provider: NodeTracerProvider;
let testApp: TestApp;

beforeEach(async () => {
  exporter = new InMemorySpanExporter();
  provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
  testApp = await startTestApp();
});
afterEach(async () => {
  await testApp.close();
  for (const api of [trace, context, propagation]) api.disable();
  await provider.shutdown();
});

const spans = () => exporter.getFinishedSpans();
const childrenOf = (parent: ReadableSpan) =>
  spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent.spanContext().spanId);
const requestSpan = () => waitUntil('the span', () => spans().find(({ name }) => name === 'request command'));

it('A check is one trace: the request, and below it every call to another system', async () => {
  await checkAsAna(testApp, 'A-S00900001 sign-in');

  const request = await requestSpan();

  expect(request.parentSpanContext).toBeUndefined();
  expect(request.attributes).toEqual({
    'reseller_check.kind': 'command',
    'reseller_check.request_key': expect.stringMatching(/^[0-9a-f]{32}$/),
    'reseller_check.attempts': 1,
    'reseller_check.verdict': 'reseller',
    'reseller_check.topic': 'sign-in',
  });
  const calls = childrenOf(request);
  expect(calls.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['zuora subscription', 'zuora account', 'slack chat.postMessage']),
  );
  const [subscription] = calls.filter(({ name }) => name === 'zuora subscription');
  expect(subscription?.attributes).toEqual({
    'reseller_check.system': 'zuora',
    'reseller_check.operation': 'subscription',
    'reseller_check.outcome': 'ok',
  });
  expect(subscription?.status.code).toBe(SpanStatusCode.UNSET);
});

it('A message is a trace of its own, not part of the request that enqueued it', async () => {
  await submitHandoffFor(testApp);

  const message = await waitUntil('the span', () =>
    spans().find(({ name }) => name === 'message handoff-post'),
  );

  expect(message.parentSpanContext).toBeUndefined();
  expect(childrenOf(message).map(({ name }) => name)).toContain('slack chat.postMessage');
});

it('A failed call has its kind of gap as attribute', async () => {
  testApp.upstreams.zuora.setFault('down');

  await checkAsAna(testApp, 'A-S00900001');

  const request = await requestSpan();
  const failed = childrenOf(request).find(({ name }) => name === 'zuora subscription');
  expect(failed?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(failed?.attributes['error.type']).toBe('unavailable');
});

it('Postponed work is marked as postponed, not as failed', async () => {
  testApp.slack.fail('chat.postMessage', { rateLimited: 1 }, 1);

  await checkAsAna(testApp, 'A-S00900001');

  const [first, second] = await waitUntil('both attempts', () => {
    const attempts = spans().filter(({ name }) => name === 'request command');
    return attempts.length === 2 ? attempts : undefined;
  });
  expect(first?.status.code).toBe(SpanStatusCode.UNSET);
  expect(first?.attributes).toMatchObject({
    'reseller_check.outcome': 'postponed',
    'reseller_check.reason': 'RetryLater',
  });
  expect(second?.status.code).toBe(SpanStatusCode.UNSET);
  expect(second?.attributes).not.toHaveProperty('reseller_check.outcome');
});

it.each([
  [new SlackAuthError('Slack refused the token', 1_000), 'SlackAuthError'],
  [new TypeError('ana@halden.example'), 'TypeError'],
])('Failed work has the name of its error: %s', async (error, name) => {
  await expect(traceWork('work', {}, () => Promise.reject(error))).rejects.toBe(error);

  const work = spans().find((span) => span.name === 'work');
  expect(work?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(work?.attributes).toEqual({ 'error.type': name });
});

it('No span contains customer data', async () => {
  await checkAsAna(testApp, 'A-S00900001 #48211');
  await requestSpan();

  const recorded = JSON.stringify(
    spans().map(({ name, attributes, status, events, links }) => ({
      name,
      attributes,
      status,
      events,
      links,
    })),
  );

  expect(recorded).not.toMatch(/A-S0|A00|Halden|@|UANA|CSUPPORT|48211/);
});
