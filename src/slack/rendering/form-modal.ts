import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { TextFragment } from '../../domain/text-fragments.ts';
import { loadingText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, plainTextObject, section, staticSelect } from '../block-kit/blocks.ts';
import { truncateWithEllipsis } from '../block-kit/untrusted-text.ts';

/** Options of every form field. The value is submitted as `<name>.<name>`. */
interface FormField {
  /** Block id and action id. */
  readonly name: string;
  readonly label: string;
  /** An example, or the purpose of the field. */
  readonly hint?: string;
  readonly optional?: boolean;
  readonly focus?: boolean;
}

interface TextField extends FormField {
  readonly multiline?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly initial?: string | null;
}

export function textInput({
  multiline = false,
  minLength,
  maxLength,
  placeholder,
  initial,
  ...field
}: TextField): InputBlock {
  return inputBlock(field, {
    type: 'plain_text_input',
    action_id: field.name,
    multiline,
    ...(minLength === undefined ? {} : { min_length: minLength }),
    ...(maxLength === undefined ? {} : { max_length: maxLength }),
    ...(placeholder ? { placeholder: plainTextObject(placeholder, BLOCK_KIT_LIMITS.placeholder) } : {}),
    ...(initial
      ? { initial_value: truncateWithEllipsis(initial, maxLength ?? BLOCK_KIT_LIMITS.inputValue) }
      : {}),
    ...focusOption(field),
  });
}

/** Returns a field for an absolute URL. */
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

/** Returns a field for a whole number of at least 0. */
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

/** Returns a menu of the people in the workspace. */
export function userInput(field: FormField): InputBlock {
  return inputBlock(field, {
    type: 'users_select',
    action_id: field.name,
    placeholder: plainTextObject(field.label, BLOCK_KIT_LIMITS.placeholder),
  });
}

interface ChoiceField extends FormField {
  readonly options: readonly { readonly text: string; readonly value: string }[];
  /** Shown in a menu until an option is chosen; the label by default. */
  readonly placeholder?: string;
  /** Value of the option that is selected initially. */
  readonly initial?: string | null;
}

/** Returns radio buttons for at most ten options. */
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
    ...focusOption(field),
  });
}

/** Returns a menu for many options. */
export function menuInput({ options, initial, placeholder, ...field }: ChoiceField): InputBlock {
  const element = staticSelect({
    actionId: field.name,
    placeholder: placeholder ?? field.label,
    options,
    ...(initial ? { initialValue: initial } : {}),
  });
  return inputBlock(field, { ...element, ...focusOption(field) });
}

/** Returns a field with a text to copy. Its submitted value is ignored. */
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
  /** Label of the button that submits the modal. Slack requires one in a modal with inputs. */
  readonly submit?: string | undefined;
  readonly close?: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * Returns a modal. `ids` are stored in its private metadata and returned with the values; they must not contain other
 * data.
 */
export function formModal(
  ids: Readonly<Record<string, string>>,
  { callbackId, title, submit, close = 'Cancel', blocks }: FormModalParts,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify(ids),
    title: plainTextObject(title, BLOCK_KIT_LIMITS.modalTitle),
    ...(submit === undefined ? {} : { submit: plainTextObject(submit, BLOCK_KIT_LIMITS.modalTitle) }),
    close: plainTextObject(close, BLOCK_KIT_LIMITS.modalTitle),
    blocks: [...blocks],
  };
}

/** Renders a placeholder for a modal whose content takes longer to load than the trigger is valid. */
export function renderLoadingModal(title: string): ModalView {
  return renderTextModal(title, loadingText());
}

/** Renders a modal that contains only a sentence. */
export function renderTextModal(title: string, sentence: readonly TextFragment[]): ModalView {
  return {
    type: 'modal',
    title: plainTextObject(title, BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle),
    blocks: [section(sentence)],
  };
}
