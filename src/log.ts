import type { Logger, LogLevel } from '@slack/bolt';
import { type DestinationStream, type LevelWithSilent, pino } from 'pino';
import { currentLogContext } from './log/log-context.ts';
import { loggableFields } from './log/loggable-fields.ts';
import { scrub } from './log/scrub.ts';

/** Details of a log line. Values of fields that `log/loggable-fields.ts` does not list are withheld. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a constant message with variable details in `fields`. Neither may contain a name, an address or text of a ticket. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * Creates a log that writes one JSON object per line to `destination`, by default standard output. Adds the key of the
 * request or message that is being processed.
 */
export function createLog(options: {
  readonly level: LevelWithSilent;
  readonly destination?: DestinationStream;
}): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination(1),
  );
  const toLoggable = (fields: LogFields = {}) => loggableFields({ ...currentLogContext(), ...fields });
  return {
    debug: (message, fields) => logger.debug(toLoggable(fields), scrub(message)),
    info: (message, fields) => logger.info(toLoggable(fields), scrub(message)),
    warn: (message, fields) => logger.warn(toLoggable(fields), scrub(message)),
    error: (message, fields) => logger.error(toLoggable(fields), scrub(message)),
  };
}

/** Creates the logger for Bolt and Slack's clients. Their debug lines are dropped, because they contain whole payloads. */
export function createBoltLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts) => log.info('Slack library', fieldsFromBolt(parts)),
    warn: (...parts) => log.warn('Slack library', fieldsFromBolt(parts)),
    error: (...parts) => log.error('Slack library', fieldsFromBolt(parts)),
    setLevel: () => {},
    getLevel: () => 'info' as LogLevel,
    setName: () => {},
  };
}

function fieldsFromBolt(parts: readonly unknown[]): LogFields {
  const texts = parts.filter((part) => typeof part === 'string').map(withoutForeignText);
  const error = parts.find((part) => part instanceof Error);
  return { ...(texts.length > 0 ? { detail: texts.join(' ') } : {}), ...(error ? { error } : {}) };
}

/** Removes error messages that Bolt includes in its own, because they may quote customer data. Keeps error codes and names. */
function withoutForeignText(text: string): string {
  const [prefix = '', ...foreignParts] = text.replace(/".*"/s, '"…"').split(/(?<=\berror: )/i);
  const codes = foreignParts.join('').match(/\b(?:E[A-Z_]{4,}|[a-z]+(?:_[a-z]+)+|\w+Error)\b/g) ?? [];
  return `${prefix}${codes.join(' ')}`;
}
