import type { ServerResponse } from 'node:http';
import type { SlackFault } from './faults.ts';
import { answerJson, answerText } from './http.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';

interface FaultableCall {
  /** A Web API method, or `response_url`. */
  readonly method: string;
  /** The arguments of a Web API call. */
  readonly args?: Json;
  readonly response: ServerResponse;
  readonly state: SlackState;
  /** Called with the answer when the fault refuses the call with an error of its own. */
  onRefused?(answer: Json): void;
}

/** Performs a call and answers it, unless a fault is set for it: then the fault decides. */
export async function withFault(call: FaultableCall, work: () => void): Promise<void> {
  const { method, args, response, state } = call;
  const fault = state.faults.take(method, args);
  if (fault === undefined) return work();
  if ('delayMs' in fault) {
    await state.wait(fault.delayMs);
    return work();
  }
  if ('heldBy' in fault) {
    await fault.heldBy;
    return work();
  }
  if ('loseAnswer' in fault) {
    response.socket?.destroy();
    return work();
  }
  if (!('hang' in fault)) answerWithFault(fault, call);
}

function answerWithFault(fault: SlackFault, { method, response, onRefused }: FaultableCall): void {
  if ('redirectTo' in fault) {
    response.writeHead(307, { location: fault.redirectTo }).end();
  } else if ('error' in fault && method === 'response_url') {
    answerText(response, 404, fault.error);
  } else if ('error' in fault) {
    const { error, messages } = fault;
    const answer = { ok: false, error, ...(messages ? { response_metadata: { messages } } : {}) };
    onRefused?.(answer);
    answerJson(response, answer);
  } else if ('status' in fault) {
    answerText(response, fault.status, 'upstream error');
  } else if ('rateLimited' in fault) {
    response.setHeader('retry-after', String(fault.rateLimited));
    answerJson(response, { ok: false, error: 'ratelimited' }, 429);
  } else {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Proxy</title><p>Please sign in to continue.</p>');
  }
}
