import { ownProperty } from '../own-property.ts';
import { validateMrkdwn } from './validate-mrkdwn.ts';

/** Looks at one value; returns what is wrong with it, in Slack's own style, or an empty list. */
export type ShapeCheck = (value: unknown, at: string) => string[];

/** Any JSON object, as far as the sandbox knows it. */
export type Json = Record<string, unknown>;

/** True for a plain JSON object, not for null or a list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One problem and the path that it concerns. */
export function reportProblem(what: string, at: string): string[] {
  return [`${what} [json-pointer:${at}]`];
}

/** Returns the length as Slack counts it: in code points, not UTF-16 units. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** An object with these properties and no others. `type` is always allowed; `byType` looks at it. */
export function shape(
  required: Record<string, ShapeCheck>,
  optional: Record<string, ShapeCheck> = {},
): ShapeCheck {
  return (value, at) => {
    if (!isObject(value)) return reportProblem('must be an object', at);
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const present = Object.entries(value).filter(([key, each]) => key !== 'type' && each !== undefined);
    return [
      ...missing.flatMap((key) => reportProblem(`missing required field: ${key}`, at)),
      ...present.flatMap(([key, each]) => {
        const check = ownProperty(required, key) ?? ownProperty(optional, key);
        return check === undefined
          ? reportProblem(`invalid additional property: ${key}`, at)
          : check(each, `${at}/${key}`);
      }),
    ];
  };
}

/** An object whose `type` says which check applies; a type that is not listed is refused. */
export function byType(checks: Record<string, ShapeCheck>): ShapeCheck {
  return (value, at) => {
    if (!isObject(value)) return reportProblem('must be an object', at);
    const check = typeof value['type'] === 'string' ? ownProperty(checks, value['type']) : undefined;
    return check === undefined
      ? reportProblem(`unsupported type: ${String(value['type'])}`, at)
      : check(value, at);
  };
}

/** Passes when every check passes. */
export function allChecks(...checks: ShapeCheck[]): ShapeCheck {
  return (value, at) => checks.flatMap((check) => check(value, at));
}

export function listOf(check: ShapeCheck, { min = 1, max }: { min?: number; max: number }): ShapeCheck {
  return (value, at) => {
    if (!Array.isArray(value)) return reportProblem('must be an array', at);
    const items = value.flatMap((each: unknown, index) => check(each, `${at}/${index}`));
    if (value.length < min) return [...reportProblem(`no fewer than ${min} items required`, at), ...items];
    if (value.length > max) return [...reportProblem(`no more than ${max} items allowed`, at), ...items];
    return items;
  };
}

/** A string of `min` to `max` characters. */
export function stringWithin(max: number, min = 1): ShapeCheck {
  return (value, at) => {
    if (typeof value !== 'string') return reportProblem('must be a string', at);
    if (value.trim().length < min) return reportProblem('must be more than 0 characters', at);
    return characterCount(value) > max ? reportProblem(`must be less than ${max + 1} characters`, at) : [];
  };
}

/** An address that a browser may open. */
export function urlWithin(max: number): ShapeCheck {
  return allChecks(stringWithin(max), (value, at) =>
    typeof value === 'string' && !/^(https?:\/\/|mailto:)\S+$/.test(value)
      ? reportProblem('must be a valid url', at)
      : [],
  );
}

export const isBoolean: ShapeCheck = (value, at) =>
  typeof value === 'boolean' ? [] : reportProblem('must be a boolean', at);

/** Accepts any value, for properties that the sandbox does not validate. */
export const anything: ShapeCheck = () => [];

export function integerBetween(min: number, max: number): ShapeCheck {
  return (value, at) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : reportProblem(`must be a whole number from ${min} to ${max}`, at);
}

export function oneOfWords(...words: string[]): ShapeCheck {
  return (value, at) =>
    typeof value === 'string' && words.includes(value)
      ? []
      : reportProblem(`must be one of ${words.join(', ')}`, at);
}

export function matchingPattern(pattern: RegExp, what: string): ShapeCheck {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : reportProblem(`must be ${what}`, at);
}

/** A text object that must be `plain_text`. */
export function plainTextCheck(max: number): ShapeCheck {
  return textObject(['plain_text'], max);
}

/** A text object that must be `mrkdwn`. */
export function mrkdwnCheck(max: number): ShapeCheck {
  return textObject(['mrkdwn'], max);
}

/** A text object of either kind. */
export function anyTextCheck(max: number): ShapeCheck {
  return textObject(['plain_text', 'mrkdwn'], max);
}

function textObject(kinds: string[], max: number): ShapeCheck {
  const body = stringWithin(max);
  const shapes: Record<string, ShapeCheck> = {
    plain_text: shape({ text: body }, { emoji: isBoolean }),
    mrkdwn: shape(
      {
        text: allChecks(body, (value, at) =>
          validateMrkdwn(value).flatMap((what) => reportProblem(what, at)),
        ),
      },
      { verbatim: isBoolean },
    ),
  };
  return byType(Object.fromEntries(kinds.map((kind) => [kind, shapes[kind] ?? anything])));
}
