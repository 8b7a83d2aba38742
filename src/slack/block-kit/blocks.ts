import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import type { RichText } from '../../domain/text-fragments.ts';
import { literalFragment, valueFragment } from '../../domain/text-fragments.ts';
import { toMrkdwn, toPlainText } from './mrkdwn.ts';

/** Slack's limits in characters or elements: docs.slack.dev/reference/block-kit and the types of @slack/types. */
export const BLOCK_KIT_LIMITS = {
  blocks: 50,
  /** Slack accepts 3,000; the difference is a margin, because Slack may count differently. */
  section: 2_900,
  context: 2_900,
  header: 150,
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  optionText: 75,
  optionValue: 75,
  options: 100,
  overflowOptions: 5,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  containerTitle: 150,
  containerBlocks: 10,
  modalTitle: 24,
  modalBlocks: 100,
  /** Initial value of an input. */
  inputValue: 3_000,
  placeholder: 150,
  blockId: 255,
  /** Characters in all blocks of a message. Slack documents no limit, but some clients truncate longer messages. */
  message: 12_000,
} as const;

/** Returns a text object in which Slack does not turn text into links or mentions. Never empty, because Slack refuses that. */
export function mrkdwnObject(text: RichText, limit: number = BLOCK_KIT_LIMITS.section): MrkdwnElement {
  return { type: 'mrkdwn', text: toMrkdwn(text, limit).trim() || '–', verbatim: true };
}

/** Returns a plain text object. `:name:` is not turned into an emoji. */
export function plainTextObject(text: RichText | string, limit: number): PlainTextElement {
  const shown = toPlainText(typeof text === 'string' ? [valueFragment(text)] : text, limit).trim();
  return { type: 'plain_text', text: shown || '–', emoji: false };
}

export function header(text: RichText): HeaderBlock {
  return { type: 'header', text: plainTextObject(text, BLOCK_KIT_LIMITS.header) };
}

export function section(text: RichText, accessory?: Button | Overflow): SectionBlock {
  return { type: 'section', text: mrkdwnObject(text), ...(accessory ? { accessory } : {}) };
}

/** Returns a block of small, grey text. */
export function context(text: RichText): ContextBlock {
  return { type: 'context', elements: [mrkdwnObject(text, BLOCK_KIT_LIMITS.context)] };
}

export function actions(elements: readonly ActionsBlockElement[], blockId?: string): ActionsBlock {
  const shown = elements.slice(0, BLOCK_KIT_LIMITS.actions);
  return {
    type: 'actions',
    elements: shown,
    ...(blockId ? { block_id: blockId.slice(0, BLOCK_KIT_LIMITS.blockId) } : {}),
  };
}

export interface ButtonOptions {
  readonly text: string;
  readonly actionId: string;
  /** Label for screen readers, whose users do not see the text next to the button. */
  readonly accessibilityLabel: string;
  /** Ids only. Slack returns it as JSON when the button is pressed. */
  readonly value?: Readonly<Record<string, unknown>>;
  readonly url?: string;
  readonly primary?: boolean;
  /** A confirmation dialog that Slack shows before it sends the press. */
  readonly confirm?: {
    readonly title: string;
    readonly text: RichText;
    readonly yes: string;
    readonly no: string;
  };
}

/** Throws a `RangeError` when the value is too long, because truncated JSON cannot be parsed when the button is pressed. */
export function button(parts: ButtonOptions): Button {
  const { text, actionId, accessibilityLabel, value, url, confirm, primary = false } = parts;
  return {
    type: 'button',
    text: plainTextObject(text, BLOCK_KIT_LIMITS.buttonText),
    action_id: actionId,
    accessibility_label: toPlainText(
      [valueFragment(accessibilityLabel)],
      BLOCK_KIT_LIMITS.accessibilityLabel,
    ),
    ...(value ? { value: requireWithinLimit(JSON.stringify(value), BLOCK_KIT_LIMITS.buttonValue) } : {}),
    ...(url ? { url } : {}),
    ...(primary ? { style: 'primary' as const } : {}),
    ...(confirm ? { confirm: confirmationDialog(confirm) } : {}),
  };
}

