import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { LIMITS, plain, select } from '../limits.ts';
import { cutText } from '../outside-text.ts';

/** What every field of a form has. The answer arrives as `<name>.<name>`. */
interface Field {
  /** Of the block; the element has the same. */
  readonly name: string;
  readonly label: string;
  /** An example, or what the field is for. */
  readonly hint?: string;
  readonly optional?: boolean;
  readonly focus?: boolean;
}

export interface TextField extends Field {
  readonly multiline?: boolean;
  readonly least?: number;
  readonly most?: number;
  readonly initial?: string | null;
}

export function textInput({ multiline = false, least, most, initial, ...field }: TextField): InputBlock {
  return input(field, {
    type: 'plain_text_input',
    action_id: field.name,
    multiline,
    ...(least === undefined ? {} : { min_length: least }),
    ...(most === undefined ? {} : { max_length: most }),
    ...(initial ? { initial_value: cutText(initial, most ?? LIMITS.inputValue) } : {}),
    ...focused(field),
  });
}

/** For a whole web address. */
export function linkInput({ initial, ...field }: Field & { readonly initial?: string | null }): InputBlock {
  return input(field, {
    type: 'url_text_input',
    action_id: field.name,
    ...(initial ? { initial_value: initial } : {}),
    ...focused(field),
  });
}

/** For a whole number from 0. */
export function numberInput({ initial, ...field }: Field & { readonly initial?: number | null }): InputBlock {
  return input(field, {
    type: 'number_input',
    action_id: field.name,
    is_decimal_allowed: false,
    min_value: '0',
    ...(typeof initial === 'number' ? { initial_value: String(initial) } : {}),
    ...focused(field),
  });
}

export interface ChoiceField extends Field {
  readonly options: readonly { readonly text: string; readonly value: string }[];
  /** The value that is chosen at first. */
  readonly initial?: string | null;
}

/** For one of at most ten, all of them in sight. */
export function radioInput({ options, initial, ...field }: ChoiceField): InputBlock {
  const shown = options.map(({ text, value }) => ({ text: plain(text, LIMITS.optionText), value }));
  const first = shown.find(({ value }) => value === initial);
  return input(field, {
    type: 'radio_buttons',
    action_id: field.name,
    options: shown,
    ...(first ? { initial_option: first } : {}),
  });
}

/** For one of many. */
export function menuInput({ options, initial, ...field }: ChoiceField): InputBlock {
  const placeholder = field.label;
  return input(
    field,
    select({ actionId: field.name, placeholder, options, ...(initial ? { initial } : {}) }),
  );
}

/** A text to copy. Slack keeps what is changed in it to itself: nobody reads this field. */
export function copyField({ name, label, text }: { name: string; label: string; text: string }): InputBlock {
  const multiline = text.length > 60 || text.includes('\n');
  return textInput({ name, label, optional: true, multiline, initial: text });
}

function focused({ focus }: Field): { focus_on_load?: true } {
  return focus ? { focus_on_load: true } : {};
}

function input({ name, label, hint, optional }: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, 150),
    ...(hint ? { hint: plain(hint, 200) } : {}),
    ...(optional ? { optional } : {}),
    element,
  };
}

export interface Form {
  readonly callback: string;
  readonly title: string;
  readonly submit: string;
  readonly close?: string;
  readonly blocks: readonly KnownBlock[];
}

/** `ids` come back with the answers; nothing else belongs there. */
export function form(
  ids: Readonly<Record<string, string>>,
  { callback, title, submit, close = 'Cancel', blocks }: Form,
): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify(ids),
    title: plain(title, LIMITS.modalTitle),
    submit: plain(submit, LIMITS.modalTitle),
    close: plain(close, LIMITS.modalTitle),
    blocks: [...blocks],
  };
}
