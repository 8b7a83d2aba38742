import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { makePeople, makeReading, makeWorkplace, pageActions } from './abilities.ts';
import { fillWithDefaults } from './default-workspace.ts';
import { Delivery } from './delivery.ts';
import { Faults } from './faults.ts';
import { InputValues } from './input-values.ts';
import type { LocalSlack, LocalSlackOptions, People } from './interface.ts';
import { Messages } from './messages.ts';
import { Modals } from './modals.ts';
import { ResponseUrls, Triggers } from './passes.ts';
import { addressOf, startServer } from './server.ts';
import { Sockets } from './sockets.ts';
import type { SlackState } from './state.ts';
import { type Identity, Workspace } from './workspace.ts';

export type { Command, GlobalShortcut, MessageShortcut, Saying } from './acting.ts';
export type { Json } from './checks.ts';
export type { Click } from './clicking.ts';
export type { Delivered, RawOptions, Sent } from './delivery.ts';
export type { Fault, FaultScope } from './faults.ts';
export type { Closing, Submission } from './forms.ts';
export type { LocalSlack, LocalSlackOptions } from './interface.ts';
export type { Ephemeral, Message } from './messages.ts';
export type { View } from './modals.ts';
export type { Outcome } from './outcome.ts';
export type { ApiCall } from './state.ts';
export type { NewChannel, User, UserGroup } from './workspace.ts';

/** What a well set up bot may do, and the history it may read; not `chat:write.public`. */
const SCOPES = [
  'commands',
  'chat:write',
  'channels:read',
  'groups:read',
  'im:read',
  'im:write',
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:read',
  'mpim:history',
  'users:read',
  'users:read.email',
  'usergroups:read',
];

/** Everything that belongs to one running local Slack. */
interface Parts {
  readonly state: SlackState;
  readonly delivery: Delivery;
  readonly sockets: Sockets;
  readonly listeners: Set<(change: number) => void>;
}

/** Starts a workspace with its default people and channels. Close it when done. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  let server: Server | undefined;
  const parts = makeParts(
    options,
    () => options.publicUrl ?? (server === undefined ? '' : addressOf(server)),
  );
  const { state, sockets } = parts;
  const people = makePeople(state, parts.delivery);
  const onChange = (listener: (change: number) => void) => {
    parts.listeners.add(listener);
    return () => parts.listeners.delete(listener);
  };
  const page = {
    state,
    actions: pageActions(people),
    pageDir: options.pageDir,
    extraState: () => options.extraState?.(),
    onExtra: (body: Record<string, unknown>) => options.onExtra?.(body),
    onChange,
  };
  server = await startServer(options.port ?? 0, page, sockets);
  return assemble(parts, { people, onChange, server });
}

function assemble(
  { state, delivery, sockets }: Parts,
  { people, onChange, server }: { people: People; onChange: LocalSlack['onChange']; server: Server },
): LocalSlack {
  const { botToken, appToken, signingSecret, botUserId, botId, appId, teamId } = state.ids;
  const identity = { botToken, appToken, signingSecret, botUserId, botId, appId, teamId };
  return {
    ...identity,
    ...people,
    ...makeWorkplace(state),
    ...makeReading(state),
    url: addressOf(server),
    apiUrl: `${addressOf(server)}/api/`,
    scopes: state.scopes,
    get deliverTo() {
      return delivery.deliverTo;
    },
    set deliverTo(address) {
      delivery.deliverTo = address;
    },
    get socketCount() {
      return sockets.count;
    },
    disconnectSockets: (reason = 'refresh_requested', closeAfterMs?: number) =>
      sockets.disconnect(reason, closeAfterMs),
    dropSockets: () => sockets.drop(),
    silenceSockets: () => sockets.silence(),
    sendFrame: (data) => sockets.sendFrame(data),
    fail: (method, fault, times = 1, scope = {}) => state.faults.add(method, fault, { ...scope, times }),
    clearFaults: () => state.faults.clear(),
    onChange,
    close: () => close(server, sockets),
  };
}

function makeParts(options: LocalSlackOptions, url: () => string): Parts {
  const now = options.now ?? Date.now;
  const ids = makeIdentity(options);
  const workspace = new Workspace(ids.botUserId);
  fillWithDefaults(workspace, ids);
  const sockets = new Sockets(ids.appId);
  const { ackLimitMs = 3000, signingNow = Date.now } = options;
  const delivery = new Delivery({ signingSecret: ids.signingSecret, ackLimitMs, signingNow, sockets });
  const listeners = new Set<(change: number) => void>();
  let change = 0;
  const state: SlackState = {
    ids,
    now,
    wait: options.wait ?? ((ms) => pause(ms, undefined, { ref: false })),
    url,
    workspace,
    messages: new Messages(now),
    modals: new Modals(ids, now),
    inputs: new InputValues(),
    triggers: new Triggers(now),
    responseUrls: new ResponseUrls(now, url),
    faults: new Faults(),
    scopes: new Set(SCOPES),
    calls: [],
    deliver: (kind, payload) => delivery.deliver(kind, payload),
    openSocket: () => `${url().replace('http', 'ws')}${sockets.newPath()}`,
    changed: () => {
      change += 1;
      for (const listener of listeners) listener(change);
    },
  };
  return { state, delivery, sockets, listeners };
}

function makeIdentity({
  botToken,
  appToken,
  signingSecret,
  enterpriseId = null,
}: LocalSlackOptions): Identity {
  return {
    teamId: 'T0SANDBOX',
    teamDomain: 'sandbox',
    enterpriseId,
    appId: 'A0SANDBOX',
    botId: 'B0SANDBOX',
    botUserId: 'U0BOT',
    botName: 'Reseller Check',
    botToken: botToken ?? `xoxb-local-${randomBytes(8).toString('hex')}`,
    appToken: appToken ?? `xapp-local-${randomBytes(8).toString('hex')}`,
    signingSecret: signingSecret ?? randomBytes(16).toString('hex'),
  };
}

async function close(server: Server, sockets: Sockets): Promise<void> {
  await sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
