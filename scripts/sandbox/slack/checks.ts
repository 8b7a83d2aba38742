import { own } from '../own.ts';
import { validateMrkdwn } from './validate-mrkdwn.ts';

/** Looks at one value; returns what is wrong with it, in Slack's own style, or an empty list. */
export type Check = (value: unknown, at: string) => string[];

/** Any JSON object, as far as the sandbox knows it. */
export type Json = Record<string, unknown>;

/** True for a plain JSON object, not for null or a list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One complaint with the place it is about. */
export function problem(what: string, at: string): string[] {
  return [`${what} [json-pointer:${at}]`];
}

/** As Slack counts: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** An object with these properties and no others. `type` is always allowed; `byType` looks at it. */
export function shape(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, at) => {
    if (!isObject(value)) return problem('must be an object', at);
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const present = Object.entries(value).filter(([key, each]) => key !== 'type' && each !== undefined);
    return [
      ...missing.flatMap((key) => problem(`missing required field: ${key}`, at)),
      ...present.flatMap(([key, each]) => {
        const check = own(required, key) ?? own(optional, key);
        return check === undefined
          ? problem(`invalid additional property: ${key}`, at)
          : check(each, `${at}/${key}`);
      }),
    ];
  };
}

/** An object whose `type` says which check applies; a type that is not listed is refused. */
export function byType(checks: Record<string, Check>): Check {
  return (value, at) => {
    if (!isObject(value)) return problem('must be an object', at);
    const check = typeof value['type'] === 'string' ? own(checks, value['type']) : undefined;
    return check === undefined ? problem(`unsupported type: ${String(value['type'])}`, at) : check(value, at);
  };
}

/** Every check has to be content. */
export function all(...checks: Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at));
}

export function list(check: Check, { min = 1, max }: { min?: number; max: number }): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return problem('must be an array', at);
    const items = value.flatMap((each: unknown, index) => check(each, `${at}/${index}`));
    if (value.length < min) return [...problem(`no fewer than ${min} items required`, at), ...items];
    if (value.length > max) return [...problem(`no more than ${max} items allowed`, at), ...items];
    return items;
  };
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 1): Check {
  return (value, at) => {
    if (typeof value !== 'string') return problem('must be a string', at);
    if (value.trim().length < min) return problem('must be more than 0 characters', at);
    return lengthOf(value) > max ? problem(`must be less than ${max + 1} characters`, at) : [];
  };
}

/** An address that a browser may open. */
export function url(max: number): Check {
  return all(string(max), (value, at) =>
    typeof value === 'string' && !/^(https?:\/\/|mailto:)\S+$/.test(value)
      ? problem('must be a valid url', at)
      : [],
  );
}

export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : problem('must be a boolean', at);

/** For properties that the sandbox does not look into. */
export const anything: Check = () => [];

export function whole(min: number, max: number): Check {
  return (value, at) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : problem(`must be a whole number from ${min} to ${max}`, at);
}

export function oneOf(...words: string[]): Check {
  return (value, at) =>
    typeof value === 'string' && words.includes(value)
      ? []
      : problem(`must be one of ${words.join(', ')}`, at);
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : problem(`must be ${what}`, at);
}

/** A text object that must be `plain_text`. */
export function plain(max: number): Check {
  return textObject(['plain_text'], max);
}

/** A text object that must be `mrkdwn`. */
export function mrkdwn(max: number): Check {
  return textObject(['mrkdwn'], max);
}

/** A text object of either kind. */
export function text(max: number): Check {
  return textObject(['plain_text', 'mrkdwn'], max);
}

function textObject(kinds: string[], max: number): Check {
  const body = string(max);
  const shapes: Record<string, Check> = {
    plain_text: shape({ text: body }, { emoji: boolean }),
    mrkdwn: shape(
      { text: all(body, (value, at) => validateMrkdwn(value).flatMap((what) => problem(what, at))) },
      { verbatim: boolean },
    ),
  };
  return byType(Object.fromEntries(kinds.map((kind) => [kind, shapes[kind] ?? anything])));
}
