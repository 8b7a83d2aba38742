import { describeError } from './describe-error.ts';
import { scrub } from './scrub.ts';

type FieldKind = 'id' | 'word' | 'number' | 'time' | 'text' | 'error';

/** Every field that a log line may contain, by the pattern that its value must match. All other fields are withheld. */
const FIELDS_BY_KIND: Readonly<Record<FieldKind, string>> = {
  id: `id caseId checkId requestId eventId envelopeId deliveryId inboxId outboxId entryId rowId handoffId key requestKey messageKey
    user userId channel channelId team teamId app appId bot botId ts threadTs messageTs viewId
    ticket ticketId subscription subscriptions account accountId crmId zuoraRequestId`,
  word: `verdict verdicts topic policy scenario kind type action actionId command shortcut view callbackId event
    system outcome gap gaps state status code reason mode delivery method needed host hosts address signal setting settings
    table migration migrations step source version job phase database messages operation causeCode`,
  number: `count counts attempt attempts tries pending ms seconds durationMs elapsedMs timeoutMs deadlineMs ackMs
    retryAfter retryAfterMs port pid statusCode size bytes rows ageMs limit exitCode fresh retry`,
  time: 'at since until asOf dueAt nextAt startedAt policyComparedSince',
  text: 'detail field hint problems',
  error: 'error err cause',
};

const KIND_BY_FIELD: ReadonlyMap<string, FieldKind> = new Map(
  (Object.keys(FIELDS_BY_KIND) as FieldKind[]).flatMap((kind) =>
    FIELDS_BY_KIND[kind].split(/\s+/).map((name) => [name, kind] as const),
  ),
);

/** Patterns of loggable values. An id must contain a digit, which names of people and companies rarely do; a word has no spaces. */
const VALUE_PATTERNS: Readonly<Record<FieldKind, RegExp>> = {
  id: /^(?=.*\d)[\w.:=/-]{1,120}$/,
  word: /^[\w.:=/-]{1,80}$/,
  number: /^-?\d+(\.\d+)?$/,
  time: /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/,
  text: /^/,
  error: /(?!)/,
};

const WITHHELD = '[withheld]';
const MAX_LIST_ITEMS = 20;
/** A plausible field name, as opposed to data used as a key. `level`, `time` and `msg` are reserved for pino. */
const FIELD_NAME = /^(?!(?:level|time|msg)$)[a-z][A-Za-z]{0,30}$/;

/** Returns the loggable fields: known fields with simple values. The values of other fields are replaced by "[withheld]". */
export function loggableFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const logged: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const kind = KIND_BY_FIELD.get(name);
    if (kind) logged[name] = loggableValue(kind, value);
    else if (FIELD_NAME.test(name)) logged[name] = WITHHELD;
    else logged[WITHHELD] = true;
  }
  return logged;
}

function loggableValue(kind: FieldKind, value: unknown): unknown {
  if (kind === 'error') return describeError(value);
  if (Array.isArray(value))
    return value.slice(0, MAX_LIST_ITEMS).map((entry: unknown) => loggableScalar(kind, entry));
  return loggableScalar(kind, value);
}

function loggableScalar(kind: FieldKind, value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? WITHHELD : value.toISOString();
  if (typeof value !== 'string') return WITHHELD;
  return VALUE_PATTERNS[kind].test(value) ? scrub(value) : WITHHELD;
}
