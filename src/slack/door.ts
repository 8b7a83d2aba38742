import { createHash } from 'node:crypto';
import { plainInput } from '../domain/plain-input.ts';
import { refusedIn } from '../domain/read-links.ts';
import type { Hosts, Topic } from '../domain/reference.ts';
import { readAsked } from '../domain/reference.ts';
import type { Wanted } from '../domain/wanted.ts';
import { whatIsWanted } from '../domain/wanted.ts';
import type { Arrival, ArrivalKind } from '../ports.ts';
import { ActionBody, CommandBody, GlobalShortcutBody, HomeOpened, MessageShortcutBody } from './bodies.ts';
import type { DoorAnswers } from './door-answers.ts';
import { readForm } from './door-forms.ts';
import { OPEN_LINK } from './ids.ts';
import { isRecord } from './is-record.ts';
import { allStrings, readableTexts } from './message-text.ts';

/** What becomes of a request, told from the request alone. */
export interface Passed {
  readonly kind: ArrivalKind;
  /** Sent with the acknowledgement. */
  readonly answer?: unknown;
  /** What is written to the inbox; nothing when the acknowledgement is the whole answer. */
  readonly keep: Pick<Arrival, 'key' | 'kind' | 'body'> | null;
}

export type Door = (body: Record<string, unknown>) => Passed;

export interface DoorRules {
  readonly hosts: Hosts;
  readonly answers: DoorAnswers;
}

/**
 * Reads a request, throws away what dealing with it does not need, and decides what can be decided without
 * asking anybody: help, unreadable requests and refused hosts are answered with the acknowledgement.
 * Free text is read into references here; nothing behind this door ever sees it.
 */
export function createDoor({ hosts, answers }: DoorRules): Door {
  const wantedIn = (text: string, typed: boolean, chosen: Topic | null = null) => {
    const asked = readAsked(text, hosts, chosen);
    return { wanted: whatIsWanted(asked, { typed }), topic: asked.topic, unread: asked.unread };
  };

  const wantedInMessage = (message: unknown): Wanted => {
    const [refused] = refusedIn(allStrings(message).join('\n'), hosts);
    return refused
      ? { kind: 'refused', host: refused }
      : wantedIn(readableTexts(message).join('\n'), false).wanted;
  };

  function command(raw: Record<string, unknown>): Passed {
    const body = CommandBody.parse(raw);
    const text = typeof raw['text'] === 'string' ? raw['text'].trim() : '';
    const word = plainInput(text).trim().toLowerCase();
    if (text === '' || word === 'help') return { kind: 'command', answer: answers.help(), keep: null };
    if (word === 'mine')
      return { kind: 'command', keep: kept('command', body.trigger_id, { ...body, mine: true }) };
    const { wanted, topic, unread } = wantedIn(text, true);
    if (wanted.kind !== 'one')
      return { kind: 'command', answer: answers.cannot(wanted, { topic, unread }), keep: null };
    const keep = kept('command', body.trigger_id, { ...body, wanted, topic });
    return { kind: 'command', answer: answers.checking({ ...wanted, unread }, body.channel_id), keep };
  }

  function messageShortcut(raw: Record<string, unknown>): Passed {
    const { message, ...rest } = raw;
    const thread =
      isRecord(message) && typeof message['thread_ts'] === 'string' ? message['thread_ts'] : undefined;
    const body = MessageShortcutBody.parse({ ...rest, ...(thread ? { thread_ts: thread } : {}) });
    const wanted = wantedInMessage(message);
    return { kind: 'shortcut', keep: kept('shortcut', body.trigger_id, { ...body, wanted, topic: null }) };
  }

  function submission(raw: Record<string, unknown>): Passed {
    const read = readForm(raw, {
      answers,
      refusedHosts: hosts.refused,
      wantedIn: (text, chosen) => wantedIn(text, true, chosen),
    });
    if (!read) return { kind: 'view', keep: null };
    if ('errors' in read) return { kind: 'view', answer: { response_action: 'errors', ...read }, keep: null };
    return { kind: 'view', answer: read.answer, keep: kept('view', read.name, read.body) };
  }

  return (body) => {
    if (typeof body['command'] === 'string') return command(body);
    switch (body['type']) {
      case 'message_action':
        return messageShortcut(body);
      case 'shortcut': {
        const given = GlobalShortcutBody.parse(body);
        return { kind: 'shortcut', keep: kept('shortcut', given.trigger_id, given) };
      }
      case 'block_actions':
        return action(body);
      case 'view_submission':
        return submission(body);
      case 'event_callback':
        return homeOpened(body);
      default:
        throw new UnknownRequestType();
    }
  };
}

/** Slack sent a request of an unknown type. */
class UnknownRequestType extends Error {
  override readonly name = 'UnknownRequestType';
}

/** The one event that is subscribed to; its other tab is of no interest. */
function homeOpened(raw: Record<string, unknown>): Passed {
  if (isRecord(raw['event']) && raw['event']['type'] !== 'app_home_opened')
    return { kind: 'event', keep: null };
  const read = HomeOpened.parse(raw);
  if (read.event.tab === 'messages') return { kind: 'event', keep: null };
  return { kind: 'event', keep: kept('event', read.event_id, read) };
}

function action(raw: Record<string, unknown>): Passed {
  const given = ActionBody.parse(raw);
  const opensLink = given.actions.every(({ action_id }) => action_id.startsWith(OPEN_LINK));
  return { kind: 'action', keep: opensLink ? null : kept('action', given.trigger_id, given) };
}

/** Slack names a request by its trigger; hashed, because the key outlives the request. */
function kept(kind: ArrivalKind, name: string, body: Record<string, unknown>): NonNullable<Passed['keep']> {
  return { kind, key: createHash('sha256').update(`${kind} ${name}`).digest('hex').slice(0, 32), body };
}

/** A request that asks for nothing that can be checked as it stands. */
export type CannotCheck = Exclude<Wanted, { kind: 'one' }>;
