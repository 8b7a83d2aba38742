import { createHash } from 'node:crypto';
import type { RequesterSide } from '../../domain/case-facts.ts';
import { refusedHostsIn } from '../../domain/extract-links.ts';
import { type LookupTarget, resolveLookupTarget, toStorableTarget } from '../../domain/lookup-target.ts';
import { normalizeInput } from '../../domain/normalize-input.ts';
import { parseQuery } from '../../domain/parse-query.ts';
import type { KnownHosts } from '../../domain/reference.ts';
import type { Topic } from '../../domain/topics.ts';
import type { InboundRequest, InboundRequestKind } from '../../ports/queues.ts';
import { EVENTS, OPEN_LINK_PREFIX } from '../ids.ts';
import type { AcknowledgementReplies } from './acknowledgement-replies.ts';
import { allStringsIn, visibleTexts } from './message-text.ts';
import { parseViewSubmission } from './parse-view-submission.ts';
import {
  ActionPayload,
  CommandPayload,
  GlobalShortcutPayload,
  HomeOpenedPayload,
  isRecord,
  MessageShortcutPayload,
  TypedMessagePayload,
} from './payload-schemas.ts';

/** The acknowledgement of a request, and the part of it that is persisted. */
export interface ParsedRequest {
  readonly kind: InboundRequestKind;
  /** The body of the acknowledgement. */
  readonly acknowledgement?: unknown;
  /** The inbox row; null when the acknowledgement is the whole reply. */
  readonly toPersist: Pick<InboundRequest, 'key' | 'kind' | 'body'> | null;
}

export type RequestParser = (body: Record<string, unknown>) => ParsedRequest;

export interface RequestParserOptions {
  readonly hosts: KnownHosts;
  readonly replies: AcknowledgementReplies;
}

/**
 * Creates the parser, which reduces a request to the fields that processing needs. Help, input without a reference and
 * refused hosts are answered in the acknowledgement. Free text is parsed into references here and never stored. Throws
 * `ZodError` or `UnknownRequestType` for a request that cannot be parsed.
 */
export function createRequestParser({ hosts, replies }: RequestParserOptions): RequestParser {
  const findTarget = (text: string, typed: boolean, chosen: Topic | null = null) => {
    const query = parseQuery(text, hosts, chosen);
    return {
      target: resolveLookupTarget(query, { typed, defaultTicketHost: hosts.defaultTicketHost }),
      topic: query.topic,
      requester: query.requester,
      anew: query.anew,
      unrecognizedWords: query.unrecognizedWords,
    };
  };

  const findTargetInMessage = (message: unknown): LookupTarget => {
    const [refused] = refusedHostsIn(allStringsIn(message).join('\n'), hosts);
    return refused
      ? { kind: 'refused', host: refused }
      : findTarget(visibleTexts(message).join('\n'), false).target;
  };

  function parseCommand(raw: Record<string, unknown>): ParsedRequest {
    const body = CommandPayload.parse(raw);
    const text = textOf(raw);
    const asks = subcommandOf(text);
    if (asks === 'help') return { kind: 'command', acknowledgement: replies.help(), toPersist: null };
    if (asks === 'mine')
      return {
        kind: 'command',
        toPersist: toPersistedRequest('command', body.trigger_id, { ...body, mine: true }),
      };
    const { target, unrecognizedWords, ...facts } = findTarget(text, true);
    if (target.kind !== 'one')
      return {
        kind: 'command',
        acknowledgement: replies.cannotCheck(target, { ...facts, unrecognizedWords }),
        toPersist: null,
      };
    return {
      kind: 'command',
      acknowledgement: replies.checking({ ...target, unrecognizedWords }, body.channel_id),
      toPersist: toPersistedRequest('command', body.trigger_id, { ...body, target, ...facts }),
    };
  }

  /** Words that were not understood are not stored, so the reply names none. */
  function parseTypedMessage(event: Record<string, unknown>, raw: Record<string, unknown>): ParsedRequest {
    if (!isNewMessageOfPerson(event)) return { kind: 'event', toPersist: null };
    const body = TypedMessagePayload.parse(raw);
    const text = textOf(event).replace(LEADING_MENTION, '').trim();
    const asks = subcommandOf(text);
    const request = asks === 'check' ? { asks, ...lookupIn(findTarget(text, true)) } : { asks };
    const { channel, ts } = body.event;
    // A mention in direct messages arrives as two events.
    return {
      kind: 'event',
      toPersist: toPersistedRequest('event', `${channel} ${ts}`, { ...body, ...request }),
    };
  }

  function parseMessageShortcut(raw: Record<string, unknown>): ParsedRequest {
    const { message, ...rest } = raw;
    const thread =
      isRecord(message) && typeof message['thread_ts'] === 'string' ? message['thread_ts'] : undefined;
    const body = MessageShortcutPayload.parse({ ...rest, ...(thread ? { thread_ts: thread } : {}) });
    const target = findTargetInMessage(message);
    return {
      kind: 'shortcut',
      toPersist: toPersistedRequest('shortcut', body.trigger_id, {
        ...body,
        target,
        topic: null,
        requester: null,
      }),
    };
  }

  function parseSubmission(raw: Record<string, unknown>): ParsedRequest {
    const parsed = parseViewSubmission(raw, {
      replies,
      refusedHosts: hosts.refused,
      findTarget: (text, chosen) => findTarget(text, true, chosen),
    });
    if (!parsed) return { kind: 'view', toPersist: null };
    if ('errors' in parsed)
      return { kind: 'view', acknowledgement: { response_action: 'errors', ...parsed }, toPersist: null };
    return {
      kind: 'view',
      acknowledgement: parsed.acknowledgement,
      toPersist: toPersistedRequest('view', parsed.requestId, parsed.body),
    };
  }

  function parseEvent(raw: Record<string, unknown>): ParsedRequest {
    const { event } = raw;
    switch (isRecord(event) ? event['type'] : 'app_home_opened') {
      case EVENTS.message:
      case EVENTS.mention:
        return parseTypedMessage(event as Record<string, unknown>, raw);
      case EVENTS.homeOpened:
        return parseHomeOpened(raw);
      default:
        return { kind: 'event', toPersist: null };
    }
  }

  return (body) => {
    if (typeof body['command'] === 'string') return parseCommand(body);
    switch (body['type']) {
      case 'message_action':
        return parseMessageShortcut(body);
      case 'shortcut': {
        const payload = GlobalShortcutPayload.parse(body);
        return { kind: 'shortcut', toPersist: toPersistedRequest('shortcut', payload.trigger_id, payload) };
      }
      case 'block_actions':
        return parseAction(body);
      case 'view_submission':
        return parseSubmission(body);
      case 'event_callback':
        return parseEvent(body);
      default:
        throw new UnknownRequestType();
    }
  };
}

