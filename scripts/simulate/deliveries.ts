import type { DeliveryResult, SendToApp, SentRequest } from '../sandbox/slack/delivery-types.ts';
import type { Copies } from './copies.ts';
import { handleInProcess, type InProcessResponse } from './in-process-http.ts';
import type { SimulationRun } from './simulation-run.ts';

/** How long Slack waits for an acknowledgement. */
const ACK_LIMIT_MS = 3_000;
/** When Slack repeats an event that was not acknowledged, counted from the attempt before. */
const EVENT_RETRY_DELAYS_MS = [1_000, 60_000];

type HttpRequest = SentRequest & { readonly over: 'http' };

/** Delivers Slack's requests to the copies, as a load balancer would. */
export class Deliveries {
  /** Requests whose acknowledgement Slack is waiting for. */
  pending = 0;
  readonly #run: SimulationRun;
  readonly #copies: () => Copies;
  readonly #onAcknowledged: (body: string, answer: string) => void;

  constructor(
    run: SimulationRun,
    copies: () => Copies,
    onAcknowledged: (body: string, answer: string) => void,
  ) {
    this.#run = run;
    this.#copies = copies;
    this.#onAcknowledged = onAcknowledged;
  }

  readonly send: SendToApp = async (sent) => {
    const result = await this.#attempt(sent);
    if (result.error !== undefined && sent.headers['content-type'] === 'application/json')
      this.#repeat(sent, 0);
    return result;
  };

  async #attempt(sent: HttpRequest): Promise<DeliveryResult> {
    const { random, plan } = this.#run;
    const outcome = plan.deliveryOutcome();
    this.#run.log(`delivers a request: ${outcome}`);
    if (outcome === 'duplicated')
      this.#run.scheduleOutside(random.between(0, 3_000), () => void this.#transmit(sent, 'duplicated', 0));
    const lateMs = outcome === 'late' ? random.between(500, 200_000) : 0;
    return this.#transmit(sent, outcome, lateMs);
  }

  #transmit(sent: HttpRequest, outcome: string, lateMs: number): Promise<DeliveryResult> {
    const { scheduler, outside, plan } = this.#run;
    this.pending += 1;
    const startedAt = scheduler.now;
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (result: Pick<DeliveryResult, 'status' | 'body' | 'error'>) => {
        if (isSettled) return;
        isSettled = true;
        cancelLimit();
        this.pending -= 1;
        this.#run.log(`the delivery ends with ${result.error ?? result.status}`);
        resolve({ ...result, ms: scheduler.now - startedAt, sent });
      };
      const cancelLimit = scheduler.schedule(outside, 'work', ACK_LIMIT_MS, () =>
        settle({ status: 0, body: '', error: 'operation_timeout' }),
      );
      if (outcome === 'dropped') return;
      const arrive = () => this.#arrive(sent, outcome === 'answer-lost' ? () => undefined : settle);
      if (lateMs > 0) this.#run.scheduleOutside(lateMs, arrive);
      else scheduler.schedule(outside, 'work', plan.latencyMs(), arrive);
    });
  }

  /** Passes a request to one of the copies that listen. */
  #arrive(
    { body, headers }: HttpRequest,
    settle: (result: Pick<DeliveryResult, 'status' | 'body' | 'error'>) => void,
  ): void {
    const { scheduler, outside, random, plan } = this.#run;
    const { listening } = this.#copies();
    if (listening.length === 0) {
      settle({ status: 0, body: '', error: 'dispatch_failed' });
      return;
    }
    const { slackEvents, process } = random.pick(listening);
    scheduler.schedule(process, 'work', 0, () => {
      const request = {
        method: 'POST',
        path: '/slack/events',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        body,
      };
      if (!slackEvents) return;
      handleInProcess(slackEvents, request, (response) => {
        if (response && response.status < 300) this.#onAcknowledged(body, response.text);
        this.#run.log(`answers Slack with ${response?.status}`);
        scheduler.schedule(outside, 'work', plan.latencyMs(), () => settle(resultOf(response)));
      });
    });
  }

  #repeat(sent: HttpRequest, attempt: number): void {
    const delayMs = EVENT_RETRY_DELAYS_MS[attempt];
    if (delayMs === undefined) return;
    const retryHeaders = { 'x-slack-retry-num': String(attempt + 1), 'x-slack-retry-reason': 'http_timeout' };
    const repeated = { ...sent, headers: { ...sent.headers, ...retryHeaders } };
    this.#run.scheduleOutside(delayMs, () => void this.#repeatNow(repeated, attempt));
  }

  async #repeatNow(sent: HttpRequest, attempt: number): Promise<void> {
    const result = await this.#attempt(sent);
    if (result.error !== undefined) this.#repeat(sent, attempt + 1);
  }
}

function resultOf(response: InProcessResponse): Pick<DeliveryResult, 'status' | 'body' | 'error'> {
  if (response === null) return { status: 0, body: '', error: 'dispatch_failed' };
  const { status, headers, text } = response;
  if (status >= 300) return { status, body: text, error: 'dispatch_failed' };
  const isJson = (headers['content-type'] ?? '').includes('json');
  return { status, body: isJson ? JSON.parse(text) : text };
}
