import type { RequestListener } from 'node:http';
import { handleInProcess, type InProcessResponse } from './in-process-http.ts';
import type { SimulatedProcess } from './scheduler.ts';
import type { Story } from './story.ts';

/** What happens to a call on its way. */
export type CallFate =
  | 'arrives'
  /** The other side never sees it, and the caller soon learns that. */
  | 'refused'
  /** The other side never sees it, and the caller waits. */
  | 'dropped'
  /** The other side does the work, but its answer never arrives. */
  | 'answer-lost';

export interface Route {
  readonly name: string;
  readonly handler: RequestListener;
  /** Decides what happens to the next call to that path. */
  fateOf(path: string): CallFate;
  /** Milliseconds that a call, or its answer, is on its way. */
  latencyMs(): number;
}

/** Returns a `fetch` that reaches the routes of a story by their origins. */
export function createFetch(story: Story, routes: ReadonlyMap<string, Route>): typeof fetch {
  return (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const route = routes.get(url.origin);
    if (!route) return Promise.reject(networkError('ENOTFOUND'));
    return new Promise((resolve, reject) => {
      const call = new Call(story, { route, url, init }, { resolve, reject });
      call.start();
    });
  };
}

interface CallRequest {
  readonly route: Route;
  readonly url: URL;
  readonly init: RequestInit;
}

interface Settlers {
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/** One HTTP call of a process. */
class Call {
  readonly #story: Story;
  readonly #caller: SimulatedProcess;
  readonly #request: CallRequest;
  readonly #settlers: Settlers;
  readonly #what: string;
  #isSettled = false;

  constructor(story: Story, request: CallRequest, settlers: Settlers) {
    this.#story = story;
    this.#caller = story.scheduler.current;
    this.#request = request;
    this.#settlers = settlers;
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
    const fate = route.fateOf(url.pathname);
    const { scheduler, outside } = this.#story;
    const crash = this.#story.crashAt(this.#caller);
    if (crash === 'before') {
      this.#story.crash(this.#caller, `before ${this.#what}`);
      return;
    }
    if (fate === 'refused') {
      this.#story.note(`${this.#what}: connection refused`);
      scheduler.schedule(this.#caller, 'work', route.latencyMs(), () =>
        this.#fail(networkError('ECONNREFUSED'), fate),
      );
      return;
    }
    if (fate === 'dropped') {
      this.#story.note(`${this.#what}: dropped`);
      return;
    }
    scheduler.schedule(outside, 'work', route.latencyMs(), () => this.#arrive(fate, crash === 'after'));
  }

  #arrive(fate: CallFate, isCallerCrashing: boolean): void {
    const { route, url, init } = this.#request;
    const headers = Object.fromEntries(new Headers(init.headers));
    const request = {
      method: init.method ?? 'GET',
      path: `${url.pathname}${url.search}`,
      headers,
      body: bodyText(init.body),
    };
    handleInProcess(route.handler, request, (response) => {
      if (isCallerCrashing) return this.#story.crash(this.#caller, `after ${this.#what}`);
      this.#answer(fate === 'answer-lost' ? null : response);
    });
  }

  #answer(response: InProcessResponse): void {
    const { scheduler } = this.#story;
    scheduler.schedule(this.#caller, 'work', this.#request.route.latencyMs(), () => {
      if (response === null) return this.#fail(networkError('ECONNRESET'), 'answer lost');
      if (this.#isSettled) return;
      this.#isSettled = true;
      this.#story.note(`${this.#what} answered ${response.status}`);
      const { status, headers, text } = response;
      this.#settlers.resolve(new Response(text, { status, headers }));
    });
  }

  #fail(error: unknown, why: string): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#story.note(`${this.#what} failed: ${why}`);
    this.#settlers.reject(error);
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