/** Slack sent a request of an unknown type. */
class UnknownRequestType extends Error {
  override readonly name = 'UnknownRequestType';
}

/** The bot's own mention at the start of a message. */
const LEADING_MENTION = /^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*/;

function textOf({ text }: Record<string, unknown>): string {
  return typeof text === 'string' ? text.trim() : '';
}

/** An empty text asks for help. */
function subcommandOf(text: string): 'help' | 'mine' | 'check' {
  const word = normalizeInput(text).trim().toLowerCase();
  if (text === '' || word === 'help') return 'help';
  return word === 'mine' ? 'mine' : 'check';
}

/** Returns false for an edited or deleted message, and for one of an app, including the bot itself. */
function isNewMessageOfPerson(event: Record<string, unknown>): boolean {
  const hasText = event['subtype'] === undefined || event['subtype'] === 'file_share';
  const isInConversation = event['type'] === EVENTS.mention || event['channel_type'] === 'im';
  const isPerson = typeof event['user'] === 'string' && !event['bot_id'] && !event['app_id'];
  return hasText && isInConversation && isPerson && !event['edited'];
}

interface FoundTarget {
  readonly target: LookupTarget;
  readonly topic: Topic | null;
  readonly requester: RequesterSide | null;
  readonly anew: boolean;
}

function lookupIn({ target, topic, requester, anew }: FoundTarget) {
  return { target: toStorableTarget(target), topic, requester, anew };
}

function parseHomeOpened(raw: Record<string, unknown>): ParsedRequest {
  const parsed = HomeOpenedPayload.parse(raw);
  return { kind: 'event', toPersist: toPersistedRequest('event', parsed.event_id, parsed) };
}

function parseAction(raw: Record<string, unknown>): ParsedRequest {
  const payload = ActionPayload.parse(raw);
  const opensLink = payload.actions.every(({ action_id }) => action_id.startsWith(OPEN_LINK_PREFIX));
  return {
    kind: 'action',
    toPersist: opensLink ? null : toPersistedRequest('action', payload.trigger_id, payload),
  };
}

/** Derives the key from the trigger id, which is the same for every delivery. Hashed, because the key outlives the request. */
function toPersistedRequest(
  kind: InboundRequestKind,
  requestId: string,
  body: Record<string, unknown>,
): NonNullable<ParsedRequest['toPersist']> {
  return { kind, key: createHash('sha256').update(`${kind} ${requestId}`).digest('hex').slice(0, 32), body };
}
