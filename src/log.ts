import type { Logger, LogLevel } from '@slack/bolt';
import { type DestinationStream, type LevelWithSilent, pino } from 'pino';
import { loggable } from './log/fields.ts';
import { scrub } from './log/scrub.ts';
import { workContext } from './log/work-context.ts';

/** Details of a log line. Names that `log/fields.ts` does not know are withheld. */
export type Fields = Readonly<Record<string, unknown>>;

/** A fixed message, with what changes in the fields. Never put a name, an address or a ticket's text in either. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** One JSON object a line, with the key of what is being worked, on standard output unless a destination is given. */
export function createLog(given: {
  readonly level: LevelWithSilent;
  readonly destination?: DestinationStream;
}): Log {
  const out = pino(
    {
      level: given.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    given.destination ?? pino.destination(1),
  );
  const shown = (fields: Fields = {}) => loggable({ ...workContext(), ...fields });
  return {
    debug: (message, fields) => out.debug(shown(fields), scrub(message)),
    info: (message, fields) => out.info(shown(fields), scrub(message)),
    warn: (message, fields) => out.warn(shown(fields), scrub(message)),
    error: (message, fields) => out.error(shown(fields), scrub(message)),
  };
}

/** The logger to hand to Bolt and to Slack's clients. Their debug lines print whole payloads, so they are dropped. */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.info('Slack library', fromBolt(parts)),
    warn: (...parts) => log.warn('Slack library', fromBolt(parts)),
    error: (...parts) => log.error('Slack library', fromBolt(parts)),
    setLevel: () => {},
    getLevel: () => 'info' as LogLevel,
    setName: () => {},
  };
}

function fromBolt(parts: readonly unknown[]): Fields {
  const said = parts.filter((part) => typeof part === 'string').map(withoutQuotes);
  const error = parts.find((part) => part instanceof Error);
  return { ...(said.length > 0 ? { detail: said.join(' ') } : {}), ...(error ? { error } : {}) };
}

/** Bolt writes foreign messages into its own: a parser quotes what it read, a listener's error says anything. */
function withoutQuotes(text: string): string {
  const [ours = '', ...foreign] = text.replace(/".*"/s, '"…"').split(/(?<=\berror: )/i);
  const codes = foreign.join('').match(/\b(?:E[A-Z_]{4,}|[a-z]+(?:_[a-z]+)+|\w+Error)\b/g) ?? [];
  return `${ours}${codes.join(' ')}`;
}
