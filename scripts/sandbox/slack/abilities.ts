import {
  type Command,
  command,
  type GlobalShortcut,
  globalShortcut,
  type MessageShortcut,
  messageShortcut,
  openHome,
  type Saying,
  say,
  sendEvent,
} from './acting.ts';
import { type Click, click } from './clicking.ts';
import type { Delivery } from './delivery.ts';
import { type Closing, closeView, type Submission, submitView } from './forms.ts';
import type { People, Reading, Workplace } from './interface.ts';
import type { PageActions } from './page-routes.ts';
import type { SlackState } from './state.ts';

/** What people do, as functions over one state. */
export function makePeople(state: SlackState, delivery: Delivery): People {
  return {
    command: (given) => command(given, state),
    messageShortcut: async (given) => messageShortcut(given, state),
    globalShortcut: async (given) => globalShortcut(given, state),
    click: async (given) => click(given, state),
    submitView: (given) => submitView(given, state),
    closeView: (given) => closeView(given, state),
    openHome: async (user) => openHome(user, state),
    say: (given) => say(given, state),
    sendEvent: (event) => sendEvent(event, state),
    verifyUrl: (challenge) =>
      delivery.raw(JSON.stringify({ type: 'url_verification', challenge }), {
        contentType: 'application/json',
      }),
    deliverRaw: async (body, options) => delivery.raw(body, options),
    redeliver: async ({ sent }) => delivery.again(sent),
  };
}

/** Setting the scene; each change is told to the page. */
export function makeWorkplace({ workspace, messages, changed }: SlackState): Workplace {
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

/** What there is to see, as copies: later changes do not show in them. */
export function makeReading({ workspace, messages, modals, calls }: SlackState): Reading {
  const directMessagesWith = (user: string) => workspace.directMessages(user).id;
  return {
    messages: (channel) => structuredClone(messages.inChannel(channel)),
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

/** What the page can ask for. It sends untyped bodies; what does not fit is refused by the action itself. */
export function pageActions(people: People): PageActions {
  const take = <T>(act: (given: T) => ReturnType<PageActions[string]>): PageActions[string] => {
    return async (body) => act(body as T);
  };
  return {
    say: take<Saying>(async (given) => ({ ts: people.say(given) })),
    command: take<Command>((given) => people.command(given)),
    'message-shortcut': take<MessageShortcut>((given) => people.messageShortcut(given)),
    'global-shortcut': take<GlobalShortcut>((given) => people.globalShortcut(given)),
    click: take<Click>((given) => people.click(given)),
    submit: take<Submission>((given) => people.submitView(given)),
    'close-view': take<Closing>(async (given) => (await people.closeView(given)) ?? { status: 200 }),
    'open-home': take<{ user: string }>(({ user }) => people.openHome(user)),
  };
}
