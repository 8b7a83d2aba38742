import { randomBytes } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { REQUIRED_SCOPES } from '../../../src/slack/app-manifest.ts';
import { fillWorkspace } from './default-workspace.ts';
import { Delivery } from './delivery.ts';
import { SlackFaultQueue } from './faults.ts';
import { InputValues } from './input-values.ts';
import { ResponseUrls, TriggerIds } from './interaction-tokens.ts';
import {
  createUserActions,
  createWorkspaceReader,
  createWorkspaceSetup,
  pageActions,
} from './local-slack-parts.ts';
import type { LocalSlack, LocalSlackOptions, UserActions } from './local-slack-types.ts';
import { Messages } from './messages.ts';
import { Modals } from './modals.ts';
import { RateLimits } from './rate-limits.ts';
import { addressOf, createRequestHandler, startLocalSlackServer } from './server.ts';
import { Sockets } from './sockets.ts';
import type { SlackState } from './state.ts';
import { type AppIdentity, Workspace } from './workspace.ts';

export type { Click } from './click.ts';
export type { RawDeliveryOptions } from './delivery.ts';
export type { DeliveryResult, SentRequest } from './delivery-types.ts';
export type { SlackFault, SlackFaultScope } from './faults.ts';
export type { InteractionResult } from './interaction-result.ts';
export type { LocalSlack, LocalSlackOptions } from './local-slack-types.ts';
export type { EphemeralMessage, Message } from './messages.ts';
export type { View } from './modals.ts';
export type { Json } from './shape-checks.ts';
export type { WebApiCall } from './state.ts';
export type { GlobalShortcut, MessageShortcut, SlashCommand, UserMessage } from './user-actions.ts';
export type { ViewClosing, ViewSubmission } from './view-submission.ts';
export type { NewChannel, UserGroup, WorkspaceUser } from './workspace.ts';

/** The parts of one running local Slack. */
interface LocalSlackParts {
  readonly state: SlackState;
  readonly delivery: Delivery;
  readonly sockets: Sockets;
  readonly listeners: Set<(change: number) => void>;
}

/** Starts a workspace with its default people and channels. Close it when done. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  // A variable, because requests that arrive while the server closes need it, and the server no longer has an address then.
  let url = options.publicUrl ?? '';
  const parts = createParts(options, () => url);
  const { sockets } = parts;
  const { handleRequest, ...access } = createAccess(parts, options);
  const started = await startLocalSlackServer(options.port ?? 0, handleRequest, sockets);
  const address = addressOf(started);
  url = options.publicUrl ?? address;
  return assemble(parts, { ...access, address, close: () => close(started, sockets) });
}

/** Creates a workspace like that of `startLocalSlack` without a server; `handleRequest` gets what one would receive. */
export function createLocalSlack(options: LocalSlackOptions & { readonly publicUrl: string }): {
  readonly slack: LocalSlack;
  readonly handleRequest: RequestListener;
} {
  const address = options.publicUrl;
  const parts = createParts(options, () => address);
  const { handleRequest, ...access } = createAccess(parts, options);
  const slack = assemble(parts, { ...access, address, close: () => parts.sockets.close() });
  return { slack, handleRequest };
}

/** The ways in which people, pages and the app reach the workspace. */
interface Access {
  readonly people: UserActions;
  readonly onChange: LocalSlack['onChange'];
  readonly handleRequest: RequestListener;
}

function createAccess({ state, delivery, listeners }: LocalSlackParts, options: LocalSlackOptions): Access {
  const people = createUserActions(state, delivery);
  const onChange = (listener: (change: number) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const handleRequest = createRequestHandler({
    state,
    actions: pageActions(people),
    pageDir: options.pageDir,
    extraState: () => options.extraState?.(),
    onExtra: (body: Record<string, unknown>) => options.onExtra?.(body),
    onChange,
  });
  return { people, onChange, handleRequest };
}

interface Address {
  readonly address: string;
  close(): Promise<void>;
}

function assemble(
  { state, delivery, sockets }: LocalSlackParts,
  { people, onChange, address, close }: Omit<Access, 'handleRequest'> & Address,
): LocalSlack {
  const { botToken, appToken, configToken, signingSecret, botUserId, botId, appId, teamId } = state.ids;
  const identity = { botToken, appToken, configToken, signingSecret, botUserId, botId, appId, teamId };
  return {
    ...identity,
    ...people,
    ...createWorkspaceSetup(state),
    ...createWorkspaceReader(state),
    url: address,
    apiUrl: `${address}/api/`,
    scopes: state.scopes,
    refusedBlocks: state.refusedBlocks,
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
    forgetCalls: () => void state.calls.splice(0),
    onChange,
    close,
  };
}

function createParts(options: LocalSlackOptions, url: () => string): LocalSlackParts {
  const now = options.now ?? Date.now;
  const ids = createIdentity(options);
  const workspace = new Workspace(ids.botUserId);
  fillWorkspace(workspace, ids, options.workspace);
  const sockets = new Sockets(ids.appId);
  const { ackLimitMs = 3000, signingNow = Date.now, send } = options;
  const delivery = new Delivery({ signingSecret: ids.signingSecret, ackLimitMs, signingNow, sockets, send });
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
    triggers: new TriggerIds(now),
    responseUrls: new ResponseUrls(now, url),
    faults: new SlackFaultQueue(),
    scopes: new Set<string>(options.scopes ?? REQUIRED_SCOPES),
    botEvents: new Set(options.botEvents ?? ['message.im', 'app_mention']),
    refusedBlocks: new Set(),
    appManifest: options.appManifest ?? {},
    rateLimits: options.hasRateLimits ? new RateLimits() : null,
    messageDeliveries: new Set(),
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

function createIdentity({
  botToken,
  appToken,
  signingSecret,
  botName = 'Reseller Check',
  enterpriseId = null,
}: LocalSlackOptions): AppIdentity {
  return {
    teamId: 'T0SANDBOX',
    teamDomain: 'sandbox',
    enterpriseId,
    appId: 'A0SANDBOX',
    botId: 'B0SANDBOX',
    botUserId: 'U0BOT',
    botName,
    botToken: botToken ?? `xoxb-local-${randomBytes(8).toString('hex')}`,
    appToken: appToken ?? `xapp-local-${randomBytes(8).toString('hex')}`,
    configToken: `xoxe.xoxp-local-${randomBytes(8).toString('hex')}`,
    signingSecret: signingSecret ?? randomBytes(16).toString('hex'),
  };
}

async function close(server: Server, sockets: Sockets): Promise<void> {
  await sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
