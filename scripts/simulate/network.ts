import type { RequestListener } from 'node:http';
import { handleInProcess, type InProcessResponse } from './in-process-http.ts';
import type { SimulatedProcess } from './scheduler.ts';
import type { SimulationRun } from './simulation-run.ts';

/** What happens to a call. */
export type CallOutcome =
  | 'arrives'
  /** It doesn't arrive, and the caller soon gets an error. */
  | 'refused'
  /** It doesn't arrive, and the caller gets no error. */
  | 'dropped'
  /** It arrives and has its effect, but its answer is lost. */
  | 'answer-lost';

export interface Route {
  readonly name: string;
  readonly handler: RequestListener;
  /** Decides what happens to the next call to that path. */
  outcomeOf(path: string): CallOutcome;
  /** Milliseconds until a call, or its answer, arrives. */
  latencyMs(): number;
}

/** Returns a `fetch` that reaches the routes of a run by their origins. */
export function createFetch(run: SimulationRun, routes: ReadonlyMap<string, Route>): typeof fetch {
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const route = routes.get(url.origin);
    if (!route) return Promise.reject(networkError('ENOTFOUND'));
    return new Promise((resolve, reject) => {
      const call = new Call(run, { route, url, init }, { resolve, reject });
      call.start();
    });
  };
}

interface CallRequest {
  readonly route: Route;
  readonly url: URL;
  readonly init: RequestInit;
}

interface Callbacks {
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/** One HTTP call of a process. */
class Call {
  readonly #run: SimulationRun;
  readonly #caller: SimulatedProcess;
  readonly #request: CallRequest;
  readonly #callbacks: Callbacks;
  readonly #what: string;
  #isSettled = false;

  constructor(run: SimulationRun, request: CallRequest, callbacks: Callbacks) {
    this.#run = run;
    this.#caller = run.scheduler.current;
    this.#request = request;
    this.#callbacks = callbacks;
    this.#what = `${request.route.name} ${request.url.pathname}`;
  }

  start(): void {
    const { route, url, init } = this.#request;
    const { signal } = init;
    const abort = () => this.#fail(signal?.reason, 'aborted');
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    const outcome = route.outcomeOf(url.pathname);
    const { scheduler, outside } = this.#run;
    const crash = this.#run.crashAt(this.#caller);
    if (crash === 'before') {
      this.#run.crash(this.#caller, `before ${this.#what}`);
      return;
    }
    if (outcome === 'refused') {
      this.#run.log(`${this.#what}: connection refused`);
      scheduler.schedule(this.#caller, 'work', route.latencyMs(), () =>
        this.#fail(networkError('ECONNREFUSED'), outcome),
      );
      return;
    }
    if (outcome === 'dropped') {
      this.#run.log(`${this.#what}: dropped`);
      return;
    }
    scheduler.schedule(outside, 'work', route.latencyMs(), () => this.#arrive(outcome, crash === 'after'));
  }

  #arrive(outcome: CallOutcome, isCallerCrashing: boolean): void {
    const { route, url, init } = this.#request;
    const headers = Object.fromEntries(new Headers(init.headers));
    const request = {
      method: init.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      headers,
      body: bodyText(init.body),
    };
    handleInProcess(route.handler, request, (response) => {
      if (isCallerCrashing) return this.#run.crash(this.#caller, `after ${this.#what}`);
      this.#answer(outcome === 'answer-lost' ? null : response);
    });
  }

  #answer(response: InProcessResponse): void {
    const { scheduler } = this.#run;
    scheduler.schedule(this.#caller, 'work', this.#request.route.latencyMs(), () => {
      if (response === null) return this.#fail(networkError('ECONNRESET'), 'answer lost');
      if (this.#isSettled) return;
      this.#isSettled = true;
      this.#run.log(`${this.#what} answered ${response.status}`);
      const { status, headers, text } = response;
      this.#callbacks.resolve(new Response(text, { status, headers }));
    });
  }

  #fail(error: unknown, why: string): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#run.log(`${this.#what} failed: ${why}`);
    this.#callbacks.reject(error);
  }
}

function bodyText(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new Error('the simulated network takes text only');
}

/** The error of `fetch` for a connection that failed. */
function networkError(code: string): TypeError {
  return Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });
}