function confirmationDialog({
  title,
  text,
  yes,
  no,
}: NonNullable<ButtonOptions['confirm']>): ConfirmationDialog {
  return {
    title: plainTextObject(title, BLOCK_KIT_LIMITS.confirmTitle),
    text: plainTextObject(text, BLOCK_KIT_LIMITS.confirmText),
    confirm: plainTextObject(yes, BLOCK_KIT_LIMITS.confirmButton),
    deny: plainTextObject(no, BLOCK_KIT_LIMITS.confirmButton),
  };
}

export interface SelectOptions {
  readonly actionId: string;
  readonly placeholder: string;
  readonly options: readonly { readonly text: string; readonly value: string }[];
  /** The value of the option that is selected initially. */
  readonly initialValue?: string | undefined;
}

export function staticSelect({ actionId, placeholder, options, initialValue }: SelectOptions): StaticSelect {
  const shown = options.slice(0, BLOCK_KIT_LIMITS.options).map(({ text, value }) => ({
    text: plainTextObject(text, BLOCK_KIT_LIMITS.optionText),
    value: requireWithinLimit(value, BLOCK_KIT_LIMITS.optionValue),
  }));
  const initialOption = shown.find(({ value }) => value === initialValue);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plainTextObject(placeholder, BLOCK_KIT_LIMITS.placeholder),
    options: shown,
    ...(initialOption ? { initial_option: initialOption } : {}),
  };
}

/** Returns a menu behind a "⋯" button. Throws a `RangeError` when a value is too long. */
export function overflowMenu({ actionId, options }: Pick<SelectOptions, 'actionId' | 'options'>): Overflow {
  const shown = options.slice(0, BLOCK_KIT_LIMITS.overflowOptions).map(({ text, value }) => ({
    text: plainTextObject(text, BLOCK_KIT_LIMITS.optionText),
    value: requireWithinLimit(value, BLOCK_KIT_LIMITS.optionValue),
  }));
  return { type: 'overflow', action_id: actionId, options: shown };
}

function requireWithinLimit(value: string, limit: number): string {
  if (value.length > limit) throw new RangeError(`a control's value has more than ${limit} characters`);
  return value;
}

/** A block and its importance when a message is too long. */
export interface RankedBlock {
  readonly block: KnownBlock;
  /** Blocks of the lowest importance are dropped first. */
  readonly importance: number;
}

interface BlockBudget {
  readonly max: number;
  readonly characters?: number;
}

/** Drops the least important blocks, last ones first, until the message fits, and adds a note with their number. */
export function fitBlocks(
  candidates: readonly RankedBlock[],
  { max, characters = BLOCK_KIT_LIMITS.message }: BlockBudget,
): KnownBlock[] {
  if (fitsBudget(candidates, max, characters)) return candidates.map(({ block }) => block);
  const kept = [...candidates];
  while (kept.length > 1 && !fitsBudget(kept, max - 1, characters - OMISSION_NOTE_LENGTH))
    kept.splice(leastImportantIndex(kept), 1);
  const omissionIndex = candidates.findIndex((each) => !kept.includes(each));
  const blocks = kept.map(({ block }) => block);
  return blocks.toSpliced(
    omissionIndex,
    0,
    context([literalFragment(`…and ${candidates.length - kept.length} more, left out for length`)]),
  );
}

const OMISSION_NOTE_LENGTH = 60;

function fitsBudget(candidates: readonly RankedBlock[], max: number, characters: number): boolean {
  return (
    candidates.length <= max &&
    candidates.reduce((sum, { block }) => sum + visibleTextLength(block), 0) <= characters
  );
}

function leastImportantIndex(candidates: readonly RankedBlock[]): number {
  const lowestImportance = Math.min(...candidates.map(({ importance }) => importance));
  return candidates.findLastIndex(({ importance }) => importance === lowestImportance);
}

/** Returns the number of visible characters in a block. */
function visibleTextLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, each]: [string, unknown]) => {
    return sum + (key === 'text' && typeof each === 'string' ? each.length : visibleTextLength(each));
  }, 0);
}
