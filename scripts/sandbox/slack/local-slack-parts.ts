import { type Click, click } from './click.ts';
import type { Delivery } from './delivery.ts';
import type { UserActions, WorkspaceReader, WorkspaceSetup } from './local-slack-types.ts';
import type { PageActions } from './page-routes.ts';
import type { SlackState } from './state.ts';
import {
  type GlobalShortcut,
  type MessageShortcut,
  openHome,
  postAsUser,
  type SlashCommand,
  sendCommand,
  sendEvent,
  sendGlobalShortcut,
  sendMessageShortcut,
  type UserMessage,
} from './user-actions.ts';
import { closeView, submitView, type ViewClosing, type ViewSubmission } from './view-submission.ts';

/** Creates the functions that act as people. */
export function createUserActions(state: SlackState, delivery: Delivery): UserActions {
  return {
    command: (given) => sendCommand(given, state),
    messageShortcut: async (given) => sendMessageShortcut(given, state),
    globalShortcut: async (given) => sendGlobalShortcut(given, state),
    click: async (given) => click(given, state),
    submitView: (given) => submitView(given, state),
    closeView: (given) => closeView(given, state),
    openHome: async (user) => openHome(user, state),
    postAsUser: (given) => postAsUser(given, state),
    messagesDelivered: async () => void (await Promise.all(state.messageDeliveries)),
    sendEvent: (event) => sendEvent(event, state),
    verifyUrl: (challenge) =>
      delivery.raw(JSON.stringify({ type: 'url_verification', challenge }), {
        contentType: 'application/json',
      }),
    deliverRaw: async (body, options) => delivery.raw(body, options),
    redeliver: async ({ sent }) => delivery.again(sent),
  };
}

/** Creates the functions that change the workspace. Each notifies the page. */
export function createWorkspaceSetup({ workspace, messages, changed }: SlackState): WorkspaceSetup {
  const then = <T extends unknown[]>(change: (...given: T) => void) => {
    return (...given: T) => {
      change(...given);
      changed();
    };
  };
  return {
    addUser: then((user) => workspace.addUser(user)),
    addChannel: then((channel) => workspace.addChannel(channel)),
    addUserGroup: then((group) => workspace.addUserGroup(group)),
    invite: then((channel: string, user: string) => void workspace.channel(channel).members.add(user)),
    kick: then((channel: string, user: string) => void workspace.channel(channel).members.delete(user)),
    archive: then((channel: string) => {
      workspace.channel(channel).archived = true;
    }),
    setExtShared: then((channel: string, isShared: boolean) => {
      workspace.channel(channel).extShared = isShared;
    }),
    deleteMessage: then((channel: string, ts: string) => {
      if (!messages.find(channel, ts)) throw new Error(`There is no message ${ts} in ${channel}.`);
      messages.remove(channel, ts);
    }),
  };
}

/** Creates the functions that read the state. They return copies, which later changes do not affect. */
export function createWorkspaceReader({ workspace, messages, modals, calls }: SlackState): WorkspaceReader {
  const directMessagesWith = (user: string) => workspace.directMessages(user).id;
  return {
    messages: (channel, latest = Number.POSITIVE_INFINITY) =>
      structuredClone(messages.inChannel(channel).slice(-latest)),
    replies: (channel, ts) => structuredClone(messages.repliesTo(channel, ts)),
    ephemerals: (wanted = {}) => structuredClone(messages.ephemerals(wanted)),
    views: (user) => structuredClone(modals.stack(user)),
    home: (user) => structuredClone(modals.home(user)),
    channelOfDirectMessages: directMessagesWith,
    directMessages: (user) => {
      const channel = directMessagesWith(user);
      return { channel, messages: structuredClone(messages.inChannel(channel)) };
    },
    calls,
  };
}

/** Creates the actions of the page. It sends untyped bodies; each action refuses what it cannot use. */
export function pageActions(people: UserActions): PageActions {
  const take = <T>(act: (given: T) => ReturnType<PageActions[string]>): PageActions[string] => {
    return async (body) => act(body as T);
  };
  return {
    say: take<UserMessage>(async (given) => ({ ts: people.postAsUser(given) })),
    command: take<SlashCommand>((given) => people.command(given)),
    'message-shortcut': take<MessageShortcut>((given) => people.messageShortcut(given)),
    'global-shortcut': take<GlobalShortcut>((given) => people.globalShortcut(given)),
    click: take<Click>((given) => people.click(given)),
    submit: take<ViewSubmission>((given) => people.submitView(given)),
    'close-view': take<ViewClosing>(async (given) => (await people.closeView(given)) ?? { status: 200 }),
    'open-home': take<{ user: string }>(({ user }) => people.openHome(user)),
  };
}
