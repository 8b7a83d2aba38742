import { toast } from './popups.js';

const address = new URLSearchParams(location.search);

/** Who looks at what. The person and the channel live in the address, so two windows can be two people; `ts` comes with a permalink. */
export const view = {
  user: address.get('user') ?? sessionStorage.getItem('user') ?? 'UANA',
  channel: address.get('channel'),
  tab: address.get('tab') === 'home' ? 'home' : 'messages',
  ts: address.get('ts'),
  /** The ts of the message whose thread is open beside the channel, or null. */
  thread: address.get('thread'),
};

/** What the sandbox last said (`GET /sandbox/state`), and how long its last acknowledgement took. */
export const world = { state: null, clockOffset: 0, ack: null };

let listener = () => undefined;
let isFetching = false;
let isStale = false;

/** Fetches the state, tells `onChange` about it, and does both again whenever the sandbox reports a change. */
export async function follow(onChange) {
  listener = onChange;
  const events = new EventSource('/sandbox/events');
  events.addEventListener('message', () => void refresh());
  events.addEventListener('open', () => setConnected(true));
  events.addEventListener('error', () => setConnected(false));
  await refresh();
}

/** Fetches the state once more; changes that arrive meanwhile are answered by one further fetch. */
export async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  let state = null;
  while (isStale) {
    isStale = false;
    const wanted = view.user;
    state = await fetchState(wanted);
    if (wanted !== view.user) isStale = true;
  }
  isFetching = false;
  setConnected(state !== null);
  if (state) take(state);
}

/** Sends one act of the present person; an error is shown, and the answer returned: `{ ok, status, ms, error? }`. */
export async function act(path, body = {}) {
  const answer = await postJson(path, { user: view.user, ...body });
  if (answer.ms > 0) world.ack = { ms: answer.ms };
  if (!answer.ok) toast(explained(answer));
  await refresh();
  return answer;
}

function explained({ error, status }) {
  if (error === 'operation_timeout')
    return 'The app did not acknowledge within three seconds (operation_timeout).';
  if (error === 'dispatch_failed') return 'The app could not be reached, or refused (dispatch_failed).';
  return error ?? `The sandbox answered HTTP ${status}.`;
}

/** Changes who or what is looked at, and the address with it. */
export function go(change) {
  Object.assign(view, change);
  const query = new URLSearchParams({ user: view.user, ...(view.channel && { channel: view.channel }) });
  if (view.tab === 'home') query.set('tab', 'home');
  if (view.thread) query.set('thread', view.thread);
  sessionStorage.setItem('user', view.user);
  history.replaceState(null, '', `?${query}`);
  listener();
}

/** Returns the message that is the parent of the open thread, or null. */
export function openThread() {
  const messages = world.state.messages[currentChannel()?.id] ?? [];
  return view.thread ? (messages.find(({ ts }) => ts === view.thread) ?? null) : null;
}

/** True for a reply in a thread, of a message as the local Slack gives it. */
export function isThreadReply({ ts, thread_ts: thread }) {
  return thread !== undefined && thread !== ts;
}

/** The sandbox's own clock, which may run ahead of ours. */
export function now() {
  return new Date(Date.now() + world.clockOffset);
}

/** Returns what drawing markup needs to know of the reader: names, own id and the clock. */
export function reader() {
  return { names: world.state.names, me: view.user, now: now() };
}

/** The channel that is looked at: the one asked for when it can be seen, otherwise the first. */
export function currentChannel() {
  const { channels } = world.state;
  const asked = channels.find(({ id }) => id === view.channel);
  if (asked) return asked;
  // Somebody else's direct messages, after a change of person: one's own instead.
  const wantsDirect = view.channel?.startsWith('D') ?? false;
  return (
    channels.find(({ kind, member }) => member && (kind === 'im') === wantsDirect) ?? channels[0] ?? null
  );
}

// Null: the sandbox is away, or knows no such person; then it is Ana who looks next.
async function fetchState(user) {
  try {
    const answer = await fetch(`/sandbox/state?user=${encodeURIComponent(user)}`);
    if (answer.status === 404) view.user = 'UANA';
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function take(state) {
  const extra = { faults: {}, faultModes: [], samples: [], commands: [], shortcuts: [], ...state.extra };
  world.state = { ...state, extra };
  const clock = Date.parse(state.extra?.now ?? '');
  world.clockOffset = Number.isNaN(clock) ? 0 : clock - Date.now();
  listener();
}

async function postJson(path, body) {
  try {
    const answer = await fetch(`/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: answer.ok, status: answer.status, ...(await answer.json().catch(() => ({}))) };
  } catch {
    return { ok: false, status: 0, error: 'The sandbox does not answer. Is it still running?' };
  }
}

function setConnected(isConnected) {
  document.getElementById('offline').hidden = isConnected;
}
