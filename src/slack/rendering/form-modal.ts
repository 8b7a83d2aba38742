import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { BLOCK_KIT_LIMITS, plainTextObject, staticSelect } from '../block-kit/blocks.ts';
import { truncateWithEllipsis } from '../block-kit/untrusted-text.ts';

/** What every field of a form has. The answer arrives as `<name>.<name>`. */
interface FormField {
  /** Of the block; the element has the same. */
  readonly name: string;
  readonly label: string;
  /** An example, or what the field is for. */
  readonly hint?: string;
  readonly optional?: boolean;
  readonly focus?: boolean;
}

export interface TextField extends FormField {
  readonly multiline?: boolean;
  readonly least?: number;
  readonly most?: number;
  readonly initial?: string | null;
}

export function textInput({ multiline = false, least, most, initial, ...field }: TextField): InputBlock {
  return inputBlock(field, {
    type: 'plain_text_input',
    action_id: field.name,
    multiline,
    ...(least === undefined ? {} : { min_length: least }),
    ...(most === undefined ? {} : { max_length: most }),
    ...(initial ? { initial_value: truncateWithEllipsis(initial, most ?? BLOCK_KIT_LIMITS.inputValue) } : {}),
    ...focusOption(field),
  });
}

/** For a whole web address. */
export function linkInput({
  initial,
  ...field
}: FormField & { readonly initial?: string | null }): InputBlock {
  return inputBlock(field, {
    type: 'url_text_input',
    action_id: field.name,
    ...(initial ? { initial_value: initial } : {}),
    ...focusOption(field),
  });
}

/** For a whole number from 0. */
export function numberInput({
  initial,
  ...field
}: FormField & { readonly initial?: number | null }): InputBlock {
  return inputBlock(field, {
    type: 'number_input',
    action_id: field.name,
    is_decimal_allowed: false,
    min_value: '0',
    ...(typeof initial === 'number' ? { initial_value: String(initial) } : {}),
    ...focusOption(field),
  });
}

export interface ChoiceField extends FormField {
  readonly options: readonly { readonly text: string; readonly value: string }[];
  /** The value that is chosen at first. */
  readonly initial?: string | null;
}

/** For one of at most ten, all of them in sight. */
export function radioInput({ options, initial, ...field }: ChoiceField): InputBlock {
  const shown = options.map(({ text, value }) => ({
    text: plainTextObject(text, BLOCK_KIT_LIMITS.optionText),
    value,
  }));
  const first = shown.find(({ value }) => value === initial);
  return inputBlock(field, {
    type: 'radio_buttons',
    action_id: field.name,
    options: shown,
    ...(first ? { initial_option: first } : {}),
  });
}

/** For one of many. */
export function menuInput({ options, initial, ...field }: ChoiceField): InputBlock {
  const placeholder = field.label;
  return inputBlock(
    field,
    staticSelect({
      actionId: field.name,
      placeholder,
      options,
      ...(initial ? { initialValue: initial } : {}),
    }),
  );
}

/** A text to copy. Slack keeps what is changed in it to itself: nobody reads this field. */
export function copyableTextInput({
  name,
  label,
  text,
}: {
  name: string;
  label: string;
  text: string;
}): InputBlock {
  const multiline = text.length > 60 || text.includes('\n');
  return textInput({ name, label, optional: true, multiline, initial: text });
}

function focusOption({ focus }: FormField): { focus_on_load?: true } {
  return focus ? { focus_on_load: true } : {};
}

function inputBlock({ name, label, hint, optional }: FormField, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plainTextObject(label, 150),
    ...(hint ? { hint: plainTextObject(hint, 200) } : {}),
    ...(optional ? { optional } : {}),
    element,
  };
}

export interface FormModalParts {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  readonly close?: string;
  readonly blocks: readonly KnownBlock[];
}

/** `ids` come back with the answers; nothing else belongs there. */
export function formModal(
  ids: Readonly<Record<string, string>>,
  { callbackId, title, submit, close = 'Cancel', blocks }: FormModalParts,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(ids),
    title: plainTextObject(title, BLOCK_KIT_LIMITS.modalTitle),
    submit: plainTextObject(submit, BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject(close, BLOCK_KIT_LIMITS.modalTitle),
    blocks: [...blocks],
  };
}
