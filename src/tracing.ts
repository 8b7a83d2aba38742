import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { RetryLater, SlackAuthError } from './errors.ts';

/** Kinds, ids of our own and fixed terms; never customer data. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A finished call to another system, including its retries. */
export interface TracedCall {
  readonly system: string;
  /** Name of the call, such as "subscription" or "chat.postMessage". */
  readonly operation: string;
  readonly outcome: string;
  readonly seconds: number;
}

const PREFIX = 'reseller_check.';

/**
 * Runs a unit of work as a trace of its own: what it calls becomes child spans. Without an OpenTelemetry SDK, which the
 * operator loads into the process, nothing is recorded.
 */
export function traceWork<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
  const options = { root: true, kind: SpanKind.CONSUMER, attributes: prefixed(attributes) };
  return tracer().startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (error) {
      markThrown(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Records a call that has just ended as a child of the running work. */
export function traceCall({ system, operation, outcome, seconds }: TracedCall, endedAt: Date): void {
  if (!trace.getActiveSpan()?.isRecording()) return;
  const span = tracer().startSpan(
    `${system} ${operation}`,
    {
      kind: SpanKind.CLIENT,
      startTime: new Date(endedAt.getTime() - seconds * 1000),
      attributes: prefixed({ system, operation, outcome }),
    },
    context.active(),
  );
  if (outcome !== 'ok' && outcome !== 'not-found') fail(span, outcome);
  span.end(endedAt);
}

/** Adds attributes to the span of the running work. */
export function annotateWork(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(prefixed(attributes));
}

/** Asked for each time, because the SDK may register after this file is loaded. */
function tracer() {
  return trace.getTracer('reseller-check');
}

/** Marks work that was only put off as postponed, and any other as failed. The message of an error may quote customer data. */
function markThrown(span: Span, error: unknown): void {
  const isPostponed = error instanceof RetryLater && !(error instanceof SlackAuthError);
  if (isPostponed) span.setAttributes(prefixed({ outcome: 'postponed', reason: error.name }));
  else fail(span, error instanceof Error ? error.name : 'unknown');
}

function fail(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

function prefixed(attributes: SpanAttributes): SpanAttributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [PREFIX + name, value]));
}
