import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import {
  formModal,
  linkInput,
  menuInput,
  numberInput,
  radioInput,
  textInput,
  userInput,
} from '../rendering/form-modal.ts';

interface FieldTexts {
  readonly label: string;
  /** An example, or the purpose of the field. */
  readonly hint?: string;
  readonly optional?: boolean;
}

export interface TextField extends FieldTexts {
  readonly kind: 'text';
  readonly placeholder?: string;
  readonly multiline?: boolean;
  readonly minLength?: number;
  /** In UTF-16 units. */
  readonly maxLength: number;
}

/** A field for an absolute URL. */
export interface LinkField extends FieldTexts {
  readonly kind: 'link';
}

/** A field for a whole number of at least 0. */
export interface NumberField extends FieldTexts {
  readonly kind: 'number';
}

/** Radio buttons for at most ten options, or a menu for more. */
export interface OptionField extends FieldTexts {
  readonly kind: 'radio' | 'menu';
  readonly placeholder?: string;
  /** Empty when they are known only when the form is rendered. */
  readonly options: readonly FieldOption[];
}

/** A menu of the members of the workspace. */
export interface UserField extends FieldTexts {
  readonly kind: 'user';
}

export interface FieldOption {
  readonly text: string;
  readonly value: string;
}

export type Field = TextField | LinkField | NumberField | OptionField | UserField;
export type Fields = Readonly<Record<string, Field>>;
export type FieldName<F extends Fields> = keyof F & string;
/** Names of the fields of some kinds. */
type NameOfKind<F extends Fields, Kind extends Field['kind']> = {
  [Name in FieldName<F>]: F[Name]['kind'] extends Kind ? Name : never;
}[FieldName<F>];
export type TypedName<F extends Fields> = NameOfKind<F, 'text' | 'link' | 'number'>;
export type TextName<F extends Fields> = NameOfKind<F, 'text'>;
export type OptionName<F extends Fields> = NameOfKind<F, 'radio' | 'menu'>;

/** Errors to show below the fields. */
export type FieldErrors<F extends Fields> = Partial<Record<FieldName<F>, string>>;

/** What is known only when the form is opened. */
export interface FormContent<F extends Fields> {
  /** Replaces the title. */
  readonly title?: string;
  /** Replaces the label of the button that submits the form. */
  readonly submit?: string;
  /** Stored in the private metadata and returned with the values; must not contain other data. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Initial values. A text is cut at the limit of its field. */
  readonly values?: { readonly [Name in FieldName<F>]?: string | number | null | undefined };
  /** Names of the fields that are not shown. */
  readonly hidden?: readonly FieldName<F>[];
  /** Texts that depend on what the form is about. */
  readonly texts?: { readonly [Name in FieldName<F>]?: Partial<FieldTexts> };
  readonly options?: { readonly [Name in OptionName<F>]?: readonly FieldOption[] };
  /** The field that has the cursor; the first one by default. */
  readonly focus?: FieldName<F>;
  /** Blocks above the fields. */
  readonly above?: readonly KnownBlock[];
}

/** The values of a submitted form. */
export interface FormValues<F extends Fields> {
  /** Returns true when the form showed the field. */
  has(name: FieldName<F>): boolean;
  /** Returns the typed text; an empty string when there is none. */
  text(name: TypedName<F> | TextName<F>): string;
  /** Returns the value of the chosen option, or null. */
  option(name: OptionName<F>): string | null;
  /** Returns the Slack id of the chosen user, or null. */
  user(name: NameOfKind<F, 'user'>): string | null;
}

interface FormDefinition<F extends Fields> {
  /** One of `VIEWS`. */
  readonly callbackId: string;
  readonly title: string;
  /** Label of the button that submits the form. */
  readonly submit: string;
  readonly fields: F;
}

/** A modal with inputs. A field's name is its block id and its action id, so errors have the same key. */
export interface Form<F extends Fields> extends FormDefinition<F> {
  render(content?: FormContent<F>): ModalView;
  /** Reads the values from the body of a submission, which may have any shape. */
  read(body: unknown): FormValues<F>;
}

/** Creates a form, which is rendered and read back by one definition of its fields. */
export function defineForm<const F extends Fields>(definition: FormDefinition<F>): Form<F> {
  const { fields, ...modal } = definition;
  const names = Object.keys(fields) as FieldName<F>[];
  return {
    ...definition,
    render(content = {}) {
      const { ids = {}, hidden = [], above = [], title = modal.title, submit = modal.submit } = content;
      const inputs = names
        .filter((name) => !hidden.includes(name))
        .map((name, index) =>
          renderField(name, { field: fields[name] as Field, content, isFirst: index === 0 }),
        );
      return formModal(ids, { ...modal, title, submit, blocks: [...above, ...inputs] });
    },
    read: readValues,
  };
}

function renderField<F extends Fields>(
  name: FieldName<F>,
  {
    field,
    content,
    isFirst,
  }: { readonly field: Field; readonly content: FormContent<F>; readonly isFirst: boolean },
): InputBlock {
  const { texts, values, options, focus } = content;
  const initial = values?.[name] ?? null;
  const initialText = initial === null ? null : String(initial);
  const shared = { name, ...texts?.[name], focus: focus ? focus === name : isFirst };
  switch (field.kind) {
    case 'text':
      return textInput({ ...field, ...shared, initial: initialText });
    case 'link':
      return linkInput({ ...field, ...shared, initial: initialText });
    case 'number':
      return numberInput({ ...field, ...shared, initial: initial === null ? null : Number(initial) });
    case 'user':
      return userInput({ ...field, ...shared });
    case 'radio':
    case 'menu': {
      const shownOptions = (options as Partial<Record<string, readonly FieldOption[]>> | undefined)?.[name];
      const input = field.kind === 'radio' ? radioInput : menuInput;
      return input({ ...field, ...shared, options: shownOptions ?? field.options, initial: initialText });
    }
  }
}

function readValues<F extends Fields>(body: unknown): FormValues<F> {
  const values = valueAtPath(body, ['view', 'state', 'values']);
  const at = (name: string, ...path: string[]) => valueAtPath(values, [name, name, ...path]);
  const asText = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    has: (name) => valueAtPath(values, [name]) !== undefined,
    text: (name) => asText(at(name, 'value')),
    option: (name) => asText(at(name, 'selected_option', 'value')) || null,
    user: (name) => asText(at(name, 'selected_user')) || null,
  };
}

function valueAtPath(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null
    ? valueAtPath((value as Record<string, unknown>)[name], rest)
    : undefined;
}
