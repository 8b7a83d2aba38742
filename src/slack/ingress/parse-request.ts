import { createHash } from 'node:crypto';
import { refusedHostsIn } from '../../domain/extract-links.ts';
import { type LookupTarget, resolveLookupTarget } from '../../domain/lookup-target.ts';
import { normalizeInput } from '../../domain/normalize-input.ts';
import { parseQuery } from '../../domain/parse-query.ts';
import type { KnownHosts } from '../../domain/reference.ts';
import type { Topic } from '../../domain/topics.ts';
import type { InboundRequest, InboundRequestKind } from '../../ports/queues.ts';
import { OPEN_LINK_PREFIX } from '../ids.ts';
import type { AcknowledgementReplies } from './acknowledgement-replies.ts';
import { isRecord } from './is-record.ts';
import { allStringsIn, visibleTexts } from './message-text.ts';
import { parseViewSubmission } from './parse-view-submission.ts';
import {
  ActionPayload,
  CommandPayload,
  GlobalShortcutPayload,
  HomeOpenedPayload,
  MessageShortcutPayload,
} from './payload-schemas.ts';

/** What becomes of a request, told from the request alone. */
export interface ParsedRequest {
  readonly kind: InboundRequestKind;
  /** Sent with the acknowledgement. */
  readonly acknowledgement?: unknown;
  /** What is written to the inbox; nothing when the acknowledgement is the whole answer. */
  readonly toPersist: Pick<InboundRequest, 'key' | 'kind' | 'body'> | null;
}

export type RequestParser = (body: Record<string, unknown>) => ParsedRequest;

export interface RequestParserOptions {
  readonly hosts: KnownHosts;
  readonly replies: AcknowledgementReplies;
}

/**
 * Reads a request, throws away what dealing with it does not need, and decides what can be decided without
 * asking anybody: help, unreadable requests and refused hosts are answered with the acknowledgement.
 * Free text is read into references here; nothing behind this door ever sees it.
 */
export function createRequestParser({ hosts, replies }: RequestParserOptions): RequestParser {
  const findTarget = (text: string, typed: boolean, chosen: Topic | null = null) => {
    const asked = parseQuery(text, hosts, chosen);
    return {
      wanted: resolveLookupTarget(asked, { typed }),
      topic: asked.topic,
      unread: asked.unrecognizedWords,
    };
  };

  const findTargetInMessage = (message: unknown): LookupTarget => {
    const [refused] = refusedHostsIn(allStringsIn(message).join('\n'), hosts);
    return refused
      ? { kind: 'refused', host: refused }
      : findTarget(visibleTexts(message).join('\n'), false).wanted;
  };

  function command(raw: Record<string, unknown>): ParsedRequest {
    const body = CommandPayload.parse(raw);
    const text = typeof raw['text'] === 'string' ? raw['text'].trim() : '';
    const subcommand = normalizeInput(text).trim().toLowerCase();
    if (text === '' || subcommand === 'help')
      return { kind: 'command', acknowledgement: replies.help(), toPersist: null };
    if (subcommand === 'mine')
      return {
        kind: 'command',
        toPersist: toPersistedRequest('command', body.trigger_id, { ...body, mine: true }),
      };
    const { wanted, topic, unread } = findTarget(text, true);
    if (wanted.kind !== 'one')
      return {
        kind: 'command',
        acknowledgement: replies.cannotCheck(wanted, { topic, unread }),
        toPersist: null,
      };
    const keep = toPersistedRequest('command', body.trigger_id, { ...body, wanted, topic });
    return {
      kind: 'command',
      acknowledgement: replies.checking({ ...wanted, unread }, body.channel_id),
      toPersist: keep,
    };
  }

  function messageShortcut(raw: Record<string, unknown>): ParsedRequest {
    const { message, ...rest } = raw;
    const thread =
      isRecord(message) && typeof message['thread_ts'] === 'string' ? message['thread_ts'] : undefined;
    const body = MessageShortcutPayload.parse({ ...rest, ...(thread ? { thread_ts: thread } : {}) });
    const wanted = findTargetInMessage(message);
    return {
      kind: 'shortcut',
      toPersist: toPersistedRequest('shortcut', body.trigger_id, { ...body, wanted, topic: null }),
    };
  }

  function submission(raw: Record<string, unknown>): ParsedRequest {
    const read = parseViewSubmission(raw, {
      replies,
      refusedHosts: hosts.refused,
      findTarget: (text, chosen) => findTarget(text, true, chosen),
    });
    if (!read) return { kind: 'view', toPersist: null };
    if ('errors' in read)
      return { kind: 'view', acknowledgement: { response_action: 'errors', ...read }, toPersist: null };
    return {
      kind: 'view',
      acknowledgement: read.answer,
      toPersist: toPersistedRequest('view', read.name, read.body),
    };
  }

  return (body) => {
    if (typeof body['command'] === 'string') return command(body);
    switch (body['type']) {
      case 'message_action':
        return messageShortcut(body);
      case 'shortcut': {
        const given = GlobalShortcutPayload.parse(body);
        return { kind: 'shortcut', toPersist: toPersistedRequest('shortcut', given.trigger_id, given) };
      }
      case 'block_actions':
        return parseAction(body);
      case 'view_submission':
        return submission(body);
      case 'event_callback':
        return parseHomeOpened(body);
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
function parseHomeOpened(raw: Record<string, unknown>): ParsedRequest {
  if (isRecord(raw['event']) && raw['event']['type'] !== 'app_home_opened')
    return { kind: 'event', toPersist: null };
  const read = HomeOpenedPayload.parse(raw);
  if (read.event.tab === 'messages') return { kind: 'event', toPersist: null };
  return { kind: 'event', toPersist: toPersistedRequest('event', read.event_id, read) };
}

function parseAction(raw: Record<string, unknown>): ParsedRequest {
  const given = ActionPayload.parse(raw);
  const opensLink = given.actions.every(({ action_id }) => action_id.startsWith(OPEN_LINK_PREFIX));
  return {
    kind: 'action',
    toPersist: opensLink ? null : toPersistedRequest('action', given.trigger_id, given),
  };
}

/** Slack names a request by its trigger; hashed, because the key outlives the request. */
function toPersistedRequest(
  kind: InboundRequestKind,
  name: string,
  body: Record<string, unknown>,
): NonNullable<ParsedRequest['toPersist']> {
  return { kind, key: createHash('sha256').update(`${kind} ${name}`).digest('hex').slice(0, 32), body };
}
